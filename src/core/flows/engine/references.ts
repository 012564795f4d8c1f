import type { TextEdit } from '../../diagnostic';
import type { DocumentChange, SpecDocument } from '../../specs/model';
import { applyEdits, plainLines, renumberReferences } from '../documents';

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

const ids = String.raw`\d+\.\d+(?:\s*,\s*\d+\.\d+)*`;

/** Where the prompts of the flows put ids without a word before them: `(1.1, 1.3)` and table cells of ids. */
const lists = [new RegExp(`\\((${ids})\\)`, 'gu'), new RegExp(`\\|\\s*(${ids})\\s*(?=\\|)`, 'gu')];

function listEdits(later: SpecDocument, moved: ReadonlyMap<string, string>): readonly TextEdit[] {
  return plainLines(later.text).flatMap(({ text, start }) =>
    lists.flatMap((pattern) =>
      [...text.matchAll(pattern)].flatMap((match) => {
        const inside = match[1] ?? '';
        const at = start + match.index + match[0].lastIndexOf(inside);
        return [...inside.matchAll(/\d+\.\d+/gu)].flatMap((id) => {
          const next = moved.get(id[0]);
          const from = at + id.index;
          return next === undefined ? [] : [{ start: from, end: from + id[0].length, text: next }];
        });
      }),
    ),
  );
}
