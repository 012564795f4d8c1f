/** What a checkpoint costs beside git's own `add -A` and `write-tree` with a warm index, on the same tree. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import { createNodeHost } from '../../src/node/host';

const sizes = [1_000, 10_000, 50_000];
const rounds = { 'unchanged, just written': 9, full: 3, unchanged: 9 };
const goal = { 'unchanged, just written': 1.0, full: 1.2, unchanged: 1.0 };
/** Files that nobody has written for so long are known by their times; as long as the system may hold a change back. */
const restMs = 75_000;

function fillTree(root: string, count: number, round: number): void {
  for (let at = 0; at < count; at++) {
    const folder = `${root}/pkg${Math.floor(at / 500)}/mod${Math.floor(at / 50) % 10}`;
    if (at % 50 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(
      `${folder}/f${at % 50}.ts`,
      `// ${round} ${at}\n${`export const value${at} = ${at * 7919};\n`.repeat(40)}`,
    );
  }
  writeFileSync(`${root}/.gitignore`, 'node_modules/\ndist/\n*.log\n');
}

/**
 * Git compares times by the second, and reads a file again at each look that is as young as its index. Else it would
 * depend on when that second ended which of the two has to.
 */
async function secondIsOver(): Promise<void> {
  const second = Math.floor(Date.now() / 1000);
  while (Math.floor(Date.now() / 1000) === second) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Git as a user would run it, over a repository of its own; milliseconds. */
function bareGit(gitDir: string, root: string): number {
  const args = ['--git-dir', gitDir, '--work-tree', root, '-c', 'core.fsmonitor=false'];
  const start = performance.now();
  for (const command of [['add', '-A'], ['write-tree']]) {
    const ran = spawnSync('git', [...args, ...command], { cwd: root });
    if (ran.status !== 0) throw new Error(String(ran.stderr));
  }
  return performance.now() - start;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface Found {
  readonly files: number;
  readonly what: keyof typeof goal;
  readonly bareMs: number;
  readonly oursMs: number;
  readonly ratio: number;
}
const found: Found[] = [];

describe.each(sizes)('%i files', (files) => {
  it('cost no more than git itself', async () => {
    const folder = temporaryFolder(`checkpoints-${files}`);
    const [root, gitDir] = [join(folder, 'work'), join(folder, 'bare')];
    mkdirSync(root, { recursive: true });
    fillTree(root, files, 0);
    spawnSync('git', ['init', '-q', '--bare', gitDir]);
    spawnSync('git', ['--git-dir', gitDir, 'config', 'core.bare', 'false']);
    const { snapshots } = createNodeHost({ stateFolder: join(folder, 'state') });
    const ours = async () => {
      const start = performance.now();
      await snapshots.take(root, {});
      return performance.now() - start;
    };
    await secondIsOver();
    bareGit(gitDir, root);
    await ours();
    for (const what of ['unchanged, just written', 'full', 'unchanged'] as const) {
      if (what === 'unchanged') {
        await new Promise((resolve) => setTimeout(resolve, restMs));
        await ours();
      }
      const pairs: [number, number][] = [];
      for (let round = 1; round <= rounds[what]; round++) {
        if (what === 'full') {
          fillTree(root, files, round);
          await secondIsOver();
        }
        // In turn, so that a machine that slows down slows both.
        pairs.push(
          round % 2 ? [bareGit(gitDir, root), await ours()] : [...(await reversed(ours, () => bareGit(gitDir, root)))],
        );
      }
      const ratio = median(pairs.map(([bare, mine]) => mine / bare));
      const [bareMs, oursMs] = [median(pairs.map(([bare]) => bare)), median(pairs.map(([, mine]) => mine))];
      found.push({ files, what, bareMs, oursMs, ratio });
      console.log(
        `checkpoints: ${files} files, ${what}: ${oursMs.toFixed(0)} ms, git ${bareMs.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (goal ${goal[what]})`,
      );
    }
    mkdirSync(join(testOutput, 'bench'), { recursive: true });
    writeFileSync(join(testOutput, 'bench/checkpoints.json'), JSON.stringify(found, undefined, 2));
    // Time is told, not judged: a busy machine is no defect. What was measured is the real thing.
    const [last] = await snapshots.list(root);
    expect((await snapshots.compare(root, last?.id ?? '')).changes).toEqual([]);
    expect(await snapshots.read(root, last?.id ?? '', ['pkg0/mod0/f0.ts'])).toHaveProperty('size', 1);
    rmSync(folder, { recursive: true });
  }, 600_000);
});

async function reversed(ours: () => Promise<number>, bare: () => number): Promise<[number, number]> {
  const mine = await ours();
  return [bare(), mine];
}
