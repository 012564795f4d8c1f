/**
 * Building from the built command line, with sample answers: in a terminal as a person does it, and in processes that
 * are killed again and again.
 */
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ensureNode } from '../../scripts/lib/install.mjs';
import { root, temporaryFolder } from '../../scripts/lib/places.mjs';
import { until } from './driver';

const execute = promisify(execFile);
const cli = join(root, 'dist/cli.js');
const name = 'version-endpoint';
/** Each task runs the tests of the sample two to five times. */
const whileTestsRun = 180_000;

// The sample workspace's tests are TypeScript, which Node runs as it is from 22.18 on.
const node = await ensureNode(24);

interface World {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs to the end and gives what it printed; rejects on another exit code than 0. */
  run(...args: readonly string[]): Promise<string>;
  read(path: string): string | undefined;
  /** Names in a folder; none where there is none. */
  names(folder: string): readonly string[];
}

function world(): World {
  const temporary = temporaryFolder('headless');
  const workspace = join(temporary, 'sample');
  cpSync(join(root, 'media/sample'), workspace, { recursive: true });
  const env = {
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    HOME: temporary,
    TRACEWRIGHT_STATE: join(temporary, 'state'),
    NO_COLOR: '1',
    TERM: 'dumb',
  };
  const at = (path: string) => join(workspace, path);
  return {
    workspace,
    env,
    run: async (...args) => (await execute(node, [cli, ...args], { cwd: workspace, env })).stdout,
    read: (path) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : undefined),
    names: (folder) => (existsSync(at(folder)) ? readdirSync(at(folder)).sort() : []),
  };
}

/** A world with the spec that sample answers can build, all of it approved. */
async function planned(): Promise<World> {
  const made = world();
  await made.run('trust');
  await made.run('spec', 'new', 'Add a /version endpoint');
  for (const [document, next] of [['requirements', 'design'], ['design', 'tasks'], ['tasks']] as const) {
    await made.run('spec', 'approve', name, document);
    if (next !== undefined) await made.run('spec', 'continue', name, '--until', next);
  }
  return made;
}

/** A process with a terminal on both ends, and a person who answers what it asks. */
function inTerminal({ workspace, env }: World, args: readonly string[]) {
  const line = [node, cli, ...args].map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], {
    cwd: workspace,
    env: { ...env, SHELL: '/bin/sh' },
  });
  let shown = '';
  let read = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ended,
    /** Waits for these words after those that were waited for last, and gives what stood between. */
    sees: async (words: string) => {
      const looked = async () => {
        const found = shown.indexOf(words, read);
        if (found === -1) throw new Error(`It shows: ${shown.slice(read)}`);
        return { between: shown.slice(read, found), end: found + words.length };
      };
      const { between, end } = await until(`"${words}" in the terminal`, looked, whileTestsRun);
      read = end;
      return between;
    },
    types: (text: string) => void child.stdin.write(`${text}\n`),
    shown: () => shown,
  };
}

/** How the question after a file's change begins; of one with several parts it offers these, too. */
const accepts = 'Enter accepts, "no" rejects';

test('in a terminal: rejected and redirected, red and corrected, all run, restored', { timeout: 900_000 }, async () => {
  const made = await planned();
  const first = inTerminal(made, ['run', name, '--task', '1']);
  await first.sees('Let these prove the work?');
  // The first would look at the types with a compiler from the network.
  first.types('2');
  await first.sees(`src/config.ts: ${accepts}`);
  first.types('');
  await first.sees(`src/server.ts: ${accepts}`);
  first.types('Say which service does not start.');
  await first.sees(`test/start.test.ts: ${accepts}`);
  first.types('');
  expect(await first.sees(`src/server.ts: ${accepts}`)).toContain('Daybook does not start:');
  first.types('');
  expect(await first.ended, first.shown()).toBe(0);
  expect(made.read('src/server.ts')).toContain('Daybook does not start:');

  const rest = inTerminal(made, ['run', name, '--all']);
  for (const file of ['src/app.ts', 'src/server.ts', 'test/version.test.ts']) {
    await rest.sees(`${file}: ${accepts}`);
    rest.types('');
  }
  expect(await rest.sees(`test/health.test.ts: ${accepts}`)).toContain('GET /health says that the service is up');
  rest.types('');
  expect(await rest.ended, rest.shown()).toBe(0);
  expectBuilt(made);

  const listed: { readonly checkpoints: readonly { readonly id: string; readonly label: string }[] } = JSON.parse(
    await made.run('checkpoints', 'list', '--json'),
  );
  const built = made.read('src/server.ts');
  const begun = listed.checkpoints.findLast(({ label }) => label === 'Before the task');
  const back = JSON.parse(await made.run('checkpoints', 'restore', begun?.id ?? '', '--yes', '--json'));
  expect(made.names('test')).toEqual(['health.test.ts']);
  await made.run('checkpoints', 'restore', back.before.id, '--yes');
  expect(made.names('test')).toEqual(['health.test.ts', 'start.test.ts', 'version.test.ts']);
  expect(made.read('src/server.ts')).toBe(built);
});

function expectBuilt({ read, names }: World): void {
  const spec = `.kiro/specs/${name}`;
  expect(read(`${spec}/tasks.md`)?.match(/^- \[x\] \d/gmu)).toHaveLength(3);
  const records = names(`${spec}/.tracewright/evidence`).map((file) =>
    JSON.parse(read(`${spec}/.tracewright/evidence/${file}`) ?? ''),
  );
  expect(records.map(({ task }) => task.id)).toEqual(['1', '2', '3']);
  expect(names('test')).toEqual(['health.test.ts', 'start.test.ts', 'version.test.ts']);
}

test('a criterion that changes after the work was done names the finished work, with its record', {
  timeout: 600_000,
}, async () => {
  const made = await planned();
  await made.run('run', name, '--task', '1', '--confirm-checks', '--mode', 'autopilot');
  const folder = `.kiro/specs/${name}`;
  const [record = ''] = made.names(`${folder}/.tracewright/evidence`);
  const {
    requirements,
    task,
  }: { readonly requirements: readonly string[]; readonly task: { readonly title: string } } = JSON.parse(
    made.read(`${folder}/.tracewright/evidence/${record}`) ?? '',
  );
  const untouched = await made.run('spec', 'diff', name, '--document', 'requirements');
  expect(untouched).toContain('nothing changed');

  const file = `${folder}/requirements.md`;
  const text = made.read(file) ?? '';
  const [proved = ''] = requirements;
  const other = criteriaIn(text).find((id) => !requirements.includes(id)) ?? '';
  writeFileSync(join(made.workspace, file), reworded(reworded(text, proved), other));

  const { diffs } = JSON.parse(await made.run('spec', 'diff', name, '--document', 'requirements', '--json'));
  const finishedBy: Record<string, unknown> = {};
  for (const { id, touches } of diffs[0].changes) finishedBy[id] = touches.finished;
  expect(Object.keys(finishedBy).sort()).toEqual([proved, other].sort());
  expect(finishedBy).toMatchObject({ [proved]: [{ title: task.title, path: `.tracewright/evidence/${record}` }] });
  // What nobody has built yet is no finished work.
  expect(finishedBy).toMatchObject({ [other]: [] });
  expect(await made.run('spec', 'diff', name)).toContain(
    `finished work: 1 ${task.title} (.tracewright/evidence/${record})`,
  );
});

/** Ids of the criteria of a text, as they are counted: "1.2". */
function criteriaIn(text: string): readonly string[] {
  const ids: string[] = [];
  let requirement = '';
  for (const line of text.split('\n')) {
    requirement = /^### Requirement (\d+)/u.exec(line)?.[1] ?? requirement;
    const number = /^(\d+)\. /u.exec(line)?.[1];
    if (number !== undefined && requirement !== '') ids.push(`${requirement}.${number}`);
  }
  return ids;
}

/** The text with more words at the end of one criterion. */
function reworded(text: string, id: string): string {
  const [requirement = '', number = ''] = id.split('.');
  const begin = text.search(new RegExp(`^### Requirement ${requirement}\\b`, 'mu'));
  const at = new RegExp(`^${number}\\. .*$`, 'mu').exec(text.slice(begin));
  if (begin === -1 || at === null) throw new Error(`There is no criterion ${id} in:\n${text}`);
  const end = begin + at.index + at[0].length;
  return `${text.slice(0, end)} within 50 milliseconds${text.slice(end)}`;
}

/** Kills of one run, each at another event of it. */
const mostKills = 18;

test('killed again and again, a run of all tasks ends with everything built once', { timeout: 900_000 }, async () => {
  const made = await planned();
  const kills: string[] = [];
  let args = ['run', name, '--all'];
  for (;;) {
    // Steps of 7 in 19 come by every number of events before they repeat one.
    const events = kills.length < mostKills ? 5 + ((kills.length * 7) % 19) : Number.POSITIVE_INFINITY;
    const { code, last, notes, told } = await killedAfter(made, args, events);
    if (code !== null) {
      expect(code, `killed after ${kills.join(', ')}; then: ${notes}${told}`).toBe(0);
      break;
    }
    kills.push(last);
    args = ['run', name, '--resume'];
  }
  expect(new Set(kills).size, kills.join(', ')).toBeGreaterThan(5);
  expectBuilt(made);
  expect(await made.run('log', 'verify')).not.toMatch(/broken|missing/u);
  await until('every process of the run to be gone', async () => processesIn(made.workspace).length === 0);
});

/** Starts the command line and kills it once it has printed so many events; its exit code is null then. */
async function killedAfter({ workspace, env }: World, args: readonly string[], events: number) {
  const options = ['--json', '--confirm-checks', '--mode', 'autopilot'];
  const child = spawn(node, [cli, ...args, ...options], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let rest = '';
  let notes = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    notes += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    if (lines.length >= events) child.kill('SIGKILL');
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const { type, note } = JSON.parse(lines.at(-1) ?? '{}');
  return {
    code,
    notes,
    told: lines.slice(-5).join('\n'),
    last: note === undefined ? String(type) : `${type} ${note.type}`,
  };
}

/** Processes that work below a folder, by their working directory. */
function processesIn(folder: string): readonly string[] {
  return readdirSync('/proc').filter((id) => {
    if (!/^\d+$/u.test(id)) return false;
    try {
      return readlinkSync(`/proc/${id}/cwd`).startsWith(folder);
    } catch {
      // Gone meanwhile, or a process of another user.
      return false;
    }
  });
}
