/** What parsing and checking specs costs beside OpenSpec, which does the same for its own format. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { root, temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import { kiroRequirements, openRequirements } from './check/specs';

const peer = join(root, 'node_modules/@fission-ai/openspec');
const quiet = { ...process.env, OPENSPEC_TELEMETRY: '0', DO_NOT_TRACK: '1', NO_COLOR: '1' };
/** Far beyond what a busy machine adds: something grew by a power. */
const defect = 40;

interface Found {
  readonly what: string;
  readonly ratio: number;
  readonly goal: number;
}
const found: Found[] = [];

function judge(what: string, ratio: number, goal: number, numbers: string): void {
  found.push({ what, ratio, goal });
  console.log(`check: ${what}: ${numbers}, ratio ${ratio.toFixed(2)} (goal ${goal.toFixed(2)})`);
  expect(ratio, what).toBeLessThan(defect);
}

afterAll(() => {
  mkdirSync(join(testOutput, 'bench'), { recursive: true });
  writeFileSync(join(testOutput, 'bench/check.json'), JSON.stringify(found, undefined, 2));
});

/** So many rounds that the median is of programs that run as fast as they do in an editor; how they start is measured below. */
it.each([
  ['20 requirements and 50 tasks', '20x50', 1_500],
  ['2,000 requirements and 10,000 tasks', '2000x10000', 15],
])('parsing, checking and checking again: %s', async (what, size, rounds) => {
  const folder = temporaryFolder('check-bench');
  const program = join(folder, 'inProcess.mjs');
  await build({
    entryPoints: [join(root, 'test/bench/check/inProcess.program.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const ran = spawnSync(process.execPath, [program, peer, size, String(rounds)], { encoding: 'utf8', env: quiet });
  expect(ran.stderr).toBe('');
  const ms: Record<'parse' | 'peerParse' | 'check' | 'peerCheck' | 'recheck' | 'recheckTasks', number> = JSON.parse(
    ran.stdout,
  );
  const said = (one: number, other: number) => `${one.toFixed(1)} ms of CPU beside ${other.toFixed(1)}`;
  judge(`parse, ${what}`, ms.parse / ms.peerParse, 1 / 3, said(ms.parse, ms.peerParse));
  judge(`check, ${what}`, ms.check / ms.peerCheck, 1, said(ms.check, ms.peerCheck));
  judge(`check again after an edit of requirements, ${what}`, ms.recheck / ms.check, 1 / 6, said(ms.recheck, ms.check));
  judge(
    `check again after an edit of tasks, ${what}`,
    ms.recheckTasks / ms.check,
    1 / 6,
    said(ms.recheckTasks, ms.check),
  );
});

/** Seconds and megabytes of a whole process; the least of a few, since what else a machine does only adds. */
function whole(script: string, args: readonly string[], cwd: string): { readonly ms: number; readonly mb: number } {
  const report = join(cwd, 'usage.json');
  const hook = join(cwd, 'usage.cjs');
  writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.resourceUsage())));`,
  );
  const usage = () => {
    const ran = spawnSync(process.execPath, ['--require', hook, script, ...args], {
      cwd,
      encoding: 'utf8',
      env: { ...quiet, TRACEWRIGHT_STATE: join(cwd, 'state') },
      maxBuffer: 1 << 28,
    });
    expect(ran.status, ran.stderr).toBe(0);
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(report, 'utf8'));
    return { ms: (userCPUTime + systemCPUTime) / 1000, mb: maxRSS / 1024 };
  };
  const runs = [usage(), usage(), usage()];
  return { ms: Math.min(...runs.map(({ ms }) => ms)), mb: Math.min(...runs.map(({ mb }) => mb)) };
}

it.each([1, 100, 1_000])('a cold check of %i specs', (count) => {
  const [ours, theirs] = [temporaryFolder('check-ours'), temporaryFolder('check-theirs')];
  for (let at = 0; at < count; at++) {
    const [one, other] = [join(ours, `.kiro/specs/s${at}`), join(theirs, `openspec/specs/s${at}`)];
    for (const folder of [one, other]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(one, 'requirements.md'), kiroRequirements(20, `Shop${at}`));
    writeFileSync(join(other, 'spec.md'), openRequirements(20, `Shop${at}`));
  }
  const mine = whole(join(root, 'dist/cli.js'), ['check', '--format', 'json'], ours);
  const its = whole(join(peer, 'bin/openspec.js'), ['validate', '--all', '--strict', '--json'], theirs);
  const cpu = `${mine.ms.toFixed(0)} ms of CPU beside ${its.ms.toFixed(0)}`;
  judge(`cold check, ${count} specs`, mine.ms / its.ms, 1 / 2, cpu);
  judge(`memory, ${count} specs`, mine.mb / its.mb, 1, `${mine.mb.toFixed(0)} MB beside ${its.mb.toFixed(0)}`);
});
