import type { Place } from '../../diagnostic';
import { referencesOf } from '../coverage';
import { Notes } from '../lazy';
import type { Reference, SpecDocument } from '../model';
import { resolutionOf } from '../parse/tasks';
import { missingIds, type RequirementIndex } from '../resolve';
import type { Rule } from '../rule';

/**
 * A number that no requirement or criterion has. Prose, "All", and criteria of a requirement that lists none are not
 * judged.
 *
 * not ok: `_Requirements: 4.9_` where requirement 4 has six criteria → "There is no 4.9 in requirements.md; requirement 4 ends at 4.6. …"
 */
export const unresolvedReference: Rule = {
  name: 'unresolved-reference',
  documents: ['design.md', 'tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'spec',
  why: 'A reference to a requirement or criterion that does not exist. Prose, "All", and criteria of a requirement that lists none are not judged.',
  bad: [
    {
      files: {
        'requirements.md':
          '### Requirement 1: A\n#### Acceptance Criteria\n1. THE System SHALL store\n2. THE System SHALL list\n',
        'tasks.md': '- [ ] 1. Build\n  - _Requirements: 1.3_\n',
      },
      finds: [
        'There is no criterion 1.3 in requirements.md; requirement 1 ends at 1.2. Correct the number, or add what it should point at.',
      ],
    },
  ],
  good: [
    {
      files: {
        'requirements.md': '### Requirement 1: A\n#### Acceptance Criteria\n1. THE System SHALL store\n',
        'tasks.md': '- [ ] 1. Build\n  - _Requirements: 1.1, All, design of 7.7_\n',
      },
    },
  ],
  check({ document, spec, report }) {
    const index = spec?.requirements;
    const siblings = spec?.documents ?? [];
    if (index === undefined) {
      return;
    }
    const source = siblings.some(({ name }) => name === 'requirements.md') ? 'requirements.md' : 'bugfix.md';
    for (const { place, missing } of missingIn(document, index)) {
      const hint = lastOf(missing[0] ?? '', siblings);
      report(
        place,
        `There is no ${missing[0]?.includes('.') === true ? 'criterion' : 'requirement'} ${missing.join(' or ')} in ${source}${hint}. Correct the number, or add what it should point at.`,
      );
    }
  },
};

interface Missing {
  readonly place: Place;
  /** Ids that lead nowhere, at least one. */
  readonly missing: readonly string[];
}

/** The references that lead nowhere; found once for the same document and the same numbers of requirements. */
function missingIn(document: SpecDocument, index: RequirementIndex): readonly Missing[] {
  const known = found.get(document);
  if (known?.index === index) return known.references;
  const references = likelyIn(document, index).flatMap((reference) => {
    const missing = missingIds(reference, index);
    return missing.length === 0 ? [] : [{ place: reference.place, missing }];
  });
  found.set(document, { index, references });
  return references;
}

/** The references that may lead nowhere: of tasks only those of one that has such a reference. */
function likelyIn(document: SpecDocument, index: RequirementIndex): readonly Reference[] {
  const resolution = document.name === 'tasks.md' ? resolutionOf(document.tasks) : undefined;
  if (resolution?.index !== index) return referencesOf(document);
  const tasks = resolution.tasks.filter((task) => task.own.namesMissing(index));
  return tasks.flatMap((task) => task.references(index));
}

const found = new Notes<SpecDocument, { readonly index: RequirementIndex; readonly references: readonly Missing[] }>();

/** "; requirement 4 ends at 4.6", where the requirement at least is there. */
function lastOf(id: string, siblings: readonly SpecDocument[]): string {
  const parent = id.slice(0, id.lastIndexOf('.'));
  for (const document of siblings) {
    const found =
      'requirements' in document ? document.requirements.find((requirement) => requirement.id === parent) : undefined;
    const last = found?.criteria.at(-1);
    if (last !== undefined) {
      return `; requirement ${parent} ends at ${last.id}`;
    }
  }
  return '';
}
