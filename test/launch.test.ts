/** F5 and the desktop editor, as far as they can be held without one. */
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../scripts/lib/manifest.mjs';
import { root } from '../scripts/lib/places.mjs';
import { runInDesktop } from './support/desktopHost';
import { eventually } from './support/eventually';
import type { ExtensionHostRun } from './support/extensionHost';
import { fill, temporaryFolder } from './support/temporary';

interface Launch {
  readonly configurations: readonly {
    readonly name: string;
    readonly type: string;
    readonly args: readonly string[];
    readonly program?: string;
    readonly preLaunchTask: string;
  }[];
}

interface Tasks {
  readonly tasks: readonly {
    readonly label: string;
    readonly type: string;
    readonly script?: string;
    readonly command?: string;
    readonly args?: readonly string[];
    readonly dependsOn?: string;
  }[];
}

const { configurations }: Launch = JSON.parse(readFileSync(join(root, '.vscode/launch.json'), 'utf8'));
const { tasks }: Tasks = JSON.parse(readFileSync(join(root, '.vscode/tasks.json'), 'utf8'));

/** The clone, as the editor's files name it. */
const clone = `$${'{workspaceFolder}'}`;

/** A task and all that run before it. */
function withEarlier(label: string): readonly string[] {
  const task = tasks.find((each) => each.label === label);
  return task === undefined ? [] : [...(task.dependsOn === undefined ? [] : withEarlier(task.dependsOn)), label];
}

/** The places in the clone that a configuration names. */
function placesOf({ args, program = '' }: Launch['configurations'][number]): readonly string[] {
  return [program, ...args].flatMap((arg) => /\$\{workspaceFolder\}\/(.+)$/.exec(arg)?.[1] ?? []);
}

/** What must have run before a place is there, by the beginning of its path. */
const makers: Readonly<Record<string, string>> = {
  'dist/': 'build',
  '.vscode-test/sample': 'prepare sample',
  'test-output/host/': 'prepare host tests',
};

describe('F5', () => {
  it.each(configurations.map((each) => [each.name, each] as const))('%s starts what its tasks have made', (_, each) => {
    const run = withEarlier(each.preLaunchTask);
    expect(run).toContain('build');
    for (const place of placesOf(each)) {
      const maker = Object.entries(makers).find(([start]) => place.startsWith(start))?.[1];
      expect(run, place).toContain(maker);
    }
    if (each.type === 'extensionHost') expect(each.args).toContain(`--extensionDevelopmentPath=${clone}`);
    else expect(each.program).toBe(`${clone}/${String(Object(readManifest().bin).tracewright).slice(2)}`);
  });

  it('has only tasks that can run', () => {
    const scripts = Object.keys(Object(readManifest().scripts));
    for (const { label, type, script, command, args, dependsOn } of tasks) {
      if (type === 'npm') expect(scripts, label).toContain(script);
      else expect([command, existsSync(join(root, args?.[0] ?? ''))], label).toEqual(['node', true]);
      if (dependsOn !== undefined) expect(tasks.map((each) => each.label)).toContain(dependsOn);
    }
  });

  it('runs the module that the host tests are built from', () => {
    const tests = configurations.flatMap(({ args }) => args.filter((arg) => arg.startsWith('--extensionTestsPath=')));
    expect(tests).toEqual([`--extensionTestsPath=${clone}/test-output/host/index.js`]);
    expect(readdirSync(join(root, 'test/host'))).toContain('index.ts');
  });
});

/** A program in the place of desktop VS Code: it notes how it was started. */
const stub = '#!/bin/sh\nprintf "%s\\n" "$@" > "$NOTES"\nprintf "%s" "$ANTHROPIC_API_KEY" > "$NOTES.key"\nexit 1\n';

describe.skipIf(process.platform === 'win32')('the host tests in desktop VS Code', () => {
  it.each([true, false])('open the workspace, trusted: %s', async (trusted) => {
    const folder = temporaryFolder();
    fill(folder, { code: stub });
    chmodSync(`${folder}/code`, 0o755);
    const run: ExtensionHostRun = {
      name: 'stub',
      opened: { kind: 'folder', path: `${folder}/work space` },
      folders: { data: `${folder}/data`, extensions: `${folder}/extensions` },
      extension: root,
      tests: '/tests/index.js',
      trusted,
      logFile: '',
      environment: { NOTES: `${folder}/notes` },
    };
    const before = { ...process.env };
    Object.assign(process.env, { TRACEWRIGHT_VSCODE: `${folder}/code`, ANTHROPIC_API_KEY: 'a-key-of-the-developer' });
    try {
      await runInDesktop(run);
    } finally {
      for (const name of ['TRACEWRIGHT_VSCODE', 'ANTHROPIC_API_KEY']) delete process.env[name];
      Object.assign(process.env, before);
    }
    await eventually('the notes', () => existsSync(`${folder}/notes.key`));
    const args = readFileSync(`${folder}/notes`, 'utf8').trimEnd().split('\n');
    expect(args.slice(0, 7)).toEqual([
      `${folder}/work space`,
      `--extensionDevelopmentPath=${root}`,
      '--extensionTestsPath=/tests/index.js',
      '--user-data-dir',
      `${folder}/data`,
      '--extensions-dir',
      `${folder}/extensions`,
    ]);
    expect(args.includes('--disable-workspace-trust')).toBe(trusted);
    expect(readFileSync(`${folder}/notes.key`, 'utf8')).toBe('');
  });
});
