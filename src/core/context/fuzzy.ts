/** How well what somebody types fits a path or a name: its letters in order, the nearer together the better. */

/** Longer queries are no abbreviations. */
const longest = 100;

/** Fits with at least so many points hold the query as one piece. */
export const wholeFit = 500;

/**
 * Points for a fit, more is better; undefined where the letters of `query` don't stand in `text` in this order. Case
 * does not count. The last step of a path counts more than its folders, the beginning of a word more than its middle.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  const wanted = query.toLowerCase();
  const lower = text.toLowerCase();
  if (wanted === '') return -text.length / 100;
  if (wanted.length > longest) return undefined;
  const base = text.lastIndexOf('/') + 1;
  const inName = lower.indexOf(wanted, base);
  // Whole words first: who types a name means that name.
  if (inName !== -1) {
    const exact = inName === base && (lower.length === base + wanted.length || lower[base + wanted.length] === '.');
    return 1000 + (inName === base ? 100 : 0) + (exact ? 200 : 0) - text.length / 100;
  }
  const whole = lower.indexOf(wanted);
  if (whole !== -1) return 600 + (startsWord(text, whole) ? 50 : 0) - text.length / 100;
  return scattered(wanted, lower, text, base) ?? scattered(wanted, lower, text, 0);
}

/** Each letter at its first place after the one before, from `start` on. */
function scattered(wanted: string, lower: string, text: string, start: number): number | undefined {
  let at = start - 1;
  let points = start === 0 ? 0 : 100;
  for (const letter of wanted) {
    const next = lower.indexOf(letter, at + 1);
    if (next === -1) return undefined;
    points += next === at + 1 ? 5 : startsWord(text, next) ? 4 : -Math.min(3, next - at - 1);
    at = next + letter.length - 1;
  }
  return Math.min(points, wholeFit - 1) - text.length / 100;
}

function startsWord(text: string, at: number): boolean {
  const before = text[at - 1];
  return before === undefined || /[^\p{L}\p{N}]/u.test(before) || /\p{Ll}\p{Lu}/u.test(before + (text[at] ?? ''));
}
