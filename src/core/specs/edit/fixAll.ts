/** Every mend of a spec's findings, as `check --fix` applies them. */
import type { Diagnostic, TextEdit } from '../../diagnostic';

/** The edits that can be made together: of fixes that overlap the first one stands, the others wait for the next look. */
export function togetherEdits(found: readonly Diagnostic[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  const fixes = found.flatMap(({ fix }) => (fix === undefined || fix.edits.length === 0 ? [] : [fix.edits]));
  for (const edits of fixes) {
    if (edits.every((edit) => taken.every((other) => apart(edit, other)))) taken.push(...edits);
  }
  return taken.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Two insertions at one place are not apart: nobody says which comes first. */
function apart(a: TextEdit, b: TextEdit): boolean {
  return a.end < b.start || b.end < a.start || (a.end === b.start && a.start !== a.end && b.start !== b.end);
}
