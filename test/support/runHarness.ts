/** The run engine over a host in memory, a scripted model, and fakes for everything that acts: what tests of runs begin with. */
import { createHash } from 'node:crypto';
import { structuredPatch } from 'diff';
import { runAgent } from '../../src/core/agent/loop';
import type { ToolRunner } from '../../src/core/agent/types';
import type { CodeView, Grant, Host } from '../../src/core/host';
import type { ToolCall, ToolResult } from '../../src/core/messages';
import { grantAgentWrite, grantConsent, grantState, grantTick } from '../../src/core/permissions/grants';
import type { Authority } from '../../src/core/permissions/types';
import type {
  CheckpointPlace,
  Checkpoints,
  EvidenceBook,
  EvidenceFacts,
  RunAnswer,
  RunDeps,
  RunHandlers,
  RunLimits,
  Verdict,
  Verifier,
  Workshop,
  WorkshopRequest,
} from '../../src/core/runs/deps';
import { createRunService } from '../../src/core/runs/engine/createRunService';
import { createLedger } from '../../src/core/runs/ledger';
import type { RunOutcome, RunService, SpecRuns } from '../../src/core/runs/service';
import type { FileReview, HunkReview, RunSnapshot, VerificationView } from '../../src/core/runs/snapshot';
import { createSessionStore } from '../../src/core/sessions/store';
import { flattenTasks } from '../../src/core/specs/canonical';
import { applyEdits } from '../../src/core/specs/edit/apply';
import { setTaskState } from '../../src/core/specs/edit/tick';
import type { TasksDocument } from '../../src/core/specs/model';
import { documentOf, readSpec } from '../../src/core/specs/spec';
import { designText, requirementsText, root, tasksText } from './flowHarness';
import { createMemoryHost, type MemoryHost } from './memoryHost';
import { createScriptedClient, type ScriptedClient, type ScriptedTurn, scriptedModel } from './scriptedClient';

export const spec = `${root}/.kiro/specs/todo-csv-export`;
const stateRoot = '/state/roots/0123456789abcdef';

/** What checkpoints hold. */
export type Kept = Map<string, { readonly place: CheckpointPlace; readonly files: ReadonlyMap<string, string> }>;

/** What one verification says: passes, fails with this text, or can't tell. */
export type Proof = 'pass' | 'unverifiable' | { readonly red: string };

export interface RunHarnessOptions {
  readonly host?: MemoryHost;
  /** A host that may die; files and documents of `host` are behind it. */
  readonly over?: Host;
  readonly limits?: Partial<RunLimits>;
  /** One for each verification, in order, or told by the workspace; then `pass`. */
  readonly proofs?: Proof[] | ((text: (path: string) => string | undefined) => Proof);
  /** A file that the checks write whenever they run before a task, relative to the root. */
  readonly checksWrite?: string;
  /** Checkpoints that an earlier process took. */
  readonly kept?: Kept;
  /** Records that an earlier process wrote. */
  readonly records?: EvidenceFacts[];
  /** Places of tests by the criterion that they name. */
  readonly named?: Readonly<Record<string, readonly string[]>>;
  /** Asked before each task; a sentence closes the gate. */
  readonly gate?: () => string | undefined;
  readonly headless?: boolean;
  readonly trusted?: boolean;
  readonly confirmed?: boolean;
  readonly asks?: readonly string[];
  readonly dollarsPerToken?: number;
  readonly window?: number;
  /** What the editor finds wrong in files. */
  readonly problems?: CodeView['problems'];
  /** False for paths that no prompt may show; by default none. */
  readonly visible?: RunDeps['visible'];
}

export interface RunHarness {
  readonly host: MemoryHost;
  readonly client: ScriptedClient;
  readonly service: RunService;
  readonly deps: RunDeps;
  readonly evidence: readonly EvidenceFacts[];
  runs(): Promise<SpecRuns>;
  text(path: string): string | undefined;
}

export type RunScript = readonly (
  | ScriptedTurn
  | ((request: Parameters<ScriptedClient['stream']>[0]) => ScriptedTurn)
)[];

/** The repository with an approved spec. */
export const builtFrom: Readonly<Record<string, string>> = {
  [`${root}/package.json`]: '{ "name": "todo", "scripts": { "test": "vitest" } }\n',
  [`${root}/src/todos/list.ts`]: 'export function listTodos() {\n  return [];\n}\n',
  [`${spec}/requirements.md`]: requirementsText,
  [`${spec}/design.md`]: designText,
  [`${spec}/tasks.md`]: tasksText,
};

export function runHarness(script: RunScript, options: RunHarnessOptions = {}): RunHarness {
  const memory = options.host ?? createMemoryHost({ files: builtFrom });
  const host = options.over ?? memory;
  const client = createScriptedClient(script);
  const model = scriptedModel(client, options.window === undefined ? {} : { contextWindow: options.window });
  const evidence = options.records ?? [];
  const deps: RunDeps = {
    host,
    roots: [root],
    trusted: options.trusted ?? true,
    headless: options.headless ?? false,
    limits: () => ({ task: {}, spec: {}, day: {}, corrections: 3, commit: false, ...options.limits }),
    store: {
      state: (path, text) => host.files.write(grantState('/state', path), path, bytesOf(text)),
      appendState: (path, line) => host.files.append(grantState('/state', path), path, bytesOf(`${line}\n`)),
    },
    paths: async () => ({
      root: stateRoot,
      lock: `${stateRoot}/lock`,
      sessions: `${stateRoot}/sessions`,
      sessionPrefix: 'task-0123456789ab',
    }),
    sessions: (folder) =>
      createSessionStore(
        {
          read: host.files.read,
          list: host.files.list,
          write: (path, bytes) => host.files.write(grantState('/state', path), path, bytes),
          append: (path, bytes) => host.files.append(grantState('/state', path), path, bytes),
        },
        folder,
        host.mac,
        host.clock,
      ),
    model: async () => model,
    run: (_root, run, signal) => runAgent(run, signal),
    map: async () => '',
    system: async () => ['You build tasks.', 'Steering: none.'],
    gate: async () => options.gate?.(),
    tick: (path, identity, state) => tick(host, path, identity, state),
    workshop: async (request) => workshop(host, request, options),
    checkpoints: fakeCheckpoints(memory, host, options.kept ?? new Map()),
    verifier: fakeVerifier(options, memory),
    evidence: fakeEvidence(evidence, host, options.named),
    ledger: createLedger(
      host.files,
      (path, line) => host.files.append(grantState('/state', path), path, bytesOf(`${line}\n`)),
      '/state',
      (error) => host.log.write('error', String(error)),
    ),
    visible: options.visible ?? (async () => true),
    dollars: (_model, usage) => (usage.input + usage.output) * (options.dollarsPerToken ?? 0.00001),
  };
  const service = createRunService(deps);
  return {
    host: memory,
    client,
    service,
    deps,
    evidence,
    runs: async () => {
      const runs = await service.open(spec);
      if (runs === undefined) throw new Error('There is no tasks.md.');
      return runs;
    },
    text: (path) => memory.text(path),
  };
}

/** The identity of a task by its number. */
export async function identityOf({ host }: Pick<RunHarness, 'host'>, id: string): Promise<string> {
  const document = documentOf(await readSpec(host.files, spec), 'tasks.md');
  const task = [...flattenTasks(document?.tasks ?? [])].find((each) => each.id === id);
  if (task === undefined) throw new Error(`There is no task ${id}.`);
  return task.identity;
}

/** Waits until the snapshot is as wanted; where `outcome` is given, its end before that is an error. */
export function reached(
  runs: SpecRuns,
  wanted: (snapshot: RunSnapshot) => boolean,
  outcome?: Promise<RunOutcome>,
): Promise<RunSnapshot> {
  return new Promise((resolve, reject) => {
    void outcome?.then((end) => reject(new Error(`The run ended before: ${JSON.stringify(end)}`)));
    const look = (snapshot: RunSnapshot) => {
      if (!wanted(snapshot)) return;
      watching.dispose();
      resolve(snapshot);
    };
    const watching = runs.subscribe({ changed: look });
    look(runs.snapshot());
  });
}

export function writes(path: string, text: string, id?: string): ScriptedTurn {
  return { calls: [{ name: 'write_file', input: { path, text }, ...(id === undefined ? {} : { id }) }] };
}

export function reports(summary = 'Rows are written.'): ScriptedTurn {
  return {
    calls: [{ name: 'report_task', input: { summary, criteria: [], tests: [], decisions: [], unfinished: [] } }],
  };
}

/** The text that a request's last message says. */
export function lastText(request: { readonly messages: readonly { readonly content: readonly unknown[] }[] }): string {
  return JSON.stringify(request.messages.at(-1)?.content ?? []);
}

async function tick(host: Host, path: string, identity: string, state: 'open' | 'running' | 'done') {
  const file = `${path}/tasks.md`;
  const document = documentOf(await readSpec(host.files, path), 'tasks.md');
  const task = document && findTask(document, identity);
  if (document === undefined || task === undefined) return 'The task is not there.';
  const edits = setTaskState(document, task, state);
  if (edits.length === 0) return undefined;
  const result = await host.documents.replace(grantTick(file), file, applyEdits(document.text, edits), document.text);
  return result.kind === 'written' ? undefined : 'tasks.md has changes that are not saved.';
}

function findTask(document: TasksDocument, identity: string) {
  return [...flattenTasks(document.tasks)].find((each) => each.identity === identity);
}

const facts = { kind: 'none', sentence: 'No sandbox: each command asks.', doors: [] } as const;

function workshop(host: Host, request: WorkshopRequest, options: RunHarnessOptions): Workshop {
  const authority: Authority = {
    judge: async () => {
      throw new Error('Nobody judges here.');
    },
    permit: async (action) => {
      if (action.kind === 'write') return grantAgentWrite(action.path, root, 'test');
      if (action.kind === 'delegate') return grantConsent(`delegate ${action.role}`, 'test');
      throw new Error(`${action.kind} is not allowed in this test.`);
    },
  };
  return {
    facts: () => facts,
    sandboxed: false,
    authority,
    commands: host.commands,
    environment: () => ({}),
    code: { problems: options.problems ?? (async () => undefined), outline: async () => undefined },
    tools: (_agent, handlers) => fakeTools(host, request, options, handlers),
    allowCommand: () => undefined,
    endCommands: async () => undefined,
    close: async () => undefined,
  };
}

const toolNames = ['read_file', 'write_file', 'delete_file', 'run_command', 'ask_user', 'delegate', 'report_task'];

function fakeTools(
  host: Host,
  request: WorkshopRequest,
  options: RunHarnessOptions,
  handlers: RunHandlers,
): ToolRunner {
  return {
    schemas: toolNames.map((name) => ({ name, description: name, inputSchema: { type: 'object' } })),
    readOnly: (call) => call.name === 'read_file',
    label: (call) => `${call.name} ${fieldOf(call, 'path') ?? fieldOf(call, 'command') ?? ''}`.trim(),
    run: async (call, signal, output) => {
      try {
        const handler: ((input: never) => Promise<RunAnswer>) | undefined = handlers[call.name];
        if (handler !== undefined) {
          const answer = await (handler as (input: unknown) => Promise<RunAnswer>)(call.input);
          return {
            result: result(call, answer.text, answer.isError ?? false),
            ...(answer.stop === true ? { stop: true } : {}),
          };
        }
        return { result: result(call, await act(host, request, options, call, signal, output), false) };
      } catch (error) {
        if (signal.aborted) throw error;
        return { result: result(call, error instanceof Error ? error.message : String(error), true) };
      }
    },
  };
}

async function act(
  host: Host,
  request: WorkshopRequest,
  options: RunHarnessOptions,
  call: ToolCall,
  signal: AbortSignal,
  output: ((text: string) => void) | undefined,
): Promise<string> {
  const path = `${root}/${fieldOf(call, 'path') ?? ''}`;
  if ((options.asks ?? []).includes(call.name)) await askFirst(request, call, signal);
  const grant = (): Grant => grantAgentWrite(path, root, 'test');
  switch (call.name) {
    case 'read_file':
      return new TextDecoder().decode((await host.files.read(path)) ?? new Uint8Array());
    case 'write_file':
      await host.files.write(grant(), path, bytesOf(fieldOf(call, 'text') ?? ''));
      request.touched(path);
      return `Wrote ${path}.`;
    case 'delete_file':
      await host.files.remove(grant(), path);
      request.touched(path);
      return `Deleted ${path}.`;
    case 'run_command': {
      output?.('working\n');
      // "put <path> <text>" stands for a command that changes a file without a tool.
      const [, target = '', text = ''] = /^put (\S+) (.*)$/u.exec(fieldOf(call, 'command') ?? '') ?? [];
      const file = `${root}/${target}`;
      if (target !== '') await host.files.write(grantAgentWrite(file, root, 'test'), file, bytesOf(`${text}\n`));
      return 'Command c1 ended with exit code 0 after 0 s.\nOutput:\n| working';
    }
    default:
      throw new Error(`There is no tool ${call.name}.`);
  }
}

async function askFirst(request: WorkshopRequest, call: ToolCall, signal: AbortSignal): Promise<void> {
  const action = { kind: 'write' as const, path: `${root}/${fieldOf(call, 'path') ?? ''}`, how: 'create' as const };
  const rule = { text: 'default: everything else asks', scope: 'builtin' as const };
  const judgement = { effect: 'ask' as const, rule, reason: 'No rule allows it.', suggestions: [] };
  const subject = { agent: 'main', ...request.subject() };
  const answer = await request.ask({ id: `ask-${call.id}`, action, subject, judgement }, signal);
  const effect = answer.kind === 'allow' ? 'allow' : 'deny';
  request.onDecision({ action, effect, rule, by: 'user', reason: 'The user said so.' });
  if (effect === 'deny') throw new Error('The user refused it.');
}

function result(call: ToolCall, text: string, isError: boolean): ToolResult {
  return { type: 'tool_result', callId: call.id, content: [{ type: 'text', text }], isError };
}

function fieldOf(call: ToolCall, name: string): string | undefined {
  const value: unknown = Object.entries(call.input ?? {}).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

/** Copies of all files below the root; `.kiro` and state left out, as the runner's own. */
function fakeCheckpoints(memory: MemoryHost, host: Host, kept: Kept): Checkpoints {
  const undone = new Map<string, string | undefined>();
  const now = () => {
    const paths = memory.paths().filter((path) => path.startsWith(`${root}/`) && !path.startsWith(`${root}/.kiro/`));
    return new Map(paths.map((path) => [path.slice(root.length + 1), memory.text(path) ?? '']));
  };
  const stateOf = (id: string | undefined) =>
    id === undefined ? now() : (kept.get(id)?.files ?? new Map<string, string>());
  const put = async (path: string, text: string | undefined) => {
    const file = `${root}/${path}`;
    const grant = grantAgentWrite(file, root, 'test: restore');
    if (text === undefined) await host.files.remove(grant, file);
    else await host.files.write(grant, file, bytesOf(text));
  };
  const changes = (from: string, to?: string) => {
    const [before, after] = [stateOf(from), stateOf(to)];
    const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
    return paths.flatMap((path) => reviewOf(path, before.get(path), after.get(path)));
  };
  return {
    take: async (about) => {
      const id = `cp${kept.size + 1}`;
      const place = { id, label: about.label, at: new Date(host.clock.now()).toISOString(), about, left: [] };
      // What a dead process takes is not kept.
      await host.files.write(
        grantState('/state', `${stateRoot}/checkpoints/${id}`),
        `${stateRoot}/checkpoints/${id}`,
        bytesOf(id),
      );
      kept.set(id, { place, files: now() });
      return place;
    },
    ended: async () => undefined,
    list: async () => [...kept.values()].map(({ place }) => place).reverse(),
    changes: async (from, to) => changes(from, to),
    // What lies below .kiro is in none of these states.
    taskLists: async () => [],
    sides: async (from, to, { path }) => {
      const [before, after] = [stateOf(from).get(path), stateOf(to).get(path)];
      return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
    },
    undo: async (from, { path }, hunk) => {
      const [before, after] = [stateOf(from).get(path), now().get(path)];
      undone.set(`${path} ${hunk ?? ''}`, after);
      if (hunk === undefined) {
        await put(path, before);
        return true;
      }
      const found = hunksOf(before ?? '', after ?? '').find(({ id }) => id === hunk);
      if (found === undefined) return false;
      const lines = (after ?? '').split('\n');
      const old = found.lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text);
      const added = found.lines.filter(({ kind }) => kind !== 'removed').length;
      lines.splice(found.newStart - (added === 0 ? 0 : 1), added, ...old);
      await put(path, lines.join('\n'));
      return true;
    },
    redo: async (_from, { path }, hunk) => {
      if (!undone.has(`${path} ${hunk ?? ''}`)) return false;
      await put(path, undone.get(`${path} ${hunk ?? ''}`));
      return true;
    },
    preview: async (id) => {
      const found = kept.get(id);
      return found && { checkpoint: found.place, files: changes(id), byUser: [], notHeld: [] };
    },
    restore: async (id) => {
      const files = stateOf(id);
      for (const path of new Set([...files.keys(), ...now().keys()])) {
        if (files.get(path) !== now().get(path)) await put(path, files.get(path));
      }
      return { before: { id, label: 'Before the restore', at: '' }, restored: files.size, failed: [] };
    },
  };
}

function reviewOf(path: string, before: string | undefined, after: string | undefined): readonly FileReview[] {
  if (before === after) return [];
  const kind = before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed';
  const hunks = hunksOf(before ?? '', after ?? '');
  const count = (wanted: string) => hunks.flatMap(({ lines }) => lines).filter((line) => line.kind === wanted).length;
  return [{ path, root, kind, added: count('added'), removed: count('removed'), hunks, state: 'open' }];
}

function hunksOf(before: string, after: string): readonly HunkReview[] {
  const kinds: Readonly<Record<string, 'same' | 'added' | 'removed'>> = { ' ': 'same', '+': 'added', '-': 'removed' };
  return structuredPatch('a', 'b', before, after, '', '', { context: 0 }).hunks.map(({ oldStart, newStart, lines }) => {
    const id = createHash('sha256')
      .update(JSON.stringify([oldStart, lines]))
      .digest('hex')
      .slice(0, 12);
    const read = lines.flatMap((line) => {
      const kind = kinds[line.slice(0, 1)];
      return kind === undefined ? [] : [{ kind, text: line.slice(1) }];
    });
    return { id, oldStart, newStart, lines: read, state: 'open' as const };
  });
}

function fakeVerifier({ proofs = [], confirmed = true, checksWrite }: RunHarnessOptions, memory: MemoryHost): Verifier {
  let known = confirmed;
  const view = (attempt: number, state: VerificationView['state'], sentence: string): VerificationView => ({
    attempt,
    state,
    sentence,
    warnings: [],
    checks: [{ line: 'npm test', cwd: root, state: state === 'passed' ? 'passed' : 'failed', output: '', failing: [] }],
  });
  const check = { line: 'npm test', cwd: root, source: 'package.json, script test: vitest' };
  return {
    expected: (task) => (task.title.startsWith('Checkpoint') ? 'none' : 'green'),
    checks: async () =>
      known
        ? { kind: 'confirmed', lines: ['npm test'] }
        : { kind: 'ask', confirm: { checks: [check], reason: 'These commands were found.' } },
    confirm: async () => {
      known = true;
    },
    baseline: async () => {
      if (checksWrite !== undefined) memory.put(`${root}/${checksWrite}`, 'written by the checks\n');
      return { view: view(0, 'passed', 'All green before the task.'), data: { failing: [] } };
    },
    verify: async (context, _baseline, attempt, signal): Promise<Verdict> => {
      signal.throwIfAborted();
      context.onView(view(attempt, 'running', 'Running npm test.'));
      const next = typeof proofs === 'function' ? proofs((path) => memory.text(`${root}/${path}`)) : proofs.shift();
      const proof = next ?? 'pass';
      if (proof === 'pass') return { kind: 'passed', view: view(attempt, 'passed', 'All checks pass.') };
      if (proof === 'unverifiable')
        return {
          kind: 'not_verifiable',
          view: view(attempt, 'not_verifiable', 'No test touches it.'),
          why: 'No test touches what changed.',
        };
      return { kind: 'failed', view: view(attempt, 'failed', '1 test is red.'), back: proof.red, signature: proof.red };
    },
  };
}

function fakeEvidence(written: EvidenceFacts[], host: Host, named: RunHarnessOptions['named'] = {}): EvidenceBook {
  const summaries = () =>
    written.map(({ task, summary, files }) => ({
      identity: task.identity,
      id: task.id,
      title: task.title,
      summary,
      files: files.map(({ path }) => path),
      at: new Date(0).toISOString(),
      requirements: [],
      path: '',
    }));
  return {
    write: async (facts) => {
      const path = `.tracewright/evidence/${facts.task.identity}.json`;
      await host.files.write(
        grantState('/state', `/state/evidence/${facts.session}`),
        `/state/evidence/${facts.session}`,
        bytesOf('{}'),
      );
      written.push(facts);
      return path;
    },
    list: async () => summaries(),
    earlier: async (_spec, but) =>
      summaries().flatMap((each) => (each.identity === but ? [] : [{ ...each, since: {} }])),
    markdown: async (_spec, identity) => {
      const found = written.find(({ task }) => task.identity === identity);
      return found && `# ${found.task.title}\n`;
    },
    tests: async () => named,
  };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
