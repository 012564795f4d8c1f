/** From a file's text to what the map keeps of it. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { lastName } from '../../core/context/map/graphState';
import type { MapFile, MapSymbol } from '../../core/context/map/types';
import type { OutlineSymbol } from '../../core/host';
import type { Language } from '../outline/languages';
import { importsOfLines, symbolsOfLines } from '../outline/lines';
import { withTree } from '../outline/outliner';
import { symbolsOf } from '../outline/symbols';

/** Generated files can hold thousands. */
const mostSymbols = 500;
const mostWords = 600;
const mostImports = 200;
const longestLine = 140;
/** Characters of a line on average; wider files are minified or data, and say nothing to a reader. */
const widest = 400;
const smallest = 8000;
/** A constant that only names what another file exports. */
const imports = /^\s*(?:const|let|var)\s[^=]*=\s*(?:await\s+)?(?:require|import)\s*\(/u;
/** Requires and re-exports, which are calls and exports in a tree. */
const required =
  /\b(?:require|import)\s*\(\s*['"]([^'"\n]{1,200})['"]|\bexport\s[^'"\n]{1,200}\bfrom\s+['"]([^'"\n]{1,200})['"]/gu;
const name = /[\p{L}_$][\p{L}\p{N}_$]{3,60}/gu;

interface Found {
  readonly symbols: readonly OutlineSymbol[];
  readonly imports: readonly string[];
}

/** What the map keeps of a text, size and time aside. */
export async function extract(
  path: string,
  text: string,
  grammars: string,
): Promise<Pick<MapFile, 'known' | 'symbols' | 'imports' | 'words'>> {
  const lines = text.split('\n');
  const found =
    text.length > Math.max(smallest, lines.length * widest) ? undefined : await foundIn(path, text, grammars);
  const symbols = flat(found?.symbols ?? [], 0)
    .filter(({ line }) => !imports.test(lines[line - 1] ?? ''))
    .slice(0, mostSymbols)
    .map(withText(lines));
  return {
    known: found !== undefined,
    symbols,
    imports: (found?.imports ?? []).slice(0, mostImports),
    words: found === undefined ? '' : wordsIn(text, symbols),
  };
}

/** Names of others; its own lead nowhere, and are half of the text. */
function wordsIn(text: string, symbols: readonly MapSymbol[]): string {
  const own = new Set(symbols.map((symbol) => lastName(symbol.name)));
  const all = [...new Set(text.match(name) ?? [])].slice(0, mostWords);
  return all.filter((word) => !own.has(word)).join(' ');
}

async function foundIn(path: string, text: string, grammars: string): Promise<Found | undefined> {
  const tree = await withTree(path, text, (root, language) => ofTree(root, language, text), grammars);
  if (tree !== undefined) return tree;
  const symbols = symbolsOfLines(path, text);
  return symbols === undefined ? undefined : { symbols, imports: importsOfLines(path, text) };
}

function ofTree(root: Node, language: Language, text: string): Found {
  const scripts = /script|tsx/u.test(language.grammar);
  const calls = scripts ? [...text.matchAll(required)].flatMap((match) => match[1] ?? match[2] ?? []) : [];
  return {
    symbols: symbolsOf(root, language),
    imports: [...importNodes(root, language, text).flatMap((node) => importedBy(node.type, node.text)), ...calls],
  };
}

/** The nodes that import, in their order. Most stand at the top: only what holds their word is walked through. */
function importNodes(root: Node, { imports: wanted }: Language, text: string): readonly Node[] {
  if (wanted === undefined) return [];
  const below = (node: Node) => node.descendantsOfType([...wanted.nodes]).filter((each) => each !== null);
  // Where the text is broken, a word may stand apart from what it belongs to.
  if (root.hasError) return below(root);
  const places = [...text.matchAll(wanted.word)].map(({ index }) => index);
  let next = 0;
  return (places.length === 0 ? [] : root.namedChildren).flatMap((child) => {
    if (child === null) return [];
    while ((places[next] ?? Infinity) < child.startIndex) next++;
    return (places[next] ?? Infinity) < child.endIndex ? below(child) : [];
  });
}

/** What an import says, as written: between quotes or brackets where it has some, else the words behind the keyword. */
export function importedBy(type: string, text: string): readonly string[] {
  const quoted = /['"<]([^'">\n]{1,200})['">]/u.exec(text)?.[1];
  if (quoted !== undefined) return [quoted];
  if (type === 'import_from_statement') {
    const [, module = '', names = ''] = /^from\s+([\w.]+)\s+import\s+\(?([\s\S]*)/u.exec(text) ?? [];
    const parts = names.split(',').flatMap((each) => /^\s*(\w+)/u.exec(each)?.[1] ?? []);
    return module === '' ? [] : [module, ...parts.map((part) => (module.endsWith('.') ? module : `${module}.`) + part)];
  }
  if (type === 'mod_item') return text.endsWith(';') ? [`./${/mod\s+(\w+)/u.exec(text)?.[1] ?? ''}`] : [];
  if (type === 'use_declaration') return usedBy(text);
  const plain = /^(?:import|using)?\s*(?:static\s+|global\s+)*([\w.\\]+)/u.exec(text)?.[1];
  return plain === undefined ? [] : [plain];
}

/** `use crate::a::{b, c::d};` */
function usedBy(text: string): readonly string[] {
  const [, base = '', inner] = /^(?:pub\s+)?use\s+([\w:]+?)(?:::)?(?:\{([\s\S]*)\})?\s*;?$/u.exec(text.trim()) ?? [];
  if (inner === undefined) return base === '' ? [] : [base];
  return inner.split(',').flatMap((each) => {
    const found = /^\s*([\w:]+)/u.exec(each)?.[1];
    return found === undefined ? [] : [`${base}::${found}`];
  });
}

function flat(symbols: readonly OutlineSymbol[], depth: number): readonly Omit<MapSymbol, 'text'>[] {
  return symbols.flatMap(({ name: called, kind, line, children }) => [
    { name: called.slice(0, 200), kind, line, depth },
    ...flat(children, depth + 1),
  ]);
}

/** The declaring line, without the value of a constant (it may be a key) and without what opens a body. */
function withText(lines: readonly string[]): (symbol: Omit<MapSymbol, 'text'>) => MapSymbol {
  return (symbol) => {
    const line = (lines[symbol.line - 1] ?? '').trim();
    const bare =
      symbol.kind === 'constant' || symbol.kind === 'property' ? line.replace(/(?<![=!<>])=(?!>).*$/u, '') : line;
    const text = bare
      .slice(0, longestLine)
      .replace(/[\s{:]+$/u, '')
      .replace(/[\p{Cc}]/gu, ' ');
    return { ...symbol, text: text === '' ? `${symbol.kind} ${symbol.name}` : text };
  };
}
