/** Programs of our own source, started as processes, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from './temporary';

/** Bundles a source file; gives the path of a script for Node. `entry` is relative to the clone. */
export function bundleProgram(entry: string): string {
  const outfile = `${temporaryFolder()}/program.cjs`;
  bundleTo(outfile, entry);
  return outfile;
}

/** Bundles a source file into this one. */
export function bundleTo(outfile: string, entry: string): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    loader: { '.md': 'text' },
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl=require('url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  });
}

/** Bundles the command line to a path, and beside it the parts that its hooks, and a model of Anthropic's, need. */
export function bundleCommandLine(outfile: string): void {
  bundleTo(outfile, 'src/cli/main.ts');
  for (const [file, entry] of [
    ['lazy/commands', 'src/cli/commands.part.ts'],
    ['lazy/anthropic', 'src/core/providers/anthropic.part.ts'],
    ['lazy/redact', 'src/core/providers/redact.part.ts'],
    ['lazy/shell', 'src/core/permissions/shell.part.ts'],
    ['programs/supervisor', 'src/node/sandbox/supervisor.program.ts'],
  ] as const)
    bundleTo(`${dirname(outfile)}/${file}.js`, entry);
}

export interface RunningProgram {
  readonly child: ChildProcess;
  /** Lines printed so far. */
  readonly lines: readonly string[];
  /** Resolves when this many lines were printed; rejects where the program ends before. */
  printed(count: number): Promise<void>;
  /** Kills it with SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts a bundled program. */
export function startProgram(script: string, args: readonly string[]): RunningProgram {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let rest = '';
  let errors = '';
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return {
    child,
    lines,
    printed: (count) =>
      new Promise((resolve, reject) => {
        const look = () => lines.length >= count && resolve();
        child.stdout.on('data', look);
        child.once('close', () => reject(new Error(`The program ended after ${lines.length} lines. ${errors}`)));
        look();
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
