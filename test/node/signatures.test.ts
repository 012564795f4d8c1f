/** Exported signatures: what changes them and what does not, in each language. */
import { describe, expect, it } from 'vitest';
import { part } from '../../src/node/outline/outline.part';

const listed: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a.ts',
    `import x from 'y';
// a comment
export abstract class A<T> extends B<T> { private r = 1; #s = 2; static x?: number; go = (a: number) => a; m(a: number, b = 2): void { inner(); } }
export const f = async (a = 1): Promise<void> => {}, api = { k: 1, g(a) {}, h };
function hidden() {}
function later(a: string): void {}
export { later as sooner, hidden };
export * from './other';
export default function main() {}
export type Size = 'a' | 'b';
`,
    [
      'abstract class A < T > extends B < T >',
      'A. go ( a : number ) =>',
      'A. m ( a : number , b = … ) : void',
      'A. static x ? : number',
      'api',
      'api.h',
      'api.k',
      '* from "./other"',
      'function api.g ( a )',
      'function default ( )',
      'function f ( a = … ) : Promise < void > =>',
      'function hidden ( )',
      'function sooner ( a : string ) : void',
      'type Size = "a" | "b"',
    ].sort(),
  ],
  [
    'a.py',
    `class A(B):
    """doc"""
    x: int = 1
    def __init__(self, a=1): pass
    @property
    def b(self) -> int: return 1
    def _c(self): pass
def f(a: int, *, c: str = "x") -> int:
    return 1
def _g(): pass
LIMIT: int = 3
`,
    ['@ property A.def b ( self ) -> int :'],
  ],
];

/** Two texts of one file: do they export the same? */
const compared: readonly (readonly [string, string, string, string, 'same' | 'different'])[] = [
  [
    'a.ts',
    'a body',
    'export function f(a: number) { return 1; }',
    'export function f(a: number) { return 2; }',
    'same',
  ],
  ['a.ts', 'a comment', 'export const a = 1;', '/** Says why. */\nexport const a = 1; // so', 'same'],
  ['a.ts', 'comments inside', 'export function f(a: number) {}', 'export function f(/* what */ a: number) {}', 'same'],
  [
    'a.ts',
    'layout',
    'export function f(a: number, b: string) {}',
    'export function f(\n  a: number,\n  b: string,\n) {}',
    'same',
  ],
  [
    'a.ts',
    'quotes and semicolons',
    "export type A = 'a'\nexport interface B { a: string, b: 'x' }",
    'export type A = "a";\nexport interface B {\n  a: string;\n  b: "x";\n}',
    'same',
  ],
  ['a.ts', 'order', 'export const a = 1;\nexport const b = 2;', 'export const b = 2;\nexport const a = 1;', 'same'],
  ['a.ts', 'something local', 'export const a = 1;', 'const inner = 2;\nexport const a = 1;', 'same'],
  [
    'a.ts',
    'a private member',
    'export class A { private a = 1; }',
    'export class A { private b(x: number) {} }',
    'same',
  ],
  ['a.ts', 'a parameter', 'export function f(a: number) {}', 'export function f(a: number, b: number) {}', 'different'],
  [
    'a.ts',
    'a parameter that may be left out',
    'export function f(a: number) {}',
    'export function f(a = 1) {}',
    'different',
  ],
  ['a.ts', 'a result', 'export const f = (): number => 1;', 'export const f = (): string => "";', 'different'],
  ['a.ts', 'a new export', 'export const a = 1;', 'export const a = 1;\nexport const b = 1;', 'different'],
  ['a.ts', 'no export any more', 'export const a = 1;', 'const a = 1;', 'different'],
  [
    'a.ts',
    'what is exported by name',
    'function f(a: 1) {}\nexport { f };',
    'function f(a: 2) {}\nexport { f };',
    'different',
  ],
  ['a.ts', 'a member', 'export interface A { a: string }', 'export interface A { a: number }', 'different'],
  ['a.ts', 'a readonly member', 'export class A { a = 1 }', 'export class A { readonly a = 1 }', 'different'],
  ['a.ts', 'where it comes from', "export { a } from './b';", "export { a } from './c';", 'different'],
  ['a.ts', 'a generic bound', 'export type A<T> = T;', 'export type A<T extends string> = T;', 'different'],
  [
    'a.ts',
    'a namespace',
    'export namespace N { export const a = 1 }',
    'export namespace N { export const b = 1 }',
    'different',
  ],
  [
    'a.tsx',
    'markup',
    'export const R = ({ a }: P) => <b>{a}</b>;',
    'export const R = ({ a }: P) => <i>{a}</i>;',
    'same',
  ],
  ['a.js', 'what module.exports holds', 'module.exports = { a, b };', 'module.exports = { a };', 'different'],
  [
    'a.js',
    'parameters behind exports',
    'exports.f = function (a) { x(); };',
    'exports.f = function (a, b) { x(); };',
    'different',
  ],
  ['a.js', 'a body behind exports', 'exports.f = (a) => 1;', 'exports.f = (a) => 2;', 'same'],
  ['a.mjs', 'an order of keys', 'export default { a: 1, b() {} };', 'export default { b() { x(); }, a: 2 };', 'same'],
  ['a.py', 'a docstring', 'def f(a):\n    return 1\n', 'def f(a):\n    """Says."""\n    return 2\n', 'same'],
  ['a.py', 'a default', 'def f(a=1): pass\n', 'def f(a=2): pass\n', 'same'],
  ['a.py', 'a hidden name', 'def f(): pass\n', 'def f(): pass\ndef _g(): pass\n', 'same'],
  ['a.py', 'a parameter', 'def f(a): pass\n', 'def f(a, b): pass\n', 'different'],
  ['a.py', 'an annotation', 'def f(a: int): pass\n', 'def f(a: str): pass\n', 'different'],
  ['a.py', 'a method', 'class A:\n    def m(self): pass\n', 'class A:\n    def n(self): pass\n', 'different'],
  ['a.py', 'a field of a class', 'class A:\n    x: int\n', 'class A:\n    x: str\n', 'different'],
  [
    'a.py',
    'how it is called',
    'class A:\n    def m(self): pass\n',
    'class A:\n    @property\n    def m(self): pass\n',
    'different',
  ],
  [
    'a.py',
    'what __all__ leaves out',
    '__all__ = ["a"]\ndef a(): pass\ndef b(): pass\n',
    '__all__ = ["a"]\ndef a(): pass\ndef b(x): pass\n',
    'same',
  ],
  [
    'a.go',
    'a body',
    'package a\nfunc F() int { return 1 }\n',
    'package a\n// F is\nfunc F() int { return 2 }\n',
    'same',
  ],
  [
    'a.go',
    'small letters',
    'package a\nfunc f() {}\ntype S struct { a int }\n',
    'package a\nfunc g(x int) {}\ntype S struct { b string }\n',
    'same',
  ],
  ['a.go', 'the name of a receiver', 'package a\nfunc (s *S) M() {}\n', 'package a\nfunc (this *S) M() {}\n', 'same'],
  [
    'a.go',
    'a result',
    'package a\nfunc F() int { return 1 }\n',
    'package a\nfunc F() (int, error) { return 1, nil }\n',
    'different',
  ],
  ['a.go', 'a field', 'package a\ntype S struct { A int }\n', 'package a\ntype S struct { A string }\n', 'different'],
  [
    'a.go',
    'a method of an interface',
    'package a\ntype I interface { M() }\n',
    'package a\ntype I interface { M(a int) }\n',
    'different',
  ],
  ['a.go', 'a constant', 'package a\nconst (\n A = 1\n)\n', 'package a\nconst (\n A = 1\n B = 2\n)\n', 'different'],
  [
    'A.java',
    'a body and an annotation',
    'public class A { public int f() { return 1; } }',
    'public class A { @Override public int f() { return 2; } }',
    'same',
  ],
  [
    'A.java',
    'private members',
    'public class A { private int a; }',
    'public class A { int b; private void c() {} }',
    'same',
  ],
  [
    'A.java',
    'a class of the package',
    'public class A {}\nclass B { public void x() {} }',
    'public class A {}\nclass B { public void y() {} }',
    'same',
  ],
  [
    'A.java',
    'the value of a field',
    'public class A { public static final int A = 1; }',
    'public class A { public static final int A = 2; }',
    'same',
  ],
  [
    'A.java',
    'a parameter',
    'public class A { public void f(int a) {} }',
    'public class A { public void f(long a) {} }',
    'different',
  ],
  [
    'A.java',
    'what is thrown',
    'public class A { public void f() {} }',
    'public class A { public void f() throws E {} }',
    'different',
  ],
  [
    'A.java',
    'a method of an interface',
    'public interface A { int f(); }',
    'public interface A { int f(); int g(); }',
    'different',
  ],
  ['A.java', 'a constant of an enum', 'public enum A { ONE }', 'public enum A { ONE, TWO }', 'different'],
  [
    'a.rs',
    'a body and a doc comment',
    'pub fn f() -> i32 { 1 }',
    '/// Says.\n#[inline]\npub fn f() -> i32 { 2 }',
    'same',
  ],
  [
    'a.rs',
    'what is not public',
    'pub struct S { pub a: i32, b: i32 }\nfn g() {}',
    'pub struct S { pub a: i32, c: String }\npub(crate) fn h() {}',
    'same',
  ],
  ['a.rs', 'the name of a parameter', 'pub fn f(a: i32) {}', 'pub fn f(b: i32) {}', 'same'],
  ['a.rs', 'a public field', 'pub struct S { pub a: i32 }', 'pub struct S { pub a: u8 }', 'different'],
  ['a.rs', 'a public method', 'impl S { pub fn a(&self) {} }', 'impl S { pub fn a(&mut self) {} }', 'different'],
  ['a.rs', 'a bound', 'pub fn f<T: A>(a: T) {}', 'pub fn f<T: B>(a: T) {}', 'different'],
  ['a.rs', 'an inline module', 'pub mod m { pub fn a() {} }', 'pub mod m { pub fn b() {} }', 'different'],
  ['a.rs', 'a variant', 'pub enum E { A }', 'pub enum E { A, B(i32) }', 'different'],
  [
    'a.rs',
    'an implemented trait',
    'pub struct S;',
    'pub struct S;\nimpl Clone for S { fn clone(&self) -> S { S } }',
    'different',
  ],
];

describe('the exported signatures of', () => {
  it.each(listed)('%s', async (path, text, expected) => {
    const found = await part.signatures(path, text);
    if (path === 'a.py') {
      expect(found).toEqual(expect.arrayContaining([...expected]));
      expect(found?.some((each) => /_c|_g/u.test(each))).toBe(false);
    } else expect(found).toEqual(expected);
  });

  it.each(compared)('%s with another %s', async (path, _, before, after, expected) => {
    const [left, right] = [await part.signatures(path, before), await part.signatures(path, after)];
    expect(left).toBeDefined();
    expect(right).toBeDefined();
    expect(JSON.stringify(left) === JSON.stringify(right) ? 'same' : 'different', JSON.stringify([left, right])).toBe(
      expected,
    );
  });

  it.each([
    ['a language without signatures', 'a.css', 'a {}'],
    ['a text with a mistake', 'a.ts', 'export function f(a: number {'],
  ])('%s are not known', async (_, path, text) => expect(await part.signatures(path, text)).toBeUndefined());
});
