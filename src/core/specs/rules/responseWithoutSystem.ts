import { type Ears, perSentence, placeOfSpan } from '../ears/criteria';
import type { Rule } from '../rule';
import { withoutEnd } from '../vocabulary';

const message = 'Nobody is named who has to do this. Write the system before the obligation: "THE System SHALL …".';

/** A response that nobody gives. */
export const responseWithoutSystem: Rule = {
  name: 'response-without-system',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'A criterion says which system has to answer. Without it two parts can each leave the work to the other.',
  bad: [
    { criterion: 'WHEN a file is saved, SHALL keep it', finds: [message] },
    { criterion: 'IF the title is empty, THEN SHALL be refused', finds: [message] },
    { criterion: 'WHEN 保存ボタンを押した THEN SHALL 保存する', finds: [message] },
    { criterion: '当用户保存文件时，应当保留内容', finds: [message] },
  ],
  good: [
    { criterion: 'WHEN a file is saved, THE System SHALL keep it' },
    { criterion: 'WHEN 保存ボタンを押した THEN システムは保存しなければならない' },
    { criterion: '当用户保存文件时，系统应当保留内容' },
    { criterion: '`SHALL` is explained by THE System SHALL' },
  ],
  check({ document, criteria, report }) {
    for (const { criterion, ears } of criteria) {
      const obligation = ownerless(ears);
      if (obligation !== undefined) report(placeOfSpan(document, criterion, obligation), message);
    }
  },
};

/** The first obligation, where nobody has it. */
const ownerless = perSentence(({ text, plain, writing, obligations: [first] }) =>
  first === undefined ||
  /^[\s*_]*FOR (?:ALL|ANY|EACH|EVERY)\b/.test(plain) ||
  !lacksSystem(text.slice(0, first.from), writing)
    ? undefined
    : first,
);

/** Whether the words before an obligation name nobody: the clause begins with it. */
function lacksSystem(before: string, writing: Ears['writing']): boolean {
  const head = withoutEnd(before, ' \t*_');
  const last = head.at(-1) ?? '';
  if (last === '' || ',，、;；'.includes(last)) return writing !== 'japanese' || last === '';
  switch (last) {
    case 'N':
    case 'n':
    case '则':
    case '么':
      return /(?:^|[\s,，、])(?:THEN|then|则|那么)$/u.test(head);
    case 'E':
      return /^(?:WHEN|IF|WHILE|WHERE)\b[^,]*,?[ \t]THE$/.test(head);
    default:
      return false;
  }
}
