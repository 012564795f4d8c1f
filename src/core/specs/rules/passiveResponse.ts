import { perSentence, placeOfSpan } from '../ears/criteria';
import type { Rule } from '../rule';

/** SHALL be done, by nobody. */
const PASSIVE =
  /\b(shall(?:[ \t]+not)?[ \t]+be[ \t]+(?!able|available|visible|present|equal|unique|idempotent|active|empty|in\b|at\b|on\b|a\b|an\b|the\b)(?:\w+ly[ \t]+)?\w+(?:ed|en|wn|lt|pt|nt|ne|id|de))\b(?!.*\bby\b)/i;

const passive = perSentence(({ plain, writing }) => (writing === 'latin' ? PASSIVE.exec(plain) : null));

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
      finds: ['Nobody is named who does this. Write it the other way round: "THE System SHALL …".'],
    },
  ],
  good: [
    { criterion: 'WHEN a user leaves, THE System SHALL delete the files' },
    { criterion: 'The files SHALL be deleted by the cleaner' },
    { criterion: 'THE list SHALL be empty' },
  ],
  check({ document, criteria, report }) {
    for (const { criterion, ears } of criteria) {
      const match = passive(ears);
      if (match === null) continue;
      const place = placeOfSpan(document, criterion, { from: match.index, to: match.index + (match[1]?.length ?? 0) });
      report(place, 'Nobody is named who does this. Write it the other way round: "THE System SHALL …".');
    }
  },
};
