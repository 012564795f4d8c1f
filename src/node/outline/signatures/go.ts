/** What a Go package exports: names that begin with a capital letter. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, fieldText, type Printing, printed } from './print';

/** Signatures of one file of a package. */
export function goSignatures(root: Node): readonly string[] {
  return childrenOf(root).flatMap((node): readonly string[] => {
    switch (node.type) {
      case 'function_declaration':
        return isExported(fieldText(node, 'name')) ? [printed(node, bare)] : [];
      case 'method_declaration':
        return isExported(fieldText(node, 'name')) && isExported(receiver(node)) ? [printed(node, bare)] : [];
      case 'type_declaration':
        return childrenOf(node)
          .filter((spec) => isExported(fieldText(spec, 'name')))
          .map((spec) => `type ${printed(spec, bare)}`);
      case 'const_declaration':
      case 'var_declaration':
        return specs(node).flatMap((spec) => values(node.type.slice(0, node.type.indexOf('_')), spec));
      default:
        return [];
    }
  });
}

function isExported(name: string | undefined): boolean {
  return name !== undefined && /^\p{Lu}/u.test(name);
}

/** `(s *S[T])` → `S` */
function receiver(method: Node): string | undefined {
  return /(?<name>[\p{L}_][\p{L}\p{N}_]*)\s*(?:\[[^\]]*\])?\s*\)$/u.exec(fieldText(method, 'receiver') ?? '')?.groups
    ?.name;
}

function specs(node: Node): readonly Node[] {
  return childrenOf(node).flatMap((child) => (/_spec_list$/u.test(child.type) ? childrenOf(child) : [child]));
}

function values(kind: string, spec: Node): readonly string[] {
  const type = spec.childForFieldName('type');
  return spec
    .childrenForFieldName('name')
    .flatMap((name) => (name === null || !isExported(name.text) ? [] : [name.text]))
    .map((name) => `${kind} ${name}${type === null ? '' : ` ${printed(type, bare)}`}`);
}

const bare: Printing = (node, field) => {
  if (field === 'body' && node.type === 'block') return 'leave out';
  if (field === 'receiver')
    return { text: `(${receiver(node.parent ?? node)}${/\*/u.test(node.text) ? ' pointer' : ''})` };
  if (node.type === 'field_declaration' || node.type === 'method_elem') {
    const names = node.childrenForFieldName('name').flatMap((name) => (name === null ? [] : [name.text]));
    if (names.length > 0 && !names.some(isExported)) return 'leave out';
  }
  // What a line ends with is layout; what stands between members is not needed to tell them apart.
  return /^(?:\n|;)$/u.test(node.type) ? 'leave out' : undefined;
};
