import { type CriterionWords, type Ears, perSentence } from '../ears/criteria';
import type { Rule } from '../rule';

const list = (...lines: readonly string[]): string =>
  `### Requirement 1: A\n#### Acceptance Criteria\n${lines.map((line, index) => `${index + 1}. ${line}\n`).join('')}`;

/** Two criteria that cannot both hold. */
export const contradiction: Rule = {
  name: 'contradiction',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'The same trigger, once with SHALL and once with SHALL NOT, or with two limits: whatever is built, one of them is broken. Only what is the same word for word is compared.',
  bad: [
    {
      files: {
        'requirements.md': list(
          'WHEN a file is saved, THE System SHALL ask the user',
          'WHEN a file is saved, THE System SHALL NOT ask the user',
        ),
      },
      finds: ['This forbids what 1.1 in line 3 asks for. Change one of them, or say when each holds.'],
    },
    {
      files: {
        'requirements.md': list(
          'WHEN a file is saved, THE System SHALL answer within 200 ms',
          'WHEN a file is saved, THE System SHALL answer within 2 seconds',
        ),
      },
      finds: [
        'This has another limit than 1.1 in line 3: "2 seconds", there "200 ms". Keep one of them, or say when each holds.',
      ],
    },
  ],
  good: [
    {
      files: {
        'requirements.md': list(
          'WHEN a file is saved, THE System SHALL ask the user',
          'WHEN a file is closed, THE System SHALL NOT ask the user',
        ),
      },
    },
    {
      files: {
        'requirements.md': list('THE System SHALL keep files for 30 days', 'THE System SHALL keep logs for 7 days'),
      },
    },
  ],
  check({ criteria, report }) {
    const first = new Map<string, { readonly each: CriterionWords; readonly parts: Parts }>();
    // Two that only ask, without a limit, contradict nobody: what all but a few of a document's criteria are.
    const forbidden = criteria.some(({ ears }) => isForbidding(ears));
    for (const each of criteria) {
      if (!forbidden && !hasLimit(each.ears)) continue;
      const parts = partsOf(each.ears);
      if (parts === undefined) continue;
      const earlier = first.get(parts.key);
      if (earlier === undefined) {
        first.set(parts.key, { each, parts });
        continue;
      }
      const { id, place } = earlier.each.criterion;
      if (earlier.parts.negated !== parts.negated) {
        if (earlier.parts.limits.join() !== parts.limits.join()) continue;
        report(
          each.criterion.place,
          `This ${parts.negated ? 'forbids' : 'asks for'} what ${id} in line ${place.line} ${parts.negated ? 'asks for' : 'forbids'}. Change one of them, or say when each holds.`,
        );
      } else if (
        parts.limits.length === 1 &&
        earlier.parts.limits.length === 1 &&
        parts.limits[0] !== earlier.parts.limits[0]
      ) {
        report(
          each.criterion.place,
          `This has another limit than ${id} in line ${place.line}: "${parts.limits[0]}", there "${earlier.parts.limits[0]}". Keep one of them, or say when each holds.`,
        );
      }
    }
  },
};

interface Parts {
  /** Trigger and response without SHALL, NOT and limits. */
  readonly key: string;
  readonly negated: boolean;
  readonly limits: readonly string[];
}

const LIMIT =
  /\b(?:within|under|at most|no more than|at least|up to|maximum of|minimum of|less than|more than)[ \t]+(\d[\d.,]*[ \t]*[a-zµ%]+)/gi;
const HAS_LIMIT = new RegExp(LIMIT.source, 'i');

const isForbidding = perSentence(({ plain }) => /\bshall[ \t]+not\b/i.test(plain));
const limitsOf = perSentence(({ plain }): readonly string[] => {
  // Most have none, and asking where one is makes nothing.
  if (!HAS_LIMIT.test(plain)) return none;
  return [...plain.matchAll(LIMIT)].map((match) => (match[1] ?? '').toLowerCase());
});
const none: readonly string[] = [];
const hasLimit = (ears: Ears): boolean => limitsOf(ears).length > 0;

/** Only criteria with a trigger: without one the same words may be about different things. */
const partsOf = perSentence((ears): Parts | undefined => {
  const { plain, trigger, obligations } = ears;
  if (trigger === undefined || obligations.length !== 1) return undefined;
  const limits = limitsOf(ears);
  const negated = isForbidding(ears);
  if (!negated && limits.length === 0 && plain.length > 400) return undefined;
  const key = plain
    .toLowerCase()
    .replace(LIMIT, '#')
    .replace(/\bshall(?:[ \t]+not)?\b/g, '')
    .replace(/[\s,.]+/g, ' ')
    .trim();
  return { key, negated, limits };
});
