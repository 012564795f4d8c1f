import { describe, expect, it } from 'vitest';
import { isCodeFile, isTestFile } from '../../../../src/core/runs/verify/testFiles';
import { touchedBy } from '../../../../src/core/runs/verify/touching';
import { createMemoryHost } from '../../../support/memoryHost';

type Tree = Readonly<Record<string, string>>;

async function check(tree: Tree, tests: readonly string[], changed: readonly string[]): Promise<readonly string[]> {
  const files = Object.fromEntries(Object.entries(tree).map(([path, text]) => [`/w/${path}`, text]));
  return touchedBy({ files: createMemoryHost({ files }).files, root: '/w', tests, changed });
}

const ts: Tree = {
  'test/a.test.ts': "import { a } from '../src/a.js';",
  'test/b.test.ts': "const { b } = await import('../src/b');",
  'test/barrel.test.ts': "import * as all from '../src';",
  'test/type.test.ts': "import {\n  type T,\n} from '../src/deep/t';",
  'test/alias.test.ts': "import { a } from '@/a';",
  'test/none.test.ts': "import { it } from 'vitest';\n// from '../src/a'\n",
  'src/a.ts': "import './effect';\nexport const a = 1;",
  'src/b.ts': 'export const b = 1;',
  'src/effect.ts': '',
  'src/index.ts': "export { b } from './b';",
  'src/deep/t.ts': '',
  'src/alone.ts': '',
};
const py: Tree = {
  'tests/test_cart.py': 'from shop.cart import total\nimport shop.money as m\n',
  'tests/test_flat.py': 'from shop import (cart, money)\n',
  'src/shop/__init__.py': '',
  'src/shop/cart.py': 'from . import money\nfrom .tax import rate\n',
  'src/shop/money.py': '',
  'src/shop/tax.py': '',
  'src/shop/alone.py': '',
};

describe('tests touch', () => {
  const cases: readonly (readonly [string, Tree, readonly string[], readonly string[], readonly string[]])[] = [
    [
      'the index above them',
      { 'test/a.js': "require('../')", 'index.js': '' },
      ['test/a.js'],
      ['index.js'],
      ['index.js'],
    ],
    ['what they import, written as JavaScript', ts, ['test/a.test.ts'], ['src/a.ts'], ['src/a.ts']],
    ['what that imports', ts, ['test/a.test.ts'], ['src/effect.ts'], ['src/effect.ts']],
    ['what they load later', ts, ['test/b.test.ts'], ['src/b.ts'], ['src/b.ts']],
    ['what an index hands on', ts, ['test/barrel.test.ts'], ['src/b.ts', 'src/alone.ts'], ['src/b.ts']],
    ['over several lines', ts, ['test/type.test.ts'], ['src/deep/t.ts'], ['src/deep/t.ts']],
    ['by an alias', ts, ['test/alias.test.ts'], ['src/a.ts'], ['src/a.ts']],
    ['not what nobody imports', ts, ['test/a.test.ts', 'test/b.test.ts'], ['src/alone.ts'], []],
    [
      'a program that they start',
      { 'test/a.test.ts': "spawn('node', ['src/cli/main.ts'])", 'src/cli/main.ts': '' },
      ['test/a.test.ts'],
      ['src/cli/main.ts'],
      ['src/cli/main.ts'],
    ],
    ['themselves', ts, ['test/none.test.ts'], ['test/none.test.ts'], ['test/none.test.ts']],
    [
      'python modules below src',
      py,
      ['tests/test_cart.py'],
      ['src/shop/cart.py', 'src/shop/money.py'],
      ['src/shop/cart.py', 'src/shop/money.py'],
    ],
    ['python members and relative ones', py, ['tests/test_flat.py'], ['src/shop/tax.py'], ['src/shop/tax.py']],
    ['not a python module nobody imports', py, ['tests/test_cart.py'], ['src/shop/alone.py'], []],
    [
      'the package of a go test',
      { 'cart/cart_test.go': 'package cart', 'cart/cart.go': '', 'tax/tax.go': '' },
      ['cart/cart_test.go'],
      ['cart/cart.go', 'tax/tax.go'],
      ['cart/cart.go'],
    ],
    [
      'a go package that a test imports',
      { 'cart/cart_test.go': 'import "example.com/x/tax"', 'tax/tax.go': '' },
      ['cart/cart_test.go'],
      ['tax/tax.go'],
      ['tax/tax.go'],
    ],
    [
      'the crate of a rust test',
      { 'tests/all.rs': '', 'src/lib.rs': '', 'other/src/lib.rs': '' },
      ['tests/all.rs'],
      ['src/lib.rs', 'other/src/lib.rs'],
      ['src/lib.rs'],
    ],
    [
      'the class that a java test names',
      { 'src/test/java/x/CartTest.java': 'new Cart().total()' },
      ['src/test/java/x/CartTest.java'],
      ['src/main/java/x/Cart.java', 'src/main/java/x/Tax.java'],
      ['src/main/java/x/Cart.java'],
    ],
    [
      'ruby by require',
      {
        'spec/cart_spec.rb': "require 'shop/cart'",
        'lib/shop/cart.rb': "require_relative 'tax'",
        'lib/shop/tax.rb': '',
      },
      ['spec/cart_spec.rb'],
      ['lib/shop/tax.rb'],
      ['lib/shop/tax.rb'],
    ],
    ['nothing without tests', ts, [], ['src/a.ts'], []],
    [
      'in circles',
      { 'a.test.ts': "import './b'", 'b.ts': "import './a.test'; import './c'", 'c.ts': '' },
      ['a.test.ts'],
      ['c.ts'],
      ['c.ts'],
    ],
  ];
  it.each(cases)('%s', async (_name, tree, tests, changed, expected) => {
    expect(await check(tree, tests, changed)).toEqual(expected);
  });
});

describe('what a file is', () => {
  const cases: readonly (readonly [string, 'test' | 'code' | 'other'])[] = [
    ['src/cart.ts', 'code'],
    ['src/cart.test.ts', 'test'],
    ['test/cart.ts', 'test'],
    ['src/__tests__/cart.tsx', 'test'],
    ['tests/test_cart.py', 'test'],
    ['shop/cart_test.py', 'test'],
    ['shop/contest.py', 'code'],
    ['tests.js', 'test'],
    ['test.mjs', 'test'],
    ['shop/tests.py', 'test'],
    ['lib/test-parse.js', 'test'],
    ['lib/test-utils.ts', 'code'],
    ['lib/test-helper.js', 'code'],
    ['lib/contests.js', 'code'],
    ['lib/testing.js', 'code'],
    ['cart_test.go', 'test'],
    ['src/test/java/CartTest.java', 'test'],
    ['src/main/java/Contest.java', 'code'],
    ['tests/it.rs', 'test'],
    ['spec/cart_spec.rb', 'test'],
    ['cypress/login.cy.ts', 'test'],
    ['vitest.config.ts', 'other'],
    ['src/config.ts', 'code'],
    ['src/arc.ts', 'code'],
    ['.eslintrc.js', 'other'],
    ['src/types.d.ts', 'other'],
    ['README.md', 'other'],
    ['package.json', 'other'],
    ['migrations/1.sql', 'code'],
    ['src/latest.ts', 'code'],
  ];
  it.each(cases)('%s', (path, expected) => {
    expect(isTestFile(path) ? 'test' : isCodeFile(path) ? 'code' : 'other').toBe(expected);
  });
});
