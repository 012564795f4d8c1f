/** One document: bytes or text in, a parsed document out. Nothing here fails. */
import type { Diagnostic } from '../diagnostic';
import { hashOf } from './canonical';
import { sharedRoughly } from './difference';
import { criteriaWords } from './ears/criteria';
import { withLazy } from './lazy';
import type { ScannedText } from './lines';
import type { DocumentName, SpecDocument } from './model';
import { clausesOf } from './parse/bugfix';
import { propertiesOf } from './parse/design';
import { glossaryOf } from './parse/glossary';
import { graphOf } from './parse/graph';
import { requirementsOf } from './parse/requirements';
import { tasksOf } from './parse/tasks';
import { runRules } from './rule';
import { rules } from './rules';
import { scanLines } from './scan';
import { type Heading, headingsOf, sectionsOf, titleOf } from './sections';
import { descends } from './versions';

/**
 * The text that all places refer to: UTF-8, the BOM kept as one code unit, bytes that are no UTF-8 as U+FFFD. Edits go
 * back to bytes through `applyEditsToBytes`, which keeps every other byte.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Parses any text. What is wrong with it is in `diagnostics`. */
export function parseDocument<Name extends DocumentName>(
  name: Name,
  text: string,
): Extract<SpecDocument, { name: Name }>;
export function parseDocument(name: DocumentName, text: string): SpecDocument {
  return known(name, text).document;
}

/** The lines of a document that was parsed here, found again where that is not long ago. */
export function scannedOf({ name, text }: SpecDocument): ScannedText {
  return recent.find((each) => each.document.name === name && each.document.text === text)?.scanned ?? scanLines(text);
}

interface Parsed {
  readonly document: SpecDocument;
  readonly scanned: ScannedText;
}

/** Newest first. Who types in one document of a spec has the others parsed already; documents are never changed. */
const recent: Parsed[] = [];
/** So many documents are kept in any case, as a spec has them; more only while they are small together, in characters. */
const [always, mostRecent, smallTogether] = [4, 8, 500_000];

function known(name: DocumentName, text: string): Parsed {
  const at = recent.findIndex(({ document }) => document.name === name && document.text === text);
  const found = recent[at] ?? parsed(name, text);
  if (at !== 0) {
    if (at > 0) recent.splice(at, 1);
    recent.unshift(found);
    recent.length = keptOf(recent);
  }
  return found;
}

/** Keeps no document that was parsed: whoever reads many, each once, has no use for them. */
export function forgetDocuments(): void {
  recent.length = 0;
}

function keptOf(documents: readonly Parsed[]): number {
  let kept = 0;
  for (let size = 0; kept < Math.min(documents.length, mostRecent); kept++) {
    size += documents[kept]?.document.text.length ?? 0;
    if (kept >= always && size > smallTogether) break;
  }
  return kept;
}

function parsed(name: DocumentName, text: string): Parsed {
  const scanned = scanLines(text);
  const earlier = earlierVersion(name, text);
  if (earlier !== undefined) descends(scanned, earlier.scanned);
  const document: { diagnostics: readonly Diagnostic[] } & SpecDocument = structureOf(name, scanned, earlier?.document);
  if (earlier !== undefined) {
    descends(document, earlier.document);
    criteriaWords(document, criteriaWords(earlier.document));
  }
  document.diagnostics = runRules(rules, 'document', { document, scan: () => scanned });
  return { document, scanned };
}

/** Who types changes less, and no version is looked for that is more alike. */
const littleChanged = 1_000;

/** The document that this one was before an edit: most of it is the same from the beginning and from the end. */
function earlierVersion(name: DocumentName, text: string): Parsed | undefined {
  let best: Parsed | undefined;
  let most = text.length / 2;
  for (const each of recent) {
    if (each.document.name !== name) continue;
    const { head, tail } = sharedRoughly(each.document.text, text);
    if (head + tail <= most) continue;
    most = head + tail;
    best = each;
    if (most >= text.length - littleChanged) break;
  }
  return best;
}

/** What a document says, no rule asked: `diagnostics` is empty. What an earlier version of it had is only moved. */
export function structureOf(name: DocumentName, scanned: ScannedText, earlier?: SpecDocument): SpecDocument {
  const headings = headingsOf(scanned);
  const base = baseOf(scanned, headings);
  switch (name) {
    case 'requirements.md': {
      // At once, since what waits would keep the earlier version as long as this one lives.
      const known = earlier?.name === name ? requirementsOf(scanned, headings, earlier.requirements) : undefined;
      return withLazy(
        { name, ...base.given },
        {
          ...base.late,
          glossary: () => glossaryOf(scanned, headings),
          requirements: () => known ?? requirementsOf(scanned, headings),
        },
      );
    }
    case 'bugfix.md':
      return withLazy({ name, ...base.given }, { ...base.late, requirements: () => clausesOf(scanned, headings) });
    case 'design.md':
      return withLazy({ name, ...base.given }, { ...base.late, properties: () => propertiesOf(scanned, headings) });
    case 'tasks.md': {
      const graph = graphOf(scanned, headings);
      const given = { name, ...base.given, ...(graph === undefined ? {} : { graph }) };
      const known = earlier?.name === name ? tasksOf(scanned, headings, earlier.tasks) : undefined;
      return withLazy(given, { ...base.late, tasks: () => known ?? tasksOf(scanned, headings) });
    }
  }
}

/** What every document has, and what of it is read only when somebody asks. */
function baseOf(scanned: ScannedText, headings: readonly Heading[]) {
  const title = titleOf(scanned, headings);
  const diagnostics: readonly Diagnostic[] = [];
  return {
    given: { text: scanned.text, ...(title === undefined ? {} : { title }), diagnostics },
    late: { hash: () => hashOf(scanned), sections: () => sectionsOf(scanned, headings) },
  };
}
