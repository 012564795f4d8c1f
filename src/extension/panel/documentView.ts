/**
 * A parsed document as the panel shows it: blocks in reading order. Nothing of the text is lost: what no node claims
 * becomes prose. Works by lines, so that it holds for half a document too.
 */
import type { Criterion, DesignDocument, Requirement, SpecDocument } from '../../core/specs/model';
import { isCriteriaLabel, isRequirementsTitle, isTasksTitle } from '../../core/specs/vocabulary';
import type { BlockView, CriterionView, DocumentView, ProseView } from '../../webview/protocol';
import { type Draft, refsOf } from './drafts';
import { type LineIndex, lineIndex, proseBetween } from './lines';
import { taskBlocks } from './taskView';

/** The view of a document; total, for any document the parser returns. */
export function viewOf(document: SpecDocument): DocumentView {
  const index = lineIndex(document.text);
  const view = { name: document.name, hash: document.hash, blocks: keyed(draftsOf(document, index)) };
  if (document.name !== 'tasks.md' || document.graph === undefined) return view;
  const { readable, waves, edges } = document.graph;
  return { ...view, graph: { readable, waves, edges } };
}

/** Nodes by the line they begin at, with the lines they take; headings that no node claims are plain headings. */
function draftsOf(document: SpecDocument, index: LineIndex): readonly Draft[] {
  const claimed = new Map<number, { readonly endLine: number; readonly drafts: readonly Draft[] }>();
  const claim = (line: number, endLine: number, drafts: readonly Draft[]) => claimed.set(line, { endLine, drafts });
  const title = document.title?.place.line;
  for (const { level, title: words, place, underlined } of document.sections) {
    const { line } = place;
    const endLine = underlined ? line + 1 : line;
    claim(line, endLine, line === title ? [] : [{ kind: 'heading', level, title: words, line, endLine }]);
  }
  if (document.name === 'requirements.md') claimGlossary(document.glossary, index, claim);
  if (document.name === 'requirements.md' || document.name === 'bugfix.md') {
    document.requirements.forEach((requirement, at) => {
      const endLine = blockEnd(document, requirement.place.line, document.requirements[at + 1]?.place.line, index);
      claim(requirement.place.line, endLine, [requirementDraft(document, requirement, endLine, index)]);
    });
  }
  if (document.name === 'design.md') claimProperties(document, index, claim);
  if (document.name === 'tasks.md') {
    for (const block of taskBlocks(document, index)) claim(block.line, block.endLine, block.drafts);
  }
  return withoutTitles(walk(claimed, index));
}

/** Drops the heading right above the rows that says what the document's own title says: "Requirements", "Tasks". */
function withoutTitles(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.filter((draft, at) => !(draft.kind === 'heading' && isTitle(draft.title) && isRows(drafts[at + 1])));
}

function isTitle(title: string): boolean {
  return isRequirementsTitle(title) || isTasksTitle(title);
}

function isRows(draft: Draft | undefined): boolean {
  return draft?.kind === 'requirement' || draft?.kind === 'tasks';
}

function walk(
  claimed: ReadonlyMap<number, { endLine: number; drafts: readonly Draft[] }>,
  index: LineIndex,
): readonly Draft[] {
  const drafts: Draft[] = [];
  let proseFrom = 1;
  const flush = (before: number): void => {
    const prose = proseBetween(index, proseFrom, before - 1);
    if (prose) drafts.push(prose);
  };
  for (let line = 1; line <= index.count; line++) {
    const node = claimed.get(line);
    if (node === undefined) continue;
    flush(line);
    drafts.push(...node.drafts);
    line = Math.max(line, node.endLine);
    proseFrom = line + 1;
  }
  flush(index.count + 1);
  return drafts;
}

/** The last line of what begins at `line`: up to the next sibling, or the next heading that is not below it. */
function blockEnd(document: SpecDocument, line: number, next: number | undefined, index: LineIndex): number {
  const level = document.sections.find((section) => section.place.line === line)?.level ?? Number.POSITIVE_INFINITY;
  const heading = document.sections.find((section) => section.place.line > line && section.level <= level)?.place.line;
  let last = Math.min(next ?? Number.POSITIVE_INFINITY, heading ?? Number.POSITIVE_INFINITY, index.count + 1) - 1;
  while (last > line && index.text(last).trim() === '') last--;
  return last;
}

/** The first line below what begins at `line`: a heading may take two lines. */
function lineBelow(document: SpecDocument, line: number): number {
  return document.sections.find(({ place }) => place.line === line)?.underlined ? line + 2 : line + 1;
}

function requirementDraft(document: SpecDocument, requirement: Requirement, endLine: number, index: LineIndex): Draft {
  const { line } = requirement.place;
  const rows: (CriterionView | ProseView)[] = [];
  const story = requirement.userStory;
  const skipped = new Set(criteriaHeadings(document, line, endLine));
  let proseFrom = lineBelow(document, line);
  const flush = (before: number): void => {
    const prose = proseBetween(index, proseFrom, before - 1, skipped);
    if (prose) rows.push(prose);
  };
  const nodes = [...requirement.criteria, ...(story ? [story] : [])].sort((a, b) => a.place.start - b.place.start);
  for (const node of nodes) {
    const lines = index.linesOf(node.place);
    flush(lines.line);
    if (isCriterion(node)) rows.push({ kind: 'criterion', id: node.id, text: node.text, ...lines });
    proseFrom = lines.endLine + 1;
  }
  flush(endLine + 1);
  return {
    kind: 'requirement',
    id: requirement.id,
    title: requirement.title,
    story: story?.text ?? '',
    rows,
    line,
    endLine,
  };
}

function isCriterion(node: Criterion | NonNullable<Requirement['userStory']>): node is Criterion {
  return 'id' in node;
}

/** Lines of "Acceptance Criteria" headings, in any language: the rows say it by themselves. */
function criteriaHeadings(document: SpecDocument, from: number, to: number): readonly number[] {
  return document.sections
    .filter(({ place, title }) => place.line > from && place.line <= to && isCriteriaLabel(title))
    .map(({ place }) => place.line);
}

type Claim = (line: number, endLine: number, drafts: readonly Draft[]) => void;

function claimGlossary(
  glossary: readonly { term: string; meaning: string; place: Criterion['place'] }[],
  index: LineIndex,
  claim: Claim,
): void {
  let run: { term: string; meaning: string; line: number; endLine: number }[] = [];
  const flush = (): void => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last) {
      claim(first.line, last.endLine, [{ kind: 'glossary', entries: run, line: first.line, endLine: last.endLine }]);
    }
    run = [];
  };
  for (const entry of glossary) {
    const { line } = entry.place;
    // A glossary that is a table stays a table.
    if (index.text(line).trimStart().startsWith('|')) continue;
    const lines = { line, endLine: lastOfItem(index, line) };
    const last = run.at(-1);
    if (last && !index.blankBetween(last.endLine, lines.line)) flush();
    run.push({ term: entry.term, meaning: entry.meaning, ...lines });
  }
  flush();
}

/** The last line of a list item: indented lines below it go on with it. */
function lastOfItem(index: LineIndex, line: number): number {
  let last = line;
  while (/^[ \t]+[^\s|#*+-]/.test(index.text(last + 1))) last++;
  return last;
}

function claimProperties(document: DesignDocument, index: LineIndex, claim: Claim): void {
  document.properties.forEach((property, at) => {
    const { line } = property.place;
    const endLine = blockEnd(document, line, document.properties[at + 1]?.place.line, index);
    const validates = new Set(property.validates.map((reference) => reference.place.line));
    const markdown = proseBetween(index, lineBelow(document, line), endLine, validates)?.markdown ?? property.text;
    const { number, title } = property;
    claim(line, endLine, [
      { kind: 'property', number, title, markdown, validates: refsOf(property.validates), line, endLine },
    ]);
  });
}

function keyed(drafts: readonly Draft[]): readonly BlockView[] {
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const name = draft.kind === 'requirement' ? `requirement ${draft.id}` : draft.kind;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return { ...draft, key: `${name} ${count}` };
  });
}
