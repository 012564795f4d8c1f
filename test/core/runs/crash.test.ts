/** A process that is killed at any write of a run: the next one goes on, loses nothing and does nothing twice. */
import { expect, test } from 'vitest';
import { toolCallsOf } from '../../../src/core/messages';
import type { ModelRequest } from '../../../src/core/providers/provider';
import type { RunOutcome } from '../../../src/core/runs/service';
import { root } from '../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';
import { mortalHost } from '../../support/mortalHost';
import { builtFrom, identityOf, type Kept, reports, runHarness, spec, writes } from '../../support/runHarness';
import type { ScriptedTurn } from '../../support/scriptedClient';

const csv = 'src/todos/csv.ts';
const lock = '/state/roots/0123456789abcdef/lock';

/** A model that looks at what was said so far: writes once, reports, corrects once when it is told to, reports again. */
function model(request: ModelRequest): ScriptedTurn {
  expectSound(request);
  const said = JSON.stringify(request.messages);
  const last = JSON.stringify(request.messages.at(-1));
  if (last.includes('interrupted')) return { calls: [{ name: 'read_file', input: { path: csv } }] };
  if (said.includes('a second row is missing'))
    return last.includes('Wrote')
      ? reports('Two rows.')
      : said.includes('one\\\\ntwo') && !last.includes('missing')
        ? reports('Two rows.')
        : writes(csv, 'one\ntwo\n');
  return said.includes('"name":"write_file"') ? reports('One row.') : writes(csv, 'one\n');
}

/** As vendors demand: roles take turns, and each call has its result in the next message. */
function expectSound({ messages }: ModelRequest): void {
  for (const [at, message] of messages.entries()) {
    expect(message.role).toBe(at % 2 === 0 ? 'user' : 'assistant');
    const calls = toolCallsOf(message).map(({ id }) => id);
    const next = messages[at + 1]?.content ?? [];
    const results = next.flatMap((block) => (block.type === 'tool_result' ? [block.callId] : []));
    expect(results.sort()).toEqual(calls.sort());
  }
}

const script = Array.from({ length: 40 }, () => model);

async function attempt(memory: MemoryHost, kept: Kept, limit: number, torn: boolean) {
  memory.releaseLock(lock);
  const mortal = mortalHost(memory, limit, torn);
  const proofs = (text: (path: string) => string | undefined) =>
    text(csv)?.includes('two') === true ? ('pass' as const) : { red: 'a second row is missing' };
  const checksWrite = 'package-lock.json';
  const harness = runHarness(script, { host: memory, over: mortal.host, kept, proofs, checksWrite });
  const runs = await harness.runs();
  runs.setMode('autopilot');
  const before = runs.snapshot().tasks[0]?.state;
  const identity = await identityOf(harness, '1.1');
  const outcome = await (before === undefined ? runs.start({ what: 'task', identity }) : runs.resume());
  return { outcome, before, runs, harness, identity, writes: mortal.writes() };
}

function fresh() {
  return { memory: createMemoryHost({ files: builtFrom }), kept: new Map() as Kept };
}

async function writesOfRun(): Promise<number> {
  const { memory, kept } = fresh();
  const { outcome, writes: made } = await attempt(memory, kept, Number.POSITIVE_INFINITY, false);
  expect(outcome).toEqual({ kind: 'done' });
  return made;
}

test.each([false, true])(
  'killed at each write (torn: %s), the next process finishes',
  async (torn) => {
    const all = await writesOfRun();
    expect(all).toBeGreaterThan(30);
    for (let limit = 0; limit < all; limit++) {
      const { memory, kept } = fresh();
      await attempt(memory, kept, limit, torn);
      const second = await attempt(memory, kept, Number.POSITIVE_INFINITY, false);
      const where = `killed at write ${limit + 1} of ${all}, then ${second.before ?? 'nothing'}`;
      // Where the last write was lost, the work had ended.
      const outcome: RunOutcome = second.outcome.kind === 'refused' ? { kind: 'done' } : second.outcome;
      expect(outcome, where).toEqual({ kind: 'done' });
      expect(second.runs.snapshot().tasks, where).toMatchObject([{ id: '1.1', state: 'done' }]);
      expect(memory.text(`${root}/${csv}`), where).toBe('one\ntwo\n');
      expect(memory.text(`${spec}/tasks.md`), where).toContain('- [x] 1.1');
      const changed = (await second.runs.changes(second.identity)).map(({ path }) => path);
      expect(changed, `${where}: what the first checks wrote is not the task's`).toEqual([csv]);
    }
  },
  120_000,
);

test('killed twice in a row, at any two writes', async () => {
  const all = await writesOfRun();
  for (let limit = 3; limit < all; limit += 5) {
    const { memory, kept } = fresh();
    await attempt(memory, kept, limit, true);
    await attempt(memory, kept, limit % 7, true);
    const last = await attempt(memory, kept, Number.POSITIVE_INFINITY, false);
    expect(last.runs.snapshot().tasks, `at ${limit}`).toMatchObject([{ id: '1.1', state: 'done' }]);
  }
}, 120_000);
