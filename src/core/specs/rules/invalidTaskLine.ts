import { placeIn } from '../lines';
import type { Rule } from '../rule';

/**
 * A checkbox that begins otherwise than `- [` is a task to its reader, but neither to Kiro nor to Tracewright.
 *
 * not ok: `* [ ] 1. Build` → "This is no task, because it does not begin with "- [". Write "- [ ]"."
 */
export const invalidTaskLine: Rule = {
  name: 'invalid-task-line',
  documents: ['tasks.md'],
  severity: 'warning',
  scope: 'document',
  check({ scanned, report }) {
    for (const line of scanned.lines) {
      const match =
        line.kind === 'text' ? /^(\s*)([-*+]|\d{1,9}[.)])([ \t]*)\[([ xX~-])\](?![([:])/.exec(line.text) : null;
      if (match === null || (match[2] === '-' && match[3] === ' ')) {
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
