/** From events that are pushed to events that are asked for, without a chain of generators for each of thousands. */

/**
 * Runs `work` once an event is first asked for, and hands out what it emits, in order. After `signal` is aborted nothing
 * more comes, not even what was emitted before. When the reader leaves early `left` is aborted. `work` never rejects.
 */
export function channel<Item>(
  signal: AbortSignal,
  work: (emit: (item: Item) => void, left: AbortSignal) => Promise<void>,
): AsyncIterable<Item> {
  return { [Symbol.asyncIterator]: () => reader(signal, work) };
}

const over = { done: true, value: undefined } as const;

function reader<Item>(
  signal: AbortSignal,
  work: (emit: (item: Item) => void, left: AbortSignal) => Promise<void>,
): AsyncIterator<Item> {
  const leaving = new AbortController();
  let items: Item[] = [];
  let taken = 0;
  let state: 'new' | 'running' | 'ended' = 'new';
  let wake: (() => void) | undefined;
  const waken = () => {
    wake?.();
    wake = undefined;
  };
  const end = () => {
    state = 'ended';
    waken();
  };
  const emit = (item: Item) => {
    items.push(item);
    waken();
  };
  const begin = () => {
    state = 'running';
    const left = AbortSignal.any([signal, leaving.signal]);
    left.addEventListener('abort', waken, { once: true });
    void work(emit, left).finally(end);
  };
  const take = (): IteratorResult<Item> | undefined => {
    if (signal.aborted || leaving.signal.aborted) return over;
    if (taken === items.length) return state === 'ended' ? over : undefined;
    const value = items[taken] as Item;
    taken += 1;
    if (taken === items.length) {
      items = [];
      taken = 0;
    }
    return { done: false, value };
  };
  const wait = async (): Promise<IteratorResult<Item>> => {
    for (;;) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      const taken = take();
      if (taken !== undefined) return taken;
    }
  };
  const next = (): Promise<IteratorResult<Item>> => {
    if (state === 'new' && !signal.aborted) begin();
    const ready = take();
    return ready === undefined ? wait() : Promise.resolve(ready);
  };
  return {
    next,
    return: async () => {
      leaving.abort();
      return over;
    },
  };
}
