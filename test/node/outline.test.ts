/** Outlines without an editor, in each language that is shipped. */
import { describe, expect, it } from 'vitest';
import type { OutlineSymbol } from '../../src/core/host';
import { part } from '../../src/node/outline/outline.part';

/** `kind name line-end`, what is inside indented. */
function drawn(symbols: readonly OutlineSymbol[], indent = ''): readonly string[] {
  return symbols.flatMap(({ kind, name, line, endLine, children }) => [
    `${indent}${kind} ${name} ${line}-${endLine}`,
    ...drawn(children, `${indent}  `),
  ]);
}

describe('the outline of', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a.ts',
      `import x from 'y';
export interface Shape { area(): number; readonly name: string }
export type Size = 'a' | 'b';
export enum Kind { One }
export abstract class Circle implements Shape {
  private r = 1;
  handler = () => { const inner = 1; };
  constructor(readonly x: number) { super(); }
  area(): number { function hidden() {} return 1; }
  abstract more(): void;
}
export const limit = 3, other = 4;
const make = async (a: number) => { const secret = 1; return a; };
export default function main() { return 1; }
namespace Deep { export function inside() {} }
declare function outer(): void;
`,
      [
        'interface Shape 2-2',
        '  method area 2-2',
        '  property name 2-2',
        'type Size 3-3',
        'enum Kind 4-4',
        'class Circle 5-11',
        '  property r 6-6',
        '  method handler 7-7',
        '  method constructor 8-8',
        '  method area 9-9',
        '  method more 10-10',
        'constant limit 12-12',
        'constant other 12-12',
        'function make 13-13',
        'function main 14-14',
        'namespace Deep 15-15',
        '  function inside 15-15',
      ],
    ],
    ['a.tsx', 'export function Row({ a }: P) {\n  return <li>{a}</li>;\n}\n', ['function Row 1-3']],
    [
      'a.mjs',
      'class A { #p = 1; static s() {} }\nmodule.exports = { f() {} };\nvar f = function () {};\n',
      ['class A 1-1', '  property #p 1-1', '  method s 1-1', 'function f 3-3'],
    ],
    [
      'a.py',
      '@d\nclass A(B):\n    """x"""\n    @property\n    def p(self):\n        def inner(): pass\n        return 1\n\nasync def f(a, b=2):\n    pass\n',
      ['class A 2-7', '  function p 5-7', 'function f 9-10'],
    ],
    [
      'a.go',
      'package a\n\ntype S struct { A int }\ntype I interface { M() }\nconst C = 1\nfunc (s *S) M() {}\nfunc F() { x := 1; _ = x }\n',
      ['struct S 3-3', 'interface I 4-4', 'constant C 5-5', 'method (s *S) M 6-6', 'function F 7-7'],
    ],
    [
      'A.java',
      'package a;\npublic class A {\n  A() {}\n  int f(int a) { return a; }\n  interface B { void g(); }\n  enum C { X }\n}\nrecord R(int a) {}\n',
      [
        'class A 2-7',
        '  constructor A 3-3',
        '  method f 4-4',
        '  interface B 5-5',
        '    method g 5-5',
        '  enum C 6-6',
        'record R 8-8',
      ],
    ],
    [
      'a.rs',
      'struct S { a: i32 }\nenum E { A }\ntrait T { fn f(&self); }\nimpl T for S {\n    fn f(&self) {}\n}\nimpl S { const N: i32 = 1; }\nmod m { pub fn g() {} }\nmacro_rules! mac { () => {} }\n',
      [
        'struct S 1-1',
        'enum E 2-2',
        'trait T 3-3',
        '  function f 3-3',
        'impl T for S 4-6',
        '  function f 5-5',
        'impl S 7-7',
        '  constant N 7-7',
        'module m 8-8',
        '  function g 8-8',
        'macro mac 9-9',
      ],
    ],
    [
      'a.cpp',
      '#ifndef A_H\n#include "b.h"\nnamespace n {\nclass A : public B {\n public:\n  int area() const;\n  int size = 1;\n};\ntemplate <typename T> T *make(T a) { return a; }\n}\nstruct S { int a; };\nint *f(int a);\nint x = 3;\n#endif\n',
      [
        'namespace n 3-10',
        '  class A 4-8',
        '    method area 6-6',
        '  function make 9-9',
        'struct S 11-11',
        'function f 12-12',
      ],
    ],
    ['a.c', 'int main(void) { return 0; }\ntypedef int T;\n', ['function main 1-1', 'type T 2-2']],
    [
      'A.cs',
      'using System;\nnamespace N {\n  public class A {\n    public A() {}\n    public int B { get; set; }\n    int F(int a) => a;\n  }\n  interface I { void G(); }\n}\n',
      [
        'namespace N 2-9',
        '  class A 3-7',
        '    constructor A 4-4',
        '    property B 5-5',
        '    method F 6-6',
        '  interface I 8-8',
        '    method G 8-8',
      ],
    ],
    [
      'a.php',
      '<?php\nnamespace N;\nuse A\\B;\nclass C { public function f() { return 1; } }\nfunction g() {}\n',
      ['class C 4-4', '  method f 4-4', 'function g 5-5'],
    ],
    [
      'a.rb',
      'module M\n  class A < B\n    def f(a)\n      1\n    end\n    def self.g; end\n  end\nend\n',
      ['module M 1-8', '  class A 2-7', '    method f 3-5', '    method g 6-6'],
    ],
    ['a.sh', 'f() {\n  echo 1\n}\nfunction g { echo 2; }\n', ['function f 1-3', 'function g 4-4']],
    [
      'A.kt',
      'package a\nimport b.C\ndata class A(val x: Int)\nprivate suspend fun <T> f(a: T) = a\nfun String.g() {}\nobject O\n',
      ['class A 3-3', 'function f 4-4', 'function g 5-5', 'object O 6-6'],
    ],
    [
      'A.scala',
      'trait T\ncase class A(x: Int) {\n  override def f(a: Int): Int = a\n}\nobject O\n',
      ['trait T 1-1', 'class A 2-2', 'function f 3-3', 'object O 5-5'],
    ],
    [
      'A.swift',
      'public struct A {\n  mutating func f() {}\n}\nprotocol P {}\nextension A: P {}\n',
      ['struct A 1-1', 'function f 2-2', 'protocol P 4-4', 'extension A 5-5'],
    ],
    ['a.lua', 'local function f(a)\nend\nM.g = function() end\n', ['function f 1-1', 'function M.g 3-3']],
    [
      'a.ex',
      'defmodule A.B do\n  def f(x), do: x\n  defp g?(y) do\n  end\nend\n',
      ['module A.B 1-1', 'function f 2-2', 'function g? 3-3'],
    ],
    ['empty.ts', '', []],
  ])('%s', async (path, text, expected) => {
    expect(drawn((await part.outline(path, text)) ?? ['unknown' as never])).toEqual(expected);
  });
  it.each(['a.md', 'Makefile', 'a.constructor', '.ts', ''])('%s is not known', async (path) => {
    const known = path === '.ts';
    expect((await part.outline(path, 'class A {}')) === undefined).toBe(!known);
  });
  it('something, of text that is broken', async () => {
    const symbols = await part.outline('a.ts', 'const a = ;\nlet 3;\nfunction whole() {}\n');
    expect(drawn(symbols ?? [])).toContain('function whole 3-3');
  });
  it('nothing, where it would take too long', async () => {
    expect(await part.outline('a.js', 'a;'.repeat(1_100_000))).toBeUndefined();
  });
});
