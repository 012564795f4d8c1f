/** What a Rust module offers to other crates: items with a plain `pub`. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { childOf, childrenOf, fieldText, type Printing, printed } from './print';

/** Signatures of a file or an inline module. */
export function rustSignatures(root: Node, inside = ''): readonly string[] {
  let exportsMacro = false;
  return childrenOf(root).flatMap((node): readonly string[] => {
    if (node.type === 'attribute_item') {
      exportsMacro ||= /macro_export/u.test(node.text);
      return [];
    }
    const isMacro = exportsMacro && node.type === 'macro_definition';
    if (!/comment/u.test(node.type)) exportsMacro = false;
    if (isMacro) return [`macro ${fieldText(node, 'name') ?? ''}`];
    if (node.type === 'impl_item') return implemented(node, inside);
    if (!isPublic(node)) return [];
    if (node.type !== 'mod_item') return [`${inside}${printed(node, bare)}`];
    const name = fieldText(node, 'name') ?? '';
    const body = node.childForFieldName('body');
    return [`${inside}mod ${name}`, ...(body === null ? [] : rustSignatures(body, `${inside}${name}::`))];
  });
}

function isPublic(node: Node): boolean {
  return childOf(node, /^visibility_modifier$/u)?.text === 'pub';
}

function implemented(node: Node, inside: string): readonly string[] {
  const head = printed(node, bare);
  if (node.childForFieldName('trait') !== null) return [`${inside}${head}`];
  return childrenOf(node.childForFieldName('body'))
    .filter(isPublic)
    .map((member) => `${inside}${head} :: ${printed(member, bare)}`);
}

const bare: Printing = (node, field) => {
  const holder = node.parent?.type ?? '';
  if (/^attribute_item$|^async$/u.test(node.type) || node.type === ';') return 'leave out';
  if (field === 'body' && /^(?:function|impl)_item$/u.test(holder)) return 'leave out';
  const hasValue = /^(?:const|static)_item$/u.test(holder);
  if (hasValue && (field === 'value' || node.type === '=')) return 'leave out';
  if (node.type === 'field_declaration' && !isPublic(node) && node.parent?.parent?.type === 'struct_item')
    return 'leave out';
  // A name that a function takes an argument by is seen nowhere else.
  return field === 'pattern' && holder === 'parameter' ? { text: '_' } : undefined;
};
