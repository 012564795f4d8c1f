/** Values of JSON and YAML with where they stand, so that every complaint about a hook file names its place. */
import { EVENT_ID, type Event, getScalarValue, load, parseEvents, YAMLException } from 'js-yaml';
import { getNodeValue, type Node as JsonNode, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Diagnostic, Place } from '../../diagnostic';

/** Where a value stands in its text, and its children by key or index. Offsets as in `Place`. */
export interface Spot {
  readonly start: number;
  readonly end: number;
  readonly children: ReadonlyMap<string, { readonly key?: readonly [number, number]; readonly spot: Spot }>;
}

/** A value and its place; the place of an alias is where the alias stands. */
export interface Located {
  readonly value: unknown;
  readonly spot: Spot;
}

/** What a text holds, or why it holds nothing. */
export type ParsedText =
  | { readonly kind: 'value'; readonly root: Located; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'nothing'; readonly diagnostics: readonly Diagnostic[] };

/** Larger files are refused: no hook file that a person wrote is so large. */
const maxCharacters = 1_000_000;
/** An alias bomb unfolds in memory; so many aliases no honest file has. */
const yamlLimits = { maxAliases: 50, maxDepth: 50 };

/** Line and column of two offsets of a text. */
export function placeAt(text: string, start: number, end: number): Place {
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  return { line, column: start - before.lastIndexOf('\n'), start, end: Math.max(start, end) };
}

/** The child of a map or list; undefined where there is none or it is null. */
export function childOf({ value, spot }: Located, key: string | number): Located | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const child = (value as Readonly<Record<string, unknown>>)[key];
  if (child === undefined || child === null) return undefined;
  return { value: child, spot: spot.children.get(String(key))?.spot ?? { ...spot, children: new Map() } };
}

/** Reads JSON, with comments and trailing commas. What can be read before a mistake is read. */
export function parseJson(text: string): ParsedText {
  if (text.length > maxCharacters) return tooLarge();
  const errors: ParseError[] = [];
  const tree = parseTree(text.replace(/^\uFEFF/u, ' '), errors, { allowTrailingComma: true });
  const diagnostics = errors.slice(0, 1).map(({ error, offset, length }): Diagnostic => {
    const place = placeAt(text, offset, offset + length);
    const what = printParseErrorCode(error)
      .replace(/([a-z])([A-Z])/gu, '$1 $2')
      .toLowerCase();
    return { code: 'hooks/invalid-json', severity: 'error', message: `This is not JSON: ${what}.`, place };
  });
  if (tree === undefined || errors.length > 0) return { kind: 'nothing', diagnostics };
  return { kind: 'value', root: { value: getNodeValue(tree), spot: jsonSpot(tree) }, diagnostics };
}

function jsonSpot(node: JsonNode): Spot {
  const children = new Map<string, { key?: readonly [number, number]; spot: Spot }>();
  for (const [index, child] of (node.children ?? []).entries()) {
    if (node.type === 'array') children.set(String(index), { spot: jsonSpot(child) });
    const [key, value] = child.children ?? [];
    if (node.type === 'object' && key !== undefined && value !== undefined)
      children.set(String(key.value), { key: [key.offset, key.offset + key.length], spot: jsonSpot(value) });
  }
  return { start: node.offset, end: node.offset + node.length, children };
}

/** Reads YAML. It stops at the first mistake; bombs of aliases and of depth are refused before they unfold. */
export function parseYaml(text: string): ParsedText {
  if (text.length > maxCharacters) return tooLarge();
  try {
    const value = load(text, yamlLimits);
    return { kind: 'value', root: { value, spot: yamlSpot(text) }, diagnostics: [] };
  } catch (error) {
    const reason = error instanceof YAMLException ? error.reason : String(error);
    const at = error instanceof YAMLException ? (error.mark?.position ?? 0) : 0;
    const message = `This is not YAML that is read here: ${reason}.`;
    const place = placeAt(text, at, at);
    return { kind: 'nothing', diagnostics: [{ code: 'hooks/invalid-yaml', severity: 'error', message, place }] };
  }
}

interface Open {
  readonly spot: { start: number; end: number; children: Map<string, { key?: readonly [number, number]; spot: Spot }> };
  readonly map: boolean;
  key: { readonly name: string; readonly range: readonly [number, number] } | undefined;
  count: number;
}

/** Follows the parser's events; places only, the values are those of `load`. */
function yamlSpot(text: string): Spot {
  const open: Open[] = [];
  let root: Spot = { start: 0, end: text.length, children: new Map() };
  const put = (spot: Spot): void => {
    const parent = open.at(-1);
    if (parent === undefined) root = spot;
    else if (!parent.map) parent.spot.children.set(String(parent.count++), { spot });
    else if (parent.key !== undefined) {
      parent.spot.children.set(parent.key.name, { key: parent.key.range, spot });
      parent.key = undefined;
    }
    for (const each of open) each.spot.end = Math.max(each.spot.end, spot.end);
  };
  for (const event of parseEvents(text, { maxDepth: yamlLimits.maxDepth })) {
    const parent = open.at(-1);
    const [start, end] = rangeOf(event);
    if (event.type === EVENT_ID.POP) open.pop();
    else if (parent?.map === true && parent.key === undefined) {
      const name = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
      parent.key = { name, range: [start, end] };
      if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) open.push(opened(start, false));
    } else if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) {
      put({ start, end, children: new Map() });
    } else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      const next = opened(start, event.type === EVENT_ID.MAPPING);
      put(next.spot);
      open.push(next);
    } else if (event.type === EVENT_ID.DOCUMENT) {
      const document = opened(0, false);
      root = document.spot;
      open.push(document);
    }
  }
  return root.children.get('0')?.spot ?? root;
}

function opened(start: number, map: boolean): Open {
  return { spot: { start, end: start, children: new Map() }, map, key: undefined, count: 0 };
}

function rangeOf(event: Event): readonly [number, number] {
  if (event.type === EVENT_ID.SCALAR) return [event.valueStart, event.valueEnd];
  if (event.type === EVENT_ID.ALIAS) return [event.anchorStart, event.anchorEnd];
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE ? [event.start, event.start] : [0, 0];
}

function tooLarge(): ParsedText {
  const message = 'This file is too large for a hook file (over 1 MB), so it is not read.';
  const place: Place = { line: 1, column: 1, start: 0, end: 0 };
  return { kind: 'nothing', diagnostics: [{ code: 'hooks/too-large', severity: 'error', message, place }] };
}
