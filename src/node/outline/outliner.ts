/** Syntax trees by tree-sitter: a parser for each grammar, kept, since making one costs more than parsing a file. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as treeSitter from '@vscode/tree-sitter-wasm';
import { type Language, languages } from './languages';

/** Characters of a text; trees of larger ones take more than an outline is worth. */
const largest = 2_000_000;

let started: Promise<string> | undefined;
const parsers = new Map<string, Promise<treeSitter.Parser>>();

/**
 * What `read` makes of the text's syntax tree, which is gone afterwards; undefined where no grammar is there for the
 * name's ending, or the text is too large. `grammars` is the folder of the wasm files, by default beside this bundle.
 */
export async function withTree<Result>(
  path: string,
  text: string,
  read: (root: treeSitter.Node, language: Language) => Result,
  grammars?: string,
): Promise<Result | undefined> {
  const language = languageOf(path);
  if (language === undefined || text.length > largest) return undefined;
  const parser = await parserOf(language, grammars);
  const tree = parser.parse(text);
  try {
    return tree === null ? undefined : read(tree.rootNode, language);
  } finally {
    tree?.delete();
  }
}

/** The language of a file by its name's ending. */
export function languageOf(path: string): Language | undefined {
  const ending = /\.([^./]+)$/u.exec(path)?.[1]?.toLowerCase() ?? '';
  return languages.find(({ endings }) => endings.includes(ending));
}

async function parserOf({ grammar }: Language, grammars: string | undefined): Promise<treeSitter.Parser> {
  started ??= start(grammars);
  const folder = await started;
  const known = parsers.get(grammar) ?? load(join(folder, `tree-sitter-${grammar}.wasm`));
  parsers.set(grammar, known);
  return known;
}

async function load(file: string): Promise<treeSitter.Parser> {
  const grammar = await treeSitter.Language.load(file);
  return new treeSitter.Parser().setLanguage(grammar);
}

/** Gives the folder of the grammars. */
async function start(grammars: string | undefined): Promise<string> {
  const beside = grammars ?? dirname(fileURLToPath(import.meta.url));
  const folder = existsSync(join(beside, 'tree-sitter.wasm'))
    ? beside
    : dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
  await treeSitter.Parser.init({ locateFile: (name: string) => join(folder, name) });
  return folder;
}
