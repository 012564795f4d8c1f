/** Every entry of a plug-in folder is in the list of that folder's index.ts: an entry nobody lists is never run. */
import ts from 'typescript';
import type { Violation } from './sources';

/** A folder of entries of one type, listed in its index.ts. */
export interface PluginFolder {
  readonly folder: string;
  /**
   * The name of the type that makes an exported constant an entry, which has to be in a list of index.ts; or a name that
   * makes an exported function one, which index.ts or an entry with parts of its own has to use.
   */
  readonly entry: { readonly type: string } | { readonly name: RegExp };
}

/** The folders of ARCHITECTURE.md's "To add a …". */
export const pluginFolders: readonly PluginFolder[] = [
  { folder: 'src/core/specs/rules', entry: { type: 'Rule' } },
  { folder: 'src/core/steering/sources', entry: { type: 'SteeringSource' } },
  { folder: 'src/core/tools', entry: { type: 'Tool' } },
  { folder: 'src/core/providers', entry: { type: 'Provider' } },
  { folder: 'src/core/flows', entry: { type: 'Flow' } },
  { folder: 'src/core/hooks/triggers', entry: { type: 'TriggerKind' } },
  { folder: 'src/core/hooks/actions', entry: { type: 'ActionKind' } },
  { folder: 'src/cli', entry: { name: /^register[A-Z]/ } },
  { folder: 'src/extension/commands', entry: { type: 'Command' } },
];

/** What was looked at in one folder. */
export interface PluginReport {
  readonly entries: readonly string[];
  readonly violations: readonly Violation[];
}

/** Compares the entries of a folder with what its index.ts lists. */
export function checkPlugins(program: ts.Program, root: string, { folder, entry }: PluginFolder): PluginReport {
  const checker = program.getTypeChecker();
  const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${root}${folder}/`));
  const isIndex = ({ fileName }: ts.SourceFile) => fileName === `${root}${folder}/index.ts`;
  const listing = files.filter((file) => isIndex(file) || 'name' in entry);
  const listed = new Set(listing.flatMap((file) => listedNames(file, 'type' in entry)));
  const found = files
    .filter((file) => !isIndex(file))
    .flatMap((file) =>
      exportsOf(checker, file)
        .filter((symbol) => isEntry(checker, symbol, entry))
        .map(({ name }) => ({ name, path: file.fileName.slice(root.length) })),
    );
  return {
    entries: found.map(({ name }) => name),
    violations: found
      .filter(({ name }) => !listed.has(name))
      .map(({ name, path }) => ({ path, line: 1, message: `${name} is not listed in ${folder}/index.ts` })),
  };
}

function exportsOf(checker: ts.TypeChecker, file: ts.SourceFile): readonly ts.Symbol[] {
  const module = checker.getSymbolAtLocation(file);
  return module === undefined ? [] : checker.getExportsOfModule(module);
}

function isEntry(checker: ts.TypeChecker, symbol: ts.Symbol, entry: PluginFolder['entry']): boolean {
  if ('name' in entry) return (symbol.flags & ts.SymbolFlags.Function) !== 0 && entry.name.test(symbol.name);
  if ((symbol.flags & ts.SymbolFlags.Variable) === 0) return false;
  const type = checker.getTypeOfSymbol(symbol);
  return (type.aliasSymbol?.name ?? type.getSymbol()?.name) === entry.type;
}

/** The names that a file uses: as elements of its lists, or anywhere but where they are imported or declared. */
function listedNames(file: ts.SourceFile, onlyElements: boolean): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node) && isUse(node, onlyElements)) names.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

function isUse({ parent }: ts.Identifier, onlyElements: boolean): boolean {
  return onlyElements ? ts.isArrayLiteralExpression(parent) : !ts.isFunctionDeclaration(parent);
}
