import { type Ears, perSentence, placeOfSpan } from '../ears/criteria';
import { hasOwnerBehind } from '../ears/foreign';
import type { Rule } from '../rule';

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
    { criterion: 'SI le titre est vide, ALORS DOIT refuser', finds: [message] },
    { criterion: 'WHEN 保存された THEN 表示しなければならない', finds: [message] },
  ],
  good: [
    { criterion: 'WHEN a file is saved, THE System SHALL keep it' },
    { criterion: 'WHEN 保存ボタンを押した THEN システムは保存しなければならない' },
    { criterion: '当用户保存文件时，系统应当保留内容' },
    { criterion: 'WENN der Benutzer speichert, MUSS das System die Datei behalten' },
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
const ownerless = perSentence(
  (ears) => {
    const { text, plain, ascii, obligations } = ears;
    const [first] = obligations;
    if (first === undefined) return undefined;
    const lacks =
      lacksSystem(text, first.from, ears) ||
      (!ascii && lacksTopic(text.slice(0, first.from), plain.slice(first.from, first.to), ears));
    return lacks && !FOR_EVERY.test(plain) && !hasOwnerBehind(plain, first) ? first : undefined;
  },
  { otherwise: undefined },
);

const FOR_EVERY = /^[\s*_]*FOR (?:ALL|ANY|EACH|EVERY)\b/;

/** Whether the words before an obligation name nobody: the clause begins with it. */
function lacksSystem(text: string, obligation: number, { writing }: Ears): boolean {
  let to = obligation;
  while (to > 0 && ' \t*_'.includes(text.charAt(to - 1))) to--;
  const last = text.charAt(to - 1);
  if (last === '' || ',，、;；'.includes(last)) return writing !== 'japanese' || last === '';
  if (!LAST_OF_THEN.includes(last)) return false;
  return (
    ENDS_IN_THEN.test(text.slice(Math.max(0, to - 10), to)) ||
    (last === 'E' && /^(?:WHEN|IF|WHILE|WHERE)\b[^,]*,?[ \t]THE$/.test(text.slice(0, to)))
  );
}

/** What the words of `ENDS_IN_THEN`, and THE, end in. */
const LAST_OF_THEN = 'NnSsOoОоАаІіÌì则則么麼E';

const ENDS_IN_THEN =
  /(?:^|[\s,，、])(?:THEN|then|ALORS|alors|ENTÃO|então|ENTONCES|entonces|DANN|dann|ТО|то|ТОГДА|тогда|ТОДІ|тоді|THÌ|thì|[则則]|那[么麼])$/;

/** Japanese and Korean oblige at the end of a sentence; who has to, stands behind THEN with a particle of its own. */
function lacksTopic(before: string, word: string, { writing }: Ears): boolean {
  if ((writing !== 'japanese' && writing !== 'korean') || /^shall$/i.test(word)) return false;
  const response = /(?:^|\s)THEN(?:\s|[、，,])(.*)$/s.exec(before)?.[1];
  return response !== undefined && !/[はがもで]|[은는이가]\s|[A-Z]/.test(response);
}
