/** Single keys of one hook of a `hooks.yaml` set, put in or taken away; every other byte stays. */
import type { TextEdit } from '../../diagnostic';
import { isMap } from '../read/fields';
import { childOf, type Located, parseYaml } from '../read/located';

/** One change of a map. */
export interface KeyChange {
  /** `action`: the map under `action`, where the hook has one; else the hook's own. */
  readonly within: 'hook' | 'action';
  readonly key: string;
  /** YAML on one line; absent: the key goes. */
  readonly value?: string;
  /** What the key is called from then on. */
  readonly renamed?: string;
  /** Keys that a new one may stand after, the best first. */
  readonly after: readonly string[];
}

/** The text with the change; undefined where the layout leaves that to a person. */
export function changeYaml(text: string, index: number, change: KeyChange): string | undefined {
  const map = hookMap(text, index);
  const inner = map && change.within === 'action' ? childOf(map, 'action') : map;
  if (inner === undefined || !isMap(inner.value)) return undefined;
  const { key, value, renamed } = change;
  const there = inner.spot.children.get(key)?.key;
  if (value === undefined) return there === undefined ? text : without(text, inner, key);
  if (there === undefined) return inserted(text, inner, change, value);
  const place = valuePlace(text, inner, key);
  if (place === undefined) return undefined;
  const named = renamed === undefined ? text.slice(there[0], there[1]) : renamed;
  const [start, end] = place;
  return text.slice(0, there[0]) + named + text.slice(there[1], start) + spaced(text, start, value) + text.slice(end);
}

/** The hook of that number, with its places. */
export function hookMap(text: string, index: number): Located | undefined {
  const parsed = parseYaml(text);
  if (parsed.kind === 'nothing') return undefined;
  const list = childOf(parsed.root, 'hooks');
  return list && childOf(list, index);
}

function spaced(text: string, start: number, value: string): string {
  return text[start - 1] === ':' ? ` ${value}` : value;
}

/** Where a value stands, from its first character or, where it goes over lines, from the colon. */
function valuePlace(text: string, map: Located, key: string): readonly [number, number] | undefined {
  const child = map.spot.children.get(key);
  if (child?.key === undefined) return undefined;
  const colon = text.indexOf(':', child.key[1]);
  const value = isMap(map.value) ? map.value[key] : undefined;
  const end = endOf(text, child.spot);
  const between = text.slice(colon + 1, child.spot.start);
  // What is named or tagged may be meant elsewhere too.
  if (colon === -1 || end === undefined || /[&*!]/u.test(between)) return undefined;
  const token = text[child.spot.start - 1] === quoteOf(text, child.spot) ? child.spot.start - 1 : child.spot.start;
  const block = typeof value === 'object' && value !== null && !/[[{]/u.test(text[token] ?? '');
  return block || /[|>\n]/u.test(between) ? [colon + 1, end] : [token, end];
}

type Spot = Located['spot'];

function quoteOf(text: string, { start, end, children }: Spot): string | undefined {
  const before = text[start - 1];
  return children.size === 0 && (before === '"' || before === "'") && text[end] === before ? before : undefined;
}

/** Behind the last character of a value. */
function endOf(text: string, spot: Spot): number | undefined {
  if (quoteOf(text, spot) !== undefined) return spot.end + 1;
  const inner = [...spot.children.values()].map((child) => endOf(text, child.spot));
  if (inner.includes(undefined)) return undefined;
  const last = Math.max(spot.start, ...inner.map((each) => each ?? 0));
  const bracket = text[spot.start];
  if (bracket === '[' || bracket === '{') {
    const closing = /^[\s,]*(?:#[^\n]*\n[\s,]*)*[\]}]/u.exec(text.slice(inner.length === 0 ? spot.start + 1 : last));
    return closing === null ? undefined : (inner.length === 0 ? spot.start + 1 : last) + closing[0].length;
  }
  if (spot.children.size > 0) return last;
  return spot.start + text.slice(spot.start, spot.end).trimEnd().length;
}

function without(text: string, map: Located, key: string): string | undefined {
  const child = map.spot.children.get(key);
  const end = child && endOf(text, child.spot);
  if (child?.key === undefined || end === undefined) return undefined;
  const [start] = child.key;
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  if (text.slice(line, start).trim() === '' && text[map.spot.start] !== '{')
    return text.slice(0, line) + (next === -1 ? '' : text.slice(next + 1));
  const keys = [...map.spot.children.values()].flatMap((each) => each.key?.[0] ?? []);
  const following = keys.filter((each) => each > start).sort((a, b) => a - b)[0];
  return following === undefined ? undefined : text.slice(0, start) + text.slice(following);
}

function inserted(text: string, map: Located, change: KeyChange, value: string): string | undefined {
  const edit = insertion(text, map, change, value);
  return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

/** A new key on a line of its own after the first of `after` that is there, or behind a comma where the map is in brackets. */
export function insertion(
  text: string,
  map: Located,
  { key, after }: Pick<KeyChange, 'key' | 'after'>,
  value: string,
): TextEdit | undefined {
  const anchor = after.find((each) => map.spot.children.get(each)?.key !== undefined);
  const child = anchor === undefined ? undefined : map.spot.children.get(anchor);
  const end = child && endOf(text, child.spot);
  if (child?.key === undefined || end === undefined) return undefined;
  const at = (offset: number, words: string): TextEdit => ({ start: offset, end: offset, text: words });
  if (text[map.spot.start] === '{') return at(end, `, ${key}: ${value}`);
  // The place of a key in quotes begins behind them.
  const start = /["']/u.test(text[child.key[0] - 1] ?? '') ? child.key[0] - 1 : child.key[0];
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replace(/[^\t ]/gu, ' ');
  const eol = /\r?\n/u.exec(text)?.[0] ?? '\n';
  const next = text.indexOf('\n', end);
  const line = `${indent}${key}: ${value}`;
  return next === -1 ? at(text.length, `${eol}${line}`) : at(next + 1, `${line}${eol}`);
}
