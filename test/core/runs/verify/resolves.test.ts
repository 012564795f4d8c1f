/** What a confirmed command rests on: each case changes one thing and says what is told of it. */
import { describe, expect, it } from 'vitest';
import { part as shell } from '../../../../src/core/permissions/shell.part';
import { changedParts, resolveCheck } from '../../../../src/core/runs/verify/resolves/index';
import { createMemoryHost } from '../../../support/memoryHost';

type Tree = Readonly<Record<string, string>>;

/** Names of what differs for `line`, run in `cwd`, when `change` is laid over `before`. */
async function differs(before: Tree, line: string, change: Tree, cwd = '/w'): Promise<readonly string[]> {
  const resolved = (tree: Tree) => {
    const files = Object.fromEntries(Object.entries(tree).map(([path, text]) => [`/w/${path}`, text]));
    return resolveCheck({ files: createMemoryHost({ files }).files, parse: shell.parse, root: '/w' }, line, cwd);
  };
  return changedParts(await resolved(before), await resolved({ ...before, ...change }));
}

const scripts = (own: Readonly<Record<string, string>>, more: object = {}) =>
  JSON.stringify({ name: 'x', scripts: own, ...more });

type Case = readonly [name: string, tree: Tree, line: string, change: Tree, expected: readonly string[], cwd?: string];

const npm: Tree = {
  'package.json': scripts({ pretest: 'npm run build', build: 'tsc', test: 'vitest run', dev: 'vite' }),
  'vitest.config.ts': 'export default {}',
  'README.md': '# x',
  'src/a.ts': '',
  'package-lock.json': '{}',
};
const npmWith = (own: Readonly<Record<string, string>>): Tree => ({
  'package.json': scripts({ pretest: 'npm run build', build: 'tsc', test: 'vitest run', dev: 'vite', ...own }),
});

const bin = 'node_modules/.bin/vitest';
const packaged: Tree = {
  'package.json': scripts({ test: 'vitest run' }),
  [bin]: "import './dist/cli.js'",
  'node_modules/vitest/dist/cli.js': '',
};

const families: Readonly<Record<string, readonly Case[]>> = {
  'scripts of package.json': [
    ['nothing else', npm, 'npm test', { 'README.md': '# y', 'src/a.ts': '1', 'package-lock.json': '{"a":1}' }, []],
    ['line ends', { ...npm, 'vitest.config.ts': 'a\r\nb' }, 'npm test', { 'vitest.config.ts': 'a\nb' }, []],
    ['a script that it does not run', npm, 'npm test', npmWith({ dev: 'x' }), []],
    ['its script', npm, 'npm test', npmWith({ test: 'vitest run || true' }), ['package.json, script test']],
    ['what runs before it', npm, 'npm test', npmWith({ build: 'curl x | sh' }), ['package.json, script build']],
    ['what now runs after it', npm, 'npm test', npmWith({ posttest: 'x' }), ['package.json, script posttest']],
    [
      'the second of a chain',
      npm,
      'npm run build && npm run lint',
      npmWith({ lint: 'true' }),
      ['package.json, script lint'],
    ],
    [
      'a chain within a script',
      { 'package.json': scripts({ test: 'npm run a && npm run b', a: 'tsc', b: 'vitest run' }) },
      'npm test',
      { 'package.json': scripts({ test: 'npm run a && npm run b', a: 'tsc', b: 'true' }) },
      ['package.json, script b'],
    ],
    [
      'scripts side by side, by a pattern',
      { 'package.json': scripts({ test: 'run-p "test:*"', 'test:unit': 'vitest run' }) },
      'npm test',
      { 'package.json': scripts({ test: 'run-p "test:*"', 'test:unit': 'true' }) },
      ['package.json, script test:unit'],
    ],
    [
      'a script in quotes, with a variable',
      { 'package.json': scripts({ test: "cross-env CI=1 sh -c 'pnpm run unit'", unit: 'jest' }) },
      'pnpm test',
      { 'package.json': scripts({ test: "cross-env CI=1 sh -c 'pnpm run unit'", unit: 'true' }) },
      ['package.json, script unit'],
    ],
    [
      'the script of another folder',
      { 'package.json': scripts({ test: 'npm --prefix app test' }), 'app/package.json': scripts({ test: 'jest' }) },
      'npm test',
      { 'app/package.json': scripts({ test: 'true' }) },
      ['app/package.json, script test'],
    ],
    [
      'the script of a folder that is gone into',
      { 'package.json': scripts({ test: 'cd app && npm test' }), 'app/package.json': scripts({ test: 'jest' }) },
      'npm test',
      { 'app/package.json': scripts({ test: 'true' }) },
      ['app/package.json, script test'],
    ],
    [
      'a package of the workspaces',
      {
        'package.json': scripts({ test: 'npm test --workspaces' }, { workspaces: ['packages/*'] }),
        'packages/a/package.json': scripts({ test: 'jest' }),
      },
      'npm test',
      { 'packages/a/package.json': scripts({ test: 'true' }) },
      ['packages/a/package.json, script test'],
    ],
    [
      'configuration of a package of a pnpm workspace',
      {
        'package.json': scripts({ test: 'pnpm -r run unit' }),
        'pnpm-workspace.yaml': "packages:\n  - 'libs/**'\n",
        'libs/a/package.json': scripts({ unit: 'vitest run' }),
        'libs/a/vitest.config.ts': '',
      },
      'pnpm test',
      { 'libs/a/vitest.config.ts': 'export default { test: { passWithNoTests: true } }' },
      ['libs/a/vitest.config.ts'],
    ],
    [
      'a package that a task runner reaches',
      {
        'package.json': scripts({ test: 'turbo run test' }, { workspaces: { packages: ['apps/web'] } }),
        'apps/web/package.json': scripts({ test: 'jest' }),
      },
      'npm test',
      { 'apps/web/package.json': scripts({ test: 'true' }) },
      ['apps/web/package.json, script test'],
    ],
    [
      'the shell that runs scripts',
      npm,
      'npm test',
      { '.npmrc': 'script-shell=./fake.sh\n', 'fake.sh': 'exit 0\n' },
      ['.npmrc', 'fake.sh'],
    ],
  ],
  'configuration of runners': [
    [
      'its configuration',
      npm,
      'npm test',
      { 'vitest.config.ts': 'export default { test: { exclude: ["**"] } }' },
      ['vitest.config.ts'],
    ],
    ['a configuration that came', npm, 'npm test', { 'vite.config.ts': '' }, ['vite.config.ts']],
    [
      'configuration in the manifest',
      npm,
      'npm test',
      { 'package.json': JSON.stringify({ ...JSON.parse(npm['package.json'] ?? ''), jest: { a: 1 } }) },
      ['package.json, runner configuration'],
    ],
    [
      'a file named by --config',
      { ...npm, 'ci/unit.ts': 'export default {}' },
      'vitest run --config ci/unit.ts',
      { 'ci/unit.ts': 'export default { test: {} }' },
      ['ci/unit.ts'],
    ],
    [
      'a file named by -c',
      { 'conf/py.ini': '' },
      'pytest -c conf/py.ini',
      { 'conf/py.ini': '[pytest]' },
      ['conf/py.ini'],
    ],
    ['a file named by --config=', { 'x.cjs': '' }, 'mocha --config=x.cjs', { 'x.cjs': '1' }, ['x.cjs']],
    [
      'a folder named by -p',
      { 'cfg/tsconfig.json': '{}' },
      'tsc -p cfg',
      { 'cfg/tsconfig.json': '{"a":1}' },
      ['cfg/tsconfig.json'],
    ],
    [
      'what tsconfig extends, without an ending',
      { 'tsconfig.json': '{ "extends": "./etc/base" }', 'etc/base.json': '{}' },
      'tsc',
      { 'etc/base.json': '{ "compilerOptions": { "noCheck": true } }' },
      ['etc/base.json'],
    ],
    [
      'what that extends in turn',
      {
        'tsconfig.json': '{ "extends": ["./a.json"] }',
        'a.json': '{ "extends": "./b.json" }',
        'b.json': '{}',
      },
      'tsc',
      { 'b.json': '{ "files": [] }' },
      ['b.json'],
    ],
    [
      'what it imports',
      { ...npm, 'vitest.config.ts': "import shared from './shared';\nexport default shared;", 'shared.ts': '1' },
      'npm test',
      { 'shared.ts': '2' },
      ['shared.ts'],
    ],
    [
      'a file that it sets up with',
      {
        ...npm,
        'vitest.config.ts': "export default { test: { setupFiles: ['test/setup.ts'] } };",
        'test/setup.ts': '1',
      },
      'npm test',
      { 'test/setup.ts': '2' },
      ['test/setup.ts'],
    ],
    [
      'a preset below the root that it names',
      { 'jest.config.js': "module.exports = { preset: '<rootDir>/etc/preset' };", 'etc/preset.js': '1' },
      'jest',
      { 'etc/preset.js': '2' },
      ['etc/preset.js'],
    ],
    [
      'a reporter in YAML',
      { '.mocharc.yml': 'require:\n  - ./hide.js\n', 'hide.js': '1' },
      'mocha',
      { 'hide.js': '2' },
      ['hide.js'],
    ],
    [
      'configuration in the folder above',
      { 'tsconfig.json': '{}', 'app/package.json': scripts({ test: 'tsc' }) },
      'npm test',
      { 'tsconfig.json': '{"a":1}' },
      ['tsconfig.json'],
      '/w/app',
    ],
    [
      'a configuration that came in the folder above',
      { 'app/package.json': scripts({ test: 'jest' }) },
      'npm test',
      { 'babel.config.js': '' },
      ['babel.config.js'],
      '/w/app',
    ],
    ['Cargo', { 'Cargo.toml': '' }, 'cargo test', { '.cargo/config.toml': '[target]' }, ['.cargo/config.toml']],
    ['Maven', { 'pom.xml': '<module>a</module>', 'a/pom.xml': '' }, 'mvn test', { 'a/pom.xml': '<x/>' }, ['a/pom.xml']],
    ['not a lock', { ...npm, 'deno.lock': '' }, 'npm test', { 'deno.lock': '1' }, []],
    [
      'not the source that it maps to',
      { ...npm, 'vitest.config.ts': "export default { resolve: { alias: { '@': './src/a.ts' } } };" },
      'npm test',
      { 'src/a.ts': '2' },
      [],
    ],
  ],
  programs: [
    ['node x.mjs', { 'x.mjs': '1' }, 'node x.mjs', { 'x.mjs': '2' }, ['x.mjs']],
    ['node with options', { 'x.mjs': '1' }, 'node --no-warnings --import ./y.mjs x.mjs', { 'y.mjs': '2' }, ['y.mjs']],
    ['node without an ending', { 'scripts/x.js': '1' }, 'node scripts/x', { 'scripts/x.js': '2' }, ['scripts/x.js']],
    ['./x.sh', { 'x.sh': 'npm test' }, './x.sh', { 'x.sh': 'exit 0' }, ['x.sh']],
    ['a program that came', {}, 'scripts/check --all', { 'scripts/check': 'exit 0' }, ['scripts/check']],
    ['bash x.sh', { 'x.sh': 'npm test' }, 'bash -eu x.sh', { 'x.sh': 'exit 0' }, ['x.sh']],
    ['bash < x.sh', { 'x.sh': 'npm test' }, 'bash < x.sh', { 'x.sh': 'exit 0' }, ['x.sh']],
    ['sourced', { 'env.sh': '' }, '. ./env.sh && npm test', { 'env.sh': 'npm() { true; }' }, ['env.sh']],
    ['python x.py', { 'x.py': '1' }, 'python3 -W error x.py', { 'x.py': '2' }, ['x.py']],
    ['python -m', { 'tools/check.py': '1' }, 'python -m tools.check', { 'tools/check.py': '2' }, ['tools/check.py']],
    ['wrapped', { 'x.mjs': '1' }, 'timeout 60 env CI=1 node x.mjs', { 'x.mjs': '2' }, ['x.mjs']],
    ['behind a coverage tool', { 'x.mjs': '1' }, 'npx c8 -r text node x.mjs', { 'x.mjs': '2' }, ['x.mjs']],
    [
      'loaded by the environment',
      { 'a.cjs': '1' },
      'NODE_OPTIONS="--require ./a.cjs" jest',
      { 'a.cjs': '2' },
      ['a.cjs'],
    ],
    [
      'what a shell script runs',
      { 'ci/x.sh': 'set -e\nnode ci/run.mjs\n', 'ci/run.mjs': '1' },
      'bash ci/x.sh',
      { 'ci/run.mjs': '2' },
      ['ci/run.mjs'],
    ],
    [
      'what lies beside the script',
      { 'ci/x.sh': '. "$(dirname "$0")/lib.sh"\ncheck\n', 'ci/lib.sh': 'check() { npm test; }' },
      'ci/x.sh',
      { 'ci/lib.sh': 'check() { true; }' },
      ['ci/lib.sh'],
    ],
    [
      'a script of package.json that a shell script runs',
      { 'x.sh': '#!/bin/sh\nnpm run unit\n', 'package.json': scripts({ unit: 'jest' }) },
      './x.sh',
      { 'package.json': scripts({ unit: 'true' }) },
      ['package.json, script unit'],
    ],
    [
      'what a tool imports of its own',
      { 'scripts/test.mjs': "import { run } from './lib/run.mjs';\nrun();", 'scripts/lib/run.mjs': '1' },
      'node scripts/test.mjs',
      { 'scripts/lib/run.mjs': '2' },
      ['scripts/lib/run.mjs'],
    ],
    [
      'what a Python tool imports of its own',
      { 'tools/check.py': 'import helper\n', 'tools/helper.py': '1' },
      'python tools/check.py',
      { 'tools/helper.py': '2' },
      ['tools/helper.py'],
    ],
    [
      'not the code that it proves',
      { 'test.js': "require('./cart');", 'cart.js': '1' },
      'node test.js',
      { 'cart.js': '2' },
      [],
    ],
    ['not tests by name', { 'cart.test.js': '1' }, 'node --test cart.test.js', { 'cart.test.js': '2' }, []],
    ['not files that are only spoken of', { 'src/a.ts': '1' }, 'eslint src/a.ts', { 'src/a.ts': '2' }, []],
    ['not what lies outside', { 'x.mjs': '' }, 'node ../../etc/x.mjs', { 'etc/x.mjs': '1' }, []],
  ],
  make: [
    ['its file', { Makefile: 'test:\n\tjest\n' }, 'make test', { Makefile: 'test:\n\ttrue\n' }, ['Makefile']],
    [
      'an include',
      { Makefile: 'include mk/test.mk\n', 'mk/test.mk': 'test:\n\tjest\n' },
      'make test',
      { 'mk/test.mk': '' },
      ['mk/test.mk'],
    ],
    ['an include by a pattern', { Makefile: '-include mk/*.mk\n' }, 'make test', { 'mk/a.mk': 'test: ;' }, ['mk/a.mk']],
    [
      'an include by a variable',
      { Makefile: 'DIR := mk\ninclude $(DIR)/t.mk\n', 'mk/t.mk': '' },
      'make',
      { 'mk/t.mk': '1' },
      ['mk/t.mk'],
    ],
    ['another file', { 'ci.mk': 'test: ;' }, 'make -f ci.mk test', { 'ci.mk': '' }, ['ci.mk']],
    [
      'what a target runs',
      { Makefile: 'test: unit\nunit:\n\t@bash ci/unit.sh\n', 'ci/unit.sh': '1' },
      'make test',
      { 'ci/unit.sh': 'exit 0' },
      ['ci/unit.sh'],
    ],
    [
      'what a variable names',
      { Makefile: 'RUN = node ci/run.mjs\ntest:\n\t$(RUN) --all\n', 'ci/run.mjs': '1' },
      'make test',
      { 'ci/run.mjs': '2' },
      ['ci/run.mjs'],
    ],
    [
      'make in another folder',
      { Makefile: 'test:\n\t$(MAKE) -C sub test\n', 'sub/Makefile': 'test:\n\tjest\n' },
      'make test',
      { 'sub/Makefile': 'test:\n\ttrue\n' },
      ['sub/Makefile'],
    ],
    [
      'not what another target runs',
      { Makefile: 'test:\n\tjest\ndeploy:\n\tbash ci/deploy.sh\n', 'ci/deploy.sh': '1' },
      'make test',
      { 'ci/deploy.sh': '2' },
      [],
    ],
    [
      'all targets where there is none of that name',
      { Makefile: '%:\n\tbash ci/all.sh\n', 'ci/all.sh': '1' },
      'make test',
      { 'ci/all.sh': '2' },
      ['ci/all.sh'],
    ],
    ['just', { justfile: 'test:\n    node x.mjs\n', 'x.mjs': '1' }, 'just test', { 'x.mjs': '2' }, ['x.mjs']],
  ],
  pytest: [
    [
      'a conftest.py below',
      { 'tests/api/test_a.py': '' },
      'python -m pytest',
      { 'tests/api/conftest.py': 'x' },
      ['tests/api/conftest.py'],
    ],
    ['a conftest.py above', { 'app/tests/test_a.py': '' }, 'pytest', { 'conftest.py': 'x' }, ['conftest.py'], '/w/app'],
    ['a plugin', { 'hide.py': '1' }, 'pytest -p hide', { 'hide.py': '2' }, ['hide.py']],
    ['by uv', {}, 'uv run pytest', { 'tests/conftest.py': 'x' }, ['tests/conftest.py']],
    ['by coverage', {}, 'coverage run -m pytest', { 'tests/conftest.py': 'x' }, ['tests/conftest.py']],
    ['not those of packages', {}, 'pytest', { 'node_modules/a/conftest.py': 'x', '.venv/a/conftest.py': 'x' }, []],
    ['not a test', { 'tests/test_a.py': '1' }, 'pytest', { 'tests/test_a.py': '2' }, []],
  ],
  'programs of packages': [
    ['of a script', packaged, 'npm test', { [bin]: 'exit 0' }, [bin]],
    ['by npx', packaged, 'npx vitest run', { [bin]: 'exit 0' }, [bin]],
    ['by pnpm exec', packaged, 'pnpm exec vitest run', { [bin]: 'exit 0' }, [bin]],
    ['by its path', packaged, './node_modules/.bin/vitest run', { [bin]: 'exit 0' }, [bin]],
    ['one that was not there', { 'package.json': scripts({ test: 'vitest run' }) }, 'npm test', { [bin]: 'x' }, [bin]],
    ['of a folder around', packaged, 'vitest run', { [bin]: 'exit 0' }, [bin], '/w/app'],
    ['not another one', packaged, 'npm test', { 'node_modules/.bin/eslint': 'x' }, []],
    ['not what its package loads', packaged, 'npm test', { 'node_modules/vitest/dist/cli.js': 'x' }, []],
  ],
};

for (const [family, cases] of Object.entries(families)) {
  describe(`what a command rests on: ${family}`, () => {
    for (const [name, tree, line, change, expected, cwd] of cases)
      it(name, async () => {
        expect(await differs(tree, line, change, cwd)).toEqual(expected);
      });
  });
}

describe('a program of a package that is a link', () => {
  const files = {
    '/w/package.json': scripts({ test: 'vitest run' }),
    '/w/node_modules/vitest/vitest.mjs': "import './dist/cli.js'",
    '/w/node_modules/vitest/package.json': '{ "name": "vitest", "version": "4.1.11" }',
    '/w/node_modules/other/vitest.mjs': "import './dist/cli.js'",
    '/w/node_modules/other/package.json': '{ "name": "other", "version": "1.0.0" }',
  };
  const path = '/w/node_modules/.bin/vitest';
  const resolved = (target: string, change: Tree = {}) => {
    const host = createMemoryHost({ files: { ...files, ...change }, links: { [path]: `/w/node_modules/${target}` } });
    return resolveCheck({ files: host.files, parse: shell.parse, root: '/w' }, 'npm test', '/w');
  };
  const before = 'vitest/vitest.mjs';
  it.each<[string, string, Tree, readonly string[]]>([
    ['that is the same', before, {}, []],
    ['that leads to the same words of another package', 'other/vitest.mjs', {}, [bin]],
    ['whose file changes', before, { '/w/node_modules/vitest/vitest.mjs': '' }, [bin]],
    [
      'whose package has another version',
      before,
      { '/w/node_modules/vitest/package.json': '{ "name": "vitest", "version": "4.1.12" }' },
      [bin],
    ],
    [
      'whose package.json says other things',
      before,
      { '/w/node_modules/vitest/package.json': '{ "name": "vitest", "version": "4.1.11", "license": "MIT" }' },
      [],
    ],
    ['whose package.json is none', before, { '/w/node_modules/vitest/package.json': '{' }, [bin]],
  ])('%s', async (_name, target, change, expected) => {
    expect(changedParts(await resolved(before), await resolved(target, change))).toEqual(expected);
  });
});

it('files that include one another in a circle end', async () => {
  const tree = {
    Makefile: 'include a.mk\ntest:\n\tbash a.sh\n',
    'a.mk': 'include Makefile\n',
    'a.sh': 'bash b.sh\n',
    'b.sh': 'bash a.sh\nmake test\n',
    'tsconfig.json': '{ "extends": "./tsconfig.json" }',
  };
  expect(await differs(tree, 'make test', { 'b.sh': 'true' })).toEqual(['b.sh']);
});
