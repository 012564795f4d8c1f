/** What a Python module offers: names without an underscore in front, or those of `__all__`. */
import type { Node } from '@vscode/tree-sitter-wasm';
import { childOf, childrenOf, fieldText, type Printing, printed } from './print';

/** Decorators that change how something is called. */
const telling =
  /^@\s*(?:\w+\.)*(?:property|staticmethod|classmethod|abstractmethod|overload|dataclass|setter|deleter|cached_property)\b/u;

/** Signatures of a module. */
export function pythonSignatures(root: Node): readonly string[] {
  const all = allNames(root);
  return members(root, '', (name) => (all === undefined ? isPublic(name) : all.has(name)));
}

function isPublic(name: string): boolean {
  return !name.startsWith('_') || /^__\w+__$/u.test(name);
}

function allNames(root: Node): ReadonlySet<string> | undefined {
  const assigned = childrenOf(root).flatMap((each) => {
    const assignment = childOf(each, /^(?:augmented_)?assignment$/u);
    return each.type === 'expression_statement' &&
      assignment !== undefined &&
      fieldText(assignment, 'left') === '__all__'
      ? [assignment.childForFieldName('right')]
      : [];
  });
  if (assigned.length === 0) return undefined;
  return new Set(assigned.flatMap((each) => childrenOf(each).map(({ text }) => text.replace(/^['"]|['"]$/gu, ''))));
}

function members(block: Node, inside: string, seen: (name: string) => boolean): readonly string[] {
  return childrenOf(block).flatMap((node): readonly string[] => {
    const definition = node.type === 'decorated_definition' ? node.childForFieldName('definition') : node;
    if (definition === null) return [];
    const decorators = childrenOf(node)
      .filter(({ type, text }) => type === 'decorator' && telling.test(text))
      .map((each) => `${printed(each, bare)} `)
      .join('');
    const name = fieldText(definition, 'name') ?? '';
    if (definition.type === 'function_definition')
      return seen(name) ? [`${decorators}${inside}${printed(definition, bare)}`] : [];
    if (definition.type === 'class_definition') {
      if (!seen(name)) return [];
      const body = definition.childForFieldName('body');
      const within = body === null ? [] : members(body, `${inside}${name}.`, isPublic);
      return [`${decorators}${inside}${printed(definition, bare)}`, ...within];
    }
    if (/^(?:if|try|else|elif|except|finally|with)(?:_statement|_clause)$/u.test(node.type) || node.type === 'block')
      return members(node, inside, seen);
    return node.type === 'expression_statement' ? assigned(node, inside, seen) : [];
  });
}

function assigned(statement: Node, inside: string, seen: (name: string) => boolean): readonly string[] {
  const assignment = childOf(statement, /^assignment$/u);
  const left = assignment?.childForFieldName('left');
  if (assignment === undefined || left === null || left === undefined) return [];
  const type = fieldText(assignment, 'type');
  const names = left.type === 'identifier' ? [left.text] : childrenOf(left).map(({ text }) => text);
  return names
    .filter((name) => /^\w+$/u.test(name) && name !== '__all__' && seen(name))
    .map((name) => `${inside}${name}${type === undefined ? '' : `: ${type}`}`);
}

const bare: Printing = (node, field) => {
  if (field === 'body' || node.type === 'async') return 'leave out';
  const parameter = /^(?:typed_)?default_parameter$/u.test(node.parent?.type ?? '');
  return field === 'value' && parameter ? 'elide' : undefined;
};
