import { type CriterionWords, type Ears, perSentence } from '../ears/criteria';
import { forbids, foreignLimits, isConditional, isForeign, saidOf } from '../ears/foreign';
import { DIGIT } from '../ears/signs';
import type { Rule } from '../rule';
import { alikeAtAGlance, FirstOfAlike } from './shared/firstOfAlike';

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
    {
      files: {
        'requirements.md': list(
          'WHEN a file is large, THE System SHALL delete it',
          'WHEN a file is large, THE System SHALL never delete it',
        ),
      },
      finds: ['This forbids what 1.1 in line 3 asks for. Change one of them, or say when each holds.'],
    },
    {
      files: {
        'requirements.md': list('当用户保存文件时，系统应当询问用户', '当用户保存文件时，系统不得询问用户'),
      },
      finds: ['This forbids what 1.1 in line 3 asks for. Change one of them, or say when each holds.'],
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
  check({ document, criteria, report }) {
    const first = new FirstOfAlike<CriterionWords>(
      ({ ears }) => glanceOf(ears),
      ({ ears }) => partsOf(ears)?.key,
    );
    // Two that only ask, without a limit, contradict nobody: what all but a few of a document's criteria are.
    const forbidden = criteria.some(({ ears }) => isForbidding(ears) || forbids(ears));
    const judged = forbidden ? criteria : criteria.filter(({ ears }) => hasLimit(ears));
    for (const each of alike(document, judged)) {
      const same = first.add(each);
      if (same === undefined) continue;
      const [parts, earlier] = [partsOf(each.ears), partsOf(same.ears)];
      if (parts === undefined || earlier === undefined) continue;
      const { id, place } = same.criterion;
      if (earlier.negated !== parts.negated) {
        if (earlier.limits.join() !== parts.limits.join()) continue;
        report(
          each.criterion.place,
          `This ${parts.negated ? 'forbids' : 'asks for'} what ${id} in line ${place.line} ${parts.negated ? 'asks for' : 'forbids'}. Change one of them, or say when each holds.`,
        );
      } else if (parts.limits.length === 1 && earlier.limits.length === 1 && parts.limits[0] !== earlier.limits[0]) {
        report(
          each.criterion.place,
          `This has another limit than ${id} in line ${place.line}: "${parts.limits[0]}", there "${earlier.limits[0]}". Keep one of them, or say when each holds.`,
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

/** What stands before a limit. */
const LIMITING = [
  ...['within', 'under', 'at most', 'no more than', 'at least', 'up to', 'maximum of', 'minimum of'],
  ...['less than', 'more than'],
];
const LIMIT = new RegExp(`\\b(?:in[ \\t]+)?(?:${LIMITING.join('|')})[ \\t]+(\\d[\\d.,]*[ \\t]*[a-zµ%]+)`, 'gi');
const HAS_LIMIT = new RegExp(LIMIT.source, 'i');

const isForbidding = perSentence(({ plain }): boolean => /\bshall[ \t]+(?:not|never)\b/i.test(plain), {
  needs: ['not', 'never'],
  otherwise: false,
});
const none: readonly string[] = [];
const limitsOf = perSentence((ears): readonly string[] => (ears.has & DIGIT ? limitsIn(ears) : none), {
  needs: LIMITING,
  otherwise: none,
});
function limitsIn({ plain }: Ears): readonly string[] {
  // Most have none, and asking where one is makes nothing.
  if (!HAS_LIMIT.test(plain)) return none;
  const limits: string[] = [];
  LIMIT.lastIndex = 0;
  for (let match = LIMIT.exec(plain); match !== null; match = LIMIT.exec(plain)) {
    limits.push((match[1] ?? '').toLowerCase());
  }
  return limits;
}
const hasLimit = (ears: Ears): boolean => limitsOf(ears).length > 0 || foreignLimits(ears).length > 0;

/** What forbids with letters that an obligation lacks. */
const NEVER = /\bshall[ \t]+never\b/i;

/** Words that a limit may begin with, and what stands for one in a key. */
const CUT = /#|\b(?:in[ \t]+(?:under|at|no|less)|within|under|at|no|up|maximum|minimum|less|more)\b/i;
/** The letters of "shall not", which a key has none of; a bit for each. */
const LEFT_OUT = [...'shalnot'].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - 0x61)), 0);

/**
 * A number that two sentences with the same key share, made without making the key: of the digits and letters before
 * anything that may be a limit, whatever their case. What a key leaves out, this does too.
 */
function glanceOf(ears: Ears): number {
  return isForeign(ears) ? 0 : glanceOfWords(ears);
}

const glanceOfWords = perSentence(
  (ears): number => {
    const plain = isForbidding(ears) ? ears.plain.replace(NEVER, 'SHALL') : ears.plain;
    const cut = plain.search(CUT);
    let sum = 7;
    for (let at = 0; at < (cut < 0 ? plain.length : cut); at++) {
      const code = plain.charCodeAt(at);
      const letter = code | 0x20;
      const isLetter = letter >= 0x61 && letter <= 0x7a && ((LEFT_OUT >> (letter - 0x61)) & 1) === 0;
      if (isLetter || (code >= 0x30 && code <= 0x39)) sum = (Math.imul(sum, 31) + letter) | 0;
    }
    return sum;
  },
  { otherwise: 0 },
);

const alike = alikeAtAGlance(glanceOf);

/** Only criteria with a trigger: without one the same words may be about different things. */
const partsOf = perSentence(
  (ears): Parts | undefined => {
    const { plain, obligations } = ears;
    const [only] = obligations;
    if (only === undefined || obligations.length !== 1 || !isConditional(ears)) return undefined;
    const limits = limitsOf(ears);
    const own = isForeign(ears) && !/^shall$/i.test(plain.slice(only.from, only.to));
    if (own) return { key: saidOf(plain, only), negated: forbids(ears), limits: foreignLimits(ears) };
    const negated = isForbidding(ears);
    if (!negated && limits.length === 0 && plain.length > 400) return undefined;
    const key = plain
      .toLowerCase()
      .replace(LIMIT, '#')
      .replace(/\bshall(?:[ \t]+(?:not|never))?\b/g, '')
      .replace(/[\s,.]+/g, ' ')
      .trim();
    return { key, negated, limits };
  },
  { otherwise: undefined },
);
