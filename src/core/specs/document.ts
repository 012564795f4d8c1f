/** One document: bytes or text in, a parsed document out. Nothing here fails. */
import { hashOf } from './canonical';
import { type ScannedText, scanLines } from './lines';
import type { DocumentName, SpecDocument } from './model';
import { clausesOf } from './parse/bugfix';
import { propertiesOf } from './parse/design';
import { glossaryOf } from './parse/glossary';
import { graphOf } from './parse/graph';
import { requirementsOf } from './parse/requirements';
import { tasksOf } from './parse/tasks';
import { runRules } from './rule';
import { rules } from './rules';
import { type Heading, headingsOf, sectionsOf, titleOf } from './sections';

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
const recentLimit = 8;

function known(name: DocumentName, text: string): Parsed {
  const at = recent.findIndex(({ document }) => document.name === name && document.text === text);
  const found = recent[at] ?? parsed(name, text);
  if (at !== 0) {
    if (at > 0) recent.splice(at, 1);
    recent.unshift(found);
    recent.length = Math.min(recent.length, recentLimit);
  }
  return found;
}

function parsed(name: DocumentName, text: string): Parsed {
  const scanned = scanLines(text);
  const document = structureOf(name, scanned);
  const diagnostics = runRules(rules, 'document', { document, scan: () => scanned });
  return { document: { ...document, diagnostics }, scanned };
}

/** What a document says, no rule asked: `diagnostics` is empty. */
export function structureOf(name: DocumentName, scanned: ScannedText): SpecDocument {
  const headings = headingsOf(scanned);
  const base = baseOf(scanned, headings);
  switch (name) {
    case 'requirements.md':
      return {
        name,
        ...base,
        glossary: glossaryOf(scanned, headings),
        requirements: requirementsOf(scanned, headings),
      };
    case 'bugfix.md':
      return { name, ...base, requirements: clausesOf(scanned, headings) };
    case 'design.md':
      return { name, ...base, properties: propertiesOf(scanned, headings) };
    case 'tasks.md': {
      const graph = graphOf(scanned, headings);
      return { name, ...base, tasks: tasksOf(scanned, headings), ...(graph === undefined ? {} : { graph }) };
    }
  }
}

function baseOf(scanned: ScannedText, headings: readonly Heading[]) {
  const title = titleOf(headings);
  return {
    text: scanned.text,
    hash: hashOf(scanned),
    ...(title === undefined ? {} : { title }),
    sections: sectionsOf(scanned, headings),
    diagnostics: [],
  };
}
