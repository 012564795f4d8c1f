import { expect, it } from 'vitest';
import { channel } from '../../../src/core/providers/channel';

const joined = (before: string, item: string) => (item.startsWith('+') ? before + item.slice(1) : undefined);

async function heard(work: (emit: (item: string) => void) => Promise<void>): Promise<readonly string[]> {
  const items: string[] = [];
  for await (const item of channel(new AbortController().signal, work, joined)) items.push(item);
  return items;
}

it('joins what is emitted in one go, and only what may be joined', async () => {
  expect(
    await heard(async (emit) => {
      for (const item of ['a', '+b', '+c', 'd', '+e']) emit(item);
    }),
  ).toEqual(['abc', 'de']);
});

it('hands out what came before what comes later, and joins nothing to what was taken', async () => {
  let read: (() => void) | undefined;
  const taken = new Promise<void>((resolve) => {
    read = resolve;
  });
  const items: string[] = [];
  const work = async (emit: (item: string) => void) => {
    emit('a');
    await taken;
    emit('+b');
  };
  for await (const item of channel(new AbortController().signal, work, joined)) {
    items.push(item);
    read?.();
  }
  expect(items).toEqual(['a', '+b']);
});
