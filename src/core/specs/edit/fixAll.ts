/** Every mend of a spec's findings, as `check --fix` applies them. */
import type { Diagnostic, TextEdit } from '../../diagnostic';

/** Mends of findings that can be made together. */
export interface TogetherFixes {
  /** How many findings they mend. */
  readonly findings: number;
  /** In the order of the text; none overlaps another. */
  readonly edits: readonly TextEdit[];
}

/** The edits that can be made together: of fixes that overlap the first one stands, the others wait for the next look. */
export function togetherEdits(found: readonly Diagnostic[]): readonly TextEdit[] {
  return togetherFixes(found).edits;
}

/** The same, with how many findings they mend. */
export function togetherFixes(found: readonly Diagnostic[]): TogetherFixes {
  const taken: TextEdit[] = [];
  let findings = 0;
  const fixes = found.flatMap(({ fix }) => (fix === undefined || fix.edits.length === 0 ? [] : [fix.edits]));
  for (const edits of fixes) {
    if (!edits.every((edit) => taken.every((other) => apart(edit, other)))) continue;
    taken.push(...edits);
    findings += 1;
  }
  return { findings, edits: taken.sort((a, b) => a.start - b.start || a.end - b.end) };
}

/** Two insertions at one place are not apart: nobody says which comes first. */
function apart(a: TextEdit, b: TextEdit): boolean {
  return a.end < b.start || b.end < a.start || (a.end === b.start && a.start !== a.end && b.start !== b.end);
}
