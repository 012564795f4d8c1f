/** What a Java file offers to others: public and protected types and members. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { childOf, childrenOf, fieldText, type Printing, printed } from './print';

const types = /^(?:class|interface|enum|record|annotation_type)_declaration$/u;

/** Signatures of a file; a type of the package alone is nobody else's. */
export function javaSignatures(root: Node): readonly string[] {
  return childrenOf(root)
    .filter((node) => types.test(node.type) && isOpen(node))
    .flatMap((node) => typeSignatures(node, ''));
}

function isOpen(node: Node): boolean {
  return /\b(?:public|protected)\b/u.test(modifiers(node));
}

function modifiers(node: Node): string {
  const found = childOf(node, /^modifiers$/u);
  return (found?.children ?? []).map((each) => (each?.isNamed === true ? '' : (each?.text ?? ''))).join(' ');
}

function typeSignatures(node: Node, inside: string): readonly string[] {
  const name = `${inside}${fieldText(node, 'name') ?? ''}`;
  const implied = /^(?:interface|annotation_type)_declaration$/u.test(node.type);
  const seen = (member: Node) => (implied ? !/\bprivate\b/u.test(modifiers(member)) : isOpen(member));
  const within = bodyMembers(node.childForFieldName('body')).flatMap((member): readonly string[] => {
    if (member.type === 'enum_constant') return [`${name}.${fieldText(member, 'name') ?? ''}`];
    if (!seen(member)) return [];
    return types.test(member.type) ? typeSignatures(member, `${name}.`) : [`${name}. ${printed(member, bare)}`];
  });
  return [`${inside}${printed(node, bare)}`, ...within];
}

/** Members of a body; those of an enum lie one deeper. */
function bodyMembers(body: Node | null): readonly Node[] {
  return childrenOf(body).flatMap((member) =>
    member.type === 'enum_body_declarations' ? childrenOf(member) : [member],
  );
}

const bare: Printing = (node, field) => {
  if (field === 'body' || /annotation$/u.test(node.type) || node.type === ';') return 'leave out';
  const value = field === 'value' || node.type === '=';
  if (value && node.parent?.type === 'variable_declarator') return 'leave out';
  if (field === 'value' && node.parent?.type === 'annotation_type_element_declaration') return 'elide';
  // What the inside of a method may do with a parameter, and whether a method waits for others, is no signature.
  if (node.type === 'final' && node.parent?.parent?.type === 'formal_parameter') return 'leave out';
  return node.type === 'synchronized' ? 'leave out' : undefined;
};
