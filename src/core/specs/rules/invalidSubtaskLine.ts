import { adviceFor, taskLinesForKiro } from '../kiroTasks';
import { perTask } from '../parse/tasks';
import type { Rule } from '../rule';

/** A task below another that Kiro passes over. */
export const invalidSubtaskLine: Rule = {
  name: 'invalid-subtask-line',
  documents: ['tasks.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'error',
  scope: 'document',
  why: 'Below another task Kiro reads `- [ ] 1.1 Title`, a number of two parts or more.',
  bad: [
    {
      files: { 'tasks.md': '## Tasks\n\n- [ ] 1. Build\n  - [ ] test it\n' },
      finds: ['Kiro does not run a task without a number. Write one: "1." or, below another, "1.1".'],
    },
  ],
  good: [{ files: { 'tasks.md': '## Tasks\n\n- [ ] 1. Build\n  - [ ] 1.1 Test\n  - [ ]* 1.2 Test more\n' } }],
  check({ document, report }) {
    taskLinesForKiro(document, mayBeUnsound, (task) => {
      const [message] = adviceFor(document, task, SOUND);
      if (message !== undefined) report(task.place, message);
    });
  },
};

const SOUND = /^\s*- \[[^\]]\]\\?\*? \d+\.\d+/;

const mayBeUnsound = perTask(
  (task, document) => document.text[task.place.start] !== '-' && adviceFor(document, task, SOUND)[0] !== undefined,
);
