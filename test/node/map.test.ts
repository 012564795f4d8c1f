/** The repository map over a real folder: what it finds, what it never shows, and what one change costs. */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MapPart, MapRequest } from '../../src/core/context/map/types';
import { createCodeMap } from '../../src/node/map/codeMap';
import { extract, importedBy } from '../../src/node/map/extract';
import { withTree } from '../../src/node/outline/outliner';
import { bundleProgram } from '../support/childProgram';
import { temporaryFolder } from '../support/temporary';

const grammars = join(process.cwd(), 'node_modules/@vscode/tree-sitter-wasm/wasm');
let program = '';
const opened: MapPart[] = [];
beforeAll(() => {
  program = bundleProgram('src/node/map/mapper.program.ts');
});
afterAll(() => Promise.all(opened.map((map) => map.close())));

function repository(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const root = join(folder, 'work');
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) put(path, text);
  const map = createCodeMap({ program, grammars });
  opened.push(map);
  const state = join(folder, 'state');
  const ask = async (request: Partial<MapRequest> = {}, hide: readonly string[] = []) => {
    const answer = await map.ranked({ root, state, hide }, { about: '', files: [], most: 100, ...request });
    if (answer === undefined) throw new Error('There is no map.');
    return answer;
  };
  const paths = async (request: Partial<MapRequest> = {}, hide: readonly string[] = []) =>
    (await ask(request, hide)).files.map(({ path }) => path);
  return { folder, root, state, put, map, ask, paths };
}

const shop = {
  'src/cart/cart.ts':
    "import { Price } from '../price';\nexport class Cart {\n  addItem(price: Price) { return price; }\n}\n",
  'src/price.ts': 'export interface Price { cents: number }\nexport const secretKey = "sk-123";\n',
  'src/mail.ts': 'export function sendMail(to: string) {\n  return to;\n}\n',
  'src/checkout.ts': "import { Cart } from './cart/cart';\nexport function checkout(cart: Cart) { return cart; }\n",
  'lib/report.py': 'class Report:\n    def total_sales(self):\n        return 1\n',
  'Main.kt': 'fun main() {}\n',
  'README.md': '# Shop\n',
};

describe('the map', () => {
  it('ranks what the request speaks of, and what belongs to it, before the rest', async () => {
    const { ask } = repository(shop);
    const cart = await ask({ about: 'Let customers add several items to the cart' });
    expect(cart.total).toBe(7);
    expect(cart.files.slice(0, 3).map(({ path }) => path)).toEqual([
      'src/cart/cart.ts',
      'src/price.ts',
      'src/checkout.ts',
    ]);
    expect(cart.files[0]?.because).toContain('cart');
    expect(cart.files[0]?.symbols.map(({ text, uses, asked }) => ({ text, uses, asked }))).toEqual([
      { text: 'export class Cart', uses: 1, asked: true },
      { text: 'addItem(price: Price) { return price; }', uses: 0, asked: true },
    ]);
    expect((await ask({ about: 'sending mails' })).files[0]?.path).toBe('src/mail.ts');
    expect((await ask({ files: ['lib/report.py'] })).files[0]).toMatchObject({
      path: 'lib/report.py',
      because: ['named'],
    });
  });

  it('shows what a file declares, not what it takes from others, and nothing of what is minified', async () => {
    const { ask } = repository({
      'bin/run.js':
        "const fs = require('node:fs');\nconst { a, b } = require('./a');\nconst lazy = await import('./b');\nconst LIMIT = 3;\nfunction run() {}\n",
      'dist/run.min.js': `function e(){}${'var t=1;'.repeat(2000)}\n`,
      'src/wide.js': `function wide() {}\nconst rows = "${'x'.repeat(5000)}";\n`,
    });
    const { files } = await ask();
    expect(Object.fromEntries(files.map(({ path, symbols }) => [path, symbols.map(({ name }) => name)]))).toEqual({
      'bin/run.js': ['LIMIT', 'run'],
      'dist/run.min.js': [],
      'src/wide.js': ['wide', 'rows'],
    });
  });

  it('keeps the value of a constant to itself', async () => {
    const { ask, state } = repository(shop);
    expect(JSON.stringify(await ask())).not.toContain('sk-123');
    expect(readFileSync(join(state, 'map.jsonl'), 'utf8')).not.toContain('sk-123');
  });

  it('sees what was added, changed, moved and deleted', async () => {
    const { put, paths, ask, root } = repository(shop);
    await ask();
    put('src/coupon.ts', 'export function couponCode() {}\n');
    put('src/mail.ts', 'export function couponMail() {}\n');
    renameSync(join(root, 'lib/report.py'), join(root, 'lib/sales.py'));
    rmSync(join(root, 'Main.kt'));
    expect((await paths({ about: 'coupon' })).slice(0, 2)).toEqual(['src/coupon.ts', 'src/mail.ts']);
    expect((await paths()).sort()).toEqual([
      'README.md',
      'lib/sales.py',
      'src/cart/cart.ts',
      'src/checkout.ts',
      'src/coupon.ts',
      'src/mail.ts',
      'src/price.ts',
    ]);
  });

  it('reads one changed file, and no other', async () => {
    const { put, state, ask } = repository(shop);
    await ask();
    const before = readFileSync(join(state, 'map.jsonl'), 'utf8');
    put('src/mail.ts', 'export function postLetter() {}\n');
    await ask();
    const after = readFileSync(join(state, 'map.jsonl'), 'utf8');
    expect(after.startsWith(before)).toBe(true);
    const added = after.slice(before.length).trim().split('\n');
    expect(added.map((line) => JSON.parse(line).path)).toEqual(['src/mail.ts']);
  });

  it.each(['', 'nonsense\n{"path":1}\n', '{"map":1}\n{"path":"gone.ts","size"', '{"map":0}\n'])(
    'is made anew over a store that holds %j',
    async (text) => {
      const { state, paths } = repository(shop);
      mkdirSync(state, { recursive: true });
      writeFileSync(join(state, 'map.jsonl'), text);
      expect(await paths()).toHaveLength(7);
    },
  );

  it('takes up what another process left', async () => {
    const { map, paths, ask, state } = repository(shop);
    await ask();
    const kept = readFileSync(join(state, 'map.jsonl'), 'utf8');
    await map.close();
    expect(await paths()).toHaveLength(7);
    expect(readFileSync(join(state, 'map.jsonl'), 'utf8')).toBe(kept);
  });

  it('names a file that it can’t read, and goes on', async () => {
    const { root, put, ask } = repository(shop);
    put('src/big.ts', `const a = 1;\n${'x'.repeat(600_000)}`);
    put('src/binary.ts', 'a\0b');
    chmodSync(join(root, 'src/mail.ts'), 0);
    const { files, total } = await ask();
    expect(total).toBe(9);
    expect(files.find(({ path }) => path === 'src/big.ts')?.symbols).toEqual([]);
    expect(files.find(({ path }) => path === 'src/binary.ts')?.symbols).toEqual([]);
  });

  it('reads many files in threads', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`src/m${at}.ts`, `export class Many${at} {}\n`]),
    );
    const { ask } = repository(many);
    const answer = await ask({ about: 'Many17', most: 400 });
    expect(answer.files.flatMap(({ symbols }) => symbols.map(({ name }) => name)).sort()).toEqual(
      Array.from({ length: 400 }, (_, at) => `Many${at}`).sort(),
    );
  });

  it('says that it could not be made where the folder is gone', async () => {
    const { root, ask } = repository({});
    rmSync(root, { recursive: true });
    await expect(ask()).rejects.toThrow('The repository map could not be made');
    const missing = createCodeMap({ program: '/nowhere/mapper.js', grammars });
    expect(await missing.ranked({ root, state: root, hide: [] }, { about: '', files: [], most: 1 })).toBeUndefined();
  });
});

describe('nothing hidden is in the map', () => {
  const inside = { 'src/open.ts': 'export class Open {}\n', 'src/hidden/deep.ts': 'export class Hidden {}\n' };
  it.each<[name: string, files: Readonly<Record<string, string>>, hide: readonly string[]]>([
    ['.kiroignore', { '.kiroignore': 'hidden/\n' }, []],
    ['a nested .kiroignore', { 'src/.kiroignore': '/hidden\n' }, []],
    ['another case', { '.kiroignore': 'SRC/HIDDEN\n' }, []],
    ['.gitignore without a repository’s store', { '.kiroignore': '**/deep.*\n' }, []],
    [
      'a file that takes it back below what is hidden',
      { '.kiroignore': 'src/hidden\n', 'src/hidden/.kiroignore': '!*\n' },
      [],
    ],
    ['settings', {}, ['src/hidden/']],
    ['settings, which no ignore file takes back', { 'src/.kiroignore': '!hidden\n!hidden/**\n' }, ['hidden']],
  ])('by %s', async (_, files, hide) => {
    const { paths, state } = repository({ ...inside, ...files });
    const found = await paths({ about: 'Hidden', files: ['src/hidden/deep.ts'] }, hide);
    expect(found).toContain('src/open.ts');
    expect(found).not.toContain('src/hidden/deep.ts');
    expect(readFileSync(join(state, 'map.jsonl'), 'utf8')).not.toContain('Hidden');
    // Without the rule it is there.
    const open = repository(inside);
    expect(await open.paths()).toContain('src/hidden/deep.ts');
  });

  it('once it is hidden, also from what is kept', async () => {
    const { put, paths, map, root, state } = repository(inside);
    expect(await paths()).toContain('src/hidden/deep.ts');
    put('.kiroignore', 'hidden\n');
    expect(await paths()).not.toContain('src/hidden/deep.ts');
    put('.kiroignore', '');
    expect(await paths()).toContain('src/hidden/deep.ts');
    expect(
      (await map.ranked({ root, state, hide: ['hidden'] }, { about: '', files: [], most: 9 }))?.files,
    ).toHaveLength(2);
  });

  it('by a link that leads out, or into what is hidden', async () => {
    const { folder, root, paths } = repository({ ...inside, '.kiroignore': 'hidden\n' });
    mkdirSync(join(folder, 'outside'));
    writeFileSync(join(folder, 'outside/secret.ts'), 'export class Secret {}\n');
    symlinkSync(join(folder, 'outside'), join(root, 'linked'));
    symlinkSync(join(folder, 'outside/secret.ts'), join(root, 'src/linked.ts'));
    symlinkSync(join(root, 'src/hidden/deep.ts'), join(root, 'src/shown.ts'));
    symlinkSync(join(root, 'src/hidden'), join(root, 'way'));
    expect((await paths()).sort()).toEqual(['.kiroignore', 'src/open.ts']);
  });
});

describe('an import says', () => {
  it.each<[string, string, readonly string[]]>([
    ['import_statement', "import x, { y } from './a'", ['./a']],
    ['import_statement', 'import a.b as c', ['a.b']],
    ['import_from_statement', 'from ..a import (b, c as d)', ['..a', '..a.b', '..a.c']],
    ['import_from_statement', 'from . import b', ['.', '.b']],
    ['import_declaration', 'import static java.util.List;', ['java.util.List']],
    ['import_spec', 'x "a/b"', ['a/b']],
    ['use_declaration', 'use crate::a::{b, c::D};', ['crate::a::b', 'crate::a::c::D']],
    ['use_declaration', 'pub use a::b;', ['a::b']],
    ['mod_item', 'mod a;', ['./a']],
    ['mod_item', 'mod a { fn f() {} }', []],
    ['preproc_include', '#include <vector>', ['vector']],
    ['using_directive', 'using System.Text;', ['System.Text']],
    ['namespace_use_clause', 'App\\Models\\User', ['App\\Models\\User']],
  ])('%s %s', (type, text, expected) => expect(importedBy(type, text)).toEqual(expected));
});

describe('the imports of a file', () => {
  /** Without a short cut: the whole tree is walked. */
  const plain = (path: string, text: string) =>
    withTree(
      path,
      text,
      (root, { imports }) =>
        root
          .descendantsOfType([...(imports?.nodes ?? [])])
          .flatMap((node) => (node === null ? [] : importedBy(node.type, node.text))),
      grammars,
    );
  const cases: Readonly<Record<string, string>> = {
    'a.py': 'import os\n\ndef f():\n    from . import b\n    return b\n\nclass C:\n    import json\n',
    'a.go': 'package m\n\nimport (\n\t"fmt"\n\tx "a/b"\n)\n\nimport "os"\n\nfunc f() { fmt.Println("import") }\n',
    'A.java': 'package m;\nimport java.util.List;\nimport static a.B.c;\nclass A { String s = "import"; }\n',
    'a.rs': 'use crate::a::{b, c};\nmod inner {\n    pub use super::x;\n    fn f() { use std::io; }\n}\nmod other;\n',
    'a.cpp': '#ifdef X\n#include <vector>\n#endif\n#include "a.h"\nint f();\n',
    'a.cs':
      'using System;\nnamespace N {\n  using System.Text;\n  class C { void F() { using (var x = Y()) {} } }\n}\n',
    'a.php': "<?php\nnamespace A;\nUse B\\C, D\\E;\nfunction f() { REQUIRE_ONCE 'x.php'; include 'y.php'; }\n",
    'a.rb': 'class A\n  def b; end\nend\n',
    'a.ts':
      "import a from 'a';\ndeclare module 'm' {\n  import b = require('b');\n  import { c } from 'c';\n}\nconst d = import('d');\n",
    'broken.go': 'package m\n\nimport (\n\t"fmt"\n\nfunc f( {\n\t"os"\n',
    'broken.py': 'def f(:\n  from x import (y,\nimport z\n',
  };
  it.each(Object.entries(cases))('%s are those of its whole tree', async (path, text) => {
    const whole = (await plain(path, text)) ?? [];
    expect((await extract(path, text, grammars)).imports.slice(0, whole.length)).toEqual(whole);
    if (path !== 'a.rb' && !path.startsWith('broken')) expect(whole.length).toBeGreaterThan(1);
  });

  it('are those of the whole tree in every file of this project’s map', async () => {
    const folder = join(process.cwd(), 'src/node/map');
    for (const path of readdirSync(folder)) {
      const text = readFileSync(join(folder, path), 'utf8');
      const whole = (await plain(path, text)) ?? [];
      expect(whole.length).toBeGreaterThan(0);
      expect((await extract(path, text, grammars)).imports.slice(0, whole.length)).toEqual(whole);
    }
  });
});
