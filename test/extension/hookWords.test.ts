/** What is said of a firing: each thing once, and nothing of what went well. */
import { describe, expect, it } from 'vitest';
import type { Firing, FiringResult, StepResult } from '../../src/core/hooks/model';
import { inTimeOrder } from '../../src/extension/hooks/firings';
import { firingText, newsOf } from '../../src/extension/hooks/words';

const firing = (result: FiringResult, steps: readonly Partial<StepResult>[] = [], at = '2026-01-01T10:00:00.000Z') =>
  ({
    id: at,
    hook: '.kiro/hooks.yaml#words',
    hookName: 'words',
    event: { id: 'e', trigger: 'PostFileSave', root: '/w', at, cause: { by: 'user', chain: [] }, files: [] },
    why: 'a.txt matches *.txt',
    files: [{ path: 'a.txt' }],
    result,
    steps: steps.map((step) => ({ label: 'x', outcome: 'ok', output: '', problem: '', ms: 1, attempt: 1, ...step })),
    at,
    ms: 1,
  }) satisfies Firing;

const count = (text: string, words: string): number => text.split(words).length - 1;

describe('a firing as text', () => {
  const warning: FiringResult = { kind: 'warning', message: '2 words' };
  it.each([
    ['a problem that the result tells already', firing(warning, [{ problem: '2 words' }]), '2 words', 1],
    [
      'a problem that was printed',
      firing({ kind: 'ok' }, [{ problem: 'no file', output: 'a\nno file\n' }]),
      'no file',
      1,
    ],
    ['a problem of its own', firing({ kind: 'ok' }, [{ problem: 'no file', output: 'a\n' }]), 'no file', 1],
    ['a result with what was printed', firing(warning, [{ problem: '2 words', output: '2 words\n' }]), '2 words', 2],
  ])('%s', (_, told, words, times) => {
    expect(count(firingText(told), words)).toBe(times);
  });
});

it.each([
  [{ id: 'task-1', own: false, waits: true }, 'Waits for the next request of the running session task-1'],
  [{ id: 'task-1', own: false }, 'Added to the running session task-1'],
  [{ id: 'hook-1', own: true }, 'In a session of its own: hook-1'],
] as const)('where an agent was asked is told as it is: %o', (session, words) => {
  expect(firingText(firing({ kind: 'ok' }, [{ session }]))).toContain(words);
});

describe('a notification', () => {
  it.each<[string, FiringResult, string | undefined]>([
    ['not of what went well', { kind: 'ok' }, undefined],
    ['of a failure', { kind: 'warning', message: 'no' }, 'The hook "words" failed: no'],
    [
      'of one line, where more was said',
      { kind: 'warning', message: 'first.\nsecond' },
      'The hook "words" failed: first …',
    ],
    [
      'cut where it has no room',
      { kind: 'warning', message: 'a'.repeat(300) },
      `The hook "words" failed: ${'a'.repeat(200)} …`,
    ],
    ['of a block', { kind: 'blocked', message: 'no' }, 'The hook "words" stopped it: no'],
    ['of a cycle', { kind: 'held', reason: 'cycle', message: 'A cycle.' }, 'The hook "words" did not fire: A cycle.'],
    [
      'not of its own work',
      { kind: 'held', reason: 'cycle', message: 'It does not fire on what it has done itself.' },
      undefined,
    ],
    ['not of one that waits for agreement', { kind: 'held', reason: 'new', message: 'new' }, undefined],
  ])('%s', (_, result, news) => {
    expect(newsOf(firing(result))).toBe(news);
  });
});

it('what git told in a process of its own comes between what the window did', () => {
  const [a, b, c] = ['10', '11', '12'].map((hour) => firing({ kind: 'ok' }, [], `2026-01-01T${hour}:00:00.000Z`));
  expect(inTimeOrder([a, c, b].flatMap((each) => each ?? []))).toEqual([a, b, c]);
});
