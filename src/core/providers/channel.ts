/** From events that are pushed to events that are asked for, without a chain of generators for each of thousands. */

/** Emits into `emit` until it resolves; `left` is aborted when nobody reads any more. Never rejects. */
export type ChannelWork<Item> = (emit: (item: Item) => void, left: AbortSignal) => Promise<void>;

/** Two neighbours as one; undefined where they stay two. */
export type Join<Item> = (before: Item, item: Item) => Item | undefined;

/**
 * Runs `work` once an event is first asked for, and hands out what it emits, in order; what is emitted before the reader
 * comes to it is joined by `join`. After `signal` is aborted nothing more comes, not even what was emitted before. When
 * the reader leaves early `left` is aborted.
 */
export function channel<Item>(
  signal: AbortSignal,
  work: ChannelWork<Item>,
  join: Join<Item> = () => undefined,
): AsyncIterable<Item> {
  return { [Symbol.asyncIterator]: () => reader(signal, work, join) };
}

const over = { done: true, value: undefined } as const;

function reader<Item>(signal: AbortSignal, work: ChannelWork<Item>, join: Join<Item>): AsyncIterator<Item> {
  const leaving = new AbortController();
  let items: Item[] = [];
  let taken = 0;
  let state: 'new' | 'running' | 'ended' = 'new';
  let wake: (() => void) | undefined;
  let waking = false;
  let last: Item | undefined;
  const waken = () => {
    wake?.();
    wake = undefined;
  };
  const end = () => {
    state = 'ended';
    waken();
  };
  // What one piece of the network holds is emitted in one go. The first of a kind is told at once, and for all that can
  // be joined the reader is woken once.
  const emit = (item: Item) => {
    const joined = last === undefined ? undefined : join(last, item);
    const pending = taken < items.length;
    last = pending && joined !== undefined ? joined : item;
    if (last === item) items.push(item);
    else items[items.length - 1] = last;
    if (joined === undefined) waken();
    else if (wake !== undefined && !waking) {
      waking = true;
      setImmediate(() => {
        waking = false;
        waken();
      });
    }
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
