/** What hooks cost: from an event to the start of its action, a burst of files, and matching, beside their floors. */
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import picomatch from 'picomatch';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import { hookLimits } from '../../src/core/hooks/engine/deps';
import { createHookEngine, type HookEngine } from '../../src/core/hooks/engine/engine';
import { eventsOf, type FileChange } from '../../src/core/hooks/fileChange';
import { createMatcher } from '../../src/core/hooks/match/matchEvent';
import type { Firing, HookEvent } from '../../src/core/hooks/model';
import { readHookFile } from '../../src/core/hooks/read/readHookFile';
import { boundedRegex } from '../../src/node/boundedRegex';
import { clock } from '../../src/node/clock';
import { type FileEventWatch, watchFileEvents } from '../../src/node/fileEvents';

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const rounded = (value: number) => Math.round(value * 100) / 100;
const cause = { by: 'user', chain: [] } as const;

/** So many hooks with the pattern that is made of each number; they fire as soon as they can. */
function hooksOf(count: number, trigger: string, patternOf: (n: number) => string = ofFolder) {
  const items = Array.from(
    { length: count },
    (_, n) =>
      `  - name: h${n}\n    trigger: ${trigger}\n    debounce: 0\n    pattern: "${patternOf(n)}"\n    run: "true"\n`,
  );
  const { hooks, diagnostics } = readHookFile(
    { path: '/w/.kiro/hooks.yaml', name: 'hooks.yaml', scope: 'workspace' },
    `hooks:\n${items.join('')}`,
  );
  expect(diagnostics).toEqual([]);
  return hooks;
}

function ofFolder(n: number): string {
  return `src/pkg${n}/**/*.{ts,tsx}`;
}

function engineOf(started: (line: string) => void, onFiring: (firing: Firing) => void = () => undefined): HookEngine {
  return createHookEngine({
    clock,
    limits: hookLimits,
    trust: {
      look: async (hook) => ({ kind: 'known', hook }),
      lookAll: async (hooks) => hooks.map((hook) => ({ kind: 'known', hook })),
      accept: async () => undefined,
    },
    conditions: {
      bounded: boundedRegex,
      read: async () => undefined,
      exists: async () => false,
      branch: async () => 'main',
      changedLines: async () => [],
    },
    actions: {
      shell: 'posix',
      command: async ({ line }) => {
        started(line);
        return { kind: 'ended', by: 'exit', code: 0, stdout: '', stderr: '' };
      },
      agent: async () => ({ kind: 'failed', message: 'There is no model.', noModel: true }),
      shown: async (about) => about,
      scan: async () => [],
      pullRequest: async () => ({ problem: '' }),
      checklist: async () => ({ problem: '' }),
      write: async () => undefined,
      notify: () => undefined,
    },
    onFiring,
  });
}

const results: Record<string, unknown> = {};
const log = { write: () => undefined };

/** A real folder with a package for each hook. */
function folderOf(packages: number): string {
  const root = realpathSync(temporaryFolder('hooks-bench')).replaceAll('\\', '/');
  for (let n = 0; n < packages; n++) mkdirSync(`${root}/src/pkg${n}`, { recursive: true });
  return root;
}

/** The library that watches, with nothing of ours. */
async function bareWatcher(root: string, heard: (path: string) => void): Promise<FSWatcher> {
  const watcher = watch(`${root}/src`, { followSymlinks: false });
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return watcher.on('add', (path) => heard(path.replaceAll('\\', '/').slice(root.length + 1)));
}

/** Our watcher, telling the engine. */
function ourWatcher(root: string, engine: HookEngine): Promise<FileEventWatch> {
  const changed = (change: FileChange) => {
    for (const event of eventsOf(root, [change], () => cause)) engine.tell(event);
  };
  return watchFileEvents({ root, bases: ['src'], changed, log });
}

it('a file that appears starts the action of its hook among 200, beside the bare watcher', async () => {
  const root = folderOf(200);
  const times = { bare: [] as number[], start: [] as number[], beyond: [] as number[] };
  let at: Partial<Record<'bare' | 'start', number>> = {};
  const engine = engineOf(() => {
    at.start ??= performance.now();
  });
  engine.use(hooksOf(200, 'on_create'));
  const bare = await bareWatcher(root, () => {
    at.bare ??= performance.now();
  });
  const ours = await ourWatcher(root, engine);
  for (let round = 0; round < 200; round++) {
    at = {};
    const began = performance.now();
    writeFileSync(`${root}/src/pkg${round}/made.ts`, String(round));
    while (at.bare === undefined || at.start === undefined) await new Promise((resolve) => setImmediate(resolve));
    times.bare.push(at.bare - began);
    times.start.push(at.start - began);
    times.beyond.push(at.start - at.bare);
    await engine.idle();
  }
  ours.dispose();
  await bare.close();
  engine.dispose();
  rmSync(root, { recursive: true, force: true });
  for (const [name, values] of Object.entries(times))
    results[name] = { p50: rounded(percentile(values, 0.5)), p99: rounded(percentile(values, 0.99)) };
  results.startRatio = rounded(percentile(times.start, 0.5) / percentile(times.bare, 0.5));
  // Told; judged only where something is wrong by an order of magnitude.
  expect(percentile(times.beyond, 0.99)).toBeLessThan(500);
});

const burst = 10_000;

/** A watcher that says nothing for so long has lost what is missing. */
const givenUpMs = 10_000;

/**
 * Makes the files of a burst, and resolves when all were heard of, or where `mayLose` nothing more is; the most memory
 * meanwhile.
 */
async function made(
  root: string,
  heard: () => number,
  mayLose = false,
): Promise<{ readonly ms: number; readonly bytes: number }> {
  let most = 0;
  let last = { count: 0, at: 0 };
  const look = () => {
    most = Math.max(most, process.memoryUsage().heapUsed);
    return heard() >= burst;
  };
  const began = performance.now();
  for (let n = 0; n < burst; n++) {
    writeFileSync(`${root}/src/pkg${n % 100}/f${n}.ts`, String(n));
    if (n % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  // A slow disk takes its time; the time is told, and the limit is the test's.
  while (!look()) {
    if (heard() !== last.count) last = { count: heard(), at: performance.now() };
    else if (mayLose && last.at > 0 && performance.now() - last.at > givenUpMs) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { ms: (look() ? performance.now() : last.at) - began, bytes: most };
}

it('a burst of 10,000 files in a real folder is told with each file once', async () => {
  const bareRoot = folderOf(100);
  const heard = new Set<string>();
  const bare = await bareWatcher(bareRoot, (path) => heard.add(path));
  // Of more news than the system keeps, a bare watcher hears nothing.
  const floor = await made(bareRoot, () => heard.size, true);
  await bare.close();

  const root = folderOf(100);
  const told: string[] = [];
  let firings = 0;
  const engine = engineOf(
    () => undefined,
    ({ result, files }) => {
      if (result.kind !== 'ok') return;
      firings += 1;
      told.push(...files.map(({ path }) => path));
    },
  );
  const one = hooksOf(1, 'on_create', () => 'src/**/*.ts');
  const others = hooksOf(199, 'on_create', (n) => `other${n}/**/*.{ts,tsx}`);
  engine.use([...one.map((hook) => ({ ...hook, id: 'all', debounceMs: 300 })), ...others]);
  const ours = await ourWatcher(root, engine);
  const idle = process.memoryUsage().heapUsed;
  const { ms, bytes } = await made(root, () => told.length);
  await ours.settled();
  await engine.idle();
  ours.dispose();
  engine.dispose();
  rmSync(root, { recursive: true, force: true });
  rmSync(bareRoot, { recursive: true, force: true });
  results.burst = {
    ms: Math.round(ms),
    bareMs: Math.round(floor.ms),
    bareLost: burst - heard.size,
    firings,
    idleMegabytes: Math.round(idle / 1e6),
    moreMegabytes: Math.round((bytes - idle) / 1e6),
  };
  const expected = Array.from({ length: burst }, (_, n) => `src/pkg${n % 100}/f${n}.ts`);
  expect([...told].sort()).toEqual(expected.sort());
}, 180_000);

const mixed = (n: number): string =>
  [`src/pkg${n}/**/*.{ts,tsx}`, `**/*.m${n % 10}`, `test/**/pkg${n}/*.ts`, `{docs,src}/pkg${n}/**`, `pkg${n}.ts`][
    n % 5
  ] ?? '';

it.each([
  ['folders of their own', ofFolder],
  ['patterns of all kinds', mixed],
  ['patterns that no index can tell apart', (n: number) => `**/pkg${n}/**`],
])('1,000 hooks with %s are matched against 100,000 events beside picomatch alone', (name, patternOf) => {
  const hooks = hooksOf(1_000, 'on_save', patternOf);
  const matcher = createMatcher(hooks, boundedRegex);
  const globs = hooks.map(({ trigger }) =>
    picomatch(
      trigger.patterns.map((glob) => (glob.includes('/') ? glob : `**/${glob}`)),
      { dot: true },
    ),
  );
  const path = (n: number) => `src/pkg${n % 1_000}/a/b${n}.ts`;
  const event = (n: number): HookEvent => ({
    id: '',
    at: '',
    trigger: 'PostFileSave',
    root: '/w',
    cause,
    files: [{ path: path(n) }],
  });
  const timed = (count: number, work: (n: number) => number): { readonly us: number; readonly found: number } => {
    const began = performance.now();
    let found = 0;
    for (let n = 0; n < count; n++) found += work(n);
    return { us: ((performance.now() - began) * 1000) / count, found };
  };
  const alone = (n: number) => globs.filter((matches) => matches(path(n))).length;
  const ours = (n: number) => matcher.match(event(n)).length;
  // Picomatch asks each glob of each path, which is the same work for every path: a part of them is enough.
  const part = 1_000;
  timed(200, alone);
  timed(200, ours);
  const floor = timed(part, alone);
  const sample = timed(part, ours);
  expect(sample.found).toBe(floor.found);
  const events = sample.us * 100_000 < 15e6 ? 100_000 : part;
  const all = timed(events, ours);
  const row = {
    events,
    us: rounded(all.us),
    picomatchUs: rounded(floor.us),
    ratio: Math.round((all.us / floor.us) * 1000) / 1000,
  };
  results[`matching ${name}`] = row;
  // Told; judged only where something is wrong by an order of magnitude.
  expect(row.ratio).toBeLessThan(10);
});

afterAll(() => {
  for (const [what, result] of Object.entries(results)) console.log(`hooks: ${what}: ${JSON.stringify(result)}`);
  mkdirSync(join(testOutput, 'bench'), { recursive: true });
  writeFileSync(join(testOutput, 'bench/hooks.json'), JSON.stringify(results, undefined, 2));
});
