/** The word among these that a misspelt one most likely is: at most two letters wrong, or one in a short word. */
export function nearWord(word: string, known: readonly string[]): string | undefined {
  const most = word.length < 6 ? 1 : 2;
  const near = known
    .map((each) => ({ each, wrong: distance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ wrong }) => wrong <= most);
  return near.sort((a, b) => a.wrong - b.wrong)[0]?.each;
}

/** How many letters are to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
