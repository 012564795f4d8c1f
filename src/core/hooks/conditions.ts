/** What `if` may ask: one entry a kind of condition, how it is read and whether it holds. Never code. */

import { compileGlobs } from './match/globs';
import { basename, languageOf, testPathsOf } from './match/languages';
import { type BoundedRegex, compileRegex } from './match/regex';
import type { Condition, EventFile, Hook, HookEvent } from './model';
import { complain, flagOf, numberOf, type Reading, textOf, textsOf } from './read/fields';
import { childOf, type Located } from './read/located';
import { kindOf } from './triggers/index';

/** What conditions look at besides the event. Nothing here rejects. */
export interface ConditionDeps {
  readonly bounded: BoundedRegex;
  /** What git is about to take of a file, else the file as it is, at most a megabyte; undefined where it is gone. */
  read(event: HookEvent, path: string): Promise<string | undefined>;
  exists(root: string, path: string): Promise<boolean>;
  branch(root: string): Promise<string | undefined>;
  /** Lines that the change of a file added or altered. */
  changedLines(asked: AskedLines): Promise<readonly string[]>;
}

/** Of which change lines are asked for. */
export interface AskedLines {
  /** Id of the hook that asks: what it has seen is not new to it the next time. */
  readonly hook: string;
  readonly event: HookEvent;
  readonly path: string;
  /** False: only asked, so that it stays new. */
  readonly keep: boolean;
}

/** A condition that is being asked. */
interface Asked {
  readonly hook: Pick<Hook, 'id' | 'trigger'>;
  readonly event: HookEvent;
  readonly files: readonly EventFile[];
  readonly deps: ConditionDeps;
  readonly keep: boolean;
}

/** Whether a condition holds, and for which files; `why` is said where it does not. */
export type ConditionResult =
  | { readonly holds: true; readonly files: readonly EventFile[] }
  | { readonly holds: false; readonly why: string };

interface ConditionKind<Kind extends Condition['kind'] = Condition['kind']> {
  readonly kind: Kind;
  readonly key: string;
  readonly schema: Readonly<Record<string, unknown>>;
  read(reading: Reading, map: Located): Extract<Condition, { kind: Kind }> | undefined;
  holds(condition: Extract<Condition, { kind: Kind }>, asked: Asked): Promise<ConditionResult>;
}

const texts = { type: ['string', 'array'], items: { type: 'string' } };
const yes = (files: readonly EventFile[]): ConditionResult => ({ holds: true, files });
const no = (why: string): ConditionResult => ({ holds: false, why });

const glob: ConditionKind<'glob'> = {
  kind: 'glob',
  key: 'glob',
  schema: { ...texts, description: 'One of the files matches.' },
  read: (reading, map) => listOf(reading, map, 'glob', (patterns) => ({ kind: 'glob', patterns })),
  holds: async ({ patterns }, { files }) => {
    const test = compileGlobs(patterns);
    const left = files.filter(({ path }) => test(path));
    return left.length > 0 ? yes(left) : no(`no file matches the condition ${patterns.join(', ')}`);
  },
};

const regex: ConditionKind<'regex'> = {
  kind: 'regex',
  key: 'regex',
  schema: { type: 'string', description: 'Found in a file as it is now, else in the prompt, tool input or output.' },
  read: (reading, map) => {
    const pattern = patternOf(reading, map, 'regex');
    return pattern === undefined ? undefined : { kind: 'regex', pattern };
  },
  holds: async ({ pattern }, asked) => {
    const { event, files, deps } = asked;
    const test = searchFor(pattern, asked);
    if (files.length === 0) return textsIn(event).some(test) ? yes(files) : no(`/${pattern}/ is not found`);
    const found = await filterAsync(files, async ({ path }) => {
      const text = await deps.read(event, path);
      return text !== undefined && test(text);
    });
    return found.length > 0 ? yes(found) : no(`no file holds /${pattern}/`);
  },
};

const changedLines: ConditionKind<'changedLines'> = {
  kind: 'changedLines',
  key: 'changed_lines',
  schema: {
    type: ['string', 'integer'],
    description:
      'A regular expression found in a line that the change added or altered, or how many such lines at least.',
  },
  read: (reading, map) => {
    const value = childOf(map, 'changed_lines')?.value;
    if (typeof value === 'number') {
      const atLeast = numberOf(reading, map, 'changed_lines');
      return atLeast === undefined ? undefined : { kind: 'changedLines', atLeast };
    }
    const pattern = patternOf(reading, map, 'changed_lines');
    return pattern === undefined ? undefined : { kind: 'changedLines', pattern };
  },
  holds: async ({ pattern, atLeast = 1 }, asked) => {
    const { hook, event, files, deps, keep } = asked;
    const test = pattern === undefined ? () => true : searchFor(pattern, asked);
    let count = 0;
    const found = await filterAsync(files, async ({ path }) => {
      const lines = (await deps.changedLines({ hook: hook.id, event, path, keep })).filter(test);
      count += lines.length;
      return lines.length > 0;
    });
    if (count >= atLeast) return yes(found);
    if (pattern !== undefined) return no(`no changed line has /${pattern}/`);
    return no(count === 1 ? 'only 1 line was changed' : `only ${count} lines were changed`);
  },
};

const branch: ConditionKind<'branch'> = {
  kind: 'branch',
  key: 'branch',
  schema: { ...texts, description: 'The branch that is checked out; globs such as release/*.' },
  read: (reading, map) => listOf(reading, map, 'branch', (patterns) => ({ kind: 'branch', patterns })),
  holds: async ({ patterns }, { event, files, deps }) => {
    const current = event.branch ?? (await deps.branch(event.root));
    if (current === undefined) return no('no branch is checked out');
    return compileGlobs(patterns)(current) ? yes(files) : no(`the branch is ${current}`);
  },
};

const document: ConditionKind<'document'> = {
  kind: 'document',
  key: 'document',
  schema: { ...texts, description: 'requirements, design, tasks or bugfix.' },
  read: (reading, map) => listOf(reading, map, 'document', (documents) => ({ kind: 'document', documents })),
  holds: async ({ documents }, { event, files }) => {
    const plain = (name: string) => name.toLowerCase().replace(/\.md$/u, '');
    if (event.document === undefined) return no('the event is about no document');
    const wanted = plain(event.document);
    return documents.some((each) => plain(each) === wanted) ? yes(files) : no(`the document is ${event.document}`);
  },
};

const exitCode: ConditionKind<'exitCode'> = {
  kind: 'exitCode',
  key: 'exit_code',
  schema: {
    type: ['integer', 'string', 'array'],
    items: { type: ['integer', 'string'] },
    description: 'How it ended: a number, ok or failed.',
  },
  read: (reading, map) => {
    const found = childOf(map, 'exit_code');
    if (found === undefined) return undefined;
    const codes = (Array.isArray(found.value) ? found.value : [found.value]) as readonly unknown[];
    if (
      codes.every(
        (each): each is number | 'ok' | 'failed' => Number.isInteger(each) || each === 'ok' || each === 'failed',
      )
    )
      return { kind: 'exitCode', codes };
    complain(reading, 'wrong-value', '"exit_code" must be a number, ok, failed, or a list of these.', found.spot);
    return undefined;
  },
  holds: async ({ codes }, { event: { outcome }, files }) => {
    if (outcome === undefined) return no('the event has no exit code');
    const word = outcome.ok ? 'ok' : 'failed';
    const holds = codes.some((each) => each === word || (outcome.code !== undefined && each === outcome.code));
    return holds ? yes(files) : no(`it ended ${outcome.code === undefined ? word : `with ${outcome.code}`}`);
  },
};

const language: ConditionKind<'language'> = {
  kind: 'language',
  key: 'language',
  schema: { ...texts, description: 'Of one of the files: typescript, python, go.' },
  read: (reading, map) => listOf(reading, map, 'language', (languages) => ({ kind: 'language', languages })),
  holds: async ({ languages }, { files }) => {
    const wanted = languages.map((each) => each.toLowerCase());
    const left = files.filter(({ path }) => languageOf(path).some((each) => wanted.includes(each)));
    return left.length > 0 ? yes(left) : no(`no file is written in ${languages.join(', ')}`);
  },
};

const testsExist: ConditionKind<'testsExist'> = {
  kind: 'testsExist',
  key: 'tests_exist',
  schema: { type: 'boolean', description: 'Whether a test file for one of the files is there.' },
  read: (reading, map) => {
    const expected = flagOf(reading, map, 'tests_exist');
    return expected === undefined ? undefined : { kind: 'testsExist', expected };
  },
  holds: async ({ expected }, { event, files, deps }) => {
    const left = await filterAsync(files, async ({ path }) => {
      const found = await filterAsync(testPathsOf(path), (each) => deps.exists(event.root, each));
      return found.length > 0 === expected;
    });
    if (left.length > 0) return yes(left);
    const name = files[0] === undefined ? 'it' : basename(files[0].path);
    return no(expected ? `there are no tests for ${name}` : `there are tests for ${name}`);
  },
};

/** In the order in which they are asked: what reads files comes last, and counts only those that are left. */
const kinds = [glob, language, branch, document, exitCode, testsExist, regex, changedLines] as const;

/** The keys of `if`. */
export const conditionKeys: readonly string[] = kinds.map(({ key }) => key);

/** JSON Schema of the keys of `if`. */
export const conditionSchemas: Readonly<Record<string, unknown>> = Object.fromEntries(
  kinds.map(({ key, schema }) => [key, schema]),
);

/** Reads what stands under `if`; what can't be read has been complained of. */
export function readConditions(reading: Reading, map: Located): readonly Condition[] {
  return kinds.flatMap((kind): readonly Condition[] => [kind.read(reading, map) ?? []].flat());
}

/** Whether all conditions of a hook hold, and which files are left. `keep: false` only asks, and leaves everything new. */
export async function conditionsHold(
  hook: Pick<Hook, 'id' | 'trigger' | 'conditions'>,
  event: HookEvent,
  files: readonly EventFile[],
  deps: ConditionDeps,
  keep = true,
): Promise<ConditionResult> {
  let left = files;
  for (const condition of hook.conditions) {
    const kind = kinds.find((each) => each.kind === condition.kind) as ConditionKind | undefined;
    const result = await kind?.holds(condition as never, { hook, event, files: left, deps, keep });
    if (result === undefined || !result.holds) return result ?? no('a condition is not known');
    left = result.files;
  }
  return yes(left);
}

/** Searches a text; what took too long counts as found where something waits, since a guard must not wave things through. */
function searchFor(pattern: string, { hook, deps }: Asked): (text: string) => boolean {
  const compiled = compileRegex(pattern, deps.bounded);
  const { blocking } = kindOf(hook.trigger.name);
  return (text) => compiled.kind === 'ready' && (compiled.test(text) ?? blocking);
}

function listOf<Result>(
  reading: Reading,
  map: Located,
  key: string,
  make: (texts: readonly string[]) => Result,
): Result | undefined {
  const found = textsOf(reading, map, key);
  return found === undefined || found.length === 0 ? undefined : make(found);
}

function patternOf(reading: Reading, map: Located, key: string): string | undefined {
  const pattern = textOf(reading, map, key);
  if (pattern === undefined) return undefined;
  const compiled = compileRegex(pattern, () => undefined);
  if (compiled.kind === 'ready') return pattern;
  complain(
    reading,
    'invalid-regex',
    `"${key}" is no regular expression: ${compiled.why}.`,
    childOf(map, key)?.spot ?? map.spot,
  );
  return undefined;
}

function textsIn({ prompt, tool, outcome, response, argument, commit }: HookEvent): readonly string[] {
  const input = tool === undefined ? undefined : JSON.stringify(tool.input);
  return [prompt, input, tool?.response, outcome?.output, response, argument, commit?.message].flatMap(
    (each) => each ?? [],
  );
}

async function filterAsync<Item>(
  items: readonly Item[],
  test: (item: Item) => Promise<boolean>,
): Promise<readonly Item[]> {
  const left: Item[] = [];
  for (const item of items) if (await test(item)) left.push(item);
  return left;
}
