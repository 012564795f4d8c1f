/**
 * Which files test runners take that print none: those that they are given, else those that they look for by
 * themselves. To add a runner: a row below, with a line in `executed.test.ts`.
 */
import picomatch from 'picomatch';
import { joinPath } from '../../permissions/paths';
import { operands } from '../../permissions/shell/words';
import type { Invocation } from './resolves/index';
import { nodeValued } from './resolves/programs';

interface Habit {
  readonly program: RegExp;
  /** A word that it must have: `node` is a test runner with `--test` only. */
  readonly needs?: RegExp;
  /** Options that take the next word. */
  readonly valued: readonly string[];
  /** What it takes where it is given nothing; paths relative to the folder that it runs in. */
  readonly finds: RegExp | undefined;
  /** What it takes of a folder that it is given, told by the path below the folder that it runs in. */
  readonly within: RegExp;
  /** Files that may say otherwise, and the words by which they do. */
  readonly configured: readonly (readonly [file: string, words: RegExp])[];
}

const script = '\\.[cm]?[jt]sx?$';

const habits: readonly Habit[] = [
  {
    // As documented for Node 22 and 24; Node 20 takes the same, without TypeScript.
    program: /^(?:node|nodejs|tsx|ts-node)$/u,
    needs: /^--test$/u,
    valued: [
      ...nodeValued,
      '--test-reporter',
      '--test-reporter-destination',
      '--test-name-pattern',
      '--test-skip-pattern',
      '--test-concurrency',
      '--test-timeout',
      '--test-shard',
      '--env-file',
    ],
    finds: /(?:^|\/)test\/.*\.[cm]?[jt]s$|(?:^|\/)(?:test|test-[^/]*|[^/]*[._-]test)\.[cm]?[jt]s$/u,
    within: /(?:^|\/)test\/.*\.[cm]?[jt]s$|(?:^|\/)(?:test|test-[^/]*|[^/]*[._-]test)\.[cm]?[jt]s$/u,
    configured: [],
  },
  {
    program: /^_?mocha$/u,
    valued: ['-r', '--require', '-R', '--reporter', '-t', '--timeout', '-u', '--ui', '-g', '--grep', '--extension'],
    finds: /^test\/[^/]*\.[cm]?js$/u,
    within: new RegExp(script, 'u'),
    configured: [
      ['.mocharc.js', /./u],
      ['.mocharc.cjs', /./u],
      ['.mocharc.json', /./u],
      ['.mocharc.jsonc', /./u],
      ['.mocharc.yml', /./u],
      ['.mocharc.yaml', /./u],
      ['package.json', /"mocha"\s*:\s*\{/u],
    ],
  },
  {
    program: /^ava$/u,
    valued: ['-m', '--match', '-c', '--concurrency', '-T', '--timeout', '--config', '--node-arguments'],
    finds:
      /^(?:src\/|source\/)?test\.[cm]?js$|(?:^|\/)(?:test-[^/]*|[^/]*\.(?:spec|test))\.[cm]?js$|(?:^|\/)(?:tests?|__tests__)\/(?:.*\/)?[^_/][^/]*\.[cm]?js$/u,
    within: /\.[cm]?js$/u,
    configured: [
      ['ava.config.js', /./u],
      ['ava.config.cjs', /./u],
      ['ava.config.mjs', /./u],
      ['package.json', /"ava"\s*:\s*\{/u],
    ],
  },
  // Takes nothing by itself.
  {
    program: /^tape$/u,
    valued: ['-r', '--require', '-i', '--ignore'],
    finds: undefined,
    within: /\.[cm]?js$/u,
    configured: [],
  },
  {
    program: /^(?:pytest|py\.test)$/u,
    valued: [
      '-k',
      '-m',
      '-n',
      '-c',
      '-p',
      '-o',
      '-W',
      '--rootdir',
      '--tb',
      '--cov',
      '--maxfail',
      '--timeout',
      '--deselect',
    ],
    finds: /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/u,
    within: /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/u,
    configured: ['pytest.ini', '.pytest.ini', 'pyproject.toml', 'setup.cfg', 'tox.ini'].map(
      (file) => [file, /\bpython_files\b|\btestpaths\b/u] as const,
    ),
  },
  {
    program: /^rspec$/u,
    valued: ['-I', '-r', '--require', '-f', '--format', '-o', '--out', '-e', '--example', '-t', '--tag', '--seed'],
    finds: /^spec\/(?:.*\/)?[^/]*_spec\.rb$/u,
    within: /_spec\.rb$/u,
    configured: [['.rspec', /--(?:pattern|default-path)\b/u]],
  },
  {
    program: /^phpunit$/u,
    valued: ['-c', '--configuration', '--filter', '--group', '--testsuite', '--bootstrap'],
    finds: /Test\.php$/u,
    within: /Test\.php$/u,
    configured: [],
  },
];

/** What one invocation takes, asked of absolute paths. */
export interface Taken {
  /** As it is called where somebody is told: "node --test". */
  readonly runner: string;
  takes(path: string): boolean;
}

/**
 * What a program takes; undefined where it is no runner of this list, or its configuration says what nobody reads here.
 * `read`: the text of a file, or undefined. `isFolder`: of an absolute path.
 */
export async function takenBy(
  invocation: Invocation,
  read: (path: string) => Promise<string | undefined>,
  isFolder: (path: string) => Promise<boolean>,
): Promise<Taken | undefined> {
  const { folder, dynamic } = invocation;
  const { habit, program, args } = habitOf(invocation);
  if (habit === undefined || dynamic) return undefined;
  const runner = habit.needs === undefined ? program : `${program} --test`;
  const given = operands(args, habit.valued).filter((word) => word !== 'test' || program !== 'tsx');
  if (given.length > 0) {
    const each = await Promise.all(given.map((word) => givenOne(habit, folder, word, isFolder)));
    return { runner, takes: (path) => each.some((takes) => takes(path)) };
  }
  for (const [file, words] of habit.configured)
    if (words.test((await read(`${folder}/${file}`)) ?? '')) return undefined;
  const { finds } = habit;
  return (
    finds && { runner, takes: (path) => path.startsWith(`${folder}/`) && finds.test(path.slice(folder.length + 1)) }
  );
}

/** `python -m pytest` is pytest. */
function habitOf({ program, args }: Invocation) {
  const module = /^(?:python|pypy)[\d.]*$/u.test(program) ? args.indexOf('-m') : -1;
  const meant = module === -1 ? program : (args[module + 1] ?? '');
  const rest = module === -1 ? args : args.slice(module + 2);
  const habit = habits.find(
    (each) => each.program.test(meant) && (each.needs === undefined || rest.some((arg) => each.needs?.test(arg))),
  );
  return { habit, program: meant, args: rest };
}

/** A file, a folder or a pattern; of `a.py::test_b` the file. */
async function givenOne(
  { within }: Habit,
  folder: string,
  word: string,
  isFolder: (path: string) => Promise<boolean>,
): Promise<(path: string) => boolean> {
  const place = joinPath(folder, word.startsWith('/') ? word : `./${word.replace(/::.*$|:\d[\d:]*$|\/+$/u, '')}`);
  if (/[*?[{]/u.test(word)) return picomatch(place, { posix: true });
  if (!(await isFolder(place))) return (path) => path === place;
  return (path) =>
    path.startsWith(`${place}/`) && within.test(path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path);
}
