/** What hooks cost: from an event to the start of its action, a burst of files, and matching, beside their floors. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import picomatch from 'picomatch';
import { expect, it } from 'vitest';
import { temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import { hookLimits } from '../../src/core/hooks/engine/deps';
import { createHookEngine, type HookEngine } from '../../src/core/hooks/engine/engine';
import { eventsOf, type FileChange } from '../../src/core/hooks/fileChange';
import { createMatcher } from '../../src/core/hooks/match/matchEvent';
import type { Firing, HookEvent } from '../../src/core/hooks/model';
import { readHookFile } from '../../src/core/hooks/read/readHookFile';
import { boundedRegex } from '../../src/node/boundedRegex';
import { clock } from '../../src/node/clock';
import { joinEditorEvents } from '../../src/node/editorEvents';
import { eventually } from '../support/eventually';

const at = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const rounded = (value: number) => Math.round(value * 100) / 100;
const cause = { by: 'user', chain: [] } as const;

/** So many hooks, each of a folder of its own; they fire as soon as they can. */
function hooksOf(count: number, trigger: string) {
  const items = Array.from(
    { length: count },
    (_, n) =>
      `  - name: h${n}\n    trigger: ${trigger}\n    debounce: 0\n    pattern: "src/pkg${n}/**/*.{ts,tsx}"\n    run: "true"\n`,
  );
  const { hooks, diagnostics } = readHookFile(
    { path: '/w/.kiro/hooks.yaml', name: 'hooks.yaml', scope: 'workspace' },
    `hooks:\n${items.join('')}`,
  );
  expect(diagnostics).toEqual([]);
  return hooks;
}

function engineOf(started: (line: string) => void, onFiring: (firing: Firing) => void = () => undefined): HookEngine {
  return createHookEngine({
    clock,
    limits: hookLimits,
    trust: { isKnown: async () => true, accept: async () => undefined },
    conditions: {
      bounded: boundedRegex,
      read: async () => undefined,
      exists: async () => false,
      branch: async () => 'main',
    },
    actions: {
      shell: 'posix',
      command: async ({ line }) => {
        started(line);
        return { kind: 'ended', by: 'exit', code: 0, stdout: '', stderr: '' };
      },
      agent: async () => ({ kind: 'failed', message: 'There is no model.', noModel: true }),
      scan: async () => [],
      pullRequest: async () => ({ problem: '' }),
      checklist: async () => ({ problem: '' }),
      write: async () => undefined,
      notify: () => undefined,
    },
    onFiring,
  });
}

const results: Record<string, number> = {};

it('an event starts its action among 200 hooks', async () => {
  let start: () => void = () => undefined;
  const engine = engineOf(() => start());
  engine.use(hooksOf(200, 'on_save'));
  const times: number[] = [];
  for (let round = 0; round < 500; round++) {
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const began = performance.now();
    engine.tell({
      trigger: 'PostFileSave',
      root: '/w',
      cause,
      files: [{ path: `src/pkg${round % 200}/a/b${round}.ts` }],
    });
    await started;
    times.push(performance.now() - began);
    await engine.idle();
  }
  engine.dispose();
  results.startP50 = rounded(at(times, 0.5));
  results.startP99 = rounded(at(times, 0.99));
  expect(results.startP99).toBeLessThan(500);
});

it('a burst of 10,000 files is one firing with each file once', async () => {
  const root = temporaryFolder('hooks-bench').replaceAll('\\', '/');
  const paths = Array.from({ length: 10_000 }, (_, n) => `src/pkg0/d${n % 100}/f${n}.ts`);
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
  const told: string[] = [];
  const engine = engineOf(
    () => undefined,
    ({ result, files }) => {
      if (result.kind === 'ok') told.push(...files.map(({ path }) => path));
    },
  );
  const hooks = hooksOf(200, 'on_create');
  engine.use(hooks.map((hook) => ({ ...hook, debounceMs: 300 })));
  const changed = (changes: readonly FileChange[]) => {
    for (const event of eventsOf(root, changes, () => cause)) engine.tell(event);
  };
  const idle = process.memoryUsage().heapUsed;
  let most = idle;
  const events = joinEditorEvents({ root, wanted: () => true, changed, failed: (error) => told.push(String(error)) });
  const began = performance.now();
  // A watcher may tell of a file more than once.
  for (const path of [...paths, ...paths.slice(0, 500)]) events.heard('add', `${root}/${path}`);
  await eventually('all files', () => {
    most = Math.max(most, process.memoryUsage().heapUsed);
    return told.length >= paths.length;
  });
  await engine.idle();
  results.burstMs = Math.round(performance.now() - began);
  results.burstMegabytes = Math.round((most - idle) / 1e6);
  results.idleMegabytes = Math.round(idle / 1e6);
  events.dispose();
  engine.dispose();
  rmSync(root, { recursive: true, force: true });
  expect([...told].sort()).toEqual([...paths].sort());
});

it('1,000 hooks are matched against 100,000 events within a few times of picomatch alone', () => {
  const hooks = hooksOf(1_000, 'on_save');
  const matcher = createMatcher(hooks, boundedRegex);
  const globs = hooks.map(({ trigger }) => picomatch([...trigger.patterns], { dot: true }));
  const path = (n: number) => `src/pkg${n % 1_000}/a/b${n}.ts`;
  const event = (n: number): HookEvent => ({
    id: '',
    at: '',
    trigger: 'PostFileSave',
    root: '/w',
    cause,
    files: [{ path: path(n) }],
  });
  const timed = (count: number, work: (n: number) => number): { ms: number; found: number } => {
    const began = performance.now();
    let found = 0;
    for (let n = 0; n < count; n++) found += work(n);
    return { ms: performance.now() - began, found };
  };
  // Picomatch asks each glob of each path, which is the same work for every path: a part of them is enough.
  const part = 2_000;
  const floor = timed(part, (n) => globs.filter((matches) => matches(path(n))).length);
  const sample = timed(part, (n) => matcher.match(event(n)).length);
  const events = sample.ms / part < 0.5 ? 100_000 : part;
  const ours = timed(events, (n) => matcher.match(event(n)).length);
  expect(floor.found).toBe(part);
  expect(ours.found).toBe(events);
  results.matchedEvents = events;
  results.matchUs = rounded((ours.ms / events) * 1000);
  results.picomatchUs = rounded((floor.ms / part) * 1000);
  console.log(`hooks: ${JSON.stringify(results)}`);
  mkdirSync(join(testOutput, 'bench'), { recursive: true });
  writeFileSync(join(testOutput, 'bench/hooks.json'), JSON.stringify(results, undefined, 2));
  // Told; judged only where something is wrong by an order of magnitude.
  expect(results.matchUs / results.picomatchUs).toBeLessThan(20);
});
