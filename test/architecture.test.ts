import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { rowOf } from './architecture/folders';
import { importViolations, leafCycles } from './architecture/imports';
import { checkPlugins, type PluginFolder, pluginFolders } from './architecture/plugins';
import { docstringViolations, forbiddenViolations, sizeViolations } from './architecture/shape';
import { type Source, source, sourcesBelow, type Violation } from './architecture/sources';

const root = fileURLToPath(new URL('..', import.meta.url));
const product = sourcesBelow(root, 'src', ['.ts', '.tsx']);
const others = ['test', 'scripts'].flatMap((folder) => sourcesBelow(root, folder, ['.ts', '.tsx', '.mjs', '.mts']));

/** Every rule about one source. */
function violationsOf(each: Source): readonly Violation[] {
  return [importViolations, sizeViolations, docstringViolations, forbiddenViolations].flatMap((rule) => rule(each));
}

function told(violations: readonly Violation[]): readonly string[] {
  return violations.map(({ path, line, message }) => `${path}:${line} ${message}`);
}

describe('the sources', () => {
  it('are found', () => expect(product.length).toBeGreaterThan(100));

  it.each([
    ['import only what the table allows', importViolations],
    ['stay within the size limits', sizeViolations],
    ['say what every exported function and type means', docstringViolations],
    ['hold nothing that is forbidden', forbiddenViolations],
  ] as const)('%s', (_, rule) => expect(told(product.flatMap(rule))).toEqual([]));

  it('have leaves without cycles', () => expect(told(leafCycles(product))).toEqual([]));

  it('have no folder without a row', () => {
    const folders = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name, 'x').slice(root.length).replaceAll('\\', '/'));
    const containers = /^src\/(core|node|cli|servers|extension|webview)\/x$/;
    expect(folders.filter((path) => rowOf(path) === undefined && !containers.test(path))).toEqual([]);
  });
});

describe('tests and scripts', () => {
  it('stay within the size of a file, and silence no type error', () => {
    const violations = others.flatMap((each) => [
      ...sizeViolations(each).filter(({ message }) => message.startsWith('has ')),
      // The rules themselves name what they forbid.
      ...(each.path.startsWith('test/architecture') ? [] : forbiddenViolations(each)).filter(({ message }) =>
        message.startsWith('@ts-'),
      ),
    ]);
    expect(told(violations)).toEqual([]);
  });
});

describe('plug-in folders', () => {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const files = product.map(({ path }) => join(root, path));
  const program = ts.createProgram(files, options);

  it.each(pluginFolders)(
    '$folder lists every entry',
    (folder) => {
      const { entries, violations } = checkPlugins(program, root, folder);
      expect(entries.length).toBeGreaterThan(0);
      expect(told(violations)).toEqual([]);
    },
    // The first one pays for the types of the whole product, which takes long on a busy machine.
    60_000,
  );
});

/** A small bad source, and a part of what must be said about it. */
const bad: readonly (readonly [path: string, text: string, message: string])[] = [
  ['src/core/specs/a.ts', "import { x } from '../providers/b';", 'specs may not import providers'],
  ['src/core/specs/a.ts', "import type { X } from '../flows/b';", 'specs may not import flows'],
  ['src/core/specs/a.ts', "export { x } from '../agent';", 'specs may not import agent'],
  ['src/core/specs/a.ts', "let x: import('../agent/types').X;", 'specs may not import agent'],
  ['src/core/specs/a.ts', "import '../../../test/support/x';", 'outside src'],
  ['src/core/agent/a.ts', "const flows = await import('../flows');", 'agent may not import flows'],
  ['src/core/agent/deep/a.ts', "require('../../runs/queue');", 'agent may not import runs'],
  ['src/core/flows/a.ts', "import { grant } from '../permissions/grant';", 'flows may not import permissions'],
  ['src/core/flows/a.ts', "import { read } from '../../node/files';", 'flows may not import node'],
  ['src/core/host.ts', "import type { Spec } from './specs/model';", 'leaves may not import specs'],
  ['src/core/a/b.ts', '', 'belongs to no row'],
  ['src/tools/b.ts', '', 'belongs to no row'],
  ['src/core/specs/a.ts', "import { x } from '../nowhere/x';", 'belongs to no row'],
  ['src/core/specs/a.ts', "import { readFileSync } from 'node:fs';", 'core may not import node:fs'],
  ['src/core/specs/a.ts', "import { readFile } from 'fs/promises';", 'core may not import fs/promises'],
  ['src/core/tools/a.ts', "const { exec } = require('child_process');", 'core may not import child_process'],
  ['src/core/tools/a.ts', "const http = await import('node:https');", 'core may not import node:https'],
  ['src/core/tools/a.ts', "process.getBuiltinModule('node:fs');", 'core may not import node:fs'],
  ['src/core/tools/a.ts', "import fs = require('fs');", 'core may not import fs'],
  ['src/core/tools/a.ts', 'await import(name);', 'whose name is computed'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template inside the data
  ['src/core/tools/a.ts', 'require(`node:${what}`);', 'whose name is computed'],
  ['src/core/tools/a.ts', "import * as vscode from 'vscode';", 'only src/extension may import vscode'],
  ['src/node/a.ts', "const vscode = require('vscode');", 'only src/extension may import vscode'],
  ['src/cli/a.ts', "import type { Uri } from 'vscode';", 'only src/extension may import vscode'],
  ['src/cli/a.ts', "import { host } from '../extension/vscodeHost';", 'cli may not import extension'],
  ['src/node/a.ts', "import { main } from '../cli/main';", 'node may not import cli'],
  ['src/extension/a.ts', "import { Panel } from '../webview/components/Panel';", 'extension may not import webview'],
  ['src/webview/a.tsx', "import { parse } from '../core/specs/parse';", 'webview may import only types'],
  ['src/webview/a.tsx', "import { type A, parse } from '../core/specs/parse';", 'webview may import only types'],
  ['src/webview/a.tsx', "import { x } from '../node/files';", 'webview may not import node'],
  ['src/webview/a.tsx', "import { join } from 'node:path';", 'a browser has no node:path'],
  ['src/core/specs/a.ts', "import { z } from 'zod';", 'zod is imported as'],
  ['src/core/specs/a.ts', "import z from 'zod';", 'zod is imported as'],
  ['src/core/specs/a.ts', "const z = require('zod');", 'zod is imported as'],
  ['src/core/tools/a.ts', "console.log('x');", 'core has no console'],
  ['src/core/tools/a.ts', "globalThis.console.log('x');", 'core has no console'],
  ['src/core/tools/a.ts', 'const { console: c } = globalThis; c.log(1); const log = console;', 'core has no console'],
  ['src/node/a.ts', 'const grant = {} as unknown as Grant;', 'only core/permissions makes a Grant'],
  ['src/core/agent/a.ts', 'const grant = <Grant>value;', 'only core/permissions makes a Grant'],
  ['src/core/agent/a.ts', 'const grants = values as readonly Grant[];', 'only core/permissions makes a Grant'],
  ['src/extension/a.ts', 'const root = vscode.workspace.workspaceFolders[0];', 'not workspaceFolders[0]'],
  ['src/extension/a.ts', 'const root = vscode.workspace.workspaceFolders?.[0];', 'not workspaceFolders[0]'],
  ['src/extension/a.ts', 'const [x] = [(workspace.workspaceFolders)[0]];', 'not workspaceFolders[0]'],
  ['src/core/specs/a.ts', '\n'.repeat(601), 'has 601 lines, more than 600'],
  ['src/extension/extension.ts', '\n'.repeat(101), 'has 101 lines, more than 100'],
  ['src/core/specs/a.ts', `function f() {${'\n'.repeat(100)}}`, 'a function has 101 lines'],
  ['src/core/specs/a.ts', `const f = () => {${'\n'.repeat(100)}};`, 'a function has 101 lines'],
  ['src/core/specs/a.ts', `class A { m() {${'\n'.repeat(100)}} }`, 'a function has 101 lines'],
  ['src/core/specs/a.ts', 'export function f(): void {}', 'f is exported without a docstring'],
  ['src/core/specs/a.ts', '// a comment\nexport interface A {}', 'A is exported without a docstring'],
  ['src/core/specs/a.ts', 'export const f = () => 1;', 'f is exported without a docstring'],
  ['src/core/specs/a.ts', `// @${'ts-ignore'}\nconst x: number = 'x';`, '@ts-ignore hides a type error'],
];

/** Sources that no rule may complain about. */
const good: readonly (readonly [path: string, text: string])[] = [
  [
    'src/core/specs/a.ts',
    "import * as z from 'zod';\nimport { createHash } from 'node:crypto';\nimport { b } from './b';",
  ],
  ['src/core/flows/a.ts', "import type { Spec } from '../specs/model';\nimport prompt from './prompts/ask.md';"],
  ['src/core/specs/a.ts', '\n'.repeat(600)],
  ['src/core/specs/a.ts', `function f() {${'\n'.repeat(99)}}`],
  ['src/core/permissions/a.ts', 'const grant = {} as unknown as Grant;'],
  [
    'src/webview/a.tsx',
    "import type { A } from '../core/specs/model';\nimport './css/a.css';\nimport type { B } from './protocol';",
  ],
  ['src/extension/panel/a.ts', "import * as vscode from 'vscode';\nimport type { B } from '../../webview/protocol';"],
  ['src/node/loadPart.ts', "import { readFile } from 'node:fs/promises';\nconst part = require(path);"],
  [
    'src/core/specs/a.ts',
    '/** What it is. */\nexport type A = string;\nexport const limit = 3;\nexport { b } from "./b";',
  ],
];

describe('the checker', () => {
  it.each(bad)('reports %s: %s', (path, text, message) => {
    expect(told(violationsOf(source(path, text))).join('\n')).toContain(message);
  });

  it.each(good)('has nothing against %s: %s', (path, text) => {
    expect(told(violationsOf(source(path, text)))).toEqual([]);
  });

  it('reports leaves in a circle', () => {
    const circle = [
      source('src/core/host.ts', "import type { A } from './messages';"),
      source('src/core/messages.ts', "import type { B } from './diagnostic';"),
      source('src/core/diagnostic.ts', "import type { C } from './host';"),
    ];
    expect(leafCycles(circle)).toHaveLength(3);
  });

  it.each([
    ['an entry that is not listed', 'export const rules: Rule[] = [one];', ['two is not listed ']],
    [
      'an entry that is only imported',
      "import { two } from './two';\nexport const rules: Rule[] = [one];",
      ['two is not listed '],
    ],
    ['nothing where all are listed', 'export const rules: Rule[] = [one, two];', []],
  ])('reports %s', (_, index, expected) => {
    const imports = "import { one } from './one';\nimport type { Rule } from './rule';\n";
    const program = programOf({
      'plug/rule.ts':
        'export interface Rule { readonly code: string }\nexport function make(): Rule { return { code: "" }; }',
      'plug/one.ts':
        "import type { Rule } from './rule';\nexport const one: Rule = { code: 'one' };\nexport const limit = 3;",
      'plug/two.ts': "import { make } from './rule';\nexport const two = make();",
      'plug/index.ts': imports + index,
    });
    const folder: PluginFolder = { folder: 'plug', entry: { type: 'Rule' } };
    const { entries, violations } = checkPlugins(program, '/', folder);
    expect(entries).toEqual(['one', 'two']);
    expect(violations.map(({ message }) => message.slice(0, 18))).toEqual(expected);
  });
});

it('reports a subcommand that is only imported', () => {
  const program = programOf({
    'plug/a.ts': 'export function registerA(): void {}\nexport function other(): void {}',
    'plug/b.ts': 'export function registerB(): void {}',
    'plug/index.ts':
      "import { registerA } from './a';\nimport { registerB } from './b';\nexport const all = [registerA];",
  });
  const { entries, violations } = checkPlugins(program, '/', { folder: 'plug', entry: { name: /^register/ } });
  expect(entries).toEqual(['registerA', 'registerB']);
  expect(told(violations)).toEqual(['plug/b.ts:1 registerB is not listed in plug/index.ts']);
});

/** A program over sources that are nowhere on disk. */
function programOf(files: Readonly<Record<string, string>>): ts.Program {
  const host: ts.CompilerHost = {
    fileExists: (path) => path.slice(1) in files,
    readFile: (path) => files[path.slice(1)],
    getSourceFile: (path, version) => {
      const text = files[path.slice(1)];
      return text === undefined ? undefined : ts.createSourceFile(path, text, version, true);
    },
    getDefaultLibFileName: () => '/lib.d.ts',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (path) => path,
    getNewLine: () => '\n',
    useCaseSensitiveFileNames: () => true,
    writeFile: () => undefined,
  };
  return ts.createProgram(
    Object.keys(files).map((path) => `/${path}`),
    { noLib: true },
    host,
  );
}
