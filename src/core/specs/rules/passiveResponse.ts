import { perSentence, placeOfSpan } from '../ears/criteria';
import { foreignPassive } from '../ears/foreignPassive';
import type { Rule } from '../rule';

/** What a participle says of a thing that is so, without anybody who does it, and adjectives that end as participles do. */
const STATES = [
  ...['located', 'hidden', 'considered', 'treated', 'required', 'allowed', 'permitted', 'expected', 'supposed'],
  ...['based', 'named', 'called', 'entitled', 'limited', 'restricted', 'bounded', 'ordered', 'sorted', 'aligned'],
  ...['valid', 'invalid', 'solid', 'identical', 'consistent', 'sufficient', 'persistent', 'transparent', 'independent'],
  ...['different', 'efficient', 'resilient', 'silent', 'relevant', 'compliant', 'significant', 'constant', 'adjacent'],
  ...['open', 'green', 'even', 'alone', 'none', 'one', 'online', 'offline', 'inline'],
  ...['able', 'available', 'visible', 'present', 'equal', 'unique', 'idempotent', 'active', 'empty'],
  ...['included', 'contained', 'preserved', 'retained', 'written for', 'intended'],
  ...['stored at', 'stored in', 'stored under', 'placed at', 'placed in', 'placed under'],
  ...['in', 'at', 'on', 'a', 'an', 'the', 'fluent', 'apparent', 'evident'],
];

/** SHALL be done, by nobody. */
const PASSIVE = new RegExp(
  `\\b(shall(?:[ \\t]+not)?[ \\t]+be[ \\t]+(?:\\w+ly[ \\t]+)?(?!(?:${STATES.join('|').replaceAll(' ', '[ \\t]+')})\\b)\\w+(?:ed|en|wn|lt|pt|nt|ne|id|de))\\b(?!.*\\b(?:by|via)\\b)`,
  'i',
);

const message = 'Nobody is named who does this. Write it the other way round: "THE System SHALL …".';

const passive = perSentence(({ plain, writing }) => (writing === 'latin' ? PASSIVE.exec(plain) : null), {
  needs: ['be'],
  otherwise: null,
});

/** A response that is done by nobody. */
export const passiveResponse: Rule = {
  name: 'passive-response',
  documents: ['requirements.md'],
  about: 'wording',
  severity: 'hint',
  scope: 'document',
  why: '"The file SHALL be deleted" leaves open by whom. Where several parts could do it, none of them has to.',
  bad: [
    {
      criterion: 'WHEN a user leaves, the files SHALL be deleted',
      finds: [message],
    },
    { criterion: 'WHEN 予約が取り消された THEN 履歴が保存されなければならない', finds: [message] },
    { criterion: 'WENN die Frist abläuft, muss der Auftrag gelöscht werden', finds: [message] },
    { criterion: 'Les mots de passe doivent être chiffrés', finds: [message] },
  ],
  good: [
    { criterion: 'WHEN a user leaves, THE System SHALL delete the files' },
    { criterion: 'The files SHALL be deleted by the cleaner' },
    { criterion: '履歴は監査サービスによって保存されなければならない' },
    { criterion: 'Die Mahnung muss vom Mahndienst verschickt werden' },
    { criterion: 'THE list SHALL be empty' },
    { criterion: 'THE selector SHALL be hidden' },
    { criterion: 'THE page SHALL be valid CommonMark' },
    { criterion: 'THE entry SHALL be made via `build_entry`' },
  ],
  check({ document, criteria, report }) {
    for (const { criterion, ears } of criteria) {
      const match = passive(ears);
      const span =
        match === null ? foreignPassive(ears) : { from: match.index, to: match.index + (match[1]?.length ?? 0) };
      if (span === undefined) continue;
      const place = placeOfSpan(document, criterion, span);
      report(place, message);
    }
  },
};
