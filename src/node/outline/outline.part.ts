/** Outlines by tree-sitter, or by lines. The grammars lie beside the bundle, or in their package where there is no bundle. */
import type { OutlinePart } from '../../core/tools/outlinePart';
import { languages } from './languages';
import { lineLanguages, symbolsOfLines } from './lines';
import { withTree } from './outliner';
import { signaturesOf } from './signatures';
import { symbolsOf } from './symbols';

export const part: OutlinePart = {
  outline: async (path, text) => (await withTree(path, text, symbolsOf)) ?? symbolsOfLines(path, text),
  signatures: (path, text) =>
    withTree(path, text, (root, { grammar }) => (root.hasError ? undefined : signaturesOf(root, grammar))),
  endings: [...languages, ...lineLanguages].flatMap(({ endings }) => endings),
};
