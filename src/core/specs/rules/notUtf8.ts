import type { Rule } from '../rule';

/**
 * Bytes that are no UTF-8 are read as replacement characters; nobody can approve what cannot be read.
 *
 * not ok: a file saved as UTF-16 → "This file is not UTF-8 text from here on. Save it again as UTF-8."
 */
export const notUtf8: Rule = {
  name: 'not-utf-8',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  severity: 'error',
  scope: 'document',
  check({ document, scanned, report }) {
    const at = document.text.search(/[\0\uFFFD]/);
    const line = at < 0 ? undefined : (scanned.lines.find(({ next }) => next > at) ?? scanned.lines.at(-1));
    if (line !== undefined) {
      const place = { line: line.index + 1, column: at - line.start + 1, start: at, end: at + 1 };
      report(place, 'This file is not UTF-8 text from here on. Save it again as UTF-8.');
    }
  },
};
