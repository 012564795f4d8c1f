import type { Diagnostic } from '../../diagnostic';
import { type CriterionWords, placeOfSpan } from '../ears/criteria';
import { CONTINUE } from '../ears/words';
import type { SpecDocument } from '../model';
import type { Rule } from '../rule';

const bugfix = (current: string, expected: string, unchanged: string): string =>
  `## Bug Analysis\n\n### Current Behavior (Defect)\n\n1.1 ${current}\n\n### Expected Behavior (Correct)\n\n2.1 ${expected}\n\n### Unchanged Behavior (Regression Prevention)\n\n3.1 ${unchanged}\n`;
const wrong = 'WHEN a file is saved THEN the system loses it';
const right = 'WHEN a file is saved THEN the system SHALL keep it';
const kept = 'WHEN a file is opened THEN the system SHALL CONTINUE TO show it';

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

/** A clause below the heading of another kind. */
export const misplacedClause: Rule = {
  name: 'misplaced-clause',
  documents: ['bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'Current behaviour says what happens (no SHALL), expected behaviour what has to happen instead, unchanged behaviour what stays. The tests of a bugfix are made from that: a clause in the wrong place is tested the wrong way round.',
  bad: [
    {
      files: { 'bugfix.md': bugfix(right, right, kept) },
      finds: ['Current behaviour says what happens today, without SHALL. Move this to the expected behaviour.'],
    },
    {
      files: { 'bugfix.md': bugfix(wrong, kept, kept) },
      finds: ['What continues belongs below the unchanged behaviour. Move it there.'],
    },
    {
      files: { 'bugfix.md': bugfix(wrong, right, kept).replace('2.1 ', '3.4 ') },
      finds: ['Clause 3.4 stands below section 2. Move it, or number it 2.1.'],
    },
  ],
  good: [{ files: { 'bugfix.md': bugfix(wrong, right, kept) } }],
  check({ document, criteria, report }) {
    const counted = isCountedBySection(document);
    for (const each of criteria) {
      const { criterion, requirement, ears } = each;
      const message = misplaced(requirement.id, criterion.id, ears.plain, ears.obligations.length, counted);
      if (message !== undefined) report({ ...criterion.place, end: criterion.place.start }, message);
    }
  },
};

/** Whether the numbers of clauses are those of the three sections; some count on from one section to the next. */
function isCountedBySection(document: SpecDocument): boolean {
  if (document.name !== 'bugfix.md') return false;
  const clauses = document.requirements.flatMap(({ id, criteria }) => criteria.map((each) => [id, each.id] as const));
  return (
    clauses.every(([, id]) => /^[123]\./.test(id)) && new Set(document.requirements.map(({ id }) => id)).size === 3
  );
}

function misplaced(
  section: string,
  id: string,
  text: string,
  obligations: number,
  counted: boolean,
): string | undefined {
  const own = /^(\d+)\.(\d+)/.exec(id);
  if (own !== null && own[1] !== section && counted) {
    return `Clause ${id} stands below section ${section}. Move it, or number it ${section}.1.`;
  }
  if (section === '1' && obligations > 0 && /\bSHALL\b/.test(text)) {
    return 'Current behaviour says what happens today, without SHALL. Move this to the expected behaviour.';
  }
  if (section === '2' && /\bSHALL[ \t]+CONTINUE[ \t]+TO\b/.test(text)) {
    return 'What continues belongs below the unchanged behaviour. Move it there.';
  }
  return undefined;
}
