/** Short lists, of which a document has thousands. */

/** One more at the end. An array that begins empty takes room for many with its first, and most of these have one. */
export function added<Entry>(list: Entry[] | undefined, entry: Entry): Entry[] {
  if (list === undefined) return [entry];
  list.push(entry);
  return list;
}
