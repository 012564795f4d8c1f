/** What survives when the conversation of a task is made shorter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KeptParts, keptState, stateLimit } from '../../../src/core/runs/engine/keptState';
import type { LogEvent, RunNote } from '../../../src/core/runs/log';
import { identityOf, type RunScript, reached, reports, runHarness, writes } from '../../support/runHarness';

const csv = 'src/todos/csv.ts';

test('answers, words, rejections and every failure stand at the beginning of the request after it', async () => {
  const failed = (name: string) => ({ red: name });
  const reading = { calls: [{ name: 'read_file', input: { path: 'src/todos/list.ts' } }] };
  const full = { reason: 'context_full' as const };
  const script: RunScript = [
    {
      calls: [
        {
          name: 'ask_user',
          input: { question: 'Semicolons or commas?', why: '', choices: [], if_skipped: 'Commas.' },
        },
      ],
    },
    writes(csv, 'one\n'),
    writes(csv, 'two\n'),
    reports('Rows are there.'),
    writes(csv, 'three\n'),
    reports('Rows are mended.'),
    writes(csv, 'four\n'),
    reading,
    full,
    { text: 'Next: the tests.' },
    (request) => {
      const text = JSON.stringify(request.messages[0]);
      for (const each of [
        'Asked \\"Semicolons or commas?\\": The person says: Semicolons, as ever.',
        `Rejected changes in ${csv} (undone): Not one, two. [rejected: +one]`,
        'Said: And keep it short.',
        'first broken',
        'second broken',
        'Rows are there.',
        'Rows are mended.',
        `${csv}: added`,
      ])
        expect(text).toContain(each);
      return reports('Done.');
    },
  ];
  const harness = runHarness(script, { proofs: [failed('first broken'), failed('second broken'), 'pass'] });
  const runs = await harness.runs();
  const running = runs.start({ what: 'task', identity: await identityOf(harness, '1.1') });
  const asked = await reached(runs, ({ current }) => current?.questions.length === 1, running);
  runs.answer(asked.current?.questions[0]?.id ?? '', 'Semicolons, as ever.');
  await reached(runs, ({ current }) => current?.task.state === 'reviewing', running);
  runs.tell('And keep it short.');
  await runs.review({ accept: false, path: csv, tell: 'Not one, two.' });
  runs.setMode('autopilot');
  expect(await running).toEqual({ kind: 'done' });
  harness.client.assertDone();
});

const line = fc.string({ maxLength: 3000, unit: 'grapheme' });
const note: fc.Arbitrary<RunNote> = fc.oneof(
  line.map((text) => ({ type: 'told' as const, text })),
  fc.record({
    type: fc.constant('reviewed' as const),
    checkpoint: fc.constant('c'),
    rejected: fc.nat(3),
    files: fc.array(line, { maxLength: 30 }),
    lines: fc.array(line, { maxLength: 24 }),
    said: fc.array(line, { maxLength: 5 }),
  }),
  line.map((summary) => ({ type: 'reported' as const, summary })),
  line.map((message) => ({ type: 'end' as const, outcome: 'failed' as const, message })),
);
const logged = (notes: readonly RunNote[]): readonly LogEvent[] =>
  notes.map((each, seq) => ({ seq, at: '2026-01-01T00:00:00.000Z', type: 'note', note: { ...each } }));
const parts: fc.Arbitrary<KeptParts> = fc.record({
  task: fc.array(line, { minLength: 1, maxLength: 20 }),
  criteria: fc.array(fc.record({ id: fc.constant('1.1'), text: line }), { maxLength: 40 }),
  files: fc.array(
    fc.record({ path: line, kind: fc.constant('changed' as const), added: fc.nat(), removed: fc.nat() }),
    { maxLength: 60 },
  ),
  events: fc.array(note, { maxLength: 60 }).map(logged),
});

describe('the state', () => {
  test('is never longer than its limit, whatever happened', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 1500, max: 30_000 }), (each, limit) => {
        expect(keptState(each, limit).length).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 60 },
    );
  });
  test('has every short word of the user, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{3,20}$/u), { minLength: 1, maxLength: 40 }), (said) => {
        const events = logged(said.map((text) => ({ type: 'told', text })));
        const text = keptState({ task: ['Task 1'], criteria: [], files: [], events }, stateLimit(200_000));
        expect([...text.matchAll(/^- Said: (.*)$/gmu)].map((match) => match[1])).toEqual(said);
      }),
    );
  });
  test('keeps the latest of what was said, and says how much is left out', () => {
    const told = Array.from(
      { length: 500 },
      (_, at): RunNote => ({ type: 'told', text: `Wish ${at}, at some length.` }),
    );
    const text = keptState({ task: ['Task 1'], criteria: [], files: [], events: logged(told) }, 4000);
    expect(text).toContain('Wish 499,');
    expect(text).not.toContain('Wish 0,');
    expect(text).toMatch(/\(\d+ earlier left out for their length\)/u);
  });
  test('has what was rejected with the reason, and cuts the rejected lines before the reason', () => {
    const rejected = (lines: readonly string[]): RunNote => ({
      type: 'reviewed',
      checkpoint: 'c',
      rejected: 1,
      files: ['src/a.ts'],
      lines: [...lines],
      said: ['Use the helper.'],
    });
    const state = (lines: readonly string[], limit: number) =>
      keptState({ task: ['Task 1'], criteria: [], files: [], events: logged([rejected(lines)]) }, limit);
    expect(state(['+eval(input)', '-parse(input)'], 20_000)).toContain(
      '- Rejected changes in src/a.ts (undone): Use the helper. [rejected: +eval(input) / -parse(input)]',
    );
    const cut = state(
      Array.from({ length: 24 }, (_, at) => `+${'x'.repeat(110)}${at}`),
      2000,
    );
    expect(cut).toContain('- Rejected changes in src/a.ts (undone): Use the helper. [rejected: +xxx');
    expect(cut).not.toContain('x23');
  });
  test('takes about a tenth of a small window', () => {
    expect(stateLimit(10_000)).toBe(3500);
    expect(stateLimit(1_000_000)).toBe(24_000);
  });
});
