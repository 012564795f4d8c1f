import { type Ears, perSentence, placeOfSpan } from '../ears/criteria';
import { isForeign } from '../ears/foreign';
import type { Rule } from '../rule';

/** Words that no test can decide; lower case. */
const WORDS = [
  ...['user-friendly', 'user friendly', 'easy to use', 'easily', 'intuitive', 'intuitively', 'seamless', 'seamlessly'],
  ...[
    'as appropriate',
    'if appropriate',
    'where appropriate',
    'as needed',
    'if needed',
    'if necessary',
    'as necessary',
    'as required',
    'if possible',
    'when possible',
    'where possible',
    'as soon as possible',
  ],
  ...['etc.', 'etc', 'and so on', 'and/or', 'and so forth', 'such as but not limited to'],
  ...[
    'fast',
    'quickly',
    'rapidly',
    'promptly',
    'efficiently',
    'efficient',
    'responsive performance',
    'optimal',
    'optimally',
    'reasonable',
    'reasonably',
    'adequate',
    'adequately',
    'sufficiently',
    'robust',
    'gracefully',
    'properly',
    'smooth',
    'smoothly',
    'minimal',
    'best effort',
    'state of the art',
    'state-of-the-art',
    'high quality',
    'high-quality',
    'good performance',
    'acceptable',
    'flexible',
    'approximately',
  ],
  ...['timely', 'as far as possible', 'as far as practicable', 'where practicable', 'easy to understand'],
  ...['easy to read', 'easy to navigate', 'appropriately', 'appropriate error', 'appropriate feedback'],
  ...['appropriate message', 'appropriate messages', 'appropriate messaging', 'appropriate response'],
  ...['appropriate responses', 'appropriate warning', 'appropriate warnings', 'appropriate styling'],
  ...['appropriate action', 'appropriate actions', 'appropriate measures', 'helpful error', 'meaningful error'],
];
const CJK = [
  ...[
    '使いやすい',
    '分かりやすい',
    'わかりやすい',
    '直感的',
    '迅速に',
    '素早く',
    '高速に',
    '適切に',
    '適切な',
    '必要に応じて',
    '可能な限り',
    'できるだけ',
    'スムーズに',
    '柔軟に',
    '効率的',
  ],
  ...[
    '使いやすく',
    '分かりやすく',
    'わかりやすく',
    '見やすい',
    '見やすく',
    '速く',
    '速やかに',
    'すみやかに',
    'できる限り',
  ],
  ...['必要であれば', '必要なら', '快適に', '快適な'],
  ...[
    '用户友好',
    '友好的',
    '友好',
    '直观',
    '迅速',
    '快速',
    '尽快',
    '儘快',
    '适当',
    '適當',
    '合理',
    '必要时',
    '尽可能',
    '流畅',
    '流暢',
    '高效',
    '灵活',
  ],
  ...['良好', '如有需要', '如需要', '如有必要', '如果需要', '尽量', '盡量', '易于使用', '易於使用'],
  ...['사용자 친화적', '직관적', '빠르게', '신속', '적절', '필요에 따라', '가능한 한', '원활', '효율적'],
  ...['빨리', '친숙한', '사용하기 쉬', '이해하기 쉬', '필요할 경우', '가능한 빨리'],
];

/** Of French, Portuguese, Spanish, German, Russian and Vietnamese; none is an English word. */
const FOREIGN = [
  ...[
    'rapidement',
    'convivial',
    'conviviale',
    'intuitif',
    'intuitive',
    'facilement',
    'facile à utiliser',
    'si nécessaire',
  ],
  ...['si possible', 'dès que possible', 'au besoin', 'efficacement', 'approprié', 'appropriée', 'convenablement'],
  ...[
    'raisonnable',
    'rapidamente',
    'rápido',
    'rápida',
    'facilmente',
    'fácil de usar',
    'amigável',
    'intuitivo',
    'intuitiva',
  ],
  ...[
    'se necessário',
    'se possível',
    'quando possível',
    'adequadamente',
    'apropriadamente',
    'eficiente',
    'eficientemente',
  ],
  ...[
    'o mais rápido possível',
    'razoável',
    'rápidamente',
    'fácilmente',
    'amigable',
    'si es necesario',
    'si es posible',
  ],
  ...['cuando sea posible', 'lo antes posible', 'adecuadamente', 'apropiadamente', 'razonable', 'según sea necesario'],
  ...[
    'schnell',
    'rasch',
    'zügig',
    'benutzerfreundlich',
    'benutzerfreundliche',
    'intuitiv',
    'einfach zu bedienen',
    'usw.',
  ],
  ...['angemessen', 'gegebenenfalls', 'ggf.', 'bei bedarf', 'falls nötig', 'wenn möglich', 'so schnell wie möglich'],
  ...['möglichst', 'effizient', 'reibungslos', 'быстро', 'как можно быстрее', 'оперативно', 'удобный', 'удобно'],
  ...[
    'интуитивно',
    'интуитивно понятный',
    'при необходимости',
    'по возможности',
    'по мере необходимости',
    'надлежащим образом',
  ],
  ...['эффективно', 'корректно', 'и т.д.', 'и т. д.', 'и т.п.', 'и так далее', 'nhanh', 'nhanh chóng', 'thân thiện'],
  ...['dễ sử dụng', 'trực quan', 'khi cần', 'khi cần thiết', 'nếu cần', 'nếu có thể', 'hợp lý', 'hiệu quả', 'v.v.'],
  ...[
    'dễ dùng',
    'dễ hiểu',
    'mượt mà',
    'kịp thời',
    'ergonomique',
    'dans les meilleurs délais',
    'au plus vite',
    'si besoin',
  ],
  ...[
    'le cas échéant',
    'performant',
    'performante',
    'simple et intuitif',
    'facile à comprendre',
    'agradável',
    'agradable',
  ],
  ...['quando necessário', 'sempre que necessário', 'conforme necessário', 'quando for necessário', 'em tempo hábil'],
  ...[
    'oportunamente',
    'cuando sea necesario',
    'cuando sea posible',
    'si fuera necesario',
    'si procede',
    'fluida',
    'fluido',
  ],
  ...['übersichtlich', 'zeitnah', 'baldmöglichst', 'so bald wie möglich', 'soweit möglich', 'nach möglichkeit'],
  ...['ansprechend', 'komfortabel', 'angemessene', 'angemessenen', 'intuitiven', 'benutzerfreundlichen'],
  ...[
    'понятным',
    'понятной',
    'понятный',
    'понятен',
    'дружелюбным',
    'дружелюбный',
    'удобным',
    'удобной',
    'своевременно',
  ],
  ...['и др.', 'и пр.', 'в кратчайшие сроки', 'в разумные сроки', 'по необходимости', 'плавно', 'быстрым'],
];

const escaped = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|');
const LATIN = new RegExp(`(?<![\\w-])(?:${escaped(WORDS)})(?![\\w-])`, 'i');
/** Those that are also the middle of other words: 日期及时间, 交易用户, 필요 시간, 최대한도. */
const WITHIN_WORDS = '及[时時](?![间間])|(?<![交贸貿])易用(?![户戶])|필요(?: ?시|한 경우)(?=[ ,에]|$)|최대한(?=[ ,]|$)';
const EASTERN = new RegExp(`${escaped(CJK)}|${WITHIN_WORDS}`);
const ELSEWHERE = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${escaped(FOREIGN)})(?![\\p{L}\\p{N}-])`, 'iu');

/** A word that no test can decide. */
export const untestableWord: Rule = {
  name: 'untestable-word',
  documents: ['requirements.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'Two people read "fast" or "as appropriate" in two ways, and no test decides who is right. A number or an example does; where the same sentence holds a number, nothing is said.',
  bad: [
    {
      criterion: 'THE System SHALL answer fast',
      finds: ['"fast" cannot be tested. Say how it is measured, or what is expected in an example.'],
    },
    {
      criterion: 'THE System SHALL log errors, warnings etc.',
      finds: ['"etc." cannot be tested. Say how it is measured, or what is expected in an example.'],
    },
    {
      criterion: 'システムは適切に応答しなければならない',
      finds: ['"適切に" cannot be tested. Say how it is measured, or what is expected in an example.'],
    },
    {
      criterion: 'Система должна при необходимости создать копию',
      finds: ['"при необходимости" cannot be tested. Say how it is measured, or what is expected in an example.'],
    },
    {
      criterion: 'Der Dienst muss den Auftrag zeitnah buchen',
      finds: ['"zeitnah" cannot be tested. Say how it is measured, or what is expected in an example.'],
    },
    {
      criterion: 'WHEN the server fails, THE System SHALL show an appropriate error',
      finds: ['"appropriate error" cannot be tested. Say how it is measured, or what is expected in an example.'],
    },
    {
      criterion: '系统应当快速响应',
      finds: ['"快速" cannot be tested. Say how it is measured, or what is expected in an example.'],
    },
  ],
  good: [
    { criterion: 'THE System SHALL answer fast, within 200 milliseconds' },
    { criterion: 'THE System SHALL show the label "fast"' },
    { criterion: 'THE System SHALL support breakfast and fast-forward' },
    { criterion: 'THE System SHALL keep the hash so that duplicates can be removed if needed' },
    { criterion: 'THE System SHALL show a user-friendly message stating "No input"' },
    { criterion: 'THE System SHALL join filters by AND/OR' },
    { criterion: 'THE Router SHALL pass the request to the appropriate backend' },
  ],
  check({ document, criteria, report }) {
    for (const { criterion, ears } of criteria) {
      const match = vagueWord(ears) ?? (isForeign(ears) ? vagueForeignWord(ears) : undefined);
      if (match === undefined) continue;
      const place = placeOfSpan(document, criterion, { from: match.index, to: match.index + match[0].length });
      report(place, `"${match[0]}" cannot be tested. Say how it is measured, or what is expected in an example.`);
    }
  },
};

/** A number with a unit or a bound says what the word means. */
const vagueWord = perSentence(
  (ears: Ears) => {
    const western = ears.writing === 'latin' || ears.writing === 'other';
    return vagueIn(ears, western ? LATIN : EASTERN);
  },
  { needs: WORDS, otherwise: undefined },
);

const vagueForeignWord = perSentence(
  (ears: Ears) => {
    const western = ears.writing === 'latin' || ears.writing === 'other';
    return western ? vagueIn(ears, ELSEWHERE) : undefined;
  },
  { otherwise: undefined },
);

function vagueIn({ text, plain }: Ears, words: RegExp): RegExpExecArray | undefined {
  const match = /\d/.test(plain) ? null : words.exec(plain);
  // In capitals it is what a query is made of.
  if (match === null || match[0] === 'AND/OR') return undefined;
  // What it is for is not what has to be done, and words in quotes behind it are the example that is asked for.
  const isPurpose = /\b(?:so that|so it|in order to|to allow|to enable)\b/i.test(plain.slice(0, match.index));
  const hasExample = /\b(?:stating|saying|reading|such as|like|for example|e\.g\.)[\s:,]*["“`]/.test(
    text.slice(match.index),
  );
  return isPurpose || hasExample ? undefined : match;
}
