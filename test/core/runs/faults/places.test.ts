/**
 * A disk that refuses one place from some moment on, for each reason: one sentence says what and where, nothing is lost
 * or half, nothing is stuck, and once the disk is mended the same run goes on to its end.
 */
import { describe, expect, test } from 'vitest';
import { spec } from '../attacks/stage';
import { faults, type Place, places, reasons } from './places';
import {
  approvedFolder,
  expectBuilt,
  expectFree,
  expectWhole,
  type FaultyDisk,
  faultyDisk,
  goOn,
  persistentModel,
  windowOn,
} from './world';

/** How often the place is written in a run in which nothing fails. */
async function operationsAt(place: Place): Promise<number> {
  const memory = await approvedFolder();
  const disk = faultyDisk(memory, place, 'ENOSPC', Number.POSITIVE_INFINITY);
  const { runs } = await windowOn(disk.host, persistentModel(memory));
  expect(await runs.start({ what: 'next' })).toEqual({ kind: 'done' });
  expectBuilt(memory);
  return disk.hits();
}

/** Many moments for a full disk; for the other reasons, which only differ in their words, the first, one within, the last. */
function moments(all: number, code: string): readonly number[] {
  const step = Math.max(1, Math.ceil(all / 20));
  return code === 'ENOSPC'
    ? Array.from({ length: all }, (_, at) => at).filter((at) => at % step === 0 || at > all - 6)
    : [...new Set([0, Math.floor(all / 2), all - 1])];
}

async function fails(place: Place, code: string, from: number): Promise<void> {
  const memory = await approvedFolder();
  const original = memory.text(`${spec}/tasks.md`) ?? '';
  const disk: FaultyDisk = faultyDisk(memory, place, code, from);
  const { runs, client } = await windowOn(disk.host, persistentModel(memory));
  const outcome = await runs.start({ what: 'next' });
  const heard = {
    user: 'message' in outcome ? (outcome.message ?? '') : '',
    model: JSON.stringify(client.requests.at(-1)?.messages ?? []),
    log: [...memory.logged, ...(runs.snapshot().current?.steps ?? []).map((step) => JSON.stringify(step))].join('\n'),
  };
  const told = outcome.kind === 'done' && place.told === 'user' ? heard.log : heard[place.told];
  expect(told).toMatch(place.names);
  expect(told).toMatch(reasons[code] ?? /never/u);
  if (place.told === 'user' && outcome.kind !== 'done')
    // One sentence for the user, and no code of the system in it.
    expect(heard.user).not.toMatch(/\bE[A-Z]{3,}\b|undefined/u);
  if (place.told === 'log') expect(outcome.kind).toBe('done');
  await expectFree(memory);
  await expectWhole(memory, original);
  const logs = () => memory.paths().filter((path) => path.includes('/sessions/task-'));
  const before = logs();
  const begun = runs.snapshot().tasks.some(({ state }) => state !== 'queued');
  disk.mend();
  if (outcome.kind !== 'done') expect(await goOn(runs)).toEqual({ kind: 'done' });
  // The same run: it goes on in the session that it has.
  if (begun) expect(logs()).toEqual(before);
  expectBuilt(memory);
  await expectWhole(memory, original);
  await expectFree(memory);
}

describe.each(places.map((place) => [place.name, place] as const))('%s', (_name, place) => {
  test.each(Object.keys(faults))('%s', async (code) => {
    const all = await operationsAt(place);
    expect(all).toBeGreaterThan(0);
    for (const from of moments(all, code))
      await fails(place, code, from).catch((error: unknown) => {
        const where = `${place.name}, ${code}, from operation ${from + 1} of ${all}`;
        throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`);
      });
  });
});
