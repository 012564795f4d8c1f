/** Which test files count as run: by what runners print, by what they are given, by what they look for themselves. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { part as shell } from '../../../../src/core/permissions/shell.part';
import { executedTests } from '../../../../src/core/runs/verify/executed';
import { startedBy } from '../../../../src/core/runs/verify/resolves/index';
import { readResults } from '../../../../src/core/runs/verify/results/index';
import { createMemoryHost } from '../../../support/memoryHost';
import { temporaryFolder } from '../../../support/temporary';

const root = '/w';

async function executed(
  line: string,
  output: string,
  paths: readonly string[],
  texts: Readonly<Record<string, string>>,
) {
  const files: Readonly<Record<string, string>> = { ...Object.fromEntries(paths.map((path) => [path, ''])), ...texts };
  const host = createMemoryHost({
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])),
  });
  const run = { line, cwd: root, code: 0, ms: 1, output, report: readResults(output) };
  return executedTests(host.files, root, [run], ({ line: words, cwd }) =>
    startedBy({ files: host.files, parse: shell.parse, root }, words, cwd),
  );
}

const node = '✔ adds (0.5ms)\nℹ tests 1\nℹ pass 1\nℹ fail 0\n';
const tree = [
  'test/a.js',
  'test/deep/b.js',
  'lib/c.test.js',
  'lib/test-d.mjs',
  'lib/e_test.cjs',
  'lib/f-test.js',
  'lib/g.spec.js',
  'tests/h.js',
  'lib/code.js',
];
const byNode = ['lib/c.test.js', 'lib/e_test.cjs', 'lib/f-test.js', 'lib/test-d.mjs', 'test/a.js', 'test/deep/b.js'];

type Case = readonly [
  name: string,
  line: string,
  output: string,
  paths: readonly string[],
  expected: readonly string[],
  taken: RegExp | undefined,
  texts?: Readonly<Record<string, string>>,
];

const all = /all of its folder were counted/u;
const habit = (name: string) => new RegExp(`: those that ${name} takes were counted\\.$`, 'u');
const go = { 'go.mod': 'module example.com/shop\n\ngo 1.22\n' };

const cases: readonly Case[] = [
  ['node: what it looks for', 'node --test', node, tree, byNode, habit('node --test')],
  ['node: what it is given', 'node --test test/a.js', node, tree, ['test/a.js'], habit('node --test')],
  ['node: a folder', 'node --test test', node, tree, ['test/a.js', 'test/deep/b.js'], habit('node --test')],
  ['node: a pattern', "node --test 'lib/**/*.spec.js'", node, tree, ['lib/g.spec.js'], habit('node --test')],
  [
    'node: an option is no file',
    'node --import tsx --test-reporter spec --test tests/h.js',
    node,
    tree,
    ['tests/h.js'],
    habit('node --test'),
  ],
  [
    'node: in a script',
    'npm test',
    node,
    tree,
    ['tests/h.js'],
    habit('node --test'),
    { 'package.json': '{"scripts":{"pretest":"eslint .","test":"node --test tests/h.js"}}' },
  ],
  ['node: where nothing of it is there, all', 'node --test gone', node, ['lib/c.test.js'], ['lib/c.test.js'], all],
  [
    'node: a package below',
    'npm test',
    node,
    ['pkg/a/test/x.js', 'pkg/b/test/y.js'],
    ['pkg/a/test/x.js'],
    habit('node --test'),
    { 'package.json': '{"scripts":{"test":"cd pkg/a && node --test"}}' },
  ],
  [
    'beside another that nobody knows, all',
    'node --test && ./more',
    node,
    ['a.test.js', 'tests/b.js'],
    ['a.test.js', 'tests/b.js'],
    all,
  ],
  [
    'words of a variable, all',
    'node --test $FILES',
    node,
    ['a.test.js', 'tests/b.js'],
    ['a.test.js', 'tests/b.js'],
    all,
  ],
  [
    'mocha',
    'mocha',
    '  1 passing (3ms)\n',
    ['test/a.js', 'test/deep/b.js', 'lib/c.test.js'],
    ['test/a.js'],
    habit('mocha'),
  ],
  [
    'mocha, configured',
    'mocha',
    '  1 passing (3ms)\n',
    ['lib/c.test.js'],
    ['lib/c.test.js'],
    all,
    { '.mocharc.json': '{"spec":"lib"}' },
  ],
  [
    'ava',
    'ava',
    '  2 tests passed\n',
    ['a.test.js', 'test/b.js', 'test/_c.js', 'lib/d.js'],
    ['a.test.js', 'test/b.js'],
    habit('ava'),
  ],
  [
    'tape',
    'tape t/a.js',
    'TAP version 13\n# z\nok 1 is\n\n1..1\n# pass  1\n',
    ['t/a.js', 'test/b.js'],
    ['t/a.js'],
    habit('tape'),
  ],
  [
    'tap',
    'tap',
    'TAP version 14\nok 1 - test/a.js # time=3ms\n1..1\n',
    ['test/a.js', 'test/b.js'],
    ['test/a.js'],
    undefined,
  ],
  [
    'pytest',
    'pytest',
    'tests/test_a.py .   [100%]\n\n=== 1 passed in 0.72s ===\n',
    ['tests/test_a.py', 'tests/test_b.py'],
    ['tests/test_a.py'],
    undefined,
  ],
  [
    'pytest -q',
    'python -m pytest -q tests/unit',
    '.  [100%]\n1 passed in 1.07s\n',
    ['tests/unit/test_a.py', 'tests/test_b.py', 'tests/unit/x.py'],
    ['tests/unit/test_a.py'],
    habit('pytest'),
  ],
  [
    'pytest -q, one test',
    'pytest -q tests/test_b.py::test_x',
    '.  [100%]\n1 passed in 1.07s\n',
    ['tests/test_a.py', 'tests/test_b.py'],
    ['tests/test_b.py'],
    habit('pytest'),
  ],
  [
    'rspec',
    'rspec',
    '1 example, 0 failures\n',
    ['spec/a_spec.rb', 'spec/helper.rb', 'lib/b_spec.rb'],
    ['spec/a_spec.rb'],
    habit('rspec'),
  ],
  [
    'phpunit',
    'vendor/bin/phpunit',
    'OK (1 test, 1 assertion)\n',
    ['tests/ATest.php', 'tests/Base.php'],
    ['tests/ATest.php'],
    habit('phpunit'),
  ],
  [
    'go',
    'go test ./cart',
    'ok  \texample.com/shop/cart\t0.01s\n',
    ['cart/cart_test.go', 'tax/tax_test.go'],
    ['cart/cart_test.go'],
    undefined,
    go,
  ],
  [
    'go, the module itself',
    'go test',
    'ok  \texample.com/shop\t0.01s\n',
    ['shop_test.go', 'tax/tax_test.go'],
    ['shop_test.go'],
    undefined,
    go,
  ],
  [
    'maven',
    'mvn test',
    'Tests run: 1, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in shop.CartTest\n[INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0\n',
    ['src/test/java/shop/CartTest.java', 'src/test/java/shop/TaxTest.java'],
    ['src/test/java/shop/CartTest.java'],
    undefined,
  ],
  [
    'cargo',
    'cargo test',
    '     Running unittests src/lib.rs (target/debug/deps/cg-cf43)\n\ntest tests::it_works ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored\n',
    ['src/lib.rs', 'tests/a.rs'],
    ['src/lib.rs'],
    undefined,
  ],
  [
    'cargo -q, all',
    'cargo test -q',
    '.\ntest result: ok. 1 passed; 0 failed; 0 ignored\n',
    ['src/lib.rs', 'tests/a.rs'],
    ['src/lib.rs', 'tests/a.rs'],
    all,
  ],
  ['dotnet, all', 'dotnet test', 'Passed!  - Failed: 0, Passed: 3\n', ['CartTest.cs'], ['CartTest.cs'], all],
  [
    'gradle, all',
    'gradle test',
    '> Task :test\n\nBUILD SUCCESSFUL in 1s\n',
    ['src/test/java/CartTest.java'],
    ['src/test/java/CartTest.java'],
    all,
  ],
  [
    'vitest of a package',
    'npm test',
    ' RUN  v4\n ✓ test/x.test.ts (1 test) 3ms\n Test Files  1 passed (1)\n      Tests  1 passed (1)\n',
    ['pkg/a/test/x.test.ts', 'pkg/b/test/y.test.ts'],
    ['pkg/a/test/x.test.ts'],
    undefined,
    { 'package.json': '{"scripts":{"test":"cd pkg/a && vitest run"}}' },
  ],
];

function asOptions([name, line, output, paths, expected, taken, texts]: Case) {
  return [name, { line, output, paths, expected, taken, texts }] as const;
}

describe('test files that ran', () => {
  it.each(cases.map(asOptions))('%s', async (_name, { line, output, paths, expected, taken, texts = {} }) => {
    const found = await executed(line, output, paths, texts);
    expect([...found.tests].sort()).toEqual([...expected].sort());
    if (taken === undefined) expect(found.taken).toEqual([]);
    else expect(found.taken).toEqual([expect.stringMatching(taken)]);
  });
});

it("takes what this machine's node --test takes", async () => {
  const folder = temporaryFolder();
  const paths = [...tree.filter((path) => path !== 'lib/code.js'), 'test.js', 'lib/code.js'];
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const load = path.endsWith('.mjs') ? "import { test } from 'node:test';" : "const { test } = require('node:test');";
    writeFileSync(join(folder, path), `${load} test('runs ${path}', () => {});\n`);
  }
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const output = execFileSync(process.execPath, ['--test', '--test-reporter=tap'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const ran = [...output.matchAll(/^ok \d+ - runs (\S+)$/gmu)].map((match) => match[1] ?? '');
  const found = await executed('node --test', output, paths, {});
  expect([...found.tests].sort()).toEqual(ran.sort());
});
