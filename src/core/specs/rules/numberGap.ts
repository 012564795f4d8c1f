import { gapsIn, numbersOf } from '../numbers';
import type { Rule } from '../rule';

/** Criteria whose numbers leave one out. */
export const numberGap: Rule = {
  name: 'number-gap',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'form',
  severity: 'warning',
  scope: 'document',
  why: 'A list of Markdown counts by itself: where 3 is left out, whoever reads the page sees 3 where the text, the tasks and this checker say 4, and a reference leads two readers to two criteria. Only the criteria of one requirement are counted.',
  bad: [
    {
      files: {
        'requirements.md':
          '### Requirement 1: A\n#### Acceptance Criteria\n1. THE System SHALL store\n2. THE System SHALL list\n4. THE System SHALL sort\n',
      },
      finds: ['Criterion 1.4 follows 1.2. Number it 1.3, with what refers to it.'],
    },
    {
      files: {
        'bugfix.md':
          '## Bug Analysis\n\n### Current Behavior (Defect)\n\n1.1 WHEN a file is saved THEN the system loses it\n\n1.5 WHEN a file is moved THEN the system loses it\n',
      },
      finds: ['Clause 1.5 follows 1.1. Number it 1.2, with what refers to it.'],
    },
  ],
  good: [
    {
      files: {
        'requirements.md':
          '### Requirement 1: A\n#### Acceptance Criteria\n1. THE System SHALL store\n2. THE System SHALL list\n### Requirement 4: B\n#### Acceptance Criteria\n1. THE System SHALL sort\n',
      },
    },
    {
      files: {
        'requirements.md':
          '### Requirement 1: A\n#### Acceptance Criteria\n1. THE System SHALL store\n1. THE System SHALL list\n1. THE System SHALL sort\n',
      },
    },
  ],
  check({ document, report }) {
    if (document.name !== 'requirements.md' && document.name !== 'bugfix.md') return;
    const kind = document.name === 'bugfix.md' ? 'Clause' : 'Criterion';
    for (const { requirement, criterion: at, last, count } of gapsIn(numbersOf(document))) {
      const criterion = document.requirements[requirement]?.criteria[at];
      if (criterion === undefined) continue;
      report(
        { ...criterion.place, end: criterion.place.start },
        `${kind} ${criterion.id} follows ${last}. Number it ${withCount(criterion.id, count + 1)}, with what refers to it.`,
      );
    }
  },
};

function withCount(id: string, count: number): string {
  return id.replace(/\d+$/, String(count));
}
