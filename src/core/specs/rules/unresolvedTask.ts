import { taskDependencies } from '../dependencies';
import type { Rule } from '../rule';
import { taskKey, tasksByKey } from './shared/graph';

/** A task waits for one that is not there. */
export const unresolvedTask: Rule = {
  name: 'unresolved-task',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'document',
  why: 'A task that depends on one that does not exist waits for ever, or runs too early.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1.1 Build\n  - _Depends: 1.4_\n' },
      finds: ['There is no task 1.4 to depend on. Correct the number, or take the dependency out.'],
    },
  ],
  good: [
    { files: { 'tasks.md': '- [ ] 1.1 Build\n- [ ] 1.2 Test\n  - _Depends: 1.1, Task 1.1_\n  - _Notes: 9.9_\n' } },
  ],
  check({ document, report }) {
    if (document.name !== 'tasks.md') return;
    const named = taskDependencies(document);
    if (named.length === 0) return;
    const byKey = tasksByKey(document);
    for (const { needs, place } of named) {
      if (byKey.has(taskKey(needs))) continue;
      report(place, `There is no task ${needs} to depend on. Correct the number, or take the dependency out.`);
    }
  },
};
