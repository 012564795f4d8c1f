/** From a syntax tree to an outline. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { OutlineSymbol } from '../../core/host';
import type { Language } from './languages';

/** Symbols deeper than this are no outline any more. */
const deepest = 6;
const functions = new Set(['arrow_function', 'function_expression', 'generator_function', 'function']);
/** What a function does inside is not in the outline; what a class or a module holds is. */
const closed = new Set(['function', 'method', 'constructor', 'constant', 'property', 'macro']);

/** The symbols below a node, each with those that it holds. */
export function symbolsOf(node: Node, language: Language, depth = 0): readonly OutlineSymbol[] {
  if (depth > deepest) return [];
  return node.namedChildren.flatMap((child) => {
    if (child === null) return [];
    // Each look at a node asks WebAssembly anew.
    const type = child.type;
    const kind = kindOf(child, type, language);
    if (kind === undefined) return open.test(type) ? symbolsOf(child, language, depth) : [];
    const name = nameOf(child, type);
    if (name === undefined) return [];
    return [
      {
        name,
        kind,
        line: child.startPosition.row + 1,
        endLine: child.endPosition.row + 1,
        children: closed.has(kind) ? [] : symbolsOf(child, language, depth + 1),
      },
    ];
  });
}

/** Statements that hold declarations without being one, and the bodies of what holds them. */
const open =
  /^(?:export_statement|expression_statement|ambient_declaration|decorated_definition|.*_body|declaration_list|lexical_declaration|variable_declaration|type_declaration|const_declaration|statement_block|block|const_spec_list|object_type|program|source_file|compilation_unit|field_declaration_list|body_statement|template_declaration|linkage_specification|preproc_ifdef|preproc_if|preproc_else|namespace_definition|file_scoped_namespace_declaration)$/u;

function kindOf(node: Node, of: string, { kinds }: Language): string | undefined {
  const kind = kinds[of];
  if (kind === 'constant' || kind === 'property') {
    const value = node.childForFieldName('value')?.type ?? '';
    return functions.has(value) ? (kind === 'constant' ? 'function' : 'method') : kind;
  }
  // In C and C++ one kind of node declares functions and data: only functions are symbols.
  if (of === 'declaration' || of === 'field_declaration')
    return declaratorOf(node)?.type === 'function_declarator' ? kind : undefined;
  if (of !== 'type_spec') return kind;
  const type = node.childForFieldName('type')?.type;
  return type === 'struct_type' ? 'struct' : type === 'interface_type' ? 'interface' : kind;
}

function nameOf(node: Node, of: string): string | undefined {
  if (of === 'impl_item') {
    const [type, trait] = [node.childForFieldName('type'), node.childForFieldName('trait')].map((each) => each?.text);
    return trait === undefined ? type : `${trait} for ${type}`;
  }
  const named = node.childForFieldName('name') ?? node.childForFieldName('property') ?? declaredBy(node);
  const name = named?.text;
  const receiver = node.childForFieldName('receiver')?.text;
  return receiver === undefined || name === undefined ? name : `${receiver} ${name}`;
}

/** What a declaration of C or C++ declares, pointers and references aside. */
function declaratorOf(node: Node): Node | undefined {
  let at = node.childForFieldName('declarator');
  while (at !== null && /^(?:pointer|reference|parenthesized)_declarator$/u.test(at.type))
    at = at.childForFieldName('declarator') ?? at.namedChildren.at(-1) ?? null;
  return at ?? undefined;
}

/** The name in a declaration of C or C++. */
function declaredBy(node: Node): Node | undefined {
  let at = declaratorOf(node);
  for (let next = at; next !== undefined; next = declaratorOf(next)) at = next;
  return at;
}
