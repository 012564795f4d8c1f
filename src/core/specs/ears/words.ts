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
  ...['muss', 'müssen', 'soll', 'sollen', 'darf', 'dürfen'],
  ...['должен', 'должна', 'должно', 'должны', 'обязан', 'обязана', 'обязано', 'обязаны'],
  ...['повинен', 'повинна', 'повинно', 'повинні', 'має', 'мають'],
  // "bên phải" is the right side, "không phải" is "is not"; what is not allowed in a condition obliges nobody.
  ...['(?<!(?:bên|phía|góc|lề|không) )phải', '(?<!(?:^|[\\s,])(?:khi|nếu)\\s[^,]*)không được'],
];

/** Words that could oblige but are not SHALL. */
const WEAK = ['must', 'should', 'will', 'may', 'might', 'could', 'can', 'needs to', 'has to'];

/** What makes a Japanese obligation describe the noun behind it: "…しなければならない場合". */
const NO_NOUN = '(?![\\u4e00-\\u9fff\\u30a1-\\u30fa]|こと|もの|とき|ため|よう)';

/** Obligations of Japanese, Chinese and Korean, which stand inside words without spaces; expressions. */
const OBLIGING_CJK = [
  ...[
    '(?:なければ|ねば|なくては)(?:ならない|なりません|いけない|いけません)',
    '[てで]は(?:ならない|なりません|いけない|いけません)',
    'ものとする',
    'ものとします',
    'こととする',
    'べきである',
    'べきではない',
    'ことを保証する',
    '必要がある',
    '必要があります',
  ].map((words) => words + NO_NOUN),
  // "…すること。" and "…すること、かつ": at the end of what is asked for.
  'こと(?=[。．])',
  'こと(?=[、，]\\s*(?:かつ|また|さらに|および|及び|並びに|ならびに))',
  ...['应当(?:不得|禁止)?', '应该', '必须(?:不得)?', '必須', '應當', '應該', '不得'],
  // 响应, 对应, 应用, 应急 are words of their own, and 无须 obliges nobody.
  '(?<![响响适对相供反效感回顺呼答照因響適對順])[应應](?:禁止)?(?![当當该該用对對付急答变變届邀聘有])',
  ...['(?<![无無])[须須](?![知要])', '(?<![应應须須得必][^。；;]*)禁止'],
  ...[
    '야만? (?:한다|합니다|함|된다|됩니다|하며|하고)',
    '야만? 할 것',
    '야함',
    '(?:서는|면) 안 ?(?:된다|됩니다|됨|되며|되고)',
  ],
];

const alternatives = (words: readonly string[]): string => [...words].sort((a, b) => b.length - a.length).join('|');

/** Every obligation of a sentence. `こと` obliges only where the sentence ends. */
export const OBLIGATION = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?:${alternatives(OBLIGING)})(?![\\p{L}\\p{N}_])|${alternatives(OBLIGING_CJK)}|こと(?=[。．.]?\\s*(?:[（(].*)?$)`,
  'giu',
);
/** Those that are ASCII. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is beyond ASCII is left out
const asciiOnly = (words: readonly string[]): readonly string[] => words.filter((word) => /^[\x00-\x7f]+$/.test(word));
/** Words that oblige in ASCII. */
export const OBLIGING_ASCII = asciiOnly(OBLIGING);
/** The same as `OBLIGATION` in ASCII, for the many sentences that are nothing else. */
export const OBLIGATION_ASCII = new RegExp(`\\b(?:${alternatives(OBLIGING_ASCII)})\\b`, 'gi');
const obligingAscii = new Set(OBLIGING_ASCII);

/** Whether a run of letters and digits of ASCII is all of a word that obliges, as `OBLIGATION_ASCII` has it. */
export function obliges(plain: string, { from, to }: { readonly from: number; readonly to: number }): boolean {
  if (plain.charCodeAt(from - 1) === UNDERSCORE || plain.charCodeAt(to) === UNDERSCORE) return false;
  const word = plain.slice(from, to);
  return word === 'SHALL' || obligingAscii.has(word.toLowerCase());
}

const UNDERSCORE = 0x5f;

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
    ...['dès que', 'chaque fois que', 'sempre que', 'assim que', 'siempre que', 'cada vez que', 'tan pronto como'],
    ...['как только', 'после того как', 'mỗi khi', 'ngay khi', '每当', '每當', '一旦'],
  ],
  if: [
    ...['if', 'si', "s'il", 'se', 'falls', 'если', 'якщо', 'nếu', '如果', '若', 'もし', '만약', '假如', '倘若', '만일'],
    ...['en cas de', 'en caso de', 'sofern', 'в случае если', 'trong trường hợp'],
  ],
  while: [
    ...['while', 'tant que', 'enquanto', 'mientras', 'während', 'solange', 'пока', 'поки', 'trong khi', '在'],
    ...['pendant que', 'в то время как'],
  ],
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

/** Words that trigger in ASCII. */
export const TRIGGERS_ASCII = asciiOnly([...triggerKinds.keys()]);

/** The same as `TRIGGER` in ASCII. */
export const TRIGGER_ASCII = new RegExp(`^[\\s*_"]*(${alternatives(TRIGGERS_ASCII)})(?![a-z0-9_])[*_]*`, 'i');

/** The kind of a trigger as written. */
export function triggerKind(word: string): TriggerKind | undefined {
  return capitalKinds.get(word) ?? triggerKinds.get(word.toLowerCase());
}

/** What introduces the response, in capitals as EARS has it; lower case only directly after a comma. */
export const THEN =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_])(?:THEN|ALORS|ENTÃO|ENTONCES|DANN|ТО|ТОГДА|ТОДІ|THÌ)(?![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_])|(?<=[,，、]\s?)(?:then|alors|então|entonces|dann|то|тогда|тоді|thì)(?![\p{L}\p{N}_])|那么|那麼|则|則/u;

/** The same in ASCII. */
export const THEN_ASCII = /\b(?:THEN|ALORS|ENTONCES|DANN)\b|(?<=,\s?)(?:then|alors|entonces|dann)\b/;

/** What keeps a behaviour as it is. */
export const CONTINUE =
  /\bcontinue[sd]?\b|\bkeep(?:s|ing)?\b|\bremain|\bpreserv|\bretain|\bstill\b|\bunchanged\b|\bmaintain|\bnot change|引き続き|継続|これまで|従来|維持|変更|変わら|そのまま|同じ|继续|繼續|保持|维持|維持|仍|不变|不變|照常|계속|유지|그대로|продолж|сохран|по-прежнему|неизмен|continu|inchang|mantener|manter|seguir|sigue|weiterhin|unveränd|beibehalt|tiếp tục|giữ nguyên|vẫn|không thay đổi/iu;
