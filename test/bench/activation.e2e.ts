/** What the packaged extension costs when it wakes, beside an extension that does nothing, in the same host. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { installExtension } from '../../scripts/lib/codeOss.mjs';
import { ensureCodeOss } from '../../scripts/lib/install.mjs';
import { root, temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import { runInExtensionHost } from '../support/extensionHost';
import type { ActivationReport } from './probe';

const starts = 5;
const budget = { milliseconds: 50, bytes: 400 * 1024 };

let reports: readonly ActivationReport[] = [];

beforeAll(async () => {
  const temporary = temporaryFolder('bench');
  const folders = { data: join(temporary, 'data'), extensions: join(temporary, 'extensions') };
  await installExtension(await ensureCodeOss(), folders, inject('vsix'));
  const probe = join(testOutput, 'bench/probe.js');
  await build({
    entryPoints: [join(root, 'test/bench/probe.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    outfile: probe,
  });
  const found: ActivationReport[] = [];
  for (let start = 0; start < starts; start++) found.push(await measure(start, temporary, folders, probe));
  reports = found;
  writeFileSync(join(testOutput, 'bench/activation.json'), JSON.stringify(reports, undefined, 2));
}, 300_000);

async function measure(
  start: number,
  temporary: string,
  folders: { readonly data: string; readonly extensions: string },
  probe: string,
): Promise<ActivationReport> {
  // A folder without specs, so that nothing wakes the extension before it is measured.
  const workspace = join(temporary, 'workspace');
  mkdirSync(workspace, { recursive: true });
  const report = join(temporary, `report-${start}.json`);
  await runInExtensionHost({
    name: `bench ${start}`,
    opened: { kind: 'folder', path: workspace },
    folders,
    extension: emptyExtension(temporary),
    tests: probe,
    trusted: true,
    logFile: join(testOutput, 'bench/server.log'),
    environment: {
      HOME: temporary,
      TRACEWRIGHT_STATE: join(temporary, 'state'),
      TRACEWRIGHT_BENCH_REPORT: report,
    },
  });
  return JSON.parse(readFileSync(report, 'utf8'));
}

function emptyExtension(temporary: string): string {
  const folder = join(temporary, 'empty');
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: 'empty',
    publisher: 'bench',
    version: '1.0.0',
    engines: { vscode: '^1.101.0' },
    main: './extension.js',
    activationEvents: [],
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'extension.js'), 'exports.activate = () => {};');
  return folder;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe('activation', () => {
  it('is measured beside an empty extension', () => {
    // Time is told, not judged: a busy machine is no defect. The least of several starts is the one with the least noise.
    const extra = median(reports.map(({ ours, empty }) => ours - empty));
    const least = Math.min(...reports.map(({ ours }) => ours)) - Math.min(...reports.map(({ empty }) => empty));
    console.log(
      `activation: ${extra.toFixed(1)} ms more than an empty extension (median of ${reports.length}; ${least.toFixed(1)} ms between the quickest starts; goal ${budget.milliseconds} ms)`,
    );
    expect(reports).toHaveLength(starts);
    for (const { ours, empty } of reports) expect(Math.min(ours, empty)).toBeGreaterThan(0);
  });

  it(`loads at most ${budget.bytes / 1024} KB of our files`, () => {
    const files = reports[0]?.files ?? [];
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    console.log(`activation: ${(bytes / 1024).toFixed(0)} KB, ${files.map(({ path }) => path).join(', ')}`);
    expect(files.map(({ path }) => path.replaceAll('\\', '/'))).toContain('dist/extension.js');
    expect(bytes).toBeLessThanOrEqual(budget.bytes);
  });
});
