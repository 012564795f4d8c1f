import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateFiles } from '../../../src/core/permissions/stateFiles';
import type { EventBody } from '../../../src/core/sessions/events';
import { createSessionStore, type SessionStore } from '../../../src/core/sessions/store';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';

const folder = '/state/roots/0123456789abcdef/sessions';
const path = `${folder}/s1.jsonl`;
const index = `${folder}/index.jsonl`;

function storeOf(host: MemoryHost): SessionStore {
  return createSessionStore(stateFiles(host.files, host.stateFolder), folder, host.mac, host.clock);
}

const bodies: readonly EventBody[] = [
  {
    type: 'prefix',
    reason: 'start',
    sum: 'ab',
    model: 'p/m',
    system: ['You are'],
    tools: [{ name: 't', description: 'd', inputSchema: { type: 'object' } }],
  },
  { type: 'message', message: { role: 'user', content: [{ type: 'text', text: 'Hallo Wörld \ufffd 🌍 \ud800' }] } },
  {
    type: 'message',
    message: {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'hm', signature: 's' },
        { type: 'tool_call', id: 'c', name: 'read_file', input: { path: 'a' } },
        { type: 'tool_call', id: 'd', name: 'read_file', input: undefined, inputText: '{"pa' },
      ],
    },
    usage: { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 },
  },
  { type: 'tool_run', call: 'c', name: 'read_file', label: 'Read a' },
  { type: 'tool_done', call: 'c', isError: false, ms: 3 },
  {
    type: 'message',
    message: {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          callId: 'c',
          content: [{ type: 'image', mediaType: 'image/png', base64: 'AA==' }],
          isError: false,
        },
      ],
    },
  },
  {
    type: 'waiting',
    attempt: 2,
    of: 5,
    delayMs: 100,
    reason: { kind: 'overloaded', message: 'Busy.', retryable: true },
  },
  { type: 'note', note: { type: 'phase', kind: 'ask', nested: { deep: [1] } } },
  { type: 'failure', failure: { kind: 'network', message: 'Cut.', retryable: true } },
];

async function filled(close: boolean): Promise<{ host: MemoryHost; store: SessionStore; bytes: Uint8Array }> {
  const host = createMemoryHost();
  const store = storeOf(host);
  const session = await store.create('s1', { kind: 'planning', spec: '/w/.kiro/specs/todo' });
  for (const body of bodies) await session.append(body);
  if (close) await session.close();
  return { host, store, bytes: (await host.files.read(path)) ?? new Uint8Array() };
}

describe('a session', () => {
  it('is read as it was written', async () => {
    const { store } = await filled(false);
    const read = await store.read('s1');
    expect(read?.broken).toBeUndefined();
    expect(read?.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const expected = [{ type: 'start', kind: 'planning', spec: '/w/.kiro/specs/todo' }, ...bodies].map((body) =>
      expect.objectContaining(JSON.parse(JSON.stringify(body))),
    );
    expect(JSON.parse(JSON.stringify(read?.events))).toEqual(expected);
  });
  it('nothing is written before it begins, and every write has a grant for the state folder', async () => {
    const host = createMemoryHost();
    const store = storeOf(host);
    expect([await store.list(), await store.read('s1'), await store.verify('s1'), await store.resume('s1')]).toEqual([
      [],
      undefined,
      { kind: 'absent' },
      undefined,
    ]);
    expect(host.writes).toEqual([]);
    await (await store.create('s1', { kind: 'planning' })).close();
    expect(new Set(host.writes.map(({ grant }) => grant.kind))).toEqual(new Set(['state']));
    expect(await store.list()).toEqual(['s1']);
  });
  it.each(['index', '../x', 'a/b', '', '.hidden', 'a'.repeat(200)])('%j is no id', async (id) => {
    await expect(storeOf(createMemoryHost()).create(id, { kind: 'planning' })).rejects.toThrow("can't be the id");
  });
  it('an id is used once', async () => {
    const { store } = await filled(false);
    await expect(store.create('s1', { kind: 'planning' })).rejects.toThrow('There is a session s1 already.');
  });
  it('events that are not waited for stay in order', async () => {
    const host = createMemoryHost();
    const store = storeOf(host);
    const session = await store.create('s1', { kind: 'planning' });
    await Promise.all(Array.from({ length: 50 }, (_, at) => session.append({ type: 'note', note: { type: 'n', at } })));
    const read = await store.read('s1');
    expect(read?.events.slice(1).map((event) => (event.type === 'note' ? event.note.at : undefined))).toEqual(
      Array.from({ length: 50 }, (_, at) => at),
    );
  });
  it('takes nothing after a failed write, and goes on after a resume', async () => {
    const { host, store } = await filled(false);
    const session = await store.resume('s1');
    host.failNext('append', 'ENOSPC: no space left on device', path);
    await expect(session?.append({ type: 'note', note: { type: 'n' } })).rejects.toThrow('ENOSPC');
    await expect(session?.append({ type: 'note', note: { type: 'n' } })).rejects.toThrow('takes no more events');
    const again = await store.resume('s1');
    await again?.append({ type: 'note', note: { type: 'n' } });
    expect((await store.verify('s1')).kind).toBe('unsealed');
  });
  it('an event of a later version stays in the chain and is read as unknown', async () => {
    const { host, store } = await filled(false);
    const session = await store.resume('s1');
    await session?.append({ type: 'tomorrow', what: 'new' } as unknown as EventBody);
    await session?.append({ type: 'note', note: { type: 'after' } });
    const read = await storeOf(host).read('s1');
    expect(read?.events.at(-2)).toMatchObject({ type: 'unknown', original: { type: 'tomorrow', what: 'new' } });
    expect(read?.events.at(-1)).toMatchObject({ type: 'note' });
  });
});

describe('a fork', () => {
  const types = (store: SessionStore, id: string) =>
    store.read(id).then((read) => read?.events.map(({ type }) => type));
  it('takes over the conversation up to there, and leaves the other as it is', async () => {
    const { host, store, bytes } = await filled(false);
    const fork = await store.fork('s1', 9, 's2');
    await fork?.append({ type: 'note', note: { type: 'mine' } });
    expect(await types(store, 's2')).toEqual([
      'start',
      'prefix',
      'message',
      'message',
      'tool_run',
      'tool_done',
      'message',
      'note',
      'note',
    ]);
    const read = await store.read('s2');
    expect(read?.events[0]).toMatchObject({ kind: 'planning', spec: '/w/.kiro/specs/todo', parent: 's1', forkedAt: 9 });
    const paid = read?.events.filter((event) => event.type === 'message' && event.usage !== undefined);
    expect(paid).toEqual([]);
    expect(await host.files.read(path)).toEqual(bytes);
    expect((await store.verify('s2')).kind).toBe('unsealed');
  });
  it('does not end with calls that nobody answered', async () => {
    const { store } = await filled(false);
    await store.fork('s1', 5, 's2');
    expect(await types(store, 's2')).toEqual(['start', 'prefix', 'message']);
  });
  it('is made of a session that is there, under an id that is free', async () => {
    const { store } = await filled(false);
    expect(await store.fork('s0', 5, 's2')).toBeUndefined();
    await expect(store.fork('s1', 5, 's1')).rejects.toThrow('There is a session s1 already.');
  });
});

describe('verify', () => {
  it.each([
    ['open', false, { kind: 'unsealed', events: 10, sealed: 0, torn: 0 }],
    ['closed', true, { kind: 'sealed', events: 11 }],
  ])('%s', async (_, close, expected) => {
    expect(await (await filled(close)).store.verify('s1')).toEqual(expected);
  });
  it('resumed and closed again', async () => {
    const { store } = await filled(true);
    const session = await store.resume('s1');
    expect(await store.verify('s1')).toEqual({ kind: 'unsealed', events: 12, sealed: 11, torn: 0 });
    await session?.close();
    expect(await store.verify('s1')).toEqual({ kind: 'sealed', events: 13 });
  });
  it('sealed events that were taken away are missed', async () => {
    const { host, store, bytes } = await filled(true);
    host.put(path, bytes.subarray(0, bytes.lastIndexOf(10, bytes.length - 2) + 1));
    expect(await store.verify('s1')).toMatchObject({ kind: 'broken', file: 'session', line: 11 });
    host.drop(path);
    expect(await store.verify('s1')).toMatchObject({ kind: 'broken', file: 'session', line: 1 });
  });
  it('a file that was written anew, with a sound chain, is not what was sealed', async () => {
    const { host, store } = await filled(true);
    const other = createMemoryHost();
    const forged = await storeOf(other).create('s1', { kind: 'forged' });
    for (let at = 0; at < 10; at++) await forged.append({ type: 'note', note: { type: 'n' } });
    host.put(path, (await other.files.read(path)) ?? '');
    expect(await store.verify('s1')).toMatchObject({
      kind: 'broken',
      file: 'session',
      why: 'it is not the event that was sealed',
    });
  });
  it('a seal of another machine does not count', async () => {
    const { host } = await filled(true);
    const stranger = createMemoryHost({ machine: 'another' });
    for (const each of [path, index]) stranger.put(each, (await host.files.read(each)) ?? '');
    expect(await storeOf(stranger).verify('s1')).toEqual({
      kind: 'broken',
      file: 'index',
      line: 1,
      why: "it was not made with this machine's key",
    });
  });
  it('a line that was taken out of the index is missed', async () => {
    const { host, store } = await filled(true);
    await (await store.create('s2', { kind: 'planning' })).close();
    const [, second = ''] = (host.text(index) ?? '').split('\n');
    host.put(index, `${second}\n`);
    expect(await store.verify('s2')).toMatchObject({ kind: 'broken', file: 'index', line: 1 });
  });
});

describe('properties', () => {
  it('truncating at any byte loses at most the event it cuts, and the session goes on', async () => {
    const { bytes } = await filled(false);
    const ends = [...bytes.entries()].flatMap(([at, byte]) => (byte === 10 ? [at] : []));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), async (cut) => {
        const host = createMemoryHost();
        host.put(path, bytes.subarray(0, cut));
        const store = storeOf(host);
        const whole = ends.filter((end) => end <= cut).length;
        expect((await store.read('s1'))?.events).toHaveLength(whole);
        expect((await store.read('s1'))?.broken).toBeUndefined();
        const session = await store.resume('s1');
        await session?.append({ type: 'note', note: { type: 'after' } });
        expect(await store.verify('s1')).toEqual({ kind: 'unsealed', events: whole + 2, sealed: 0, torn: 0 });
        await session?.close();
        expect(await store.verify('s1')).toEqual({ kind: 'sealed', events: whole + 3 });
      }),
      { numRuns: 300 },
    );
  });

  it.each([false, true])('any other byte that changes is found (closed: %s)', async (close) => {
    const { host, store, bytes } = await filled(close);
    const sound = await store.verify('s1');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ change;
        host.put(path, changed);
        const verdict = await store.verify('s1');
        expect(verdict.kind).toBe('broken');
        expect(verdict).not.toEqual(sound);
      }),
      { numRuns: 600 },
    );
  });

  it('the place of a change is named', async () => {
    const { host, store, bytes } = await filled(false);
    const third = bytes.indexOf(10, bytes.indexOf(10) + 1) + 100;
    const changed = Uint8Array.from(bytes);
    changed[third] = (changed[third] ?? 0) ^ 1;
    host.put(path, changed);
    expect(await store.verify('s1')).toMatchObject({ kind: 'broken', file: 'session', line: 3 });
    expect((await store.read('s1'))?.events).toHaveLength(2);
    await expect(store.resume('s1')).rejects.toThrow('Line 3 of the session log s1 was changed');
  });
});
