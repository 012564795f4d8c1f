/** What may stand at a place of `hooks.yaml`, by its schema. No vscode, so that tests read it. */

/** A key or a value with its help, as Markdown. */
export interface YamlWord {
  readonly name: string;
  readonly help: string;
  readonly isKey: boolean;
}

/** Where the cursor is: what keys are written there, or the key whose value is. */
export type YamlContext =
  | { readonly kind: 'keys'; readonly of: 'file' | 'hook' | 'step' | 'if' | 'on_failure' }
  | { readonly kind: 'value'; readonly key: string }
  | { readonly kind: 'none' };

const none: YamlContext = { kind: 'none' };

/** Reads the lines before, and the line up to the cursor. */
export function contextAt(before: readonly string[], line: string): YamlContext {
  if (/^\s*#|\s#/u.test(line)) return none;
  const map = /\b(if|on_failure):\s*\{([^}]*)$/u.exec(line);
  if (map !== null) {
    const last = (map[2] ?? '').split(',').at(-1) ?? '';
    return last.includes(':') ? none : { kind: 'keys', of: map[1] === 'if' ? 'if' : 'on_failure' };
  }
  const value = /^\s*(?:-\s+)?([\w-]+):\s+[\w-]*$/u.exec(line);
  if (value?.[1] !== undefined) return { kind: 'value', key: value[1] };
  if (!/^\s*(?:-\s+)?[\w-]*$/u.test(line)) return none;
  const parent = parentOf(before, line);
  if (parent === undefined) return { kind: 'keys', of: 'file' };
  if (parent === 'hooks') return { kind: 'keys', of: 'hook' };
  if (parent === 'steps') return { kind: 'keys', of: 'step' };
  return parent === 'if' || parent === 'on_failure' ? { kind: 'keys', of: parent } : none;
}

/** The key that the line is below: the nearest before it that stands further left. A dash counts as its item's own. */
function parentOf(before: readonly string[], line: string): string | undefined {
  const dash = /^\s*-/u.test(line);
  let width = /^\s*/u.exec(line)?.[0].length ?? 0;
  if (width === 0 && !dash) return undefined;
  for (const each of [...before].reverse()) {
    const found = /^(\s*)(-\s+)?([\w-]+):/u.exec(each);
    if (found === null) continue;
    const [, indent = '', mark = '', key = ''] = found;
    const at = indent.length + mark.length;
    // A list may stand at the margin of its key.
    if (at < width || (dash && mark === '' && at === width)) return key;
    if (mark !== '' && at === width) width = Math.max(indent.length, 0) + 1;
  }
  return undefined;
}

/** The words that may stand there; empty where anything may. */
export function wordsAt(schema: unknown, context: YamlContext): readonly YamlWord[] {
  if (context.kind === 'none') return [];
  const hook = at(schema, 'properties', 'hooks', 'items');
  if (context.kind === 'value') return valuesOf(at(hook, 'properties', context.key));
  switch (context.of) {
    case 'file':
      return keysOf(schema);
    case 'hook':
      return keysOf(hook);
    case 'step':
      return keysOf(list(at(hook, 'properties', 'steps', 'items', 'anyOf'))[1]);
    case 'if':
      return keysOf(at(hook, 'properties', 'if'));
    case 'on_failure':
      return keysOf(list(at(hook, 'properties', 'on_failure', 'anyOf'))[1]);
  }
}

/** What a word there means; undefined where it is none of those that may stand there. */
export function helpOf(schema: unknown, context: YamlContext, word: string): string | undefined {
  return wordsAt(schema, context).find(({ name }) => name === word)?.help;
}

function keysOf(schema: unknown): readonly YamlWord[] {
  const properties = at(schema, 'properties');
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties).map(([name, each]) => ({ name, help: textAt(each, 'description'), isKey: true }));
}

function valuesOf(schema: unknown): readonly YamlWord[] {
  const own = list(at(schema, 'enum'));
  const helps = list(at(schema, 'enumDescriptions'));
  const words = own.map((name, index) => ({ name: String(name), help: String(helps[index] ?? ''), isKey: false }));
  if (at(schema, 'type') === 'boolean')
    return ['true', 'false'].map((name) => ({ name, help: textAt(schema, 'description'), isKey: false }));
  return [...words, ...list(at(schema, 'anyOf')).flatMap((each) => valuesOf(each))];
}

function textAt(value: unknown, key: string): string {
  const found = at(value, key);
  return typeof found === 'string' ? found : '';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce(
    (each: unknown, key) => (typeof each === 'object' && each !== null ? Reflect.get(each, key) : undefined),
    value,
  );
}
