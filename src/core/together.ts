/** So many are worked on at once: enough to keep a disk busy, few enough for its open files and for memory. */
const together = 64;

/** The results of `work` in the order of the items, a bounded number at once. Rejects with the first failure. */
export async function eachTogether<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += together)
    results.push(...(await Promise.all(items.slice(at, at + together).map(work))));
  return results;
}
