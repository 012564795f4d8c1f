/** Rules about what a source imports, in whatever way it does. */
import ts from 'typescript';
import { isCore, type Row, rowOf } from './folders';
import { at, resolved, type Source, type Violation, walk } from './sources';

/** One import; `types` where it leaves nothing behind at run time. */
interface Import {
  readonly node: ts.Node;
  /** Undefined where the module's name is computed. */
  readonly specifier: string | undefined;
  readonly types: boolean;
}

const actingModules =
  /^(node:)?(fs|child_process|http|https|http2|net|tls|dgram|worker_threads|cluster|process|console|module|vm)(\/.*)?$/;

/** Everything that is wrong about the imports of one source. */
export function importViolations(source: Source): readonly Violation[] {
  const row = rowOf(source.path);
  if (row === undefined) return [at(source, source.tree, 'belongs to no row of the import table')];
  return importsOf(source).flatMap((each) =>
    importProblems(source, row, each).map((text) => at(source, each.node, text)),
  );
}

function importProblems(source: Source, row: Row, { node, specifier, types }: Import): readonly string[] {
  if (specifier === undefined) {
    return isCore(row) || row.name === 'webview' ? ['imports a module whose name is computed'] : [];
  }
  const problems: string[] = [];
  if (specifier.startsWith('.')) problems.push(...folderProblems(source.path, row, specifier, types));
  if (specifier === 'vscode' && row.name !== 'extension') problems.push('only src/extension may import vscode');
  if (isCore(row) && actingModules.test(specifier)) problems.push(`core may not import ${specifier}: ask for a port`);
  if (row.name === 'webview' && specifier.startsWith('node:')) problems.push(`a browser has no ${specifier}`);
  if (specifier === 'zod' && !isNamespaceImport(node)) {
    problems.push("zod is imported as `import * as z from 'zod'`: any other way bundles every locale");
  }
  return problems;
}

function folderProblems(path: string, row: Row, specifier: string, types: boolean): readonly string[] {
  const target = resolved(path, specifier);
  // Its fields, such as the version.
  if (target === 'package.json') return [];
  if (!target.startsWith('src/')) return [`imports ${target}, which is outside src`];
  if (target.endsWith('.md') || target.endsWith('.css')) return [];
  const other = rowOf(target) ?? rowOf(`${target}/index`);
  if (other === undefined) return [`imports ${target}, which belongs to no row of the import table`];
  if (other === row) return [];
  if (!row.may.includes(other.name)) return [`${row.name} may not import ${other.name} (${target})`];
  const onlyTypes = row.name === 'webview' && isCore(other) && !types;
  return onlyTypes ? [`webview may import only types of core (${target})`] : [];
}

function importsOf({ tree }: Source): readonly Import[] {
  const found: Import[] = [];
  walk(tree, (node) => {
    const each = importOf(node);
    if (each !== undefined) found.push({ node, ...each });
  });
  return found;
}

function importOf(node: ts.Node): Omit<Import, 'node'> | undefined {
  if (ts.isImportDeclaration(node)) {
    return { specifier: textOf(node.moduleSpecifier), types: hasOnlyTypes(node.importClause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { specifier: textOf(node.moduleSpecifier), types: node.isTypeOnly };
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return { specifier: textOf(node.moduleReference.expression), types: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: textOf(node.argument.literal), types: true };
  }
  if (ts.isCallExpression(node) && isLoading(node.expression)) {
    return { specifier: textOf(node.arguments[0]), types: false };
  }
  return undefined;
}

/** `import(…)`, `require(…)`, `require.resolve(…)`, `process.getBuiltinModule(…)`. */
function isLoading(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === 'require';
  return ts.isPropertyAccessExpression(callee) && /^(require|getBuiltinModule)$/.test(callee.name.text)
    ? true
    : ts.isPropertyAccessExpression(callee) &&
        ts.isIdentifier(callee.expression) &&
        callee.expression.text === 'require';
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function hasOnlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.length > 0 && bindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function isNamespaceImport(node: ts.Node): boolean {
  if (!ts.isImportDeclaration(node)) return ts.isImportTypeNode(node);
  const bindings = node.importClause?.namedBindings;
  return node.importClause?.name === undefined && bindings !== undefined && ts.isNamespaceImport(bindings);
}

/** Leaves may import each other, but not in a circle. */
export function leafCycles(sources: readonly Source[]): readonly Violation[] {
  const leaves = sources.filter(({ path }) => rowOf(path)?.name === 'leaves');
  const edges = new Map(
    leaves.map((leaf) => [
      leaf.path.replace(/\.ts$/, ''),
      importsOf(leaf).flatMap(({ specifier }) => (specifier === undefined ? [] : [resolved(leaf.path, specifier)])),
    ]),
  );
  return leaves
    .filter(({ path }) => reaches(edges, path.replace(/\.ts$/, '')))
    .map((leaf) => at(leaf, leaf.tree, 'leaves import each other in a circle'));
}

/** Says whether following edges from `start` comes back to it. */
function reaches(edges: ReadonlyMap<string, readonly string[]>, start: string): boolean {
  const seen = new Set<string>();
  const open = [...(edges.get(start) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === start) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(edges.get(next) ?? []));
  }
  return false;
}
