/** Short lists, of which a document has thousands. */

/** One more at the end. An array that begins empty takes room for many with its first, and most of these have one. */
export function added<Entry>(list: Entry[] | undefined, entry: Entry): Entry[] {
  if (list === undefined) return [entry];
  list.push(entry);
  return list;
}

/** Whether two lists hold the same, one by one. */
export function isSameList<Entry>(one: readonly Entry[] | undefined, other: readonly Entry[]): boolean {
  return one === other || (one?.length === other.length && other.every((entry, at) => entry === one[at]));
}
