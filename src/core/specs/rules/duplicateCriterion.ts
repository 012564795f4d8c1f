import { type CriterionWords, type Ears, perSentence } from '../ears/criteria';
import type { Rule } from '../rule';
import { alikeAtAGlance, FirstOfAlike } from './shared/firstOfAlike';

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
  check({ document, criteria, report }) {
    const first = new FirstOfAlike<CriterionWords>(
      ({ ears }) => glanceOf(ears),
      ({ ears }) => lowerCase(ears),
    );
    for (const each of alike(document, criteria)) {
      const { text, place } = each.criterion;
      const earlier = text.length < 12 ? undefined : first.add(each)?.criterion;
      if (earlier === undefined) continue;
      report(place, `This says the same as ${earlier.id} in line ${earlier.place.line}. Keep one of them.`);
    }
  },
};

/** A capital beyond ASCII may be a small letter of it. */
const glanceOf = (ears: Ears): number => (ears.ascii && ears.plain === ears.text ? ears.glance : 0);

const alike = alikeAtAGlance(glanceOf);

const lowerCase = perSentence(({ text }): string => text.toLowerCase(), { otherwise: '' });
