// Builds the host tests into test-output/host and starts their launcher. --electron: in desktop VS Code; --build: only
// builds.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root, testOutput } from './lib/places.mjs';

const source = join(root, 'test/host');
const output = join(testOutput, 'host');
rmSync(output, { recursive: true, force: true });

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
  loader: { '.md': 'text' },
  outdir: output,
};

const suites = readdirSync(source).filter((name) => name === 'index.ts' || name.endsWith('.host.ts'));
await build({
  ...shared,
  format: 'cjs',
  entryPoints: suites.map((name) => join(source, name)),
  mainFields: ['module', 'main'],
  external: ['vscode', 'mocha'],
});
await build({
  ...shared,
  format: 'esm',
  entryPoints: [join(source, 'run.ts')],
  outExtension: { '.js': '.mjs' },
  packages: 'external',
  // Our scripts find the clone by their own place, so they stay where they are.
  external: ['*.mjs'],
});
if (!process.argv.includes('--build')) await import(pathToFileURL(join(output, 'run.mjs')).href);
