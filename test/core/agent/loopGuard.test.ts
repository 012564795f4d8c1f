import { describe, expect, it } from 'vitest';
import { createLoopGuard, type WatchedFailure } from '../../../src/core/agent/loopGuard';
import type { ToolCall } from '../../../src/core/messages';

/** `name input @state`: one call in one turn, with the workspace in that state. */
type Step = readonly [name: string, input: unknown, state: string];

const call = (name: string, input: unknown): ToolCall => ({ type: 'tool_call', id: 'call', name, input });

function trippedAt(steps: readonly Step[]): number | undefined {
  const guard = createLoopGuard({ repeats: ({ name }) => name === 'command_output' });
  const at = steps.findIndex(
    ([name, input, fingerprint]) => guard.turn({ calls: [call(name, input)], fingerprint }) !== undefined,
  );
  return at === -1 ? undefined : at + 1;
}

describe('the same call', () => {
  const test = (state: string): Step => ['run_command', { command: 'npm test' }, state];
  const cases: readonly (readonly [string, readonly Step[], number | undefined])[] = [
    ['three times with nothing changed', [test('a'), test('a'), test('a')], 3],
    ['twice', [test('a'), test('a')], undefined],
    ['with a change in between', [test('a'), test('a'), test('b'), test('b')], undefined],
    ['three times after a change', [test('a'), test('b'), test('b'), test('b')], 4],
    [
      'with other calls in between',
      [test('a'), ['read_file', { path: 'a' }, 'a'], test('a'), ['read_file', { path: 'b' }, 'a'], test('a')],
      5,
    ],
    [
      'the order of keys does not matter',
      [
        ['read_file', { a: 1, b: [{ c: 1, d: 2 }] }, 'a'],
        ['read_file', { b: [{ d: 2, c: 1 }], a: 1 }, 'a'],
        ['read_file', { a: 1, b: [{ c: 1, d: 2 }] }, 'a'],
      ],
      3,
    ],
    [
      'other ranges are other calls',
      [
        ['read_file', { path: 'a', from: 1 }, 'a'],
        ['read_file', { path: 'a', from: 2 }, 'a'],
        ['read_file', { path: 'a', from: 3 }, 'a'],
      ],
      undefined,
    ],
    [
      'the order of a list matters',
      [
        ['edit', { of: [1, 2] }, 'a'],
        ['edit', { of: [2, 1] }, 'a'],
        ['edit', { of: [1, 2] }, 'a'],
      ],
      undefined,
    ],
    [
      'waiting is repeating',
      [
        ['command_output', { id: 1 }, 'a'],
        ['command_output', { id: 1 }, 'a'],
        ['command_output', { id: 1 }, 'a'],
        ['command_output', { id: 1 }, 'a'],
      ],
      undefined,
    ],
    [
      'another tool with the same input',
      [
        ['read_file', { path: 'a' }, 'a'],
        ['outline', { path: 'a' }, 'a'],
        ['read_file', { path: 'a' }, 'a'],
      ],
      undefined,
    ],
  ];
  it.each(cases)('%s', (_name, steps, expected) => {
    expect(trippedAt(steps)).toBe(expected);
  });
  it('three in one turn count too, and a reset forgives', () => {
    const guard = createLoopGuard();
    const two = { calls: [call('read_file', 1), call('read_file', 1)], fingerprint: 'a' };
    expect(guard.turn(two)).toBeUndefined();
    guard.reset();
    expect(guard.turn(two)).toBeUndefined();
    expect(guard.turn(two)).toBe(
      'The agent called read_file 3 times with the same input and nothing changed in between.',
    );
  });
});

describe('a failure', () => {
  const failure = (signature: string, fingerprint: string): WatchedFailure => ({ signature, fingerprint });
  const cases: readonly (readonly [string, readonly WatchedFailure[], string | undefined])[] = [
    ['once', [failure('a', '1')], undefined],
    ['another each time', [failure('a', '1'), failure('b', '2'), failure('a', '3')], undefined],
    ['the same twice running', [failure('a', '1'), failure('a', '2')], 'The same failure came 2 times running.'],
    ['a correction that changed nothing', [failure('a', '1'), failure('b', '1')], 'The correction changed no file.'],
  ];
  it.each(cases)('%s', (_name, failures, expected) => {
    const guard = createLoopGuard();
    expect(failures.map((each) => guard.failure(each)).at(-1)).toBe(expected);
  });
});
