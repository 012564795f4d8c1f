/** Outlines by tree-sitter. The grammars lie beside the bundle, or in their package where there is no bundle. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as treeSitter from '@vscode/tree-sitter-wasm';
import type { OutlineSymbol } from '../../core/host';
import type { OutlinePart } from '../../core/tools/outlinePart';
import { type Language, languages } from './languages';
import { symbolsOf } from './symbols';

/** Characters of a text; trees of larger ones take more than an outline is worth. */
const largest = 2_000_000;

let started: Promise<string> | undefined;
const grammars = new Map<string, Promise<treeSitter.Language>>();

async function outline(path: string, text: string): Promise<readonly OutlineSymbol[] | undefined> {
  const language = languageOf(path);
  if (language === undefined || text.length > largest) return undefined;
  const grammar = await grammarOf(language);
  const parser = new treeSitter.Parser();
  try {
    parser.setLanguage(grammar);
    const tree = parser.parse(text);
    try {
      return tree === null ? undefined : symbolsOf(tree.rootNode, language);
    } finally {
      tree?.delete();
    }
  } finally {
    parser.delete();
  }
}

function languageOf(path: string): Language | undefined {
  const ending = /\.([^./]+)$/u.exec(path)?.[1]?.toLowerCase() ?? '';
  return languages.find(({ endings }) => endings.includes(ending));
}

async function grammarOf({ grammar }: Language): Promise<treeSitter.Language> {
  started ??= start();
  const folder = await started;
  const known = grammars.get(grammar) ?? treeSitter.Language.load(join(folder, `tree-sitter-${grammar}.wasm`));
  grammars.set(grammar, known);
  return known;
}

/** Gives the folder of the grammars. */
async function start(): Promise<string> {
  const beside = dirname(fileURLToPath(import.meta.url));
  const folder = existsSync(join(beside, 'tree-sitter.wasm'))
    ? beside
    : dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
  await treeSitter.Parser.init({ locateFile: (name: string) => join(folder, name) });
  return folder;
}

export const part: OutlinePart = { outline, endings: languages.flatMap(({ endings }) => endings) };
