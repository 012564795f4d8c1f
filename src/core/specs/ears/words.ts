/**
 * The words of EARS in the languages that specs are written in: what obliges, what triggers, what introduces the
 * response. A language is added by adding its words.
 */

/** Words that oblige, in Latin and Cyrillic writing; lower case. `SHALL` is understood in every language. */
const OBLIGING = [
  ...['shall'],
  ...['doit', 'doivent', 'devra', 'devront'],
  ...['deve', 'devem', 'deverá', 'deverão'],
  ...['debe', 'deben', 'deberá', 'deberán'],
  ...['muss', 'müssen', 'soll', 'sollen'],
  ...['должен', 'должна', 'должно', 'должны', 'обязан', 'обязана', 'обязано', 'обязаны'],
  ...['повинен', 'повинна', 'повинно', 'повинні', 'має', 'мають'],
  ...['phải'],
];

/** Words that could oblige but are not SHALL. */
const WEAK = ['must', 'should', 'will', 'may', 'might', 'could', 'can', 'needs to', 'has to'];

/** Obligations of Japanese, Chinese and Korean, which stand inside words without spaces. */
const OBLIGING_CJK = [
  ...[
    'なければならない',
    'なければなりません',
    'なくてはならない',
    'ねばならない',
    'ものとする',
    'べきである',
    'ならない',
  ],
  ...['してはならない', 'してはいけない', 'ことを保証する'],
  ...['应当', '应该', '必须', '必須', '应', '應當', '應該', '應', '须', '須', '不得', '禁止'],
  ...[
    '해야 한다',
    '해야 합니다',
    '하여야 한다',
    '하여야 합니다',
    '되어야 한다',
    '되어야 합니다',
    '않아야 한다',
    '해야 함',
    '야 한다',
    '야 합니다',
    '야 함',
  ],
];

const alternatives = (words: readonly string[]): string => [...words].sort((a, b) => b.length - a.length).join('|');

/** Every obligation of a sentence. `こと` obliges only where the sentence ends. */
export const OBLIGATION = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?:${alternatives(OBLIGING)})(?![\\p{L}\\p{N}_])|${alternatives(OBLIGING_CJK)}|こと(?=[。．.]?\\s*(?:[（(].*)?$)`,
  'giu',
);
/** The same in ASCII, for the many sentences that are nothing else. */
export const OBLIGATION_ASCII = /\b(?:shall|doit|doivent|devra|devront|deve|devem|debe|deben|muss|soll|sollen)\b/gi;
export const WEAK_OBLIGATION = new RegExp(`\\b(?:${alternatives(WEAK)})\\b`, 'i');

/** What a sentence may begin with, by kind; lower case. Longer words come first where one begins another. */
export const TRIGGERS = {
  when: [
    'when',
    'quand',
    'lorsque',
    "lorsqu'",
    'quando',
    'cuando',
    'wenn',
    'sobald',
    'когда',
    'при',
    'коли',
    'khi',
    '当',
    '當',
  ],
  if: ['if', 'si', "s'il", 'se', 'falls', 'если', 'якщо', 'nếu', '如果', '若', 'もし', '만약'],
  while: ['while', 'tant que', 'enquanto', 'mientras', 'während', 'solange', 'пока', 'поки', 'trong khi', '在'],
  where: ['where', 'là où', 'onde', 'donde', 'wo', 'где', 'де', 'nơi'],
} as const;

/** What kind of sentence a trigger makes. */
export type TriggerKind = keyof typeof TRIGGERS;

const triggerKinds = new Map<string, TriggerKind>(
  Object.entries(TRIGGERS).flatMap(([kind, words]) => words.map((word) => [word, kind as TriggerKind] as const)),
);
/** The same in capitals, as EARS has them. */
const capitalKinds = new Map([...triggerKinds].map(([word, kind]) => [word.toUpperCase(), kind] as const));

/** The trigger that a sentence begins with. */
export const TRIGGER = new RegExp(
  `^[\\s*_"“「]*(${alternatives([...triggerKinds.keys()])})(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}_])[*_]*`,
  'iu',
);

/** The same in ASCII. */
export const TRIGGER_ASCII = new RegExp(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is beyond ASCII is left out
  `^[\\s*_"]*(${alternatives([...triggerKinds.keys()].filter((word) => /^[\x00-\x7f]+$/.test(word)))})(?![a-z0-9_])[*_]*`,
  'i',
);

/** The kind of a trigger as written. */
export function triggerKind(word: string): TriggerKind | undefined {
  return capitalKinds.get(word) ?? triggerKinds.get(word.toLowerCase());
}

/** What introduces the response, in capitals as EARS has it; lower case only directly after a comma. */
export const THEN =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_])(?:THEN|ALORS|ENTÃO|ENTONCES|DANN|ТО|ТОДІ|THÌ)(?![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_])|(?<=[,，、]\s?)(?:then|alors|então|entonces|dann|то|тоді|thì)(?![\p{L}\p{N}_])|那么|那麼|则|則/u;

/** The same in ASCII. */
export const THEN_ASCII = /\b(?:THEN|ALORS|ENTONCES|DANN)\b|(?<=,\s?)(?:then|alors|entonces|dann)\b/;

/** What keeps a behaviour as it is. */
export const CONTINUE =
  /\bcontinue[sd]?\b|\bkeep(?:s|ing)?\b|\bremain|\bpreserv|\bretain|\bstill\b|\bunchanged\b|\bmaintain|\bnot change|引き続き|継続|これまで|従来|維持|変更|変わら|そのまま|同じ|继续|繼續|保持|维持|維持|仍|不变|不變|照常|계속|유지|그대로|продолж|сохран|по-прежнему|неизмен|continu|inchang|mantener|manter|seguir|sigue|weiterhin|unveränd|beibehalt|tiếp tục|giữ nguyên|vẫn|không thay đổi/iu;
