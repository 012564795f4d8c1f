/** A syntax tree as the tokens of its signature, so that layout, comments and bodies make no difference. */
import type { Node } from '@vscode/tree-sitter-wasm';

/** What becomes of a node: left out, shown as `…`, or printed; a text stands for the node as it is. */
export type Shown = 'leave out' | 'elide' | { readonly text: string } | undefined;

/** Decides for each node; `field` is the name that it has in its parent. Undefined goes on into the node. */
export type Printing = (node: Node, field: string | null) => Shown;

/** Tokens of a declaration, one space between them. */
export function printed(node: Node, printing: Printing): string {
  const tokens: string[] = [];
  collect(node, printing, tokens);
  // Formatters put a comma behind the last element, and a semicolon behind the last member.
  return tokens.filter((token, at) => !(/^[,;]$/u.test(token) && /^[)\]}>]$|^$/u.test(tokens[at + 1] ?? ''))).join(' ');
}

function collect(node: Node, printing: Printing, tokens: string[]): void {
  if (node.childCount === 0 || isText(node)) {
    const text = node.text.trim();
    if (text !== '') tokens.push(isText(node) ? quoted(text) : text);
    return;
  }
  for (let at = 0; at < node.childCount; at += 1) {
    const child = node.child(at);
    if (child === null || /comment/u.test(child.type)) continue;
    const shown = printing(child, node.fieldNameForChild(at));
    if (shown === 'leave out') continue;
    if (shown === 'elide') tokens.push('…');
    else if (shown !== undefined) tokens.push(shown.text);
    else collect(child, printing, tokens);
  }
}

function isText({ type }: Node): boolean {
  return /^(?:string|string_literal|template_string|raw_string_literal|interpreted_string_literal)$/u.test(type);
}

/** Which quotes a text has is layout. */
function quoted(text: string): string {
  const inner = /^'([^'"\\]*)'$/u.exec(text)?.[1];
  return inner === undefined ? text : `"${inner}"`;
}

/** The children that have a name, never null. */
export function childrenOf(node: Node | null): readonly Node[] {
  return (node?.namedChildren ?? []).filter((child) => child !== null);
}

/** The children of a type, at any place among the others. */
export function childOf(node: Node, type: RegExp): Node | undefined {
  return childrenOf(node).find((child) => type.test(child.type));
}

/** Text of a field; undefined where there is none. */
export function fieldText(node: Node, field: string): string | undefined {
  return node.childForFieldName(field)?.text;
}
