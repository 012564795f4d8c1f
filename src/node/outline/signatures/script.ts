/** What a TypeScript or JavaScript module exports. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { childOf, childrenOf, fieldText, type Printing, printed } from './print';

const functions = /^(?:arrow_function|function_expression|generator_function|function)$/u;
const classes = /^(?:abstract_)?class(?:_declaration)?$/u;

/** Signatures of a module: what it exports, by the names that others see. */
export function scriptSignatures(root: Node): readonly string[] {
  const local = new Map<string, Node[]>();
  for (const child of childrenOf(root)) {
    const declaration = child.type === 'export_statement' ? child.childForFieldName('declaration') : child;
    for (const { name, node } of declared(declaration)) local.set(name, [...(local.get(name) ?? []), node]);
  }
  return childrenOf(root).flatMap((child) => {
    if (child.type === 'export_statement') return exported(child, local);
    if (child.type === 'expression_statement') return commonJs(child.namedChildren[0] ?? null, local);
    return [];
  });
}

interface Declared {
  readonly name: string;
  readonly node: Node;
}

/** The names that a statement declares at the top of a module. */
function declared(node: Node | null): readonly Declared[] {
  if (node === null) return [];
  if (node.type === 'ambient_declaration') return childrenOf(node).flatMap(declared);
  if (/^(?:lexical|variable)_declaration$/u.test(node.type))
    return childrenOf(node)
      .filter(({ type }) => type === 'variable_declarator')
      .flatMap((each) => names(each.childForFieldName('name')).map((name) => ({ name, node: each })));
  const name = fieldText(node, 'name');
  return name === undefined ? [] : [{ name, node }];
}

/** One name, or those of a pattern that takes an object or a list apart. */
function names(pattern: Node | null): readonly string[] {
  if (pattern === null) return [];
  if (/identifier/u.test(pattern.type)) return [pattern.text];
  const inner = pattern.childForFieldName('value') ?? pattern.childForFieldName('left');
  return inner === null ? childrenOf(pattern).flatMap(names) : names(inner);
}

function exported(statement: Node, local: ReadonlyMap<string, readonly Node[]>): readonly string[] {
  const declaration = statement.childForFieldName('declaration');
  const isDefault = statement.children.some((child) => child?.type === 'default');
  if (declaration !== null) {
    const found = declared(declaration);
    if (isDefault)
      return (found.length > 0 ? found.map(({ node }) => node) : [declaration]).flatMap((node) =>
        described('default', node),
      );
    return found.flatMap(({ name, node }) => described(name, node));
  }
  const source = fieldText(statement, 'source');
  const clause = childOf(statement, /^export_clause$/u);
  if (clause !== undefined) return childrenOf(clause).flatMap((each) => specifier(each, source, local));
  const value = statement.childForFieldName('value') ?? (isDefault ? (childrenOf(statement)[0] ?? null) : null);
  if (value !== null) return ofValue('default', value, local);
  return [printed(statement, bare)];
}

function specifier(
  node: Node,
  source: string | undefined,
  local: ReadonlyMap<string, readonly Node[]>,
): readonly string[] {
  const name = fieldText(node, 'name') ?? node.text;
  const seen = fieldText(node, 'alias') ?? name;
  if (source !== undefined) return [`${seen} from ${printed(node, bare)} ${source.replaceAll("'", '"')}`];
  const found = local.get(name);
  return found === undefined ? [seen] : found.flatMap((each) => described(seen, each));
}

function commonJs(node: Node | null, local: ReadonlyMap<string, readonly Node[]>): readonly string[] {
  if (node?.type !== 'assignment_expression') return [];
  const left = /^(?:module\.)?exports(?:\.(?<name>[\w$]+))?$/u.exec(fieldText(node, 'left') ?? '');
  const right = node.childForFieldName('right');
  if (left === null || right === null) return [];
  return ofValue(left.groups?.name ?? 'exports', right, local);
}

function ofValue(name: string, value: Node, local: ReadonlyMap<string, readonly Node[]>): readonly string[] {
  const found = value.type === 'identifier' ? local.get(value.text) : undefined;
  if (found !== undefined) return found.flatMap((each) => described(name, each));
  return valueShape(name, value);
}

/** A value by what can be seen of it: the parameters of a function, the keys of an object. */
function valueShape(name: string, value: Node): readonly string[] {
  if (functions.test(value.type)) return [`function ${name} ${withoutName(value)}`];
  if (classes.test(value.type)) return described(name, value);
  if (value.type !== 'object') return [name];
  const keys = childrenOf(value).flatMap((each) => {
    if (/^shorthand/u.test(each.type)) return [`${name}.${each.text}`];
    const key = fieldText(each, 'key') ?? fieldText(each, 'name');
    if (key === undefined) return [];
    const inner = each.childForFieldName('value');
    return inner === null ? [`function ${name}.${key} ${withoutName(each)}`] : valueShape(`${name}.${key}`, inner);
  });
  return [name, ...keys];
}

function described(name: string, node: Node): readonly string[] {
  if (node.type === 'variable_declarator') {
    const type = node.childForFieldName('type');
    const value = node.childForFieldName('value');
    if (type !== null) return [`const ${name} ${printed(type, bare)}`];
    return value === null ? [`const ${name}`] : valueShape(name, value);
  }
  if (classes.test(node.type)) return classSignatures(name, node);
  if (/^(?:internal_module|module)$/u.test(node.type)) {
    const inside = node.childForFieldName('body');
    return [`namespace ${name}`, ...(inside === null ? [] : scriptSignatures(inside)).map((each) => `${name}.${each}`)];
  }
  return [named(name, node)];
}

function classSignatures(name: string, node: Node): readonly string[] {
  const head = named(name, node, 'body');
  const members = childrenOf(node.childForFieldName('body')).flatMap((member) => {
    const key = fieldText(member, 'name') ?? fieldText(member, 'property');
    const hidden =
      key?.startsWith('#') === true ||
      childrenOf(member).some(({ type, text }) => type === 'accessibility_modifier' && text === 'private');
    if (hidden || /comment|decorator|static_block/u.test(member.type)) return [];
    const value = member.childForFieldName('value');
    const isMethod = value !== null && functions.test(value.type) && member.childForFieldName('type') === null;
    return [`${name}. ${printed(member, bare)}${isMethod ? ` ${withoutName(value)}` : ''}`];
  });
  return [head, ...members];
}

/** A declaration under the name that others see. */
function named(name: string, node: Node, without?: string): string {
  const text = printed(node, (child, field) => {
    if (child.parent?.id !== node.id) return bare(child, field);
    if (field === without && field !== null) return 'leave out';
    return field === 'name' ? { text: name } : bare(child, field);
  });
  return node.childForFieldName('name') === null ? `${name} ${text}` : text;
}

function withoutName(node: Node): string {
  return printed(node, (child, field) =>
    child.parent?.id === node.id && (field === 'name' || field === 'key') ? 'leave out' : bare(child, field),
  );
}

/** A signature: no body, no value but that there is one, no word that only the inside needs. */
const bare: Printing = (node, field) => {
  if (/^decorator$/u.test(node.type) || /^(?:async|export|declare)$/u.test(node.type)) return 'leave out';
  const isBlock = /^(?:statement_block|class_body)$/u.test(node.type);
  if (field === 'body' && (isBlock || node.parent?.type === 'arrow_function')) return 'leave out';
  if (field === 'value' && /^(?:required|optional)_parameter$/u.test(node.parent?.type ?? '')) return 'elide';
  if (field === 'value' && /field_definition$/u.test(node.parent?.type ?? '')) return 'leave out';
  if (node.type === '=' && /field_definition$/u.test(node.parent?.type ?? '')) return 'leave out';
  if (field === 'right' && /assignment_pattern$/u.test(node.parent?.type ?? '')) return 'elide';
  // A type has the same members whether commas or semicolons stand between them.
  return node.type === ';' || (node.type === ',' && /^(?:object_type|interface_body)$/u.test(node.parent?.type ?? ''))
    ? 'leave out'
    : undefined;
};
