import { perSentence, placeOfSpan } from '../ears/criteria';
import { isForeign } from '../ears/foreign';
import { DIGIT } from '../ears/signs';
import type { Rule } from '../rule';

/** What asks a number behind it for a unit. */
const ASKING = [
  ...['within', 'timeout of', 'time out after', 'times out after', 'delay of', 'debounce of', 'interval of'],
  ...['duration of', 'every', 'after', 'for at least', 'for up to', 'larger than', 'smaller than', 'size of'],
  ...['for at most', 'for a maximum of', 'for no more than', 'timeout SHALL be', 'delay SHALL be', 'interval SHALL be'],
  ...['timeout to', 'delay to', 'interval to'],
];
/** A number that is asked for a unit, and nothing that could be one behind it. */
const BARE = new RegExp(
  `\\b(?:${ASKING.join('|')})[ \\t]+(?:a[ \\t]+)?(\\d+(?:[.,]\\d+)*)(?=[ \\t]*(?:$|[.,;:)]|(?:and|or|then|when|if|the)\\b))`,
  'i',
);

const bareNumber = perSentence(({ plain, has }) => ((has & DIGIT) === 0 ? null : BARE.exec(plain)), {
  needs: ASKING,
  otherwise: null,
});

/** The same in other languages; where words are joined, the number stands right before "within". */
const BARE_FOREIGN =
  /(?<!\p{L})(?:en moins de|après|au bout de|dans les|toutes les|en menos de|después de|cada|em menos de|após|a cada|em até|innerhalb von|nach|alle|в течение|через|каждые|спустя|trong vòng|sau|mỗi)\s+(\d+(?:[.,]\d+)*)(?=\s*(?:$|[.,;:)]))|(?<![\d０-９.,])([\d０-９]+)(?=\s?(?:以内|之内|以內|이내|[内內](?![容侧側部存置外蔵])))/iu;

/** German puts its verb behind: "innerhalb von 200 antworten"; a unit is a noun, and has a capital. */
const BARE_GERMAN =
  /\b(?:innerhalb von|nach|alle)[ \t]+(\d+(?:[.,]\d+)*)(?=[ \t]+(?!sekunden|minuten|stunden|tagen|wochen)[a-zäöüß]{3,}n\b)/;

/** What is a time by its name: "タイムアウトを60に設定", "тайм-аут должен составлять 15". */
const BARE_TIME =
  /(?:time-?out|тайм-?аут\p{L}*|délai d'attente|tiempo de espera|tempo limite|zeitlimit|wartezeit|thời gian chờ|タイムアウト(?:時間)?|待機時間|超时(?:时间)?|超時(?:時間)?|타임아웃|대기 ?시간)(?![\p{Script=Latin}\p{Script=Cyrillic}])[^\d０-９.,;:。、，；：()（）]{0,40}?(?<![\d０-９.,])([\d０-９]+)(?=\s*(?:$|[.,;:)。、，；）]|[にとで](?:設定|する|し)|(?:으로|로)\s?설정))/iu;

const bareForeignNumber = perSentence(
  (ears) =>
    isForeign(ears)
      ? (BARE_FOREIGN.exec(ears.plain) ?? BARE_GERMAN.exec(ears.plain) ?? BARE_TIME.exec(ears.plain))
      : null,
  { otherwise: null },
);

/** A number that could be seconds or minutes. */
export const numberWithoutUnit: Rule = {
  name: 'number-without-unit',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'A time, a size or a distance without its unit is off by a factor of sixty or a thousand in half of its readers.',
  bad: [
    {
      criterion: 'THE System SHALL answer within 200',
      finds: ['200 has no unit. Write it: "200 ms", "200 seconds", "200 MB".'],
    },
    {
      criterion: 'WHEN a session is idle, THE System SHALL end it after 30, and say so',
      finds: ['30 has no unit. Write it: "30 ms", "30 seconds", "30 MB".'],
    },
    {
      criterion: 'システムは２００以内に応答しなければならない',
      finds: ['２００ has no unit. Write it: "２００ ms", "２００ seconds", "２００ MB".'],
    },
    {
      criterion: 'システムは、タイムアウトを60に設定しなければならない',
      finds: ['60 has no unit. Write it: "60 ms", "60 seconds", "60 MB".'],
    },
    {
      criterion: 'WHEN nobody answers, THE System SHALL wait for a maximum of 10',
      finds: ['10 has no unit. Write it: "10 ms", "10 seconds", "10 MB".'],
    },
  ],
  good: [
    { criterion: '系统应当把超时时间设为30秒' },
    { criterion: 'THE System SHALL answer within 200ms' },
    { criterion: 'THE System SHALL answer within 5 business days' },
    { criterion: 'THE System SHALL refuse a fourth attempt after 3 attempts' },
  ],
  check({ document, criteria, report }) {
    for (const { criterion, ears } of criteria) {
      const match = bareNumber(ears) ?? (isForeign(ears) ? bareForeignNumber(ears) : null);
      const number = match?.[1] ?? match?.[2];
      if (match === null || number === undefined) continue;
      const from = match.index + match[0].lastIndexOf(number);
      const place = placeOfSpan(document, criterion, { from, to: from + number.length });
      report(place, `${number} has no unit. Write it: "${number} ms", "${number} seconds", "${number} MB".`);
    }
  },
};
