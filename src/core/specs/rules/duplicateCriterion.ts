import { perSentence } from '../ears/criteria';
import type { Rule } from '../rule';

const list = (...lines: readonly string[]): string =>
  `### Requirement 1: A\n#### Acceptance Criteria\n${lines.map((line, index) => `${index + 1}. ${line}\n`).join('')}`;

/** One sentence as two criteria. */
export const duplicateCriterion: Rule = {
  name: 'duplicate-criterion',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'The same sentence twice is two criteria to everybody who counts them, and one day only one of them is changed.',
  bad: [
    {
      files: { 'requirements.md': list('THE System SHALL store lists', 'THE System SHALL store lists') },
      finds: ['This says the same as 1.1 in line 3. Keep one of them.'],
    },
  ],
  good: [{ files: { 'requirements.md': list('THE System SHALL store lists', 'THE System SHALL store items') } }],
  check({ criteria, report }) {
    const first = new Map<string, { readonly id: string; readonly line: number }>();
    for (const { criterion, ears } of criteria) {
      if (criterion.text.length < 12) continue;
      const key = lowerCase(ears);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, { id: criterion.id, line: criterion.place.line });
      else report(criterion.place, `This says the same as ${earlier.id} in line ${earlier.line}. Keep one of them.`);
    }
  },
};

const lowerCase = perSentence(({ text }) => text.toLowerCase());
