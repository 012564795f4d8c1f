import type { Place } from '../../diagnostic';
import { flattenTasks } from '../canonical';
import type { SpecDocument } from '../model';
import { normalId } from '../parse/ids';
import type { Rule } from '../rule';

/**
 * Two things with one number cannot be told apart by whoever refers to them.
 *
 * not ok: `### Requirement 2: A` … `### Requirement 2: B` → "Requirement 2 is already in line 5. Give this one a number of its own."
 */
export const duplicateId: Rule = {
  name: 'duplicate-id',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'document',
  why: 'Two things with one number cannot be told apart by whoever refers to them: a task would count for both, and an approval could not say which of them changed.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1.1 Build\n- [ ] 1.1 Test\n' },
      finds: ['Task 1.1 is already in line 1. Give this one a number of its own.'],
    },
    {
      files: { 'requirements.md': '### Requirement 1: A\n### Requirement 1: B\n' },
      finds: ['Requirement 1 is already in line 1. Give this one a number of its own.'],
    },
  ],
  good: [{ files: { 'tasks.md': '- [ ] 1.1 Build\n- [ ] 1.2 Test\n- [ ] Unnumbered\n- [ ] Unnumbered\n' } }],
  check({ document, report }) {
    const first = new Map<string, number>();
    const doubled = new Set<number>();
    for (const { kind, id, place, parent } of numberedOf(document)) {
      if (parent !== undefined && doubled.has(parent)) {
        continue;
      }
      const key = `${kind} ${normalId(id)}`;
      const line = first.get(key);
      if (line === undefined) {
        first.set(key, place.line);
      } else {
        // What is numbered below it is said with it.
        doubled.add(place.start);
        report(place, `${kind} ${id} is already in line ${line}. Give this one a number of its own.`);
      }
    }
  },
};

function numberedOf(
  document: SpecDocument,
): readonly { readonly kind: string; readonly id: string; readonly place: Place; readonly parent?: number }[] {
  switch (document.name) {
    case 'requirements.md':
    case 'bugfix.md': {
      const kinds = document.name === 'bugfix.md' ? ['Section', 'Clause'] : ['Requirement', 'Criterion'];
      return document.requirements.flatMap((requirement) => [
        { kind: kinds[0] ?? '', id: requirement.id, place: firstLine(requirement.place) },
        ...requirement.criteria.map(({ id, place }) => ({
          kind: kinds[1] ?? '',
          id,
          place: firstLine(place),
          parent: requirement.place.start,
        })),
      ]);
    }
    case 'design.md':
      return document.properties.map(({ number, place }) => ({
        kind: 'Property',
        id: number,
        place: firstLine(place),
      }));
    case 'tasks.md':
      return [...flattenTasks(document.tasks)].flatMap(({ id, place }) =>
        id === null ? [] : [{ kind: 'Task', id, place }],
      );
  }
}

/** Blocks are long; a finding points at where they begin. */
function firstLine(place: Place): Place {
  return { ...place, end: place.start };
}
