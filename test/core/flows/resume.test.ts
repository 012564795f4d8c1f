import { describe, expect, test } from 'vitest';
import type { SpecHandle } from '../../../src/core/flows/service';
import type { Host } from '../../../src/core/host';
import { createSessionStore } from '../../../src/core/sessions/store';
import { acting } from '../../support/actor';
import {
  approved,
  askTurn,
  created,
  documentTurn,
  harness,
  opened,
  repository,
  requirementsText,
  root,
  type Script,
  sentence,
  spec,
  stateOf,
} from '../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';
import { mortalHost } from '../../support/mortalHost';

const identity = { name: 'Ana', email: 'ana@example.com' };

const refined = requirementsText.replace('10,000', '20,000');

/** Does whatever is next until the requirements are refined and approved, as a user would; stops where nothing goes on. */
async function story(handle: SpecHandle): Promise<void> {
  for (let step = 0; step < 30; step += 1) {
    await handle.settled();
    const { activity } = handle.snapshot();
    const { state, hash, versions } = stateOf(handle, 'requirements.md');
    const done = versions.some((version) => version.cause === 'Refined: limit 20,000');
    if (activity.kind === 'stopped') {
      if ((await handle.resume()).kind === 'failed') return;
    } else if (activity.kind === 'asking')
      await handle.answer([{ id: 'filtered', answer: ['All of the user'], source: 'user' }]);
    else if (hash === undefined) await handle.generate('requirements.md');
    else if (!done) await handle.refine('requirements.md', 'limit 20,000');
    else if (state === 'approved') return;
    else await handle.approve('requirements.md', hash);
  }
}

/** Opens the spec in a new process, or begins it where nothing of it is there. */
async function begin(host: Host, memory: MemoryHost): Promise<SpecHandle | undefined> {
  const { workspace } = harness(acting, { host: { ...memory, ...host } });
  const known = await workspace.specs.open(spec);
  if (known !== undefined) return known;
  const handle = await workspace.specs.create({ root, sentence }).catch(() => undefined);
  return handle === undefined || 'kind' in handle ? undefined : handle;
}

function world(): MemoryHost {
  return createMemoryHost({ identity, files: repository });
}

async function countWrites(): Promise<number> {
  const memory = world();
  const mortal = mortalHost(memory, Number.POSITIVE_INFINITY);
  const handle = await begin(mortal.host, memory);
  if (handle !== undefined) await story(handle);
  return mortal.writes();
}

describe('a process that is killed at any write', () => {
  test.each(['whole', 'torn'])(
    'goes on where it was (%s lines)',
    async (lines) => {
      const writes = await countWrites();
      expect(writes).toBeGreaterThan(25);
      for (let limit = 0; limit < writes; limit += 1) {
        const memory = world();
        const mortal = mortalHost(memory, limit, lines === 'torn');
        const first = await begin(mortal.host, memory);
        if (first !== undefined) await story(first);
        expect(mortal.dead()).toBe(true);

        const second = await begin(memory, memory);
        if (second === undefined) throw new Error(`Nothing could be begun after ${limit} writes.`);
        await story(second);
        const where = `killed at write ${limit + 1}`;
        const { state, versions } = stateOf(second, 'requirements.md');
        expect(state, where).toBe('approved');
        expect(memory.text(`${second.path}/requirements.md`), where).toBe(refined);
        expect(second.snapshot().answers, where).toEqual([
          { id: 'filtered', answer: ['All of the user'], source: 'user' },
        ]);
        expect(
          versions.map((version) => version.cause),
          where,
        ).toEqual(['First draft', 'Refined: limit 20,000']);
        await expectSoundSessions(memory);
      }
    },
    120_000,
  );
});

async function expectSoundSessions(memory: MemoryHost): Promise<void> {
  const folder =
    memory
      .paths()
      .find((path) => path.includes('/sessions/'))
      ?.replace(/\/[^/]+$/u, '') ?? '';
  const refuse = () => Promise.reject(new Error('Only reading.'));
  const store = createSessionStore(
    { ...memory.files, write: refuse, append: refuse },
    folder,
    memory.mac,
    memory.clock,
  );
  for (const id of await store.list()) expect((await store.verify(id)).kind).not.toBe('broken');
}

/** Stops while the nth word of the requirements arrives. */
function stoppingAt(piece: number, stop: () => Promise<void>): Script {
  let stopping: Promise<void> | undefined;
  const turn = {
    ...documentTurn(requirementsText),
    afterPiece: (at: number) => {
      if (at === piece) stopping = stop();
    },
  };
  void stopping;
  return [askTurn(), turn];
}

describe('stop', () => {
  test('keeps what arrived as a draft version and goes on from its last complete line', async () => {
    let handle: SpecHandle | undefined;
    const stopped = harness(stoppingAt(60, async () => void handle?.stop()));
    handle = await created(stopped.workspace);
    expect(await handle.answer([])).toEqual({ kind: 'stopped' });
    const { activity } = handle.snapshot();
    expect(activity).toMatchObject({
      kind: 'stopped',
      by: 'user',
      document: 'requirements.md',
      message: 'Stopped. What arrived is kept as draft version 1.',
    });
    const [version] = stateOf(handle, 'requirements.md').versions;
    expect(version).toMatchObject({ partial: true, cause: 'Stopped draft' });
    const kept = (await handle.versionText(version?.id ?? '')) ?? '';
    expect(kept.length).toBeGreaterThan(100);
    expect(requirementsText.startsWith(kept)).toBe(true);
    expect(stateOf(handle, 'requirements.md').state).toBe('absent');

    const rest = requirementsText.slice(kept.length);
    const later = harness([{ text: `<document>\n${rest}</document>\n` }], { host: stopped.host });
    const again = await opened(later.workspace);
    expect(again.snapshot().activity).toEqual(activity);
    expect(await again.resume()).toEqual({ kind: 'done' });
    expect(stopped.host.text(`${spec}/requirements.md`)).toBe(requirementsText);
    const [request] = later.client.requests;
    const roles = request?.messages.map((message) => message.role);
    expect(roles).toEqual(roles?.map((_, at) => (at % 2 === 0 ? 'user' : 'assistant')));
    later.client.assertDone();
  });

  test('takes a model that begins anew at its word', async () => {
    let handle: SpecHandle | undefined;
    const stopped = harness([...stoppingAt(60, async () => void handle?.stop()), documentTurn(requirementsText)]);
    handle = await created(stopped.workspace);
    await handle.answer([]);
    expect(await handle.resume()).toEqual({ kind: 'done' });
    expect(stopped.host.text(`${spec}/requirements.md`)).toBe(requirementsText);
  });

  test('may be followed by something else', async () => {
    let handle: SpecHandle | undefined;
    const { workspace, client } = harness([
      ...stoppingAt(10, async () => void handle?.stop()),
      documentTurn(requirementsText),
    ]);
    handle = await created(workspace);
    await handle.answer([]);
    expect(await handle.generate('requirements.md')).toEqual({ kind: 'done' });
    expect(handle.snapshot().activity).toEqual({ kind: 'idle' });
    const roles = client.requests.at(-1)?.messages.map((message) => message.role) ?? [];
    expect(roles).toEqual(roles.map((_, at) => (at % 2 === 0 ? 'user' : 'assistant')));
  });
});

test('a lost network ends with its sentence and resumes', async () => {
  const failure = { kind: 'network', message: 'The network is down. Check it, then resume.', retryable: true } as const;
  const { workspace, host } = harness([
    askTurn(),
    { text: 'One mome', reason: 'failed', failure },
    documentTurn(requirementsText),
  ]);
  const handle = await created(workspace);
  expect(await handle.answer([])).toEqual({ kind: 'failed', failure });
  expect(handle.snapshot().activity).toMatchObject({ kind: 'stopped', by: 'failure', failure });
  expect(await handle.resume()).toEqual({ kind: 'done' });
  expect(host.text(`${spec}/requirements.md`)).toBe(requirementsText);
});

test('a model that is missing is named and nothing is lost', async () => {
  const failure = { kind: 'needs_model', message: 'No model is set up yet.', retryable: false } as const;
  const { workspace, host } = harness([], { model: async () => failure });
  const handle = await created(workspace);
  expect(handle.snapshot().activity).toEqual({ kind: 'stopped', by: 'failure', failure, message: failure.message });
  const later = await opened(harness([askTurn()], { host }).workspace);
  expect(later.snapshot().activity).toMatchObject({ kind: 'stopped', by: 'crash' });
  expect(await later.resume()).toEqual({ kind: 'asking' });
});

test('a second window reads and says who holds the lock', async () => {
  const { workspace, host } = harness([askTurn(), documentTurn(requirementsText)]);
  const handle = await created(workspace);
  const lock =
    host
      .paths()
      .find((path) => path.includes('/sessions/'))
      ?.replace(/\/sessions\/.*$/u, '/lock') ?? '';
  host.holdLock(lock, 'Visual Studio Code (process 7)');
  expect(await handle.answer([])).toMatchObject({ kind: 'refused', code: 'locked' });
  expect(handle.snapshot().heldBy).toBe('Visual Studio Code (process 7)');
  host.releaseLock(lock);
  expect(await handle.answer([])).toEqual({ kind: 'done' });
  expect(handle.snapshot().heldBy).toBeUndefined();
  expect(await approved(handle, 'requirements.md')).toEqual({ kind: 'done' });
});
