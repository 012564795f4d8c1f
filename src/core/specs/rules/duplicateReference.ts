import type { Diagnostic, Place } from '../../diagnostic';
import { referencesOf } from '../coverage';
import type { Reference, SpecDocument } from '../model';
import { normalId } from '../parse/ids';
import { perTask } from '../parse/tasks';
import type { Rule } from '../rule';
import { allTasks } from '../tasks';

/** One reference twice in the same list. */
export const duplicateReference: Rule = {
  name: 'duplicate-reference',
  documents: ['design.md', 'tasks.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'The second mention says nothing, and is often the place of another number.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1. Build\n  - _Requirements: 1.1, 1.2, 1.1_\n' },
      finds: ['1.1 is named twice. Take one out, or write the number that was meant.'],
      mended: '- [ ] 1. Build\n  - _Requirements: 1.1, 1.2_\n',
    },
  ],
  good: [
    { files: { 'tasks.md': '- [ ] 1. Build\n  - _Requirements: 1.1, 1.2_\n- [ ] 2. Test\n  - _Requirements: 1.1_\n' } },
  ],
  check({ document, report }) {
    let first: Reference | undefined;
    let seen: Set<string | undefined> | undefined;
    const references =
      document.name === 'tasks.md'
        ? allTasks(document)
            .filter((task) => namesSeveral(task, document))
            .flatMap(({ requirements }) => requirements)
        : referencesOf(document);
    for (const reference of references) {
      // The references of one line are one list; a task may have several, most of one entry.
      if (first?.place.line !== reference.place.line) {
        first = reference;
        seen = undefined;
        continue;
      }
      seen ??= new Set([keyOf(first)]);
      const key = keyOf(reference);
      if (key === undefined) continue;
      const [id = ''] = reference.ids;
      if (seen.has(key)) {
        report(reference.place, `${id} is named twice. Take one out, or write the number that was meant.`, {
          fix: removed(document, reference.place, id),
        });
      }
      seen.add(key);
    }
  },
};

/** Several in one line: only they can be the same. */
const namesSeveral = perTask(
  ({ requirements }) =>
    requirements.length > 1 && requirements.some(({ place }, at) => place.line === requirements[at - 1]?.place.line),
);

/** The number that a reference means, where it is but one. */
function keyOf({ ids, prose, all }: Reference): string | undefined {
  const [id] = ids;
  return id === undefined || ids.length > 1 || prose || all ? undefined : normalId(id);
}

/** Takes the entry and the comma before it out. */
function removed({ text }: SpecDocument, place: Place, id: string): Diagnostic['fix'] | undefined {
  const before = /[,，、;][ \t]*$/.exec(text.slice(Math.max(0, place.start - 20), place.start));
  if (before === null || text.slice(place.start, place.end) !== id) return undefined;
  return {
    title: `Remove the second ${id}`,
    edits: [{ start: place.start - before[0].length, end: place.end, text: '' }],
  };
}
