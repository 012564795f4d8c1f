import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { posixShim, windowsShim } from '../../src/extension/cliShim';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracewright shim '));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function version(name: string): string {
  const extension = join(folder, name);
  mkdirSync(join(extension, 'dist'), { recursive: true });
  writeFileSync(join(extension, 'dist/cli.js'), `console.log(${JSON.stringify(name)}, ...process.argv.slice(2))`);
  return extension;
}

function runShim(script: string, environment: NodeJS.ProcessEnv = process.env) {
  const file = join(folder, 'tracewright');
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  const { stdout, stderr, status } = spawnSync(file, ['check', 'a b'], { encoding: 'utf8', env: environment });
  return { stdout: stdout.trim(), stderr: stderr.trim(), status };
}

const posix = test.skipIf(process.platform === 'win32');

posix('the newest installed version runs, whichever wrote the script', () => {
  const extension = version('tracewright.tracewright-0.9.0');
  version('tracewright.tracewright-0.10.0');
  const script = posixShim({ extension, development: false, editorNode: process.execPath });
  expect(runShim(script)).toEqual({ stdout: 'tracewright.tracewright-0.10.0 check a b', stderr: '', status: 0 });
});

posix('from a clone, the clone runs', () => {
  const extension = version("it's a clone");
  const script = posixShim({ extension, development: true, editorNode: process.execPath });
  expect(runShim(script).stdout).toBe("it's a clone check a b");
});

posix('without a Node on PATH the editor stands in', () => {
  const extension = version('tracewright.tracewright-1.0.0');
  const script = posixShim({ extension, development: true, editorNode: process.execPath });
  expect(runShim(script, { PATH: '/nonexistent' }).stdout).toBe('tracewright.tracewright-1.0.0 check a b');
});

posix('a removed extension is told', () => {
  const extension = join(folder, 'tracewright.tracewright-1.0.0');
  const script = posixShim({ extension, development: false, editorNode: process.execPath });
  const { stderr, status } = runShim(script);
  expect([stderr, status]).toEqual([
    'tracewright: the extension is no longer installed where this script looks. Run Install CLI again.',
    1,
  ]);
});

test('the script for Windows has its line ends', () => {
  const from = { extension: 'C:\\x\\tracewright.tracewright-1.0.0', development: true, editorNode: 'C:\\code.exe' };
  const lines = windowsShim(from).split('\r\n');
  expect(lines[0]).toBe('@echo off');
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
});
