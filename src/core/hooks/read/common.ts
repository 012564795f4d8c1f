/** What every form of hook file shares: triggers by name, patterns that can be mended, identity. */
import { createHash } from 'node:crypto';
import { nearWord } from '../../nearWord';
import { compileRegex } from '../match/regex';
import { toolCategories } from '../match/tools';
import type { Condition, Hook, HookFormat, Step, Trigger } from '../model';
import { triggerNames, triggerOf } from '../triggers/index';
import type { TriggerKind } from '../triggers/trigger';
import { complain, flagOf, keySpot, type Reading, textOf } from './fields';
import { childOf, type Located, placeAt } from './located';
import { madeName } from './madeName';

/** The file that is being read. */
export interface HookFileInfo {
  /** Absolute. */
  readonly path: string;
  /** As ids name it: `.kiro/hooks.yaml`, `~/.kiro/hooks/lint.json`. */
  readonly name: string;
  readonly scope: 'workspace' | 'user';
}

/** What was read of one hook before it has an identity. */
export interface HookParts {
  readonly name: string | undefined;
  readonly description: string;
  readonly enabled: boolean;
  readonly confirm: boolean;
  readonly trigger: Trigger;
  readonly conditions: readonly Condition[];
  readonly steps: readonly Step[];
  readonly debounceMs?: number;
}

/** The kind of trigger that stands under `key`; undefined after a complaint. */
export function readTriggerName(reading: Reading, map: Located, key: string): TriggerKind | undefined {
  const name = textOf(reading, map, key);
  if (name === undefined) {
    if (childOf(map, key) === undefined)
      complain(reading, 'missing-trigger', `This hook has no "${key}", so nothing would ever start it.`, map.spot);
    return undefined;
  }
  const kind = triggerOf(name);
  if (kind !== undefined) return kind;
  const near = nearWord(name, triggerNames());
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  complain(reading, 'unknown-trigger', `"${name}" is no trigger.${hint}`, childOf(map, key)?.spot ?? map.spot);
  return undefined;
}

/** Puts together globs that an editor cut at the commas inside braces: `**\/*.{ts`, `tsx}`. */
export function mendedPatterns(
  reading: Reading,
  map: Located,
  key: string,
  patterns: readonly string[],
): readonly string[] {
  const result: string[] = [];
  let open: string | undefined;
  for (const pattern of patterns) {
    open = open === undefined ? pattern : `${open},${pattern}`;
    if (count(open, '{') <= count(open, '}')) {
      result.push(open);
      open = undefined;
    }
  }
  if (open !== undefined) result.push(open);
  if (result.length !== patterns.length)
    complain(
      reading,
      'split-pattern',
      `A pattern was cut at the commas inside its braces; it is read as ${result.map((each) => `"${each}"`).join(', ')}.`,
      keySpot(map, key),
      'warning',
    );
  return result.filter((each) => each.trim() !== '');
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

/** True where it can be used; complains where it is no regular expression. */
export function checkRegex(reading: Reading, map: Located, key: string, pattern: string): boolean {
  const compiled = compileRegex(pattern, () => undefined);
  if (compiled.kind === 'ready') return true;
  const glob = /^[*{]|\/\*\*?\//u.test(pattern)
    ? ' It looks like a glob; v1 wants a regular expression such as \\.ts$.'
    : '';
  complain(
    reading,
    'invalid-regex',
    `"${pattern}" is no regular expression: ${compiled.why}.${glob}`,
    childOf(map, key)?.spot ?? map.spot,
  );
  return false;
}

/** Complains of words that are neither a category of tools nor a regular expression. */
export function checkTools(reading: Reading, map: Located, key: string, words: readonly string[]): readonly string[] {
  return words.filter(
    (word) => toolCategories.includes(word) || word.startsWith('@') || checkRegex(reading, map, key, word),
  );
}

/** One hook of a list, and where it stands. */
export interface ListedHook {
  readonly reading: Reading;
  readonly file: HookFileInfo;
  readonly map: Located;
  readonly index: number;
  /** Ids of the file so far. */
  readonly taken: Set<string>;
}

/** Reads all hooks of a list; one that is wrong is passed over with a complaint, the others are read. */
export function readList(
  reading: Reading,
  file: HookFileInfo,
  list: Located | undefined,
  readOne: (at: ListedHook) => Hook | undefined,
): readonly Hook[] {
  if (list === undefined || !Array.isArray(list.value)) return [];
  const taken = new Set<string>();
  return (list.value as readonly unknown[]).flatMap((_, index) => {
    const map = childOf(list, index);
    return map === undefined ? [] : (readOne({ reading, file, map, index, taken }) ?? []);
  });
}

/** What every form says of a hook besides when it fires and what it does. */
export function readHead(
  reading: Reading,
  map: Located,
): { readonly name: string | undefined; readonly description: string; readonly enabled: boolean } {
  return {
    name: textOf(reading, map, 'name'),
    description: textOf(reading, map, 'description') ?? '',
    enabled: flagOf(reading, map, 'enabled') ?? true,
  };
}

/** Gives a hook its name, id and fingerprint. `taken` holds the ids of the file so far. */
export function identified(
  file: HookFileInfo,
  format: HookFormat,
  parts: HookParts,
  at: { readonly index: number; readonly map: Located; readonly text: string },
  taken: Set<string>,
): Hook {
  const { trigger, conditions, steps } = parts;
  const own = parts.name?.trim() ?? '';
  // A file that holds one hook only has a name that somebody gave it.
  const stem = file.name.replace(/^.*\//u, '').replace(/\.kiro\.hook$|\.json$/u, '');
  const said = own || (format === 'kiro-0' ? stem : madeName(parts));
  let unique = said;
  for (let number = 2; taken.has(`${file.name}#${unique}`); number++) unique = `${said} (${number})`;
  const id = `${file.name}#${unique}`;
  taken.add(id);
  const { start, end } = at.map.spot;
  return {
    id,
    // Two hooks that somebody called the same are called so; a name that was made says which of them it is.
    name: own || unique,
    ...(own === '' ? { unnamed: true as const } : {}),
    description: parts.description,
    enabled: parts.enabled,
    confirm: parts.confirm,
    trigger,
    conditions,
    steps,
    ...(parts.debounceMs === undefined ? {} : { debounceMs: parts.debounceMs }),
    fingerprint: createHash('sha256')
      .update(canonical([trigger, conditions, steps]))
      .digest('hex'),
    source: { path: file.path, format, scope: file.scope, index: at.index, place: placeAt(at.text, start, end) },
  };
}

/** JSON with keys in order, so that equal values are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
