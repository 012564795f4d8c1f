/** Reads single fields of a hook and collects what is wrong with them, each complaint at its place. */
import type { Diagnostic, Severity } from '../../diagnostic';
import { nearWord } from '../../nearWord';
import { childOf, type Located, placeAt, type Spot } from './located';

/** One file that is being read: where complaints go. */
export interface Reading {
  readonly text: string;
  readonly diagnostics: Diagnostic[];
}

/** Adds a complaint; `name` is the part of the code after `hooks/`. */
export function complain(
  { text, diagnostics }: Reading,
  name: string,
  message: string,
  { start, end }: Pick<Spot, 'start' | 'end'>,
  severity: Severity = 'error',
): void {
  diagnostics.push({ code: `hooks/${name}`, severity, message, place: placeAt(text, start, end) });
}

/** The place of a key where it has one, else of its map. */
export function keySpot({ spot }: Located, key: string): Pick<Spot, 'start' | 'end'> {
  const range = spot.children.get(key)?.key;
  return range === undefined ? spot : { start: range[0], end: range[1] };
}

/** True for an object that is no list. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text; numbers and booleans as they are written. A complaint where it is a list or a map. */
export function textOf(reading: Reading, map: Located, key: string): string | undefined {
  const found = childOf(map, key);
  if (found === undefined) return undefined;
  if (typeof found.value === 'string') return found.value;
  if (typeof found.value === 'number' || typeof found.value === 'boolean') return String(found.value);
  complain(reading, 'wrong-type', `"${key}" must be a text.`, found.spot);
  return undefined;
}

/** One text or a list of texts; undefined where there is none or it is neither. */
export function textsOf(reading: Reading, map: Located, key: string): readonly string[] | undefined {
  const found = childOf(map, key);
  if (found === undefined) return undefined;
  const list = Array.isArray(found.value) ? found.value : [found.value];
  if (list.every((each): each is string => typeof each === 'string')) return list;
  complain(reading, 'wrong-type', `"${key}" must be a text or a list of texts.`, found.spot);
  return undefined;
}

/** True or false; a complaint where it is anything else. */
export function flagOf(reading: Reading, map: Located, key: string): boolean | undefined {
  const found = childOf(map, key);
  if (found === undefined) return undefined;
  if (typeof found.value === 'boolean') return found.value;
  complain(reading, 'wrong-type', `"${key}" must be true or false.`, found.spot);
  return undefined;
}

/** A number from 0 up; a complaint where it is anything else. */
export function numberOf(reading: Reading, map: Located, key: string): number | undefined {
  const found = childOf(map, key);
  if (found === undefined) return undefined;
  if (typeof found.value === 'number' && Number.isFinite(found.value) && found.value >= 0) return found.value;
  complain(reading, 'wrong-type', `"${key}" must be a number, 0 or more.`, found.spot);
  return undefined;
}

/** Milliseconds from seconds: 30, "30s", "5m", "500ms". */
export function durationOf(reading: Reading, map: Located, key: string): number | undefined {
  const found = childOf(map, key);
  if (found === undefined) return undefined;
  const { value } = found;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return Math.round(value * 1000);
  const parts = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/u.exec(value.trim()) : null;
  if (parts !== null) {
    const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[parts[2] ?? 's'] ?? 1000;
    return Math.round(Number(parts[1]) * unit);
  }
  complain(reading, 'wrong-type', `"${key}" must be seconds, or a time such as 30s, 5m or 500ms.`, found.spot);
  return undefined;
}

/** One of a few words; a complaint that lists them where it is none. */
export function wordOf<const Word extends string>(
  reading: Reading,
  map: Located,
  key: string,
  words: readonly Word[],
): Word | undefined {
  const found = childOf(map, key);
  if (found === undefined) return undefined;
  const word = words.find((each) => each === found.value);
  if (word === undefined) complain(reading, 'wrong-value', `"${key}" must be ${listed(words)}.`, found.spot);
  return word;
}

/** "a, b or c" */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A warning for each key that means nothing here; a name that is nearly right is suggested. */
export function unknownKeys(reading: Reading, map: Located, known: readonly string[]): void {
  for (const key of Object.keys(isMap(map.value) ? map.value : {})) {
    if (known.includes(key)) continue;
    const near = nearWord(key, known);
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    complain(
      reading,
      'unknown-key',
      `"${key}" means nothing here and is passed over.${hint}`,
      keySpot(map, key),
      'warning',
    );
  }
}
