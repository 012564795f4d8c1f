/** Hooks for what git does, with a real git, the real command line and installed hooks: every layout, every way to commit and push. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleCommandLine } from '../support/childProgram';
import { fill, temporaryFolder } from '../support/temporary';

const secret = `AKIA${'QWERTYUIOPASDFGH'}`;
const hooks = `hooks:
  - {name: no secrets, trigger: on_commit, scan: secrets}
  - {name: none pushed, trigger: before_push, scan: secrets}
  - {name: a, trigger: after_commit, notify: heard-commit}
  - {name: b, trigger: branch_changed, notify: heard-branch}
  - {name: c, trigger: before_push, notify: heard-push}
`;
const program = `${temporaryFolder()}/cli.js`;
const home = temporaryFolder({ '.gitconfig': '[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n' });
const environment = {
  ...process.env,
  TRACEWRIGHT_STATE: temporaryFolder(),
  HOME: home,
  GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Ada'],
      [`GIT_${who}_EMAIL`, 'a@b.c'],
    ]),
  ),
  GIT_EDITOR: 'true',
};

beforeAll(() => {
  bundleCommandLine(program);
}, 120_000);

interface Told {
  readonly ok: boolean;
  readonly told: string;
}

function run(folder: string, command: string, args: readonly string[]): Told {
  const { status, stderr, stdout } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: environment });
  return { ok: status === 0, told: stdout + stderr };
}
const git = (folder: string, ...args: string[]) => run(folder, 'git', args);
function must(folder: string, ...args: string[]): string {
  const { ok, told } = git(folder, ...args);
  if (!ok) throw new Error(`git ${args.join(' ')}: ${told}`);
  return told.trim();
}
const cli = (folder: string, ...args: string[]) => run(folder, process.execPath, [program, ...args]);
const count = (told: string, word: string) => told.split(word).length - 1;

/** A repository with one commit, before anything is installed. */
function repository(at = join(temporaryFolder(), 'repository')): string {
  mkdirSync(at, { recursive: true });
  must(at, 'init', '-q');
  fill(at, { 'a.txt': 'a\n', '.gitignore': '.kiro\n' });
  must(at, 'add', '-A');
  must(at, 'commit', '-qm', 'first');
  return at;
}

function install(root: string): void {
  fill(root, { '.kiro/hooks.yaml': hooks });
  for (const words of [['trust'], ['hooks', 'install']]) {
    const { ok, told } = cli(root, ...words);
    if (!ok) throw new Error(told);
  }
}

/** Adds text to a file's staged state; the working tree holds nothing of it. */
function stage(repo: string, file: string, text: string): void {
  fill(repo, { [file]: text });
  must(repo, 'add', file);
  writeFileSync(join(repo, file), 'nothing to see\n');
}

/** Everything below git's folder that an installation may touch. */
function bytes(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/^config|(?:^|\/)hooks\//u.test(relative(folder, path)))
        found[relative(folder, path)] = `${statSync(path).mode} ${readFileSync(path, 'latin1')}`;
    }
  };
  walk(folder);
  return found;
}

interface Layout {
  readonly name: string;
  /** The workspace folder, and where is committed. */
  readonly make: () => { readonly root: string; readonly repo: string };
  /** How the file's path begins, from the workspace folder. */
  readonly shown?: string;
}

const executable = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
};
const same = (repo: string) => ({ root: repo, repo });

const layouts: readonly Layout[] = [
  { name: 'a plain repository', make: () => same(repository()) },
  {
    name: 'a path with spaces, quotes and more',
    make: () => same(repository(join(temporaryFolder(), `it's "ö" $(x) 日本`))),
  },
  {
    name: 'a linked worktree',
    make: () => {
      const repo = repository();
      const tree = join(temporaryFolder(), 'tree');
      must(repo, 'worktree', 'add', '-q', '-b', 'work', tree);
      return same(tree);
    },
  },
  {
    name: 'a bare repository with worktrees',
    make: () => {
      const bare = join(temporaryFolder(), '.bare');
      must(temporaryFolder(), 'clone', '-q', '--bare', repository(), bare);
      const tree = join(dirname(bare), 'work');
      must(bare, 'worktree', 'add', '-q', tree, 'main');
      return same(tree);
    },
  },
  {
    name: 'a submodule, for the hooks of the folder around it',
    make: () => {
      const root = repository();
      must(root, 'submodule', 'add', '-q', repository(), 'libs/sub');
      must(root, 'commit', '-qm', 'sub');
      return { root, repo: join(root, 'libs/sub') };
    },
    shown: 'libs/sub/',
  },
  {
    name: 'a repository below a workspace folder that is none',
    make: () => {
      const root = temporaryFolder();
      return { root, repo: repository(join(root, 'api')) };
    },
    shown: 'api/',
  },
  {
    name: 'a workspace folder below the repository',
    make: () => {
      const root = join(repository(), 'packages/a');
      mkdirSync(root, { recursive: true });
      return same(root);
    },
  },
  ...(['.githooks', 'absolute'] as const).map((where) => ({
    name: `core.hooksPath, ${where}`,
    make: () => {
      const repo = repository();
      const path = where === 'absolute' ? join(temporaryFolder(), 'hooks') : where;
      executable(
        where === 'absolute' ? join(path, 'pre-commit') : join(repo, path, 'pre-commit'),
        '#!/bin/sh\nexit 0\n',
      );
      must(repo, 'config', 'core.hooksPath', path);
      return same(repo);
    },
  })),
  {
    name: 'husky 9',
    make: () => {
      const repo = repository();
      executable(join(repo, '.husky/_/pre-commit'), '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n');
      fill(repo, {
        '.husky/_/h': 's=$(dirname "$(dirname "$0")")/$(basename "$0")\n[ ! -f "$s" ] && exit 0\nsh -e "$s" "$@"\n',
      });
      must(repo, 'config', 'core.hooksPath', '.husky/_');
      return same(repo);
    },
  },
  {
    name: 'husky 4',
    make: () => {
      const repo = repository();
      for (const name of ['pre-commit', 'pre-push', 'post-commit'])
        executable(join(repo, '.git/hooks', name), '#!/bin/sh\n# husky\n\n. "$(dirname "$0")/husky.sh"\n');
      fill(repo, { '.git/hooks/husky.sh': 'n=$(basename "$0")\n[ "$n" = pre-push ] && cat > /dev/null\ntrue\n' });
      return same(repo);
    },
  },
  {
    name: 'a hook without a first line',
    make: () => {
      const repo = repository();
      executable(join(repo, '.git/hooks/pre-commit'), 'exit 0\n');
      return same(repo);
    },
  },
  {
    name: 'a hook that is a link into the repository',
    make: () => {
      const repo = repository();
      executable(join(repo, 'scripts/check'), '#!/bin/sh\necho linked-hook\n');
      symlinkSync('../../scripts/check', join(repo, '.git/hooks/pre-commit'));
      return same(repo);
    },
  },
];

describe.each(layouts)('$name', ({ make, shown = '' }) => {
  it('a secret is not committed or pushed, each event is told once, and everything is as before afterwards', () => {
    const { root, repo } = make();
    const common = must(repo, 'rev-parse', '--path-format=absolute', '--git-common-dir');
    const before = bytes(common);
    install(root);
    stage(repo, 'src/k ey.ts', `const k = '${secret}';\n`);
    const stopped = git(repo, 'commit', '-qm', 'x');
    expect(stopped).toMatchObject({ ok: false, told: expect.stringContaining(`${shown}src/k ey.ts:1 aws access key`) });
    expect(stopped.told).not.toContain(secret);
    stage(repo, 'src/k ey.ts', 'fine\n');
    const made = git(repo, 'commit', '-qm', 'x');
    expect({ ok: made.ok, heard: count(made.told, 'heard-commit') }).toEqual({ ok: true, heard: 1 });
    must(repo, 'checkout', '-q', '--', '.');
    const moved = git(repo, 'checkout', '-qb', 'other');
    expect({ ok: moved.ok, heard: count(moved.told, 'heard-branch') }).toEqual({ ok: true, heard: 1 });

    const remote = temporaryFolder();
    must(remote, 'init', '-q', '--bare');
    const pushed = git(repo, 'push', '-q', remote, 'HEAD:refs/heads/x');
    expect({ ok: pushed.ok, heard: count(pushed.told, 'heard-push') }).toEqual({ ok: true, heard: 1 });
    stage(repo, 'src/k ey.ts', `const k = '${secret}';\n`);
    must(repo, 'commit', '-qm', 'secret', '--no-verify');
    const refused = git(repo, 'push', '-q', remote, 'HEAD:refs/heads/x');
    expect(refused).toMatchObject({
      ok: false,
      told: expect.stringContaining(`${shown}src/k ey.ts:1 aws access key (commit `),
    });

    expect(cli(root, 'hooks', 'uninstall').ok).toBe(true);
    expect(bytes(common)).toEqual(before);
  });
});

it('core.hooksPath of the user’s own configuration goes on, and stays', () => {
  const repo = repository();
  const path = join(temporaryFolder(), 'hooks');
  executable(join(path, 'pre-commit'), '#!/bin/sh\necho theirs\n');
  must(repo, 'config', '--global', 'core.hooksPath', path);
  try {
    const before = bytes(join(repo, '.git'));
    install(repo);
    stage(repo, 'k.ts', secret);
    expect(git(repo, 'commit', '-qm', 'x').ok).toBe(false);
    stage(repo, 'k.ts', 'fine');
    const { ok, told } = git(repo, 'commit', '-qm', 'x');
    expect([ok, count(told, 'theirs'), count(told, 'heard-commit')]).toEqual([true, 1, 1]);
    cli(repo, 'hooks', 'uninstall');
    expect(bytes(join(repo, '.git'))).toEqual(before);
    expect(must(repo, 'config', 'core.hooksPath')).toBe(path);
  } finally {
    must(repo, 'config', '--global', '--unset', 'core.hooksPath');
  }
});

/** A repository with hooks, `main`, and a branch `side` that adds side.txt with `text`. */
function branches(text: string, main: Readonly<Record<string, string>> = { 'b.txt': 'b\n' }): string {
  const repo = repository();
  must(repo, 'checkout', '-qb', 'side');
  fill(repo, { 'side.txt': text });
  must(repo, 'add', '-A');
  must(repo, 'commit', '-qm', 'side');
  must(repo, 'checkout', '-q', 'main');
  fill(repo, main);
  must(repo, 'add', '-A');
  must(repo, 'commit', '-qm', 'main');
  install(repo);
  return repo;
}

type Way = readonly [name: string, act: (text: string) => Told];

/** Each makes one commit that brings a text, whatever the files hold meanwhile. */
const ways: readonly Way[] = [
  [
    'commit -a',
    (text) => {
      const repo = branches('s\n');
      stage(repo, 'b.txt', 'staged\n');
      fill(repo, { 'b.txt': text });
      return git(repo, 'commit', '-qam', 'x');
    },
  ],
  [
    'commit <file>, whose index is its own',
    (text) => {
      const repo = branches('s\n');
      stage(repo, 'other.txt', 'staged\n');
      fill(repo, { 'b.txt': text });
      return git(repo, 'commit', '-qm', 'x', 'b.txt');
    },
  ],
  [
    'commit --amend',
    (text) => {
      const repo = branches('s\n');
      stage(repo, 'b.txt', text);
      return git(repo, 'commit', '-q', '--amend', '--no-edit');
    },
  ],
  ['merge', (text) => git(branches(text), 'merge', '-q', 'side', '-m', 'x')],
  [
    'commit that ends a merge',
    (text) => {
      const repo = branches('one\n', { 'side.txt': 'two\n' });
      git(repo, 'merge', '-q', 'side');
      stage(repo, 'side.txt', text);
      return git(repo, 'commit', '-qm', 'x');
    },
  ],
  ['cherry-pick', (text) => git(branches(text), 'cherry-pick', 'side')],
  [
    'cherry-pick that goes on',
    (text) => {
      const repo = branches('one\n', { 'side.txt': 'two\n' });
      git(repo, 'cherry-pick', 'side');
      stage(repo, 'side.txt', text);
      return git(repo, 'cherry-pick', '--continue');
    },
  ],
  [
    'revert',
    (text) => {
      const repo = branches('s\n', { 'b.txt': text });
      fill(repo, { 'b.txt': 'without\n' });
      must(repo, 'commit', '-qam', 'away', '--no-verify');
      return git(repo, 'revert', '--no-edit', 'HEAD');
    },
  ],
  [
    'am',
    (text) => {
      const repo = branches(text);
      const patch = join(temporaryFolder(), 'x.patch');
      writeFileSync(patch, `${must(repo, 'format-patch', '-1', '--stdout', 'side')}\n`);
      return git(repo, 'am', '-q', patch);
    },
  ],
  [
    'rebase that goes on with what was put together',
    (text) => {
      const repo = branches('one\n', { 'side.txt': 'two\n' });
      must(repo, 'checkout', '-q', 'side');
      git(repo, 'rebase', 'main');
      stage(repo, 'side.txt', text);
      must(repo, 'update-index', '--assume-unchanged', 'side.txt');
      return git(repo, 'rebase', '--continue');
    },
  ],
];

describe.each(ways)('%s', (_, act) => {
  it('is stopped where it would commit a secret, and told once where not', () => {
    const stopped = act(`const k = '${secret}';\n`);
    expect(stopped).toMatchObject({ ok: false, told: expect.stringContaining(':1 aws access key') });
    expect(count(stopped.told, 'stopped it')).toBe(1);
    expect(count(stopped.told, 'heard-commit')).toBe(0);
    const { ok, told } = act('fine\n');
    expect({
      ok,
      told: ok ? '' : told,
      heard: count(told, 'heard-commit'),
      branch: count(told, 'heard-branch'),
    }).toEqual({
      ok: true,
      told: '',
      heard: 1,
      branch: 0,
    });
  });
});

it.each<[string, (repo: string) => Told, number, number]>([
  [
    'commit --no-verify',
    (repo) => {
      stage(repo, 'k.ts', secret);
      return git(repo, 'commit', '-qm', 'x', '--no-verify');
    },
    1,
    0,
  ],
  [
    'stash',
    (repo) => {
      stage(repo, 'b.txt', secret);
      return git(repo, 'stash');
    },
    0,
    0,
  ],
  ['rebase', (repo) => git(repo, 'rebase', 'main', 'side'), 1, 0],
  [
    'a merge that only moves on',
    (repo) => {
      must(repo, 'reset', '-q', '--hard', 'HEAD^');
      return git(repo, 'merge', '-q', 'side');
    },
    0,
    0,
  ],
  ['a branch that is checked out already', (repo) => git(repo, 'checkout', 'main'), 0, 0],
  ['single files', (repo) => git(repo, 'checkout', 'side', '--', 'side.txt'), 0, 0],
  ['another branch', (repo) => git(repo, 'switch', 'side'), 0, 1],
  ['a new branch', (repo) => git(repo, 'switch', '-c', 'next'), 0, 1],
  ['no branch', (repo) => git(repo, 'checkout', '--detach'), 0, 1],
  ['a new worktree', (repo) => git(repo, 'worktree', 'add', join(temporaryFolder(), 'w'), 'side'), 0, 0],
])('%s passes, with what it is told as', (_, act, commits, changes) => {
  const { ok, told } = act(branches('s\n'));
  expect({
    ok,
    told: ok ? '' : told,
    commits: count(told, 'heard-commit'),
    changes: count(told, 'heard-branch'),
  }).toEqual({
    ok: true,
    told: '',
    commits,
    changes,
  });
});

it('a submodule that is committed in the folder around it has no text to look at', () => {
  const repo = branches('s\n');
  must(repo, 'submodule', 'add', '-q', repository(), 'sub');
  const { ok, told } = git(repo, 'commit', '-qm', 'sub');
  expect({ ok, told: ok ? '' : told }).toEqual({ ok: true, told: '' });
});

describe('a push', () => {
  /** `main` is there already; `side` is not. */
  function world(text: string) {
    const repo = branches(text);
    const remote = temporaryFolder();
    must(remote, 'init', '-q', '--bare');
    must(repo, 'remote', 'add', 'origin', remote);
    must(repo, 'push', '-q', '--no-verify', 'origin', 'main');
    return repo;
  }
  const bad = `const k = '${secret}';\n`;

  it.each<[string, (repo: string) => Told]>([
    [
      'a new branch',
      (repo) => {
        must(repo, 'checkout', '-q', 'side');
        return git(repo, 'push', '-q', '-u', 'origin', 'side');
      },
    ],
    ['a branch that is not checked out', (repo) => git(repo, 'push', '-q', 'origin', 'side')],
    [
      'a tag',
      (repo) => {
        must(repo, 'tag', 'v1', 'side');
        return git(repo, 'push', '-q', 'origin', 'v1');
      },
    ],
    [
      'a tag with a message',
      (repo) => {
        must(repo, 'tag', '-am', 'x', 'v2', 'side');
        return git(repo, 'push', '-q', 'origin', 'v2');
      },
    ],
    ['several at once', (repo) => git(repo, 'push', '-q', 'origin', 'main', 'side', 'main:refs/heads/copy')],
    [
      'what a later commit took away again',
      (repo) => {
        must(repo, 'checkout', '-q', 'side');
        must(repo, 'rm', '-q', 'side.txt');
        must(repo, 'commit', '-qm', 'away', '--no-verify');
        return git(repo, 'push', '-q', 'origin', 'side');
      },
    ],
    [
      'a merge',
      (repo) => {
        must(repo, 'merge', '-q', '--no-verify', '-m', 'm', 'side');
        return git(repo, 'push', '-q', 'origin', 'main');
      },
    ],
  ])('of %s is stopped where that holds a secret, and told once where not', (_, act) => {
    const stopped = act(world(bad));
    expect(stopped).toMatchObject({ ok: false, told: expect.stringContaining('side.txt:1 aws access key (commit ') });
    expect(count(stopped.told, 'aws access key')).toBe(1);
    const { ok, told } = act(world('fine\n'));
    expect({ ok, told: ok ? '' : told, heard: count(told, 'heard-push') }).toEqual({ ok: true, told: '', heard: 1 });
  });

  it('that deletes a branch sends nothing, and what it leaves alone is not looked at', () => {
    const repo = world(bad);
    must(repo, 'push', '-q', '--no-verify', 'origin', 'side:gone');
    must(repo, 'checkout', '-q', 'side');
    const { ok, told } = git(repo, 'push', '-q', 'origin', ':gone');
    expect({ ok, heard: count(told, 'heard-push') }).toEqual({ ok: true, heard: 1 });
  });

  it('tells a hook that is there what git told, too', () => {
    const repo = repository();
    executable(join(repo, '.git/hooks/pre-push'), '#!/bin/sh\ncat > "$(git rev-parse --git-dir)/said"\n');
    const remote = temporaryFolder();
    must(remote, 'init', '-q', '--bare');
    install(repo);
    must(repo, 'push', '-q', remote, 'main', 'main:refs/heads/copy');
    const hash = must(repo, 'rev-parse', 'main');
    const none = '0'.repeat(40);
    expect(readFileSync(join(repo, '.git/said'), 'utf8')).toBe(
      `refs/heads/main ${hash} refs/heads/main ${none}\nrefs/heads/main ${hash} refs/heads/copy ${none}\n`,
    );
  });
});

it('what can’t be written leaves everything as it was, with a sentence', () => {
  const repo = repository();
  const hooksFolder = join(repo, '.git/hooks');
  mkdirSync(join(hooksFolder, 'post-commit'));
  executable(join(hooksFolder, 'post-commit/x'), '');
  // A folder stands where a hook's kept text would be.
  fill(repo, { '.git/hooks/tracewright-kept': 'a file' });
  const before = bytes(join(repo, '.git'));
  const { ok, told } = cli(repo, 'hooks', 'install');
  expect({ ok, told }).toEqual({
    ok: false,
    told: expect.stringContaining('could not be written, and are as they were'),
  });
  expect(bytes(join(repo, '.git'))).toEqual(before);
});
