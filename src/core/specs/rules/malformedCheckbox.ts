import type { Rule } from '../rule';
import { allTasks } from '../tasks';

/**
 * A box holds a space, `x`, `-` or `~`; Kiro reads no other.
 *
 * not ok: `- [X] 1. Done` → "[X] is no state of a task. Write [x] for done."
 */
export const malformedCheckbox: Rule = {
  name: 'malformed-checkbox',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'error',
  kiro: 'error',
  scope: 'document',
  why: 'A box holds a space, `x`, `-` or `~`; Kiro reads no other, so that the task has no state.',
  bad: [
    {
      files: { 'tasks.md': '- [X] 1. Done\n' },
      finds: ['[X] is no state of a task. Write [x] for done.'],
      mended: '- [x] 1. Done\n',
    },
    {
      files: { 'tasks.md': '- [] 1. Open\n' },
      finds: ['The box is empty, so this is no task. Write [ ] with a space.'],
      mended: '- [ ] 1. Open\n',
    },
  ],
  good: [{ files: { 'tasks.md': '- [ ] 1. A\n- [x] 2. B\n- [-] 3. C\n- [~] 4. D\n- [a](https://example.com)\n' } }],
  check({ document, scanned, report }) {
    for (const task of document.name === 'tasks.md' ? allTasks(document) : []) {
      if (task.state === 'malformed') {
        const done = /^[X✓✔✅☑vV]$/u.test(task.mark);
        const text = done ? 'x' : ' ';
        const advice = done
          ? 'Write [x] for done.'
          : 'Write [ ] for open, [-] for running, [x] for done or [~] for queued.';
        report(task.box, `[${task.mark}] is no state of a task. ${advice}`, {
          fix: { title: `Write [${text}]`, edits: [{ start: task.box.start, end: task.box.end, text }] },
        });
      }
    }
    for (const line of document.text.includes('- []') ? scanned.lines : []) {
      const empty =
        line.kind === 'text' && line.text.includes('- []') ? /^\s*- \[\](?=[ \t*]|$)/.exec(line.text) : null;
      if (empty !== null) {
        const at = line.start + empty[0].length - 1;
        report(
          { line: line.index + 1, column: empty[0].length, start: at, end: at },
          'The box is empty, so this is no task. Write [ ] with a space.',
          {
            fix: { title: 'Write [ ]', edits: [{ start: at, end: at, text: ' ' }] },
          },
        );
      }
    }
  },
};
