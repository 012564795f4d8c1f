import type { Rule } from '../rule';

/**
 * Bytes that are no UTF-8 are read as replacement characters; nobody can approve what cannot be read.
 *
 * not ok: a file saved as UTF-16 → "This file is not UTF-8 text. Save it again as UTF-8."
 */
export const notUtf8: Rule = {
  name: 'not-utf-8',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'document',
  why: 'Bytes that are no UTF-8 are read as replacement characters. Nobody can approve what cannot be read.',
  bad: [
    {
      files: { 'design.md': '#\0 \0A\0' },
      finds: ['This file is not UTF-8 text. Save it again as UTF-8.'],
    },
  ],
  good: [{ files: { 'design.md': '# Übersicht 概要\n' } }],
  check({ document, scanned, report }) {
    const binary = document.text.indexOf('\0');
    const at = binary >= 0 ? binary : document.text.indexOf('\uFFFD');
    const line = at < 0 ? undefined : (scanned.lines.find(({ next }) => next > at) ?? scanned.lines.at(-1));
    if (line === undefined) {
      return;
    }
    const place = { line: line.index + 1, column: Math.max(1, at - line.start + 1), start: at, end: at + 1 };
    if (binary >= 0) {
      report(place, 'This file is not UTF-8 text. Save it again as UTF-8.');
    } else {
      // The character may also have been saved as such, after an earlier program lost what stood there.
      report(
        place,
        'A character was lost here (�), as happens to text that is not UTF-8. Write it again and save as UTF-8.',
        {
          severity: 'warning',
        },
      );
    }
  },
};
