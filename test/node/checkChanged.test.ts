/** `check --changed` against a real repository: a branch that adds, changes, deletes and only touches specs. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCheck } from '../../src/cli/check';
import { createNodeHost } from '../../src/node/host';
import { fill, temporaryFolder } from '../support/temporary';

function git(folder: string, ...args: string[]): void {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' });
}

const tasks = (title: string) => `# Implementation Plan\n\n## Tasks\n\n- [ ] 1. ${title}\n`;
const file = (spec: string) => `.kiro/specs/${spec}/tasks.md`;

/** Names of the specs that are checked, and the exit code. */
async function checked(
  folder: string,
  changed: string,
): Promise<{ code: number; specs: readonly string[]; said: string }> {
  const host = createNodeHost();
  let out = '';
  let said = '';
  const code = await runCheck(
    [],
    { format: 'json', changed },
    {
      ...host,
      mend: async () => 0,
      cwd: folder,
      settings: async () => ({ severities: {}, kiroStrict: false }),
      out: (text) => {
        out += text;
      },
      fail: (line) => {
        said += line;
      },
      exit: () => undefined,
    },
  );
  const { specs } = JSON.parse(out || '{"specs":[]}') as { specs: readonly { path: string }[] };
  return { code, specs: specs.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).sort(), said };
}

test('only specs that differ from the commit are checked, whatever is committed, staged or lies there', async () => {
  const names = ['same', 'committed', 'staged', 'edited', 'ends', 'gone'];
  const folder = temporaryFolder(Object.fromEntries(names.map((name) => [file(name), tasks(name)])));
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'specs');
  git(folder, 'checkout', '-qb', 'work');
  fill(folder, { [file('committed')]: tasks('other words') });
  git(folder, 'commit', '-qam', 'a change');
  fill(folder, { [file('staged')]: tasks('staged words') });
  git(folder, 'add', '-A');
  fill(folder, {
    [file('edited')]: tasks('edited words'),
    [file('ends')]: tasks('ends').replaceAll('\n', '\r\n'),
    [file('new')]: tasks('new'),
    '.kiro/specs/gone/design.md': '# Design\n',
  });
  rmSync(`${folder}/${file('gone')}`);
  const since = await checked(folder, 'main');
  expect(since.specs).toEqual(['committed', 'edited', 'gone', 'new', 'staged']);
  expect((await checked(folder, 'HEAD')).specs).toEqual(['edited', 'gone', 'new', 'staged']);
  expect(await checked(folder, 'nowhere')).toMatchObject({ code: 2, specs: [] });
  expect((await checked(folder, 'nowhere')).said).toContain('"nowhere"');
});

/** A repository with one commit that holds these specs. */
function repository(...names: readonly string[]): string {
  const folder = temporaryFolder(Object.fromEntries(names.map((name) => [file(name), tasks(name)])));
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'specs');
  return folder;
}

test('before the first commit everything differs from HEAD, and other names are unknown', async () => {
  const folder = temporaryFolder({ [file('first')]: tasks('first') });
  expect((await checked(folder, 'HEAD')).said).toContain('no git repository');
  git(folder, 'init', '-q', '-b', 'main');
  expect(await checked(folder, 'HEAD')).toMatchObject({ specs: ['first'], said: '' });
  expect(await checked(folder, 'main')).toMatchObject({ code: 2, specs: [] });
});

test('main... is where the branch left it, also without a branch and where main went on', async () => {
  const folder = repository('one', 'two');
  git(folder, 'checkout', '-qb', 'work');
  fill(folder, { [file('one')]: tasks('other words') });
  git(folder, 'commit', '-qam', 'a change');
  git(folder, 'checkout', '-q', 'main');
  fill(folder, { [file('two')]: tasks('main went on') });
  git(folder, 'commit', '-qam', 'another');
  git(folder, 'checkout', '-q', '--detach', 'work');
  expect((await checked(folder, 'main')).specs).toEqual(['one', 'two']);
  for (const ref of ['main...', 'main...HEAD']) expect((await checked(folder, ref)).specs).toEqual(['one']);
  expect((await checked(folder, 'nowhere...')).said).toContain('"nowhere"');
  git(folder, 'checkout', '-q', '--orphan', 'alone');
  git(folder, 'commit', '-qm', 'alone');
  expect((await checked(folder, 'main...')).said).toContain('in common');
});

test('a submodule is compared with what the commit has it at', async () => {
  const part = repository('kept', 'changed');
  const folder = repository('above');
  git(folder, '-c', 'protocol.file.allow=always', 'submodule', 'add', part, 'part');
  git(folder, 'commit', '-qm', 'a part');
  expect((await checked(folder, 'HEAD')).specs).toEqual([]);
  fill(folder, { [`part/${file('changed')}`]: tasks('other words'), [`part/${file('new')}`]: tasks('new') });
  expect((await checked(folder, 'HEAD')).specs).toEqual(['changed', 'new']);
  git(`${folder}/part`, 'add', '-A');
  git(`${folder}/part`, 'commit', '-qm', 'in the part');
  expect((await checked(folder, 'HEAD')).specs).toEqual(['changed', 'new']);
  git(folder, 'commit', '-qam', 'the part as it is');
  expect((await checked(folder, 'HEAD')).specs).toEqual([]);
  expect((await checked(folder, 'HEAD~1')).specs).toEqual(['changed', 'new']);
});
