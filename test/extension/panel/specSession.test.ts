import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SpecHandle } from '../../../src/core/flows/service';
import type { SpecSnapshot } from '../../../src/core/flows/snapshot';
import { parseDocument } from '../../../src/core/specs/document';
import { parseSpec } from '../../../src/core/specs/spec';
import { followSpec } from '../../../src/extension/panel/specSession';
import type { HostMessage } from '../../../src/webview/protocol';
import { requirements } from '../../webview/gallery/documents';
import { path, snapshot, unwritten } from '../../webview/gallery/fixtures';

type Files = Parameters<typeof parseSpec>[0]['files'];

/** A handle whose snapshot and files are set by the test; everything it is asked to do fails. */
function fakeHandle(first: SpecSnapshot, files: Files = {}) {
  let [now, spec] = [first, parseSpec({ path, files })];
  const listeners = new Set<(snapshot: SpecSnapshot) => void>();
  const refuse = () => Promise.reject(new Error('This test asks for nothing.'));
  const handle: SpecHandle = {
    path,
    snapshot: () => now,
    spec: () => spec,
    subscribe: ({ changed }) => {
      if (changed) listeners.add(changed);
      return { dispose: () => changed && listeners.delete(changed) };
    },
    versionText: refuse,
    answer: refuse,
    generate: refuse,
    refine: refuse,
    updateDownstream: refuse,
    approve: refuse,
    analyze: refuse,
    decideFinding: refuse,
    reread: refuse,
    settled: refuse,
    stop: refuse,
    switchOff: refuse,
    sent: () => undefined,
    resume: refuse,
    resumeCutOff: refuse,
    changesBetween: refuse,
    comment: refuse,
    withdrawComment: refuse,
    sendComments: refuse,
    diff: refuse,
    commits: refuse,
    restore: refuse,
    resolveConflict: refuse,
    mend: refuse,
    setTask: refuse,
    lastPrompt: refuse,
    dispose: () => undefined,
  };
  const set = (next: SpecSnapshot, nextFiles: Files = {}): void => {
    now = next;
    spec = parseSpec({ path, files: nextFiles });
    for (const listener of listeners) listener(next);
  };
  return { handle, set, listeners };
}

function follow(...args: Parameters<typeof fakeHandle>) {
  const fake = fakeHandle(...args);
  const posted: HostMessage[] = [];
  const session = followSpec({
    handle: fake.handle,
    post: (message) => posted.push(message),
    parse: parseDocument,
    where: '.kiro/specs/todo-api',
    trusted: () => true,
  });
  const taken = (): readonly HostMessage[] => posted.splice(0);
  return { ...fake, session, taken };
}

const types = (messages: readonly HostMessage[]): readonly string[] => messages.map(({ type }) => type);
const writing = (text: string) =>
  snapshot({ documents: unwritten, activity: { kind: 'writing', document: 'requirements.md', text } });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what is sent', () => {
  test('nothing before the webview is ready, everything when it is', () => {
    const { session, set, taken } = follow(snapshot(), { 'requirements.md': requirements });
    set(snapshot({ title: 'Other' }), { 'requirements.md': requirements });
    vi.advanceTimersByTime(1000);
    expect(taken()).toEqual([]);
    session.restart();
    expect(types(taken())).toEqual(['document', 'spec']);
    session.restart();
    expect(types(taken())).toEqual(['document', 'spec']);
  });

  test('only what changed', () => {
    const { session, set, taken } = follow(snapshot(), { 'requirements.md': requirements });
    session.restart();
    taken();
    set(snapshot(), { 'requirements.md': requirements });
    vi.advanceTimersByTime(100);
    expect(taken()).toEqual([]);
    set(snapshot(), { 'requirements.md': `${requirements}\nMore.\n` });
    vi.advanceTimersByTime(100);
    expect(types(taken())).toEqual(['document']);
    set(snapshot());
    vi.advanceTimersByTime(100);
    expect(taken()).toEqual([{ type: 'document', name: 'requirements.md', view: undefined }]);
  });

  test('at most ten updates a second, and the last one always', () => {
    const { session, set, taken } = follow(writing(''));
    session.restart();
    taken();
    for (let at = 1; at <= 200; at++) {
      set(writing(requirements.slice(0, at * 5)));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(100);
    const streamed = taken().filter(({ type }) => type === 'stream');
    expect(streamed.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(streamed.at(-1))).toContain('See only my own todos');
  });

  test('a stream sends the blocks from the first that differs', () => {
    const end = requirements.indexOf('### Requirement 2');
    const { session, set, taken } = follow(writing(requirements.slice(0, end)));
    session.restart();
    taken();
    set(writing(requirements));
    vi.advanceTimersByTime(100);
    const [stream] = taken();
    expect(stream).toMatchObject({ type: 'stream', name: 'requirements.md', from: 5 });
  });

  test('the snapshot carries no streamed text', () => {
    const { session, taken } = follow(writing(requirements));
    session.restart();
    const sent = taken().find(({ type }) => type === 'spec');
    expect(JSON.stringify(sent)).not.toContain('Session_Token');
  });
});

describe('the end of a stream', () => {
  test('while it is repaired the text stays; when the document is there the stream ends behind it', () => {
    const { session, set, taken } = follow(writing(requirements));
    session.restart();
    taken();
    set(
      snapshot({ documents: unwritten, activity: { kind: 'repairing', document: 'requirements.md', turn: 1, of: 2 } }),
    );
    vi.advanceTimersByTime(100);
    expect(types(taken())).toEqual(['spec']);
    set(snapshot(), { 'requirements.md': requirements });
    vi.advanceTimersByTime(100);
    expect(types(taken())).toEqual(['document', 'spec', 'streamEnd']);
  });

  const stopped = snapshot({
    documents: unwritten,
    activity: { kind: 'stopped', by: 'crash', document: 'requirements.md', text: requirements, message: 'Stopped.' },
  });

  test('a draft that was cut off stays', () => {
    const { session, set, taken } = follow(writing(requirements));
    session.restart();
    taken();
    set(stopped);
    vi.advanceTimersByTime(100);
    expect(types(taken())).toEqual(['spec']);
  });

  test('is there again after a reload, as a stream and nowhere else', () => {
    const { session, taken } = follow(stopped);
    session.restart();
    const [spec, stream, ...rest] = taken();
    expect(rest).toEqual([]);
    expect(JSON.stringify(spec)).not.toContain('Session_Token');
    expect(stream).toMatchObject({ type: 'stream', name: 'requirements.md', from: 0 });
    expect(JSON.stringify(stream)).toContain('Session_Token');
  });

  test('and is not shown over a document that is there', () => {
    const { session, taken } = follow(stopped, { 'requirements.md': '# Requirements Document\n' });
    session.restart();
    expect(types(taken())).toEqual(['document', 'spec']);
  });
});

test('nothing is sent after the panel is closed', () => {
  const { session, set, taken, listeners } = follow(snapshot());
  session.restart();
  taken();
  set(snapshot({ title: 'Other' }));
  session.dispose();
  vi.advanceTimersByTime(1000);
  expect(taken()).toEqual([]);
  expect(listeners.size).toBe(0);
});
