import { adviceFor, taskLinesForKiro } from '../kiroTasks';
import { placeAt, type ScannedText } from '../lines';
import { perTask } from '../parse/tasks';
import { perLine } from '../perLine';
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
    taskLinesForKiro(document, mayBeUnsound, (task) => {
      const [message, fix] = adviceFor(document, task, SOUND);
      if (message !== undefined) report(task.place, message, { fix });
    });
    for (const { index, answer } of oddBoxesOf(scanned)) {
      const place = placeAt(scanned, index, answer.from, answer.to);
      // A number before the box may be the task's own, so there is nothing safe to offer.
      const fix = answer.numbered
        ? {}
        : { fix: { title: 'Begin with "- ["', edits: [{ start: place.start, end: place.end, text: '- ' }] } };
      report(place, `This is no task, because it does not begin with "- [". Write "- [${answer.mark}]".`, fix);
    }
  },
};

/** Boxes behind another bullet, a number, or too much or too little space: where what stands before them begins and ends. */
const oddBoxesOf = perLine(
  (scanned, index) => {
    const match = mayBeTask(scanned, index) ? CHECKBOX.exec(scanned.textAt(index)) : null;
    if (match === null) return undefined;
    const [, indent = '', bullet = '', space = '', mark = ' '] = match;
    if (bullet === '-' && space === ' ') return undefined;
    const to = indent.length + bullet.length + space.length;
    return { from: indent.length, to, mark, numbered: /^\d/.test(bullet) };
  },
  (text) => text.includes('['),
);

const SOUND = /^- \[[^\]]\]\\?\*? (?:\d+\.)/;

const mayBeUnsound = perTask(
  (task, document) =>
    task.place.column === 1 &&
    document.text[task.place.start] === '-' &&
    adviceFor(document, task, SOUND)[0] !== undefined,
);

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
