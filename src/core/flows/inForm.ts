import type { Diagnostic } from '../diagnostic';
import { parseDocument } from '../specs/document';
import { applyEdits } from '../specs/edit/apply';
import { togetherEdits } from '../specs/edit/fixAll';
import type { DocumentName } from '../specs/model';
import { codeOf } from '../specs/rule';
import { rules } from '../specs/rules';

/** A mend may bring another to light; none needs more looks than this. */
const mostLooks = 3;

const meaning = new Set(
  rules
    .filter(({ about }) => about === 'meaning')
    .flatMap(({ documents, name }) => documents.map((each) => codeOf(each, name))),
);

/** Shown at one document, and mended in another. */
const mendedElsewhere = new Set(['requirements/uncovered-criterion']);

/** An error, or a warning of a rule about what the document says: nobody would approve the document with it. */
export function breaksMeaning({ code, severity }: Diagnostic): boolean {
  return severity === 'error' || (severity === 'warning' && meaning.has(code) && !mendedElsewhere.has(code));
}

/**
 * A text that a model has just written, with form and wording mended where a rule knows how: headings that Kiro would not
 * read, a missing THEN. What changes what the document says is left to the model, and what a person wrote to the person.
 */
export function inForm(name: DocumentName, text: string): string {
  let mended = text;
  for (let look = 0; look < mostLooks; look++) {
    const found = parseDocument(name, mended).diagnostics.filter(({ code }) => !meaning.has(code));
    const edits = togetherEdits(found);
    if (edits.length === 0) return mended;
    mended = applyEdits(mended, edits);
  }
  return mended;
}
