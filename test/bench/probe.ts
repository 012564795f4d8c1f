/**
 * Runs inside the extension host: activates the packaged extension and an empty one, and writes down what each took
 * and which of our files are loaded.
 */
import { statSync, writeFileSync } from 'node:fs';
import { sep } from 'node:path';
import * as vscode from 'vscode';

/** What one start of the editor showed. */
export interface ActivationReport {
  /** Milliseconds. */
  readonly ours: number;
  readonly empty: number;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

/** Writes the report to the file that the environment names. */
export async function run(): Promise<void> {
  await warmUp();
  const empty = await activate('bench.empty');
  const ours = await activate('tracewright.tracewright');
  const folder = `${vscode.extensions.getExtension('tracewright.tracewright')?.extensionPath}${sep}`;
  const files = Object.keys(require.cache)
    .filter((path) => path.startsWith(folder))
    .map((path) => ({ path: path.slice(folder.length), bytes: statSync(path).size }));
  const report: ActivationReport = { ours, empty, files };
  writeFileSync(String(process.env.TRACEWRIGHT_BENCH_REPORT), JSON.stringify(report));
}

/** The first activation in a host pays for what all share: one of the editor's own extensions takes that upon itself. */
async function warmUp(): Promise<void> {
  const own = vscode.extensions.getExtension('vscode.npm');
  if (own === undefined) throw new Error('There is no extension of the editor to begin with.');
  await own.activate();
}

async function activate(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not installed.`);
  if (extension.isActive) throw new Error(`${id} was active before it was measured.`);
  const started = performance.now();
  await extension.activate();
  return performance.now() - started;
}
