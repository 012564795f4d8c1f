/** Every entry of a plug-in folder is in the list of that folder's index.ts: an entry nobody lists is never run. */
import ts from 'typescript';
import type { Violation } from './sources';

/** A folder of entries of one type, listed in its index.ts. */
export interface PluginFolder {
  readonly folder: string;
  /** The name of the type that makes an exported constant an entry. */
  readonly type: string;
}

/** The folders of ARCHITECTURE.md's "To add a …". */
export const pluginFolders: readonly PluginFolder[] = [
  { folder: 'src/core/specs/rules', type: 'Rule' },
  { folder: 'src/core/tools', type: 'Tool' },
  { folder: 'src/core/providers', type: 'Provider' },
  { folder: 'src/core/flows', type: 'Flow' },
  { folder: 'src/cli', type: 'Subcommand' },
  { folder: 'src/extension/commands', type: 'Command' },
];

/** What was looked at in one folder. */
export interface PluginReport {
  readonly entries: readonly string[];
  readonly violations: readonly Violation[];
}

/** Compares the entries of a folder, found by their type, with the lists in its index.ts. */
export function checkPlugins(program: ts.Program, root: string, { folder, type }: PluginFolder): PluginReport {
  const checker = program.getTypeChecker();
  const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${root}${folder}/`));
  const index = files.find(({ fileName }) => fileName === `${root}${folder}/index.ts`);
  const listed = index === undefined ? new Set<string>() : namesInLists(index);
  const entries: string[] = [];
  const violations: Violation[] = [];
  for (const file of files.filter((each) => each !== index)) {
    for (const symbol of exportsOf(checker, file)) {
      if (typeName(checker.getTypeOfSymbol(symbol)) !== type) continue;
      entries.push(symbol.name);
      if (listed.has(symbol.name)) continue;
      violations.push({
        path: file.fileName.slice(root.length),
        line: 1,
        message: `${symbol.name} is a ${type} that ${folder}/index.ts does not list`,
      });
    }
  }
  return { entries, violations };
}

function exportsOf(checker: ts.TypeChecker, file: ts.SourceFile): readonly ts.Symbol[] {
  const module = checker.getSymbolAtLocation(file);
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  return symbols.filter(({ flags }) => (flags & ts.SymbolFlags.Variable) !== 0);
}

function typeName(type: ts.Type): string | undefined {
  return type.aliasSymbol?.name ?? type.getSymbol()?.name;
}

/** The identifiers that are elements of arrays. */
function namesInLists(index: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node)) {
      for (const element of node.elements) if (ts.isIdentifier(element)) names.add(element.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(index);
  return names;
}
