import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otherRules, testRules, weakenedTests } from '../../../../src/core/runs/verify/weakened/index';

const path = 'test/cart.test.ts';
const suite = `describe('totals', () => {
  it('adds', () => {
    expect(add(1, 2)).toBe(3);
    expect(add(0, 0)).toBe(0);
  });
  it('rounds', async () => {
    await expect(round(1.005)).resolves.toEqual(1.01);
  }, { timeout: 1000 });
});
`;
const py = `def test_adds():
    assert add(1, 2) == 3
    assert add(0, 0) == 0

def test_rounds():
    assert round_money(1.005) == 1.01
`;

type Case = readonly [name: string, path: string, before: string | undefined, after: string | undefined];

const weakened: readonly Case[] = [
  ['the file is gone', path, suite, undefined],
  ['a test is gone', path, suite, suite.replace(/ {2}it\('rounds'[\s\S]*?\}\);\n(?=\}\))/u, '')],
  ['it.skip', path, suite, suite.replace("it('rounds'", "it.skip('rounds'")],
  ['xit', path, suite, suite.replace("it('rounds'", "xit('rounds'")],
  ['describe.skip', path, suite, suite.replace('describe(', 'describe.skip(')],
  ['test.todo', path, suite, suite.replace("it('rounds'", "it.todo('rounds'")],
  ['it.fails', path, suite, suite.replace("it('rounds'", "it.fails('rounds'")],
  ['an option skip', path, suite, suite.replace('timeout: 1000', 'skip: true, timeout: 1000')],
  ['ctx.skip()', path, suite, suite.replace('await expect', 'ctx.skip();\n    await expect')],
  ['it.only', path, suite, suite.replace("it('adds'", "it.only('adds'")],
  ['fit', path, suite, suite.replace("it('adds'", "fit('adds'")],
  ['an assertion is gone', path, suite, suite.replace('    expect(add(0, 0)).toBe(0);\n', '')],
  [
    'an assertion is gone, and a new test hides it',
    path,
    suite,
    `${suite.replace('    expect(add(0, 0)).toBe(0);\n', '')}it('more', () => {\n  expect(add(2, 2)).toBe(4);\n});\n`,
  ],
  [
    'a test is gone, and a new one hides it',
    path,
    suite,
    suite.replace(
      /it\('adds'[\s\S]*?\}\);/u,
      "it('is', () => {\n    expect(typeof add).toBe('function');\n    expect(add.length).toBe(2);\n  });",
    ),
  ],
  [
    'tape: an assertion is gone, and a new test hides it',
    'test/a.js',
    "test('counts', function (t) {\n\tt.equal(f(1), 1);\n\tt.equal(f(2), 2);\n\tt.end();\n});\n",
    "test('counts', function (t) {\n\tt.equal(f(1), 1);\n\tt.end();\n});\ntest('starts again', function (t) {\n\tt.equal(g(), 0);\n\tt.end();\n});\n",
  ],
  [
    'python: an assertion is gone, and a new test hides it',
    'tests/test_a.py',
    py,
    `${py.replace('    assert add(0, 0) == 0\n', '')}\ndef test_more():\n    assert add(2, 2) == 4\n`,
  ],
  ['an assertion in a comment', path, suite, suite.replace('expect(add(0, 0))', '// expect(add(0, 0))')],
  ['toBeDefined for toBe', path, suite, suite.replace('expect(add(1, 2)).toBe(3)', 'expect(add(1, 2)).toBeDefined()')],
  ['expect.anything()', path, suite, suite.replace('toEqual(1.01)', 'toContain(expect.anything())')],
  [
    'toThrow without what',
    path,
    "it('a', () => { expect(f).toThrow('boom'); });",
    "it('a', () => { expect(f).toThrow(); });",
  ],
  [
    'an assertion that always holds',
    path,
    suite,
    suite.replace('expect(add(0, 0)).toBe(0)', 'expect(true).toBe(true)'),
  ],
  ['a new test that shows nothing', path, undefined, "it('works', () => { expect(1).toBe(1); });"],
  ['a new test that is skipped', path, undefined, "it.skip('works', () => { expect(f()).toBe(1); });"],
  [
    'a failure that is swallowed',
    path,
    suite,
    suite.replace('expect(add(0, 0)).toBe(0);', 'try { expect(add(0, 0)).toBe(0); } catch {}'),
  ],
  ['a rejection that is swallowed', path, suite, suite.replace('.toEqual(1.01);', '.toEqual(1.01).catch(() => {});')],
  ['a wider timeout', path, suite, suite.replace('timeout: 1000', 'timeout: 60_000')],
  [
    'more retries',
    path,
    "it('a', { retry: 0 }, () => { expect(f()).toBe(1); });",
    "it('a', { retry: 5 }, () => { expect(f()).toBe(1); });",
  ],
  ['pytest.mark.skip', 'tests/test_a.py', py, py.replace('def test_rounds', '@pytest.mark.skip\ndef test_rounds')],
  [
    'pytest.mark.xfail',
    'tests/test_a.py',
    py,
    py.replace('def test_rounds', '@pytest.mark.xfail(strict=False)\ndef test_rounds'),
  ],
  ['a python test is gone', 'tests/test_a.py', py, py.slice(0, py.indexOf('def test_rounds'))],
  ['assert True', 'tests/test_a.py', py, py.replace('assert add(0, 0) == 0', 'assert True')],
  [
    'except: pass',
    'tests/test_a.py',
    py,
    py.replace(
      '    assert add(0, 0) == 0',
      '    try:\n        assert add(0, 0) == 0\n    except AssertionError:\n        pass',
    ),
  ],
  ['is not None for ==', 'tests/test_a.py', py, py.replace('add(1, 2) == 3', 'add(1, 2) is not None')],
  [
    '#[ignore]',
    'tests/a.rs',
    '#[test]\nfn a() { assert_eq!(1, f()); }',
    '#[test]\n#[ignore]\nfn a() { assert_eq!(1, f()); }',
  ],
  [
    't.Skip',
    'a_test.go',
    'func TestA(t *testing.T) {\n\tif f() != 1 { t.Error("x") }\n}',
    'func TestA(t *testing.T) {\n\tt.Skip("later")\n\tif f() != 1 { t.Error("x") }\n}',
  ],
  [
    '@Disabled',
    'src/test/java/ATest.java',
    '@Test\nvoid a() { assertEquals(1, f()); }',
    '@Disabled\n@Test\nvoid a() { assertEquals(1, f()); }',
  ],
  ['kept output written anew', 'test/__snapshots__/a.test.ts.snap', 'a', 'b'],
  ['kept output deleted', 'test/__snapshots__/a.test.ts.snap', 'a', undefined],
  [
    'a script that can not fail',
    'package.json',
    '{"scripts":{"test":"vitest run"}}',
    '{"scripts":{"test":"vitest run || true"}}',
  ],
  ['fewer files', 'vitest.config.ts', 'test: {}', 'test: { exclude: ["test/cart.test.ts"] }'],
  ['no tests are fine', 'package.json', '{"scripts":{"test":"jest"}}', '{"scripts":{"test":"jest --passWithNoTests"}}'],
  ['pytest --ignore', 'pytest.ini', '[pytest]', '[pytest]\naddopts = --ignore=tests/test_a.py'],
];

const harmless: readonly Case[] = [
  ['nothing changed', path, suite, suite],
  ['a new test', path, suite, `${suite}it('more', () => { expect(add(2, 2)).toBe(4); });\n`],
  ['a new file', path, undefined, suite],
  ['a new name', path, suite, suite.replace("'rounds'", "'rounds half up'")],
  ['a new name for a longer test', path, suite, suite.replace("'adds'", "'adds up'")],
  ['a new value', path, suite, suite.replace('toBe(3)', 'toBe(4)')],
  [
    'more assertions',
    path,
    suite,
    suite.replace('expect(add(0, 0)).toBe(0);', 'expect(add(0, 0)).toBe(0);\n    expect(add(1, 1)).toBe(2);'),
  ],
  ['a comment', path, suite, `// skip nothing, it.skip() is not used here\n${suite}`],
  ['a string', path, suite, suite.replace("'rounds'", "'does not it.skip( anything'")],
  ['layout', path, suite, suite.replaceAll('  ', '\t')],
  ['stricter', path, "it('a', () => { expect(f()).toBeDefined(); });", "it('a', () => { expect(f()).toBe(1); });"],
  [
    'a skip is taken away',
    path,
    "it.skip('a', () => { expect(f()).toBe(1); });",
    "it('a', () => { expect(f()).toBe(1); });",
  ],
  ['a shorter timeout', path, suite, suite.replace('timeout: 1000', 'timeout: 500')],
  [
    'a vague one besides',
    path,
    suite,
    suite.replace('expect(add(0, 0)).toBe(0);', 'expect(add(0, 0)).toBe(0);\n    expect(add).toBeDefined();'),
  ],
  [
    'it.each for it',
    path,
    "it('a', () => { expect(f(1)).toBe(1); });",
    "it.each([1, 2])('a', (n) => { expect(f(n)).toBe(n); });",
  ],
  [
    'a catch that rethrows',
    path,
    suite,
    suite.replace('expect(add(0, 0)).toBe(0);', 'try { expect(add(0, 0)).toBe(0); } catch (e) { throw e; }'),
  ],
  ['python: a new test', 'tests/test_a.py', py, `${py}\ndef test_more():\n    assert add(2, 2) == 4\n`],
  ['python: a comment', 'tests/test_a.py', py, `# @pytest.mark.skip is not for us\n${py}`],
  [
    'python: raises',
    'tests/test_a.py',
    py,
    `${py}\ndef test_bad():\n    with pytest.raises(ValueError):\n        add(None, 1)\n`,
  ],
  [
    'rust: a new test',
    'tests/a.rs',
    '#[test]\nfn a() { assert_eq!(1, f()); }',
    '#[test]\nfn a() { assert_eq!(1, f()); }\n#[test]\nfn b() { assert_eq!(2, g()); }',
  ],
  [
    'go: a helper',
    'a_test.go',
    'func TestA(t *testing.T) {\n\tif f() != 1 { t.Error("x") }\n}',
    'func TestA(t *testing.T) {\n\tif f() != 1 { t.Error("x") }\n}\nfunc help() {}',
  ],
  ['a snapshot that came', 'test/__snapshots__/b.test.ts.snap', undefined, 'a'],
  ['code', 'src/cart.ts', 'export function skip() {}', 'export function skip(only = true) { try { f(); } catch {} }'],
  ['a dependency', 'package.json', '{"dependencies":{}}', '{"dependencies":{"zod":"4"}}'],
  [
    'a new script',
    'package.json',
    '{"scripts":{"test":"vitest run"}}',
    '{"scripts":{"test":"vitest run","build":"tsc"}}',
  ],
  ['a reporter', 'vitest.config.ts', 'test: {}', 'test: { reporters: ["dot"] }'],
  ['a file without tests is gone', 'test/support/data.ts', 'export const data = 1;', undefined],
  ['a configuration that came', 'vitest.config.ts', undefined, 'test: { exclude: ["dist"] }'],
  ['the word only', path, suite, suite.replace("'adds'", "'adds only numbers'")],
  ['a template', path, suite, suite.replace("'adds'", '`adds // and subtracts`')],
  ['a url', path, suite, suite.replace("'adds'", "'adds http://a.b/c'")],
];

describe('tests that were weakened', () => {
  it.each(weakened)('%s', (_name, file, before, after) => {
    expect(
      weakenedTests([{ path: file, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]),
    ).not.toEqual([]);
  });
  it.each(harmless)('not: %s', (_name, file, before, after) => {
    expect(
      weakenedTests([{ path: file, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]),
    ).toEqual([]);
  });
  it('a test that moved to another file is not deleted', () => {
    const [one, other] = [suite.split("  it('rounds'")[0] ?? '', `  it('rounds'${suite.split("  it('rounds'")[1]}`];
    const moved = [
      { path, before: suite, after: `${one}});\n` },
      { path: 'test/rounding.test.ts', after: `describe('totals', () => {\n${other}` },
    ];
    expect(weakenedTests(moved)).toEqual([]);
    expect(weakenedTests(moved.slice(0, 1))).toEqual([`${path}: 1 test is deleted.`]);
  });
  it('each rule finds one of the cases', () => {
    for (const rule of [...testRules, ...otherRules]) {
      const found = weakened.filter(
        ([, file, before, after]) =>
          rule({ path: file, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }).length >
          0,
      );
      expect(found.length, rule.name).toBeGreaterThan(0);
    }
  });
  it('any texts are read', () => {
    const text = fc.option(
      fc.string({ unit: fc.constantFrom('it(', 'skip', '/*', '*/', '//', '"', "'", '`', '\n', 'expect(', ')', 'a') }),
      { nil: undefined },
    );
    fc.assert(
      fc.property(text, text, (before, after) => {
        weakenedTests([{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]);
        if (after !== undefined) expect(weakenedTests([{ path, before: after, after }])).toEqual([]);
      }),
    );
  });
});
