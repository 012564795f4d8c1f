import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../../src/core/runs/log';
import { createTimeline } from '../../../src/core/runs/timeline';

const call = { type: 'tool_call', id: 'c1', name: 'edit_file' } as const;

function timelineOf(edits: readonly { readonly old: string; readonly new: string }[]) {
  const timeline = createTimeline(() => true);
  let seq = 0;
  const add = (body: object) => {
    seq += 1;
    timeline.add({ seq, at: '2026-01-01T00:00:00.000Z', prev: '', hash: '', ...body } as unknown as LogEvent);
  };
  const input = { path: 'a.ts', edits };
  add({ type: 'message', message: { role: 'assistant', content: [{ ...call, input }] } });
  add({ type: 'tool_run', call: 'c1', name: 'edit_file', label: 'Edited a.ts' });
  const done = (isError: boolean, text: string) => {
    add({ type: 'tool_done', call: 'c1', isError, ms: 1 });
    const result = { type: 'tool_result', callId: 'c1', content: [{ type: 'text', text }], isError };
    return () => add({ type: 'message', message: { role: 'user', content: [result] } });
  };
  return { timeline, done };
}

test.each([
  ['The person says: Semicolon', { state: 'answered', answer: 'Semicolon' }],
  ['Nobody answered. Do what you said you would do then: Comma.', { state: 'skipped', answer: 'Comma.' }],
] as const)('a question is a step, with what became of it: %s', (text, became) => {
  const timeline = createTimeline(() => true);
  const at = '2026-01-01T00:00:00.000Z';
  const asking = { type: 'tool_call', id: 'q', name: 'ask_user', input: { question: 'Comma or semicolon?' } } as const;
  timeline.add({ seq: 1, at, type: 'message', message: { role: 'assistant', content: [asking] } });
  timeline.add({ seq: 2, at, type: 'tool_run', call: 'q', name: 'ask_user', label: 'Asked' });
  const step = { kind: 'asked', question: 'Comma or semicolon?' };
  expect(timeline.steps()).toMatchObject([{ ...step, state: 'open', answer: '' }]);
  const result = { type: 'tool_result', callId: 'q', content: [{ type: 'text', text }], isError: false } as const;
  timeline.add({ seq: 3, at, type: 'message', message: { role: 'user', content: [result] } });
  expect(timeline.steps()).toMatchObject([{ ...step, ...became }]);
});

describe('an edit', () => {
  test.each([
    ['a line is put in', [{ old: 'a\n', new: 'a\nb\n' }], 1, 0],
    ['a line between two', [{ old: 'a\nc', new: 'a\nb\nc' }], 1, 0],
    ['a line is changed', [{ old: 'a\nb\nc', new: 'a\nx\nc' }], 1, 1],
    ['a line goes', [{ old: 'a\nb', new: 'a' }], 0, 1],
    ['the same line twice', [{ old: 'a', new: 'a\na' }], 1, 0],
    ['all goes', [{ old: 'a\nb', new: '' }], 0, 2],
    [
      'two edits',
      [
        { old: 'a', new: 'b' },
        { old: 'c\n', new: 'c\nd\n' },
      ],
      2,
      1,
    ],
  ] as const)('%s', (_name, edits, added, removed) => {
    expect(timelineOf(edits).timeline.steps()).toMatchObject([{ kind: 'edited', added, removed, running: true }]);
  });

  test('is done when its tool is; why it failed comes with the result', () => {
    const well = timelineOf([{ old: 'a', new: 'b' }]);
    well.done(false, 'Edited.');
    expect(well.timeline.steps()).toMatchObject([{ running: false }]);
    const badly = timelineOf([{ old: 'a', new: 'b' }]);
    const answer = badly.done(true, 'a.ts has not been read.');
    expect(badly.timeline.steps()).toMatchObject([{ running: true, failed: 'It was not done.' }]);
    answer();
    expect(badly.timeline.steps()).toMatchObject([
      { running: false, failed: 'a.ts has not been read.', added: 0, removed: 0 },
    ]);
  });
});
