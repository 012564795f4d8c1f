/** Words of requests and names, so that "subscriptions" finds `SubscriptionStore`. */

const stop = new Set(
  'the and for not are can has its may was all any but one out own too two via this that with from have when then than into over each only also must should shall will would could them they their there where what which while whose about after before again because been being both does doing done more most other some such very user users system want wants need needs make makes made able file files code using used uses requirement requirements criteria task tasks implement add adds added test tests'.split(
    ' ',
  ),
);
const piece = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+/gu;

/** The pieces of a name, lower-case, without endings: `SubscriptionStores` → `subscription`, `store`. */
export function piecesOf(name: string): readonly string[] {
  return (name.match(piece) ?? []).filter((each) => each.length > 2).map((each) => stem(each.toLowerCase()));
}

/** The words of a text that can tell one file from another, each once. */
export function wordsOf(text: string): ReadonlySet<string> {
  const found = text.match(/[\p{L}_][\p{L}\p{N}_]{2,}/gu) ?? [];
  return new Set(found.flatMap((word) => (stop.has(word.toLowerCase()) ? [] : piecesOf(word))));
}

/** Endings of English that don't change what is meant; crude, the same for both sides. */
function stem(word: string): string {
  if (word.length > 5 && /(?:ing|ies|ied)$/u.test(word)) return word.slice(0, -3);
  if (word.length > 4 && /(?:es|ed|er)$/u.test(word)) return word.slice(0, -2);
  return word.length > 3 && /[^s]s$/u.test(word)
    ? word.slice(0, -1)
    : word.length > 4
      ? word.replace(/[ey]$/u, '')
      : word;
}
