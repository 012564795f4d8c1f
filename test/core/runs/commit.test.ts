import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commitTask } from '../../../src/core/runs/commit';
import { documentOf, parseSpec } from '../../../src/core/specs/spec';
import { findTasks } from '../../../src/core/specs/tasks';
import { createNodeHost } from '../../../src/node/host';
import { requirementsText, tasksText } from '../../support/flowHarness';
import { temporaryFolder } from '../../support/temporary';

const spec = parseSpec({
  path: '/x/.kiro/specs/todo-csv-export',
  files: { 'requirements.md': requirementsText, 'tasks.md': tasksText },
});

function firstTask() {
  const document = documentOf(spec, 'tasks.md');
  const [task] = document === undefined ? [] : findTasks(document, '1.1');
  if (task === undefined) throw new Error('There is no task.');
  return task;
}

test('one commit: exactly the task’s files, no hook, what is staged stays staged', async () => {
  const folder = temporaryFolder();
  const [root, state] = [`${folder}/repo`, `${folder}/state`];
  for (const path of [root, state, `${root}/src`]) mkdirSync(path, { recursive: true });
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ana');
  git('config', 'user.email', 'ana@example.com');
  for (const name of ['kept', 'gone', 'staged', 'edited']) writeFileSync(`${root}/src/${name}.ts`, `${name}\n`);
  git('add', '.');
  git('commit', '-q', '-m', 'Begin');
  for (const hook of ['pre-commit', 'post-commit', 'reference-transaction'])
    writeFileSync(`${root}/.git/hooks/${hook}`, `#!/bin/sh\ntouch ${root}/hook-ran\n`, { mode: 0o755 });
  writeFileSync(`${root}/src/staged.ts`, 'of the user\n');
  git('add', 'src/staged.ts');
  writeFileSync(`${root}/src/edited.ts`, 'of the user, not staged\n');
  writeFileSync(`${root}/src/new.ts`, 'of the task\n');
  writeFileSync(`${root}/src/[odd] name.ts`, 'of the task\n');
  git('rm', '-q', '--cached', 'src/gone.ts');
  git('reset', '-q', '--', 'src/gone.ts');
  execFileSync('rm', [`${root}/src/gone.ts`]);
  const host = createNodeHost({ stateFolder: state });
  const paths = ['src/new.ts', 'src/[odd] name.ts', 'src/gone.ts'];
  const result = await commitTask({ host, root, state, spec, task: firstTask(), paths });
  expect(result).toEqual({ commit: git('rev-parse', 'HEAD').trim() });
  expect(git('show', '--name-status', '--format=', 'HEAD').trim().split('\n').sort()).toEqual([
    'A\tsrc/[odd] name.ts',
    'A\tsrc/new.ts',
    'D\tsrc/gone.ts',
  ]);
  expect(git('log', '-1', '--format=%B').trim()).toBe(
    `1.1 Write rows as CSV\n\nSpec: todo-csv-export\nTask: ${firstTask().identity}\nRequirements: 1.1`,
  );
  expect(git('status', '--porcelain').trimEnd().split('\n')).toEqual([' M src/edited.ts', 'M  src/staged.ts']);
  expect(() => readFileSync(`${root}/hook-ran`)).toThrow();
  expect(await commitTask({ host, root, state, spec, task: firstTask(), paths })).toEqual({
    why: 'the task changed nothing that git tracks.',
  });
});

test('without a repository there is a reason, and nothing else', async () => {
  const folder = temporaryFolder();
  const host = createNodeHost({ stateFolder: `${folder}/state` });
  const result = await commitTask({ host, root: folder, state: folder, spec, task: firstTask(), paths: ['a'] });
  expect(result).toEqual({ why: expect.stringContaining('not a git repository') });
});
