/** What rules ask of sentences that are not English, whose words and order of words differ. */
import { type Ears, perSentence } from './criteria';

/** Whether a sentence is, or may be, in another language than English: one of ASCII is English if it says so by SHALL. */
export function isForeign({ plain, ascii, obligations }: Ears): boolean {
  if (!ascii) return true;
  const first = obligations[0];
  if (first === undefined || plain.startsWith('SHALL', first.from)) return false;
  return plain.slice(first.from, first.to).toLowerCase() !== 'shall';
}

/** Words that permit or advise, and what obliges instead, by language. */
const WEAK: readonly (readonly [words: RegExp, instead: string])[] = [
  [/(?<!\p{L})(?:devrait|devraient|pourrait|pourraient|peut|peuvent)(?!\p{L})/iu, 'DOIT'],
  [/(?<!\p{L})(?:deveria|deveriam|pode|podem|poderá|poderão|poderia)(?!\p{L})/iu, 'DEVE'],
  [/(?<!\p{L})(?:debería|deberían|puede|pueden|podrá|podrán|podría)(?!\p{L})/iu, 'DEBE'],
  [/(?<!\p{L})(?:sollte|sollten|kann|können|könnte|darf|dürfen)(?!\p{L})/iu, 'MUSS'],
  [/(?<!\p{L})(?:может|могут|следует|желательно)(?!\p{L})/iu, 'ДОЛЖЕН'],
  [/(?<!\p{L})(?:nên|có thể)(?!\p{L})/iu, 'PHẢI'],
  [/ことができる|できる(?=[。．]?$)|(?:ほう|方)が(?:よい|良い|いい)|望ましい/u, 'なければならない'],
  [/可以|可能|能够|能夠|最好|[会會](?![话話员員议議])/u, '应当'],
  [/수 있(?:다|습니다|음)|것이 좋|바람직/u, '해야 한다'],
];

/** The word that permits or advises in a language other than English, and what obliges in that language. */
export function weakWord(
  plain: string,
): { readonly at: number; readonly word: string; readonly instead: string } | undefined {
  for (const [words, instead] of WEAK) {
    const found = words.exec(plain);
    if (found !== null) return { at: found.index, word: found[0], instead };
  }
  return undefined;
}

const NEVER = /(?<!\p{L})(?:nicht|kein\p{L}*|niemals|nie|nur)(?!\p{L})/iu;

/** "darf" permits; only with a "nicht" behind it, it obliges. */
export function permits(plain: string, { from, to }: { readonly from: number; readonly to: number }): boolean {
  if (plain.startsWith('SHALL', from)) return false;
  return /^(?:darf|dürfen)$/i.test(plain.slice(from, to)) && !NEVER.test(plain.slice(to));
}

/**
 * Whether an obligation is only told of: it stands in the condition ("Si l'utilisateur doit confirmer, …"), or ends a
 * German clause that says more of something ("…, der bestätigen muss"). Where all are, none is.
 */
export function isTold(
  { plain, trigger }: Ears,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  const end = trigger === undefined ? -1 : plain.slice(trigger.to).search(/[,，、]|\s(?:THEN|ТО|THÌ|thì)\s/u);
  if (trigger !== undefined && end >= 0 && from < trigger.to + end) return true;
  return /^(?:muss|müssen|soll|sollen)$/.test(plain.slice(from, to)) && /^\s*(?:[,.;)]|$)/.test(plain.slice(to));
}

/** A German verb that its subject follows, "MUSS das System": the condition stands before it. */
export function hasOwnerBehind(plain: string, { from, to }: { readonly from: number; readonly to: number }): boolean {
  if (!/^(?:muss|müssen|soll|sollen|darf|dürfen)$/i.test(plain.slice(from, to))) return false;
  return /^[ \t]+(?:(?:DAS|DIE|DER|EIN|EINE|das|die|der|ein|eine|jede[rs]?|alle|es|er|sie|man)[ \t]|\p{Lu}\p{L})/u.test(
    plain.slice(to),
  );
}

/** How a condition ends where it does not begin with a word of its own: "…とき、", "…时，", "…하면,". */
const CONDITION =
  /^[^。．]{0,200}?(?:とき|時|場合|際|たら|れば|間|时|的情况下|的情況下|면|때|경우|동안)(?:に|は|には|에|에는|는)?[、，,]/u;

/** Whether a sentence has a condition, at its beginning or told by how it ends. */
export function isConditional(ears: Ears): boolean {
  return ears.trigger !== undefined || (!ears.ascii && endsCondition(ears));
}

const endsCondition = perSentence(({ plain }): boolean => CONDITION.test(plain), { otherwise: false });

/** What forbids in another language than English. */
const FORBIDDING =
  /(?<!\p{L})(?:не\s+(?:долж|обязан)\p{L}*|ne\s+(?:doit|doivent|devra|devront)\s+(?:pas|jamais)|n[ãa]o\s+dever?\p{L}*|no\s+deber?\p{L}*|(?:muss|müssen|soll|sollen|darf|dürfen)(?=[^.;]*\s(?:nicht|kein\p{L}*)(?!\p{L}))|không được)(?!\p{L})|不得|不[应應须須](?:当|當|该|該)?|禁止|[てで]は(?:ならない|なりません|いけない|いけません)|서는 안|지 않아야/iu;

/** Whether a sentence in another language than English forbids. */
export function forbids(ears: Ears): boolean {
  return isForeign(ears) && forbidsInOwnWords(ears);
}

const forbidsInOwnWords = perSentence(({ plain }): boolean => FORBIDDING.test(plain), { otherwise: false });

/**
 * What a sentence in another language than English says, whether it asks for it or forbids it: without its one
 * obligation, the word that denies it, and its limits.
 */
export function saidOf(plain: string, { from, to }: { readonly from: number; readonly to: number }): string {
  const before = plain.slice(0, from).replace(/(?:^|\s)(?:не|ne|no|n[ãa]o)\s*$|不$/iu, ' ');
  const after = plain.slice(to).replace(/^\s+(?:pas|jamais)(?!\p{L})|\s+nicht(?!\p{L})/iu, ' ');
  return `${before} ${after}`
    .toLowerCase()
    .replace(FOREIGN_LIMIT, '#')
    .replace(/[\s,，、.。]+/g, ' ')
    .trim();
}

const UNIT =
  'ミリ秒|秒|分|時間|日|件|文字|バイト|毫秒|秒钟|秒鐘|分钟|分鐘|小时|小時|天|个|個|字符|字|밀리초|초|분|시간|일|개|자|ms|s|[kmg]b|%';
const DIGITS = '[0-9０-９][0-9０-９.,]*';

/** A limit with its unit: behind the words that set it, or before them where the language has it so. */
const FOREIGN_LIMIT = new RegExp(
  `(?<!\\p{L})(?:в течение|не более|не менее|до|максимум|минимум|en moins de|au plus|au maximum|au moins|dans les|en menos de|como máximo|al menos|dentro de|em menos de|no máximo|pelo menos|em até|innerhalb von|höchstens|mindestens|maximal|trong vòng|tối đa|ít nhất|không quá)\\s+(${DIGITS}\\s*[\\p{L}µ%]+)|(?:不超过|不超過|至少|最多|最大|最小)?在?(${DIGITS}\\s*(?:${UNIT}))\\s*(?:以内|以下|未満|以上|之内|以內|內|内|이내|이하|이상|미만)`,
  'giu',
);

/** The limits that a sentence in another language than English sets, in lower case. */
export function foreignLimits(ears: Ears): readonly string[] {
  return isForeign(ears) ? limitsInOwnWords(ears) : none;
}

const none: readonly string[] = [];

const limitsInOwnWords = perSentence(
  ({ plain }): readonly string[] => {
    if (!/[0-9０-９]/.test(plain)) return none;
    const limits = [...plain.matchAll(FOREIGN_LIMIT)].map((match) => (match[1] ?? match[2] ?? '').toLowerCase());
    return limits.length === 0 ? none : limits;
  },
  { otherwise: none },
);
