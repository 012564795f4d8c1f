/** Milliseconds of looking after which others have their turn. */
const turnMs = 5;

/** A look is quicker than being told of it later, and there may be tens of thousands. Ends early, and false, where one says false. */
export async function inTurns<Item>(items: Iterable<Item>, look: (item: Item) => boolean): Promise<boolean> {
  let turn = performance.now();
  for (const item of items) {
    if (!look(item)) return false;
    if (performance.now() - turn < turnMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turn = performance.now();
  }
  return true;
}
