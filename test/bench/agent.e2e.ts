/** What a session of ours costs over the vendor's bare SDK, against the same server. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import { type Report, type Sent, turns } from './agent/shape';

const rounds = 5;
const goal = { cpu: 1.3, firstMs: 10, share: 0.9 };

interface Round {
  readonly bare: Report;
  readonly ours: Report;
  /** The requests of our measured session, in their order. */
  readonly sent: readonly Sent[];
}

let server: ChildProcess | undefined;
const found: Round[] = [];

beforeAll(async () => {
  const folder = join(testOutput, 'bench/agent');
  mkdirSync(folder, { recursive: true });
  const names = ['server', 'bare', 'ours'];
  await build({
    entryPoints: names.map((name) => join(root, `test/bench/agent/${name}.ts`)),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    loader: { '.md': 'text' },
    define: { 'import.meta.url': '__url' },
    banner: { js: "const __url=require('url').pathToFileURL(__filename).href;" },
    outdir: folder,
  });
  const started = spawn(process.execPath, [join(folder, 'server.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  server = started;
  const port = await new Promise<string>((resolve, reject) => {
    started.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()));
    started.once('exit', () => reject(new Error('The server of the bench ended.')));
  });
  const url = `http://127.0.0.1:${port}`;
  for (let round = 0; round < rounds; round++) {
    const bare = await client(join(folder, 'bare.js'), [url]);
    await fetch(url);
    const state = join(temporaryFolder('bench-agent'), 'state');
    const ours = await client(join(folder, 'ours.js'), [url, state, join(root, 'dist/lazy')]);
    const { sent } = (await (await fetch(url)).json()) as { sent: readonly Sent[] };
    found.push({ bare, ours, sent: sent.slice(-turns) });
  }
  writeFileSync(join(folder, 'report.json'), JSON.stringify(found, undefined, 2));
}, 300_000);

afterAll(() => {
  server?.kill();
});

async function client(program: string, args: readonly string[]): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe('a session of 20 turns', () => {
  it('is measured beside the bare SDK', () => {
    // Time is told, not judged: a busy machine is no defect.
    const cpu = median(found.map(({ ours, bare }) => ours.cpuMs / bare.cpuMs));
    const first = median(found.map(({ ours, bare }) => median(ours.firstMs) - median(bare.firstMs)));
    console.log(
      `agent: ${cpu.toFixed(2)} times the CPU of the bare SDK (median of ${rounds}; goal ${goal.cpu}), first word ${first.toFixed(1)} ms later (goal ${goal.firstMs} ms)`,
    );
    expect(found).toHaveLength(rounds);
    for (const { ours, bare } of found) expect([ours.firstMs.length, bare.firstMs.length]).toEqual([turns, turns]);
  });
  it('sends again what was sent before, so that the cache pays', () => {
    for (const { sent } of found) {
      expect(sent).toHaveLength(turns);
      expect(sent.slice(1).every(({ whole }) => whole)).toBe(true);
      expect(shareOf(sent.slice(4))).toBeGreaterThan(goal.share);
    }
    const least = Math.min(...found.map(({ sent }) => shareOf(sent.slice(4))));
    console.log(`agent: ${(least * 100).toFixed(1)} % of what is sent from turn 5 on had been sent before`);
  });
});

/** By length: how much of these requests the vendor had seen in the request before each. */
function shareOf(sent: readonly Sent[]): number {
  const sum = (of: (request: Sent) => number) => sent.reduce((total, request) => total + of(request), 0);
  return sum(({ repeated }) => repeated) / sum(({ length }) => length);
}
