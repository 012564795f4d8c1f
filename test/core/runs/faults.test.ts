/** What goes wrong around a run in the middle of a task: everything is kept, and resume goes on. */
import { expect, test } from 'vitest';
import type { Host } from '../../../src/core/host';
import type { FailureKind, StopReason } from '../../../src/core/messages';
import type { ModelRequest } from '../../../src/core/providers/provider';
import { root } from '../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';
import { builtFrom, identityOf, reports, runHarness, spec, writes } from '../../support/runHarness';
import type { ScriptedTurn } from '../../support/scriptedClient';

const csv = 'src/todos/csv.ts';

const failed = (kind: FailureKind): ScriptedTurn => ({
  text: 'I was about to',
  reason: 'failed',
  failure: { kind, message: `It failed: ${kind}.`, retryable: true },
});

const ends: readonly (readonly [string, ScriptedTurn])[] = [
  ...(
    [
      'key',
      'sign_in',
      'access',
      'unknown_model',
      'region',
      'rate_limit',
      'overloaded',
      'network',
      'stalled',
      'malformed',
      'empty',
      'invalid_request',
      'other',
    ] as const
  ).map((kind) => [kind, failed(kind)] as const),
  ...(['truncated', 'refusal', 'context_full'] as const).map(
    (reason: StopReason) => [reason, { text: 'Half a sentence', reason }] as const,
  ),
];

test.each(ends)('the model ends with %s in mid-task', async (_name, turn) => {
  const harness = runHarness([writes(csv, 'rows\n'), turn, reports()]);
  const runs = await harness.runs();
  runs.setMode('autopilot');
  const outcome = await runs.start({ what: 'task', identity: await identityOf(harness, '1.1') });
  expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('Everything is kept') });
  expect(runs.snapshot().tasks).toMatchObject([{ state: 'failed', turns: 1 }]);
  expect(harness.text(`${root}/${csv}`)).toBe('rows\n');
  expect(await runs.resume()).toEqual({ kind: 'done' });
  expect(harness.text(`${spec}/tasks.md`)).toContain('- [x] 1.1');
  harness.client.assertDone();
});

test('a call that was cut off at the limit is answered, and the work goes on', async () => {
  const cut: ScriptedTurn = { ...writes(csv, 'half', 'cut'), reason: 'max_tokens' };
  const harness = runHarness([cut, writes(csv, 'rows\n'), reports()]);
  const runs = await harness.runs();
  runs.setMode('autopilot');
  expect(await runs.start({ what: 'task', identity: await identityOf(harness, '1.1') })).toEqual({ kind: 'done' });
  expect(harness.text(`${root}/${csv}`)).toBe('rows\n');
  harness.client.assertDone();
});

type Operation = 'append' | 'write' | 'replace';

/** A host on which the nth of these operations finds the disk full, once. */
function fullOnce(memory: MemoryHost, operation: Operation, nth: number): Host {
  let left = nth;
  const guard = async <Result>(is: Operation, act: () => Promise<Result>): Promise<Result> => {
    if (is === operation && left-- === 0) throw new Error('ENOSPC: no space left on device');
    return act();
  };
  const { files, documents } = memory;
  return {
    ...memory,
    files: {
      ...files,
      append: (...args) => guard('append', () => files.append(...args)),
      write: (...args) => guard('write', () => files.write(...args)),
    },
    documents: { ...documents, replace: (...args) => guard('replace', () => documents.replace(...args)) },
  };
}

/** Writes until it is written, then reports. */
const persistent = (request: ModelRequest): ScriptedTurn =>
  JSON.stringify(request.messages).includes('Wrote') ? reports() : writes(csv, 'rows\n');

test.each(['append', 'write', 'replace'] as const)(
  'a disk that is full for one %s loses nothing',
  async (operation) => {
    for (let nth = 0; nth < 40; nth++) {
      const memory = createMemoryHost({ files: builtFrom });
      const over = fullOnce(memory, operation, nth);
      const harness = runHarness(
        Array.from({ length: 12 }, () => persistent),
        { host: memory, over },
      );
      const runs = await harness.runs();
      runs.setMode('autopilot');
      const identity = await identityOf(harness, '1.1');
      let outcome = await runs.start({ what: 'task', identity });
      for (let tries = 0; tries < 3 && outcome.kind !== 'done'; tries++) {
        const begun = runs.snapshot().tasks.length > 0;
        outcome = begun ? await runs.resume() : await runs.start({ what: 'task', identity });
      }
      const where = `${operation} number ${nth + 1}: ${JSON.stringify(outcome)}`;
      expect(runs.snapshot().tasks, where).toMatchObject([{ id: '1.1', state: 'done' }]);
      expect(harness.text(`${spec}/tasks.md`), where).toContain('- [x] 1.1');
      expect(harness.text(`${root}/${csv}`), where).toBe('rows\n');
    }
  },
  60_000,
);
