import type { TextEdit } from '../../diagnostic';
import type { DocumentChange, SpecDocument } from '../../specs/model';
import { applyEdits, listedIds, renumberReferences } from '../documents';

/**
 * The later document with its references following new numbers; undefined where none of them changes. `later` is the
 * document of a parsed spec, as it was before the change.
 */
export function followNumbers(
  later: SpecDocument,
  changes: readonly DocumentChange[],
  specName: string,
): string | undefined {
  if (later.name !== 'design.md' && later.name !== 'tasks.md') return undefined;
  const ids = new Map(
    changes.flatMap(({ previousId, id }) =>
      previousId === undefined || previousId === id ? [] : [[previousId, id] as const],
    ),
  );
  if (ids.size === 0) return undefined;
  const named = renumberReferences(later, changes, specName);
  const listed = listEdits(later, ids).filter(
    (edit) => !named.some((each) => each.start <= edit.start && edit.start < each.end),
  );
  const edits = [...named, ...listed];
  return edits.length === 0 ? undefined : applyEdits(later.text, edits);
}

function listEdits(later: SpecDocument, moved: ReadonlyMap<string, string>): readonly TextEdit[] {
  return listedIds(later.text).flatMap(({ id, start }) => {
    const next = moved.get(id);
    return next === undefined ? [] : [{ start, end: start + id.length, text: next }];
  });
}
