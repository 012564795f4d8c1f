import type { TextEdit } from '../../diagnostic';
import type { DocumentName, SpecDocument } from '../../specs/model';
import { applyEdits, compareTexts, flattenTasks } from '../documents';

/** The later document with its references following new numbers; undefined where none of them changes. */
export function renumberReferences(
  name: DocumentName,
  before: string,
  after: string,
  later: SpecDocument,
): string | undefined {
  const renumbered = compareTexts(name, before, after).flatMap((change) =>
    change.kind === 'renumbered' && change.previousId !== undefined ? [[change.previousId, change.id] as const] : [],
  );
  if (renumbered.length === 0) return undefined;
  const edits = referenceEdits(later, new Map(renumbered));
  return edits.length === 0 ? undefined : applyEdits(later.text, edits);
}

/** Only the numbers change; everything else of a reference stays as it was written. */
function referenceEdits(later: SpecDocument, ids: ReadonlyMap<string, string>): readonly TextEdit[] {
  return referencesOf(later).flatMap(({ text, place }) => {
    const next = text.replace(/(?<![\w.-])[A-Za-z]*-?\d+(?:\.\d+)*(?![\w-]|\.\d)/gu, (id) => ids.get(id) ?? id);
    return next === text || later.text.slice(place.start, place.end) !== text
      ? []
      : [{ start: place.start, end: place.end, text: next }];
  });
}

function referencesOf(later: SpecDocument) {
  if (later.name === 'design.md') return later.properties.flatMap((property) => property.validates);
  return later.name === 'tasks.md' ? [...flattenTasks(later.tasks)].flatMap((task) => task.requirements) : [];
}
