import { adviceFor, taskLinesForKiro } from '../kiroTasks';
import { placeOf } from '../lines';
import type { Rule } from '../rule';
import { isGraphTitle, isTasksTitle } from '../vocabulary';

/** A heading where a checkbox should be. */
export const invalidTaskHeading: Rule = {
  name: 'invalid-task-heading',
  documents: ['tasks.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'error',
  scope: 'document',
  why: 'A task is a line with a checkbox. A heading "### Task 1" can be neither ticked nor run.',
  bad: [
    {
      files: { 'tasks.md': '## Tasks\n\n### Task 1: Build\n' },
      finds: ['A heading is no task: it can be neither run nor ticked. Write "- [ ] 1. Build".'],
    },
  ],
  good: [{ files: { 'tasks.md': '## Tasks\n\n- [ ] 1. Build\n\n## Task 1 of the notes\n' } }],
  check({ document, scanned, report }) {
    const section = document.sections.find(({ level, title }) => level === 2 && isTasksTitle(title));
    for (const { level, title, place } of section === undefined ? [] : document.sections) {
      const match = level === 3 || level === 2 ? /^Task[ \t]+(\d+)[ \t]*[:.–—-]?[ \t]*(.*)$/i.exec(title) : null;
      const inside = section !== undefined && place.start > section.place.start && place.start <= section.place.end;
      const line = scanned.line(place.line - 1);
      if (match === null || !inside || line === undefined) continue;
      report(
        placeOf(line),
        `A heading is no task: it can be neither run nor ticked. Write "- [ ] ${match[1]}. ${match[2] || 'Title'}".`,
      );
    }
  },
};

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
    taskLinesForKiro(document, (task) => {
      if (document.text[task.place.start] === '-') return;
      const [message] = adviceFor(document, task, /^\s*- \[[^\]]\]\\?\*? \d+\.\d+/);
      if (message !== undefined) report(task.place, message);
    });
  },
};

/** A section for the graph without the graph. */
export const missingDagJson: Rule = {
  name: 'missing-dag-json',
  documents: ['tasks.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'error',
  scope: 'document',
  why: 'The section says which tasks may run side by side, in a fence of JSON. Without it they run one after the other.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1. A\n## Task Dependency Graph\n\nFirst 1, then 2.\n' },
      finds: ['This section holds no graph. Write {"waves":[{"id":0,"tasks":["1.1"]}]} in a fence of json.'],
    },
  ],
  good: [
    {
      files: {
        'tasks.md': '- [ ] 1.1 A\n## Task Dependency Graph\n```json\n{"waves":[{"id":0,"tasks":["1.1"]}]}\n```\n',
      },
    },
  ],
  check({ document, report }) {
    if (document.name !== 'tasks.md' || document.graph?.form === 'json') return;
    for (const { level, title, place } of document.sections) {
      if (level === 2 && isGraphTitle(title)) {
        const found = document.graph === undefined ? 'no graph' : 'a graph that Kiro does not read';
        report(
          { ...place, end: place.start },
          `This section holds ${found}. Write {"waves":[{"id":0,"tasks":["1.1"]}]} in a fence of json.`,
        );
      }
    }
  },
};
