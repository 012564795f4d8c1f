import { idsOfTasks, isReferenced } from '../coverage';
import type { Rule } from '../rule';

const requirements =
  '### Requirement 1: A\n#### Acceptance Criteria\n1. THE System SHALL store\n2. THE System SHALL list\n### Requirement 2: B\n#### Acceptance Criteria\n1. THE System SHALL delete\n';

/** A criterion that no task builds. */
export const uncoveredCriterion: Rule = {
  name: 'uncovered-criterion',
  documents: ['requirements.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'spec',
  why: 'What no task names is built by nobody, or built and never traced. It is asked only where tasks refer to requirements at all; a task that names the whole requirement covers its criteria.',
  bad: [
    {
      files: { 'requirements.md': requirements, 'tasks.md': '- [ ] 1. Store\n  - _Requirements: 1.1_\n' },
      finds: [
        'No task covers criterion 1.2. Name it in the task that builds it: "_Requirements: 1.2_".',
        'No task covers requirement 2. Name it in the task that builds it: "_Requirements: 2_".',
      ],
    },
  ],
  good: [
    { files: { 'requirements.md': requirements, 'tasks.md': '- [ ] 1. Store\n  - _Requirements: 1, 2.1_\n' } },
    { files: { 'requirements.md': requirements, 'tasks.md': '- [ ] 1. Store\n' } },
    {
      files: {
        'requirements.md': `${requirements}### Requirement DR1: C\n#### Acceptance Criteria\n1. THE System SHALL stay\n`,
        'tasks.md': '- [ ] 1. Store\n  - _Requirements: R1, R2.1, DR1_\n',
      },
    },
    { files: { 'requirements.md': requirements, 'tasks.md': '- [ ] 1. Store\n  - _Requirements: All_\n' } },
  ],
  check({ document, spec, report }) {
    if (document.name !== 'requirements.md' || spec === undefined) return;
    const ids = idsOfTasks(spec.documents);
    if (ids.size === 0) return;
    for (const { id, criteria, place } of document.requirements) {
      const open = criteria.filter((criterion) => !isReferenced(ids, id, criterion.id));
      if (open.length === criteria.length && criteria.length > 0) {
        report(
          { ...place, end: place.start },
          `No task covers requirement ${id}. Name it in the task that builds it: "_Requirements: ${id}_".`,
        );
        continue;
      }
      for (const criterion of open) {
        report(
          criterion.place,
          `No task covers criterion ${criterion.id}. Name it in the task that builds it: "_Requirements: ${criterion.id}_".`,
        );
      }
    }
  },
};
