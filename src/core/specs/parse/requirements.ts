/** requirements.md: requirements wherever a heading, a bold line, a list or a table numbers them. */
import { type Line, placeAcross, type ScannedText } from '../lines';
import type { Requirement } from '../model';
import { blockPlace, type Heading } from '../sections';
import { isCriteriaLabel, isGlossaryTitle, isRequirementsTitle, isStoryLabel } from '../vocabulary';
import { criteriaOf, type Segment } from './criteria';
import { itemsBetween } from './items';
import { endsWithOneOf, labelOf, wholeLabel } from './labels';
import { numberedHeading, requirementHeading } from './requirementHeading';
import { readOrReuse } from './reuse';

interface Head {
  readonly id: string;
  readonly title: string;
  readonly line: Line;
  /** First line after the requirement. */
  until: number;
}

/** A heading, or a bold line that stands for one. */
type Mark = Pick<Heading, 'level' | 'title' | 'line'> & { readonly bold: boolean };

const BOLD_LINE = /^[ \t]*(?:\*\*|__)([^*]{1,200})(?:\*\*|__)[ \t]*[:：]?[ \t]*$/;
const STORY = /^[ \t]*(?:[-*+>][ \t]+)?(?:\*\*)?as an?(?:\*\*)? .{1,200}?\bI (?:want|need|can)\b/i;

/** The requirements of a document with their stories and criteria, in their order. */
export function requirementsOf(
  scanned: ScannedText,
  headings: readonly Heading[],
  earlier?: readonly Requirement[],
): readonly Requirement[] {
  const marks = marksOf(scanned, headings);
  const heads = headsOf(scanned, marks);
  const titles = new Map<number, string>();
  for (const { line, title } of headings) titles.set(line.index, title);
  const { requirements, note } = readOrReuse(scanned, heads, earlier, (head) => requirementOf(scanned, head, titles));
  const listed = listedRequirements(scanned, headings, heads);
  const all = [...requirements, ...listed];
  if (listed.length > 0) all.sort((a, b) => a.place.start - b.place.start);
  note(all);
  return all;
}

function marksOf(scanned: ScannedText, headings: readonly Heading[]): readonly Mark[] {
  const bold: Mark[] = [];
  for (const line of scanned.lines) {
    const title = mayBeBold(line) ? BOLD_LINE.exec(line.text)?.[1] : undefined;
    if (title !== undefined && requirementHeading(title) !== undefined) {
      bold.push({ level: 7, title, line, bold: true });
    }
  }
  const all = [...headings.map(({ level, title, line }) => ({ level, title, line, bold: false })), ...bold];
  return bold.length === 0 ? all : all.sort((a, b) => a.line.index - b.line.index);
}

/** Says no to nearly every line that is no bold one. */
function mayBeBold({ kind, first, text }: Line): boolean {
  const begins = first === 0x2a || first === 0x5f;
  return begins && kind === 'text' && text.includes('**') && endsWithOneOf(text, '*_:：');
}

/** Walks the headings: which begin a requirement, which belong to the open one, which end it. */
function headsOf(scanned: ScannedText, marks: readonly Mark[]): readonly Head[] {
  const heads: Head[] = [];
  let open: { readonly head: Head; readonly level: number } | undefined;
  let sectionLevel = 0;
  const end = (at: number): void => {
    if (open !== undefined) {
      open.head.until = at;
    }
    open = undefined;
  };
  for (const mark of marks) {
    if (!mark.bold && isLabelHeading(mark.title)) {
      continue;
    }
    if (!mark.bold && sectionLevel > 0 && mark.level <= sectionLevel) {
      sectionLevel = 0;
    }
    const inner = open !== undefined && mark.level > open.level;
    const found = requirementHeading(mark.title) ?? (inner ? undefined : numberedMark(scanned, mark, sectionLevel > 0));
    if (found !== undefined && !(inner && isGroupOf(open?.head.id, found.id))) {
      end(mark.line.index);
      const head: Head = { ...found, line: mark.line, until: scanned.lines.length };
      heads.push(head);
      open = { head, level: mark.level };
    } else if (!inner) {
      end(mark.line.index);
    }
    if (!mark.bold && mark.level > 1 && isRequirementsTitle(mark.title)) {
      sectionLevel = mark.level;
    }
  }
  return heads;
}

/** "## 2. Title" is a requirement in the requirements' section, or where `2.1`, `2.2` are listed right below it. */
function numberedMark(scanned: ScannedText, mark: Mark, inSection: boolean): ReturnType<typeof numberedHeading> {
  const found = mark.bold ? undefined : numberedHeading(mark.title);
  if (found === undefined || inSection) {
    return found;
  }
  for (let index = mark.line.index + 1; index < scanned.lines.length; index++) {
    const line = scanned.lines[index];
    const text = line?.text ?? '';
    if (/^[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?\d/.test(text)) {
      return text.replace(/^[-*+ \t]+/, '').startsWith(`${found.id}.`) ? found : undefined;
    }
    if (/^ {0,3}#/.test(text) || line?.underlined !== undefined) {
      return undefined;
    }
  }
  return undefined;
}

/** "AC-1" or "R1.2" below requirement 1 groups its criteria; it is no requirement of its own. */
function isGroupOf(open: string | undefined, id: string): boolean {
  return open !== undefined && (id.startsWith(`${open}.`) || /^(AC|CA)/.test(id));
}

function isLabelHeading(title: string): boolean {
  return isCriteriaLabel(title) || isStoryLabel(title);
}

function requirementOf(scanned: ScannedText, head: Head, titles: ReadonlyMap<number, string>): Requirement {
  const segments = segmentsOf(scanned, head, titles);
  const userStory = storyOf(scanned, head);
  return {
    id: head.id,
    title: head.title,
    place: blockPlace(scanned, head.line, head.until),
    ...(userStory === undefined ? {} : { userStory }),
    criteria: criteriaOf(scanned, head.id, segments),
  };
}

/** The requirement's lines, cut where headings and bold labels change what they are. */
function segmentsOf(scanned: ScannedText, head: Head, titles: ReadonlyMap<number, string>): readonly Segment[] {
  const segments: Segment[] = [];
  let kind: Segment['kind'] = 'body';
  let from = head.line.index + 1;
  const cut = (at: number, next: Segment['kind'], nextFrom: number): void => {
    segments.push({ kind, from, to: at });
    kind = next;
    from = nextFrom;
  };
  for (let index = from; index < head.until; index++) {
    const line = scanned.lines[index];
    const title = titles.get(index);
    const label = line === undefined || title !== undefined ? undefined : wholeLabel(line);
    if (title !== undefined) {
      cut(index, isCriteriaLabel(title) ? 'criteria' : 'other', index + 1);
    } else if (label !== undefined && isCriteriaLabel(label.label)) {
      cut(index, 'criteria', index + 1);
    } else if (label?.bold === true && !/^[ \t]*[-*+][ \t]/.test(line?.text ?? '')) {
      cut(index, kind === 'body' ? 'body' : kind === 'criteria' ? 'aside' : kind, index + 1);
    }
  }
  segments.push({ kind, from, to: head.until });
  return segments;
}

function storyOf(scanned: ScannedText, head: Head): Requirement['userStory'] {
  let headed = false;
  for (let index = head.line.index + 1; index < head.until; index++) {
    const line = scanned.lines[index];
    if (line === undefined || line.kind !== 'text' || line.blank) {
      continue;
    }
    const label = labelOf(line);
    const labelled = label !== undefined && isStoryLabel(label.label);
    if (labelled && label.rest === '') {
      headed = true;
    } else if (labelled || headed || STORY.test(line.text)) {
      return storyFrom(scanned, line, labelled ? label.restAt : 0);
    } else {
      headed = /^ {0,3}#/.test(line.text) && isStoryLabel(line.text);
    }
  }
  return undefined;
}

function storyFrom(scanned: ScannedText, first: Line, column: number): Requirement['userStory'] {
  const parts = [first.text.slice(column).trim()];
  let last = first;
  for (let index = first.index + 1; index < scanned.lines.length; index++) {
    const line = scanned.lines[index];
    const ends =
      line === undefined || line.kind !== 'text' || /^[ \t]*($|#|\*\*|__|[-*+][ \t]|\d+[.)][ \t])/.test(line.text);
    if (line === undefined || ends) {
      break;
    }
    parts.push(line.text.trim());
    last = line;
  }
  return { text: parts.join(' '), place: placeAcross(first, last) };
}

/** Requirements that are list items or table rows: own ids anywhere, plain numbers below the requirements' heading. */
function listedRequirements(
  scanned: ScannedText,
  headings: readonly Heading[],
  heads: readonly Head[],
): readonly Requirement[] {
  const taken = new Set(heads.map((head) => head.id));
  const found: Requirement[] = [];
  let at = 0;
  const stretches = [
    ...heads.map((head) => [head.line.index, head.until] as const),
    [scanned.lines.length, 0] as const,
  ];
  for (const [from, until] of stretches) {
    for (const item of itemsBetween(scanned, at, from)) {
      const section = sectionAt(headings, item.first.index);
      if (section !== undefined && isGlossaryTitle(section.title)) {
        continue;
      }
      const counted =
        item.kind === 'ordered' && heads.length === 0 && section !== undefined && isRequirementsTitle(section.title);
      if ((counted || (item.kind === 'numbered' && /^[A-Z]/.test(item.id))) && !taken.has(item.id)) {
        taken.add(item.id);
        found.push({ id: item.id, title: item.text, place: item.place, criteria: [] });
      }
    }
    at = until;
  }
  return found;
}

function sectionAt(headings: readonly Heading[], index: number): Heading | undefined {
  let low = 0;
  let high = headings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((headings[middle]?.line.index ?? 0) <= index) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return headings[low - 1];
}
