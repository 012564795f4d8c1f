/** What the flow asks of `core/specs`. */
import type { TextEdit } from '../diagnostic';
import { canonicalHash } from '../specs/canonical';
import { parseDocument } from '../specs/document';
import type { DocumentChange, DocumentName, Spec } from '../specs/model';
import { CONFIG_NAME, DOCUMENT_NAMES, parseSpec } from '../specs/spec';
import { changesBetweenParts, partsOf } from './parts';

export { parseDocument };

export const documentNames = DOCUMENT_NAMES;

export const hashOf = canonicalHash;

/** A spec of the texts that are there, unsaved ones included. */
export function assembleSpec(path: string, texts: Readonly<Partial<Record<DocumentName, string>>>, config: string | undefined): Spec {
  return parseSpec({ path, files: config === undefined ? texts : { ...texts, [CONFIG_NAME]: config } });
}

export function compareTexts(name: DocumentName, before: string, after: string): readonly DocumentChange[] {
  return changesBetweenParts(partsOf(parseDocument(name, before)), partsOf(parseDocument(name, after)));
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits].sort((a, b) => b.start - a.start).reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}
