/** Words that say nothing of what a text is about. */
const empty = new Set(
  'a about after all also an and any are as at be been before but by can code do does each every file files follow following for from get guide guideline guidelines has have how if in include included instruction instructions into is it its make more must new not of on only or other our project rule rules should so standard standards steering such than that the their them then there these they this to up use used user uses using want was we what when where which while will with work working would write you your'.split(
    ' ',
  ),
);

/** The words of a text that say what it is about, by a form in which "tests" and "testing" are one. */
export function wordsOf(text: string): ReadonlyMap<string, string> {
  const words = (text.toLowerCase().match(/[\p{L}\p{N}ー]+/gu) ?? []).flatMap(unspaced);
  return new Map(words.filter((word) => word.length > 1 && !empty.has(word)).map((word) => [stem(word), word]));
}

/** Chinese and Japanese have no blanks: words in Katakana stand out by themselves, Han is compared two signs at a time. */
function unspaced(run: string): readonly string[] {
  const parts = run.match(/[\p{sc=Katakana}ー]+|\p{sc=Han}+/gu);
  if (parts === null) return [run];
  return parts.flatMap((part) => (/^\p{sc=Han}{3,}$/u.test(part) ? pairsOf([...part]) : [part]));
}

function pairsOf(signs: readonly string[]): readonly string[] {
  return signs.slice(1).map((sign, at) => `${signs[at] ?? ''}${sign}`);
}

function stem(word: string): string {
  if (word.length < 5) return word.replace(/(?<=[^s])s$/u, '');
  return word
    .replace(/(?:ies|y)$/u, 'i')
    .replace(/(?:ings?|ers?|ed|es|s|e)$/u, '')
    .replace(/([bdgklmnprt])\1$/u, '$1');
}
