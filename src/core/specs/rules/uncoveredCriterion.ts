import { idsOfTasks } from '../coverage';
import type { RequirementsDocument } from '../model';
import { type Numbers, normalNumbers, numbersOf } from '../numbers';
import type { Rule } from '../rule';
import { remembered } from '../versions';

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
    for (const { requirement, open } of uncoveredIn(document, ids)) {
      const whole = document.requirements[requirement];
      if (whole === undefined) continue;
      const { id, criteria, place } = whole;
      if (open.length === criteria.length) {
        report(
          { ...place, end: place.start },
          `No task covers requirement ${id}. Name it in the task that builds it: "_Requirements: ${id}_".`,
        );
        continue;
      }
      for (const at of open) {
        const criterion = criteria[at];
        if (criterion === undefined) continue;
        report(
          criterion.place,
          `No task covers criterion ${criterion.id}. Name it in the task that builds it: "_Requirements: ${criterion.id}_".`,
        );
      }
    }
  },
};

/** A requirement of which something is open, and which of its criteria, counted from 0. */
interface Uncovered {
  readonly requirement: number;
  readonly open: readonly number[];
}

/** What no task refers to; found once for the same numbers and the same references. */
function uncoveredIn(document: RequirementsDocument, ids: ReadonlySet<string>): readonly Uncovered[] {
  const numbers = numbersOf(document);
  const memory = uncoveredInVersions(document);
  if (memory.numbers !== numbers || memory.ids !== ids) {
    const uncovered: Uncovered[] = [];
    for (const [requirement, own] of normalNumbers(numbers).entries()) {
      if (ids.has(own[0] ?? '')) continue;
      const open: number[] = [];
      for (let at = 1; at < own.length; at++) if (!ids.has(own[at] ?? '')) open.push(at - 1);
      if (open.length > 0) uncovered.push({ requirement, open });
    }
    memory.uncovered = uncovered;
    [memory.numbers, memory.ids] = [numbers, ids];
  }
  return memory.uncovered;
}

const uncoveredInVersions = remembered<
  RequirementsDocument,
  { numbers: Numbers | undefined; ids: ReadonlySet<string> | undefined; uncovered: readonly Uncovered[] }
>(() => ({ numbers: undefined, ids: undefined, uncovered: [] }));
