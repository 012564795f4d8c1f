/** The log of hooks is bounded, and nothing of the last days is lost. */
import { expect, it } from 'vitest';
import type { Firing } from '../../../src/core/hooks/model';
import { createHookLog } from '../../../src/core/workspace/hookLog';
import { createMemoryHost } from '../../support/memoryHost';

const day = 24 * 3_600_000;
const folder = '/state/roots/1';
const firing = (id: string): Firing => ({
  id,
  hook: 'h',
  hookName: 'h',
  event: {
    id,
    trigger: 'Manual',
    root: '/w',
    at: '2026-01-01T00:00:00.000Z',
    cause: { by: 'user', chain: [] },
    files: [],
  },
  why: 'it was started by hand',
  files: [],
  result: { kind: 'ok' },
  steps: [],
  at: '2026-01-01T00:00:00.000Z',
  ms: 1,
});

it('a full file is put aside, what is read goes on over both, and an old one goes', async () => {
  const host = createMemoryHost({ stateFolder: '/state' });
  const log = createHookLog(host, folder, { fileBytes: 1000, keptMs: 30 * day });
  const ids = async (most = 1000) => (await log.history(most)).map(({ id }) => id);
  const added: string[] = [];
  const names = async () => (await host.files.list(folder)).map(({ name }) => name);
  for (let at = 0; at < 40; at++) {
    added.push(String(at));
    log.add(firing(String(at)));
    await log.idle();
    await host.advance(day / 2);
  }
  // All of it is of the last thirty days.
  expect(await ids()).toEqual(added);
  expect(await ids(5)).toEqual(added.slice(-5));
  expect((await names()).length).toBeGreaterThan(5);
  await host.advance(100 * day);
  for (let at = 40; at < 45; at++) log.add(firing(String(at)));
  await log.idle();
  expect((await ids()).slice(-5)).toEqual(['40', '41', '42', '43', '44']);
  expect((await names()).length).toBeLessThan(5);
});

it('a line that a crash cut off is passed over', async () => {
  const host = createMemoryHost({
    stateFolder: '/state',
    files: { [`${folder}/hooks.jsonl`]: `${JSON.stringify(firing('1'))}\n{"id":"2` },
  });
  expect((await createHookLog(host, folder).history(10)).map(({ id }) => id)).toEqual(['1']);
});
