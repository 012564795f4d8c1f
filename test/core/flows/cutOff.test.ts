/** A process that goes away while a document streams: what had arrived is kept, and the work goes on from there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assemble } from '../../../src/core/flows/assemble';
import type { SpecHandle } from '../../../src/core/flows/service';
import type { ModelRequest } from '../../../src/core/providers/provider';
import { write } from '../../support/actor';
import {
  askTurn,
  created,
  designText,
  documentTurn,
  harness,
  opened,
  repository,
  requirementsText,
  type Script,
  settledChanges,
  spec,
  stateOf,
} from '../../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../../support/memoryHost';
import { mortalHost } from '../../support/mortalHost';
import { type ScriptedTurn, scriptedModel } from '../../support/scriptedClient';

const identity = { name: 'Ana', email: 'ana@example.com' };

function world(): MemoryHost {
  return createMemoryHost({ identity, files: repository });
}

/** A turn during which time goes by: `ms` for each piece, and something happens after one of them. */
function slowly(memory: MemoryHost, turn: ScriptedTurn, ms: number, at = -1, then = () => {}): ScriptedTurn {
  return {
    ...turn,
    afterPiece: async (piece) => {
      await memory.advance(ms);
      if (piece === at) then();
    },
  };
}

/** One process: writes `text`, or what is missing of it, and is killed after the nth piece. */
async function processOf(
  memory: MemoryHost,
  text: string,
  { ms, killAt, first }: { readonly ms: number; readonly killAt: number; readonly first: boolean },
): Promise<{ readonly handle: SpecHandle; readonly requests: readonly ModelRequest[] }> {
  const mortal = mortalHost(memory, Number.POSITIVE_INFINITY);
  const answer = (request: ModelRequest) => slowly(memory, write(text, request.messages), ms, killAt, mortal.kill);
  const script: Script = first ? [askTurn(), answer] : [answer];
  const host = { ...memory, ...mortal.host };
  const { workspace, client } = harness(script, { host });
  const handle = first ? await created(workspace) : await opened(workspace);
  await (first ? handle.answer([]) : handle.resumeCutOff());
  return { handle, requests: client.requests };
}

const shortLines = fc.constantFrom('', '}', '```', '---', '| a | b |', '- **Todo_App**: the server');
const lines = fc
  .array(fc.oneof(shortLines, fc.string({ maxLength: 60 })), { minLength: 5, maxLength: 40 })
  .map((each) => each.map((line, at) => (/\p{L}/u.test(line) ? `${at} ${line.replaceAll('<', '')}` : line)));

test('whenever a process is killed, the document is the join of what it wrote and what follows', async () => {
  await fc.assert(
    fc.asyncProperty(
      lines,
      fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 50, max: 1500 }),
      async (body, kills, ms) => {
        const text = `${requirementsText}\n## Notes\n\n${body.join('\n')}\nThe end.\n`;
        const memory = world();
        const requests: ModelRequest[] = [];
        let first = true;
        for (const killAt of [...kills, -1]) {
          const one = await processOf(memory, text, { ms, killAt, first });
          requests.push(...one.requests);
          first = false;
        }
        expect(memory.text(`${spec}/requirements.md`)).toBe(text);
        expectGrowing(requests);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

/** Each request begins with the one before; the same may be asked again where nothing of the answer was kept. */
function expectGrowing(requests: readonly ModelRequest[]): void {
  requests.slice(1).forEach((request, at) => {
    const before = requests[at];
    expect(request.system).toEqual(before?.system);
    expect(request.messages.slice(0, before?.messages.length)).toEqual(before?.messages);
    const roles = request.messages.map((message) => message.role);
    expect(roles).toEqual(roles.map((_, index) => (index % 2 === 0 ? 'user' : 'assistant')));
  });
}

test.each([100, 400, 2500])('a kill loses at most a second, at %i ms a word', async (ms) => {
  const memory = world();
  const killAt = 80;
  await processOf(memory, requirementsText, { ms, killAt, first: true });
  const pieces = documentTurn(requirementsText).text?.match(/\S+\s*|\s+/gu) ?? [];
  const secure = pieces.slice(0, killAt + 1 - Math.ceil(1000 / ms)).join('');
  const atLeast = (assemble([], { live: secure }).document ?? '').replace(/[^\n]*$/u, '');
  const handle = await opened(harness([], { host: memory }).workspace);
  const { activity } = handle.snapshot();
  if (activity.kind !== 'stopped') throw new Error(`It is ${activity.kind}.`);
  expect(activity).toMatchObject({ by: 'crash', document: 'requirements.md' });
  expect(atLeast.length).toBeGreaterThan(100);
  expect(activity.text?.startsWith(atLeast)).toBe(true);
  expect(requirementsText.startsWith(activity.text ?? '-')).toBe(true);
});

test('the log takes one event a second, not one a word', async () => {
  const memory = world();
  const { handle } = await processOf(memory, requirementsText, { ms: 10, killAt: -1, first: true });
  await handle.settled();
  const path = memory.paths().find((each) => each.endsWith('-1.jsonl')) ?? '';
  const events = (memory.text(path) ?? '').split('\n').filter((line) => line.includes('"type":"arriving"'));
  const words = documentTurn(requirementsText).text?.match(/\S+\s*|\s+/gu)?.length ?? 0;
  expect(events.length).toBeGreaterThan(0);
  expect(events.length).toBeLessThanOrEqual(Math.ceil((words * 10) / 1000));
});

test('a retry voids what had arrived before it', async () => {
  const memory = world();
  const turn = { ...documentTurn(requirementsText), voided: '<document>\n# Something else\n\nA line.\n' };
  const mortal = mortalHost(memory, Number.POSITIVE_INFINITY);
  const { workspace } = harness([askTurn(), slowly(memory, turn, 300, 20, mortal.kill)], {
    host: { ...memory, ...mortal.host },
  });
  await (await created(workspace)).answer([]);
  const { activity } = (await opened(harness([], { host: memory }).workspace)).snapshot();
  expect(activity.kind === 'stopped' && requirementsText.startsWith(activity.text ?? '-')).toBe(true);
});

/** The requirements stop at the 60th piece, in the way that is given. */
async function endedBy(
  end: (handle: SpecHandle, workspace: { dispose(): void }) => void,
): Promise<{ readonly memory: MemoryHost }> {
  const memory = world();
  let act = () => {};
  const { workspace } = harness([askTurn(), slowly(memory, documentTurn(requirementsText), 100, 60, () => act())], {
    host: memory,
  });
  const handle = await created(workspace);
  act = () => end(handle, workspace);
  await handle.answer([]);
  return { memory };
}

const nothing: Script = [];
const rest: Script = [(request) => write(requirementsText, request.messages)];

test('a window that closes leaves its work to the next one, which goes on by itself', async () => {
  const { memory } = await endedBy((_, workspace) => workspace.dispose());
  const { workspace, client } = harness(rest, { host: memory });
  const handle = await opened(workspace);
  const before = handle.snapshot().activity;
  expect(before).toMatchObject({ kind: 'stopped', by: 'crash', document: 'requirements.md' });
  const seen: string[] = [];
  handle.subscribe({
    changed: ({ activity }) => void (activity.kind === 'writing' && seen.push(activity.text)),
  });
  expect(await handle.resumeCutOff()).toEqual({ kind: 'done' });
  expect(before.kind === 'stopped' && seen.every((text) => text.startsWith(before.text ?? '-'))).toBe(true);
  expect(memory.text(`${spec}/requirements.md`)).toBe(requirementsText);
  expect(stateOf(handle, 'requirements.md').versions.map((version) => version.cause)).toEqual(['First draft']);
  client.assertDone();
});

const failing: Script = [
  askTurn(),
  {
    text: `<document>\n${requirementsText.slice(0, 300)}`,
    reason: 'failed',
    failure: { kind: 'network', message: 'The network is down. Check it, then resume.', retryable: true },
  },
];

test.each<[string, () => Promise<MemoryHost>, Partial<Parameters<typeof harness>[1]>]>([
  ['after a stop', async () => (await endedBy((handle) => void handle.stop())).memory, {}],
  [
    'after a failure',
    async () => {
      const memory = world();
      await (await created(harness(failing, { host: memory }).workspace)).answer([]);
      return memory;
    },
    {},
  ],
  [
    'while somebody else is at work',
    async () => {
      const { memory } = await endedBy((_, workspace) => workspace.dispose());
      memory.holdLock(lockOf(memory), 'Visual Studio Code (process 7)');
      return memory;
    },
    {},
  ],
  [
    'without a model',
    async () => (await endedBy((_, workspace) => workspace.dispose())).memory,
    { model: async () => ({ kind: 'needs_model' as const, message: 'No model is set up yet.', retryable: false }) },
  ],
  [
    'with another model',
    async () => (await endedBy((_, workspace) => workspace.dispose())).memory,
    { model: async () => ({ ...scriptedModel(harness([]).client), model: 'other' }) },
  ],
])('nothing goes on by itself %s', async (_name, ended, options) => {
  const memory = await ended();
  const { workspace, client } = harness(nothing, { host: memory, ...options });
  const handle = await opened(workspace);
  const before = memory.paths().map((path) => [path, memory.text(path)]);
  const going = handle.resumeCutOff();
  await memory.advance(60_000);
  expect(await going).toBeUndefined();
  expect(client.requests).toEqual([]);
  expect(memory.paths().map((path) => [path, memory.text(path)])).toEqual(before);
  expect(handle.snapshot().activity.kind).toBe('stopped');
});

test('a window that is still closing is waited for', async () => {
  const { memory } = await endedBy((_, workspace) => workspace.dispose());
  memory.holdLock(lockOf(memory), 'Visual Studio Code (process 7)');
  const { workspace, client } = harness(rest, { host: memory });
  const handle = await opened(workspace);
  const going = handle.resumeCutOff();
  await memory.advance(2500);
  expect(client.requests).toEqual([]);
  memory.releaseLock(lockOf(memory));
  await memory.advance(1000);
  expect(await going).toEqual({ kind: 'done' });
  expect(memory.text(`${spec}/requirements.md`)).toBe(requirementsText);
});

test('a handle that was closed while it waited begins nothing', async () => {
  const { memory } = await endedBy((_, workspace) => workspace.dispose());
  memory.holdLock(lockOf(memory), 'Visual Studio Code (process 7)');
  const { workspace, client } = harness(nothing, { host: memory });
  const going = (await opened(workspace)).resumeCutOff();
  await memory.advance(2500);
  workspace.dispose();
  memory.releaseLock(lockOf(memory));
  await memory.advance(60_000);
  expect(await going).toBeUndefined();
  expect(client.requests).toEqual([]);
});

test('work that was stopped, resumed and then cut off goes on by itself', async () => {
  const { memory } = await endedBy((handle) => void handle.stop());
  const mortal = mortalHost(memory, Number.POSITIVE_INFINITY);
  const second = harness(
    [(request) => slowly(memory, write(requirementsText, request.messages), 500, 30, mortal.kill)],
    {
      host: { ...memory, ...mortal.host },
    },
  );
  await (await opened(second.workspace)).resume();
  const third = harness(rest, { host: memory });
  const handle = await opened(third.workspace);
  expect(handle.snapshot().activity).toMatchObject({ kind: 'stopped', by: 'crash' });
  expect(await handle.resumeCutOff()).toEqual({ kind: 'done' });
  expect(memory.text(`${spec}/requirements.md`)).toBe(requirementsText);
  expectGrowing([...second.client.requests, ...third.client.requests]);
});

test('a document that arrived as a whole is not asked for again', async () => {
  const memory = world();
  const mortal = mortalHost(memory, Number.POSITIVE_INFINITY);
  const whole = { text: `<document>\n${requirementsText}</document>\n\nLook at the limit first. And at the rest.` };
  const pieces = whole.text.match(/\S+\s*|\s+/gu)?.length ?? 0;
  const { workspace } = harness([askTurn(), slowly(memory, whole, 1100, pieces - 2, mortal.kill)], {
    host: { ...memory, ...mortal.host },
  });
  await (await created(workspace)).answer([]);
  const handle = await opened(harness(nothing, { host: memory }).workspace);
  expect(memory.text(`${spec}/requirements.md`)).toBeUndefined();
  expect(await handle.resumeCutOff()).toEqual({ kind: 'done' });
  expect(memory.text(`${spec}/requirements.md`)).toBe(requirementsText);
});

test('with another model the interrupted phase begins anew, also behind the first document', async () => {
  const memory = world();
  const failure = { kind: 'access', message: 'This model is not open to you.', retryable: false } as const;
  const first = harness([askTurn(), documentTurn(requirementsText), { text: '', reason: 'failed', failure }], {
    host: memory,
  });
  const handle = await created(first.workspace);
  await handle.answer([]);
  await handle.approve('requirements.md', stateOf(handle, 'requirements.md').hash ?? '');
  expect(await handle.generate('design.md')).toEqual({ kind: 'failed', failure });
  const later = harness([documentTurn(designText)]);
  const model = async () => scriptedModel(later.client, { model: 'another' });
  const again = await opened(harness([], { host: memory, model }).workspace);
  expect(await again.resume()).toEqual({ kind: 'done' });
  expect(memory.text(`${spec}/design.md`)).toBe(designText);
});

test('a document that no number of answers ends is kept as a draft, not as a document', async () => {
  const part = (at: number) => ({
    text: `${at === 0 ? '<document>\n# Long\n' : ''}line ${at}\n`,
    reason: 'max_tokens' as const,
  });
  const memory = world();
  const { workspace, client } = harness([askTurn(), part(0), part(1), part(2), part(3)], { host: memory });
  const handle = await created(workspace);
  expect(await handle.answer([])).toMatchObject({ kind: 'failed' });
  expect(memory.text(`${spec}/requirements.md`)).toBeUndefined();
  const [draft] = stateOf(handle, 'requirements.md').versions;
  expect(await handle.versionText(draft?.id ?? '')).toBe('# Long\nline 0\nline 1\nline 2\nline 3\n');
  client.assertDone();
});

test('a phase that is cut off before its message begins with everything that is not in the conversation', async () => {
  const edited = requirementsText.replace('10,000', '50,000');
  for (let limit = 1; ; limit += 1) {
    const memory = world();
    const first = harness([askTurn(), documentTurn(requirementsText)], { host: memory });
    const begun = await created(first.workspace);
    await begun.answer([]);
    memory.put(`${spec}/requirements.md`, edited);
    await settledChanges(first.workspace);
    await begun.approve('requirements.md', stateOf(begun, 'requirements.md').hash ?? '');
    const mortal = mortalHost(memory, limit);
    const design = documentTurn(designText);
    const second = await opened(harness([design], { host: { ...memory, ...mortal.host } }).workspace);
    await second.generate('design.md');
    if (!mortal.dead()) break;
    const third = harness([design], { host: memory });
    const handle = await opened(third.workspace);
    const outcome = (await handle.resumeCutOff()) ?? (await handle.generate('design.md'));
    expect(outcome, `killed at write ${limit}`).toEqual({ kind: 'done' });
    const asked = JSON.stringify(third.client.requests.at(-1)?.messages ?? 'landed already: 50,000');
    expect(asked, `killed at write ${limit}`).toContain('50,000');
  }
});

function lockOf(memory: MemoryHost): string {
  const session = memory.paths().find((path) => path.includes('/sessions/')) ?? '';
  return session.replace(/\/sessions\/.*$/u, '/lock');
}
