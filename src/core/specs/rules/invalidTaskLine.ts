import { adviceFor, taskLinesForKiro } from '../kiroTasks';
import { placeIn, type ScannedText } from '../lines';
import type { Rule } from '../rule';

/**
 * A checkbox that begins otherwise than `- [` is a task to its reader, but neither to Kiro nor to Tracewright.
 *
 * not ok: `* [ ] 1. Build` → "This is no task, because it does not begin with "- [". Write "- [ ]"."
 */
export const invalidTaskLine: Rule = {
  name: 'invalid-task-line',
  documents: ['tasks.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'error',
  scope: 'document',
  why: 'Kiro reads a line of its tasks only as `- [ ] 1. Title` or `- [ ] 1.1 Title`. Tracewright reads more, and says here what Kiro would pass over.',
  bad: [
    {
      files: { 'tasks.md': '* [ ] 1. Build\n' },
      finds: ['This is no task, because it does not begin with "- [". Write "- [ ]".'],
      mended: '- [ ] 1. Build\n',
    },
    {
      files: { 'tasks.md': '## Tasks\n\n- [ ] 1 Build\n' },
      finds: ['Kiro does not read this as a task. Write a full stop after the number: "1."'],
      mended: '## Tasks\n\n- [ ] 1. Build\n',
    },
  ],
  good: [{ files: { 'tasks.md': '## Tasks\n\n- [ ] 1. Build\n  - [x]* 1.1 Test\n\n## Notes\n\n- [ ] remember\n' } }],
  check({ document, scanned, report }) {
    taskLinesForKiro(document, (task) => {
      if (task.place.column !== 1 || document.text[task.place.start] !== '-') return;
      const [message, fix] = adviceFor(document, task, /^- \[[^\]]\]\\?\*? (?:\d+\.)/);
      if (message !== undefined) report(task.place, message, { fix });
    });
    for (let index = 0; index < scanned.count; index++) {
      const line = mayBeTask(scanned, index) ? scanned.line(index) : undefined;
      const match = line && CHECKBOX.exec(line.text);
      if (line === undefined || !match || (match[2] === '-' && match[3] === ' ')) {
        continue;
      }
      const from = match[1]?.length ?? 0;
      const place = placeIn(line, from, from + (match[2]?.length ?? 0) + (match[3]?.length ?? 0));
      // A number before the box may be the task's own, so there is nothing safe to offer.
      const fix = /^\d/.test(match[2] ?? '')
        ? {}
        : { fix: { title: 'Begin with "- ["', edits: [{ start: place.start, end: place.end, text: '- ' }] } };
      report(place, `This is no task, because it does not begin with "- [". Write "- [${match[4] ?? ' '}]".`, fix);
    }
  },
};

const CHECKBOX = /^(\s*)([-*+]|\d{1,9}[.)])([ \t]*)\[([ xX~-])\](?![([:])/;

/** Says no to lines without a box and to sound ones, which is to say nearly all. */
function mayBeTask(scanned: ScannedText, index: number): boolean {
  if (!scanned.isTextAt(index)) return false;
  const text = scanned.textAt(index);
  const box = text.indexOf('[');
  return (
    box >= 0 && !(scanned.firstAt(index) === 0x2d && text.startsWith('- [', box - 2) && text.indexOf('-') === box - 2)
  );
}
