import type { Diagnostic } from '../../diagnostic';
import { type CriterionWords, placeOfSpan } from '../ears/criteria';
import { CONTINUE } from '../ears/words';
import type { SpecDocument } from '../model';
import type { Rule } from '../rule';
import { bugfix, kept, right, wrong } from './shared/bugfixExample';

/** "It SHALL NOT change …", which is what continuing is. */
const FORBIDS_CHANGE =
  /\bSHALL[ \t]+NOT[ \t]+(?:\w+[ \t]+or[ \t]+)?(?:change|alter|modify|affect|revert|break|regress|remove|reduce)\b/i;

/** What stays as it is, without saying so. */
export const unchangedWithoutContinue: Rule = {
  name: 'unchanged-without-continue',
  documents: ['bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'Unchanged behaviour is what a test proves before and after the fix. "SHALL CONTINUE TO" says that it holds today already; other languages have words of their own for it. To forbid a change says the same.',
  bad: [
    {
      files: { 'bugfix.md': bugfix(wrong, right, 'WHEN a file is opened THEN the system SHALL show it') },
      finds: ['This does not say that it holds today already. Write "SHALL CONTINUE TO".'],
      mended: bugfix(wrong, right, kept),
    },
  ],
  good: [
    { files: { 'bugfix.md': bugfix(wrong, right, kept) } },
    {
      files: {
        'bugfix.md': bugfix(wrong, right, 'WHEN ファイルを開いた THEN システムは引き続き表示しなければならない'),
      },
    },
    {
      files: {
        'bugfix.md': bugfix(wrong, right, 'WHEN the fix is made THEN it SHALL NOT change how other files are opened'),
      },
    },
    { files: { 'bugfix.md': bugfix(wrong, right, '当打开文件时，系统应当继续显示') } },
  ],
  check({ document, criteria, report }) {
    for (const each of criteria) {
      if (each.requirement.id !== '3' || CONTINUE.test(each.ears.plain) || FORBIDS_CHANGE.test(each.ears.plain))
        continue;
      report(each.criterion.place, 'This does not say that it holds today already. Write "SHALL CONTINUE TO".', {
        fix: fixFor(document, each),
      });
    }
  },
};

function fixFor(document: SpecDocument, { criterion, ears }: CriterionWords): Diagnostic['fix'] | undefined {
  const [only, second] = ears.obligations;
  if (only === undefined || second !== undefined || ears.plain.slice(only.from, only.to) !== 'SHALL') return undefined;
  const after = ears.plain.slice(only.to);
  // "SHALL NOT" goes on being not done; that is another sentence.
  if (/^[ \t]+NOT\b/i.test(after)) return undefined;
  const place = placeOfSpan(document, criterion, { from: only.to, to: only.to });
  return place.exact
    ? { title: 'Write SHALL CONTINUE TO', edits: [{ start: place.start, end: place.start, text: ' CONTINUE TO' }] }
    : undefined;
}
