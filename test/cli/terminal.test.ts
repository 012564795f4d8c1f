/** Questions of a terminal. */
import { expect, test } from 'vitest';
import { inTurn } from '../../src/cli/terminal';

test('a question waits for the answer to the one before, also where that could not be asked', async () => {
  const open: ((answer: string) => void)[] = [];
  const asked: string[] = [];
  const ask = inTurn((text) => {
    asked.push(text);
    if (text === 'bad') return Promise.reject(new Error('no terminal'));
    return new Promise((resolve) => open.push(resolve));
  });
  const first = ask('one');
  const bad = expect(ask('bad')).rejects.toThrow('no terminal');
  const last = ask('two');
  await Promise.resolve();
  expect(asked).toEqual(['one']);
  open[0]?.('1');
  expect(await first).toBe('1');
  await bad;
  await expect.poll(() => open.length).toBe(2);
  open[1]?.('2');
  expect(await last).toBe('2');
});
