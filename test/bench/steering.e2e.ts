/** What loading (at first, and again where nothing changed) and choosing among 1,000 steering files costs, beside reading them and asking their globs only. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { expect, it } from 'vitest';
import { temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import { defaultSettings } from '../../src/core/settings';
import { select } from '../../src/core/steering/select';
import { steeringOf } from '../../src/core/workspace/steering';
import { createNodeHost } from '../../src/node/host';

const count = 1_000;
const rounds = 9;
const globOf = (at: number) => `src/pkg${at}/**/*.{ts,tsx}`;
const paths = Array.from({ length: 50 }, (_, at) => `src/pkg${at * 20}/a/b${at}.ts`);
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

function fill(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < count; at++) {
    const head = at % 10 === 0 ? 'inclusion: always' : `inclusion: fileMatch\nfileMatchPattern: "${globOf(at)}"`;
    writeFileSync(
      join(folder, `r${at}.md`),
      `---\n${head}\n---\n# Rule ${at}\n\n${'- Say what holds, not how.\n'.repeat(40)}`,
    );
  }
}

it('stay within a few times their floors', async () => {
  const root = temporaryFolder('steering-bench').replaceAll('\\', '/');
  const folder = `${root}/.kiro/steering`;
  fill(folder);
  const host = { ...createNodeHost({ stateFolder: `${root}/state` }), homeFolder: `${root}/home` };
  // What was read is kept once it is old enough that its next change must show in its time.
  const clock = { ...host.clock, now: () => Date.now() + 60_000 };
  /** Another `files`, another cache. */
  const parts = () => ({
    host: { files: { ...host.files }, clock, homeFolder: host.homeFolder },
    roots: [root],
    trusted: true,
    settings: defaultSettings,
  });
  const bare = async () => Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  const globs = Array.from({ length: count }, (_, at) => picomatch(globOf(at)));
  const times = {
    read: [] as number[],
    load: [] as number[],
    again: [] as number[],
    globs: [] as number[],
    select: [] as number[],
  };
  for (let round = 0; round < rounds; round++) {
    times.read.push(await timed(bare));
    let files: Awaited<ReturnType<typeof steeringOf>> = [];
    const fresh = parts();
    const load = async () => {
      files = await steeringOf(fresh, root, { paths });
    };
    times.load.push(await timed(load));
    times.again.push(await timed(load));
    expect(files).toHaveLength(count);
    times.globs.push(await timed(async () => globs.map((matches) => paths.find((path) => matches(path)))));
    times.select.push(await timed(async () => select(files, { paths, request: 'Add a page' })));
  }
  const found = Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, Math.round(median(all) * 10) / 10]),
  );
  console.log(
    `steering: ${count} files: load ${found.load} ms, again ${found.again} ms (reading alone ${found.read} ms), select for ${paths.length} paths ${found.select} ms (globs alone ${found.globs} ms)`,
  );
  mkdirSync(join(testOutput, 'bench'), { recursive: true });
  writeFileSync(
    join(testOutput, 'bench/steering.json'),
    JSON.stringify({ count, paths: paths.length, ...found }, undefined, 2),
  );
  rmSync(root, { recursive: true, force: true });
  // Told; judged only where something is wrong by an order of magnitude.
  expect(median(times.load) / median(times.read)).toBeLessThan(60);
});
