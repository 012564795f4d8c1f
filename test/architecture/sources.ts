/** The sources that the rules look at: real ones from disk, or small ones handed over as data. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** One source with its path from the clone, e.g. "src/core/host.ts". */
export interface Source {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** A broken rule, in one line that says where. */
export interface Violation {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** Parses text as the source at `path`. */
export function source(path: string, text: string): Source {
  return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/** Every source below a folder of the clone whose name ends in one of `endings`. */
export function sourcesBelow(root: string, folder: string, endings: readonly string[]): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => posix.join(folder, String(name).replaceAll('\\', '/')))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => source(path, readFileSync(join(root, path), 'utf8')));
}

/** A violation at a node. */
export function at({ path, tree }: Source, node: ts.Node, message: string): Violation {
  return { path, line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1, message };
}

/** Calls `visit` for every node of a source. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The file that a relative specifier names, without its ending; other specifiers as they are. */
export function resolved(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return posix.join(posix.dirname(from), specifier).replace(/\.(tsx?|m?js)$/, '');
}
