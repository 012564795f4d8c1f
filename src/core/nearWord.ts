/** A misspelt word finds the one that was meant. */

/** Longer words are nobody's slip of the pen, and would take time to compare. */
const longest = 60;

/**
 * The word among these that a misspelt one most likely is; undefined where none is near. Case and marks between letters
 * do not count. At most one letter may be wrong in a short word, two in a longer one, a quarter in a long one.
 */
export function nearWord(word: string, known: readonly string[]): string | undefined {
  const wanted = plain(word);
  const most = Math.max(wanted.length < 6 ? 1 : 2, Math.floor(wanted.length / 4));
  return known
    .map((each) => ({ each, wrong: distance(wanted, plain(each)) }))
    .filter(({ wrong }) => wrong <= most)
    .sort((a, b) => a.wrong - b.wrong)[0]?.each;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** How many letters are to be put in, taken out or changed (Levenshtein). */
function distance(a: string, b: string): number {
  if (a.length > longest || b.length > longest) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
