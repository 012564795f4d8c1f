/** Exported signatures of a file, by its syntax tree: not by comments, bodies or layout. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { goSignatures } from './go';
import { javaSignatures } from './java';
import { pythonSignatures } from './python';
import { rustSignatures } from './rust';
import { scriptSignatures } from './script';

const byGrammar: Readonly<Record<string, (root: Node) => readonly string[]>> = {
  typescript: scriptSignatures,
  tsx: scriptSignatures,
  javascript: scriptSignatures,
  python: pythonSignatures,
  go: goSignatures,
  java: javaSignatures,
  rust: (root) => rustSignatures(root),
};

/** Sorted, each once; undefined where nobody knows what this language exports. */
export function signaturesOf(root: Node, grammar: string): readonly string[] | undefined {
  const found = byGrammar[grammar]?.(root);
  return found && [...new Set(found.map((each) => each.replace(/\s+/gu, ' ').trim()))].sort();
}
