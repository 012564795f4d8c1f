import type { TextEdit } from '../../diagnostic';
import type { DocumentName, SpecDocument } from '../../specs/model';
import { applyEdits, compareTexts, flattenTasks, plainLines } from '../documents';

/** The later document with its references following new numbers; undefined where none of them changes. */
export function renumberReferences(
  name: DocumentName,
  before: string,
  after: string,
  later: SpecDocument,
): string | undefined {
  const ids = new Map(
    compareTexts(name, before, after).flatMap(({ previousId, id }) =>
      previousId === undefined || previousId === id ? [] : [[previousId, id] as const],
    ),
  );
  if (ids.size === 0) return undefined;
  const edits = [...fieldEdits(later, ids), ...proseEdits(later, ids)];
  return edits.length === 0 ? undefined : applyEdits(later.text, withoutRepeats(edits));
}

type Ids = ReadonlyMap<string, string>;

const anyId = /(?<![\w.])(?:[A-Za-z]+-?)?\d+(?:\.\d+)*(?!\w|\.\d)/gu;

/** References in fields: `_Requirements: 1.2_`, `**Validates: Requirements 1.2**`. Only their numbers change. */
function fieldEdits(later: SpecDocument, ids: Ids): readonly TextEdit[] {
  return referencesOf(later).flatMap(({ text, place }) =>
    later.text.slice(place.start, place.end) === text ? idEdits(text, place.start, ids) : [],
  );
}

const list = String.raw`\d+\.\d+(?:\s*,\s*\d+\.\d+)*`;

/** Where prose is a reference and nothing else: `(1.1, 1.3)`, a table cell of ids, `@spec name#1.2`. */
const proseReferences = [
  new RegExp(`\\((${list})\\)`, 'gu'),
  new RegExp(`\\|\\s*(${list})\\s*(?=\\|)`, 'gu'),
  /@spec\s+[^\s#]+#(\d+\.\d+)/gu,
];

function proseEdits(later: SpecDocument, ids: Ids): readonly TextEdit[] {
  return plainLines(later.text).flatMap(({ text, start }) =>
    proseReferences.flatMap((pattern) =>
      [...text.matchAll(pattern)].flatMap((match) => {
        const inside = match[1] ?? '';
        return idEdits(inside, start + match.index + match[0].lastIndexOf(inside), ids);
      }),
    ),
  );
}

function idEdits(text: string, at: number, ids: Ids): readonly TextEdit[] {
  return [...text.matchAll(anyId)].flatMap((match) => {
    const next = ids.get(match[0]);
    const start = at + match.index;
    return next === undefined ? [] : [{ start, end: start + match[0].length, text: next }];
  });
}

function withoutRepeats(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...new Map(edits.map((edit) => [edit.start, edit])).values()];
}

function referencesOf(later: SpecDocument) {
  if (later.name === 'design.md') return later.properties.flatMap((property) => property.validates);
  return later.name === 'tasks.md' ? [...flattenTasks(later.tasks)].flatMap((task) => task.requirements) : [];
}
