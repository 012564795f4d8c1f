/** Which hooks an event is for, and why. Hooks are compiled once for each set; an index keeps most from being looked at. */
import type { EventFile, Hook, HookEvent, Match, TriggerName } from '../model';
import { kindOf } from '../triggers/index';
import { compileGlobs, type GlobTest, keyOfGlob } from './globs';
import { type BoundedRegex, type CompiledRegex, compileRegex } from './regex';
import { compileTools } from './tools';

/** The hooks of a set, ready to be matched. */
export interface Matcher {
  /** Enabled hooks whose trigger, globs, matchers and tools fit; in the order of the set. Conditions are not asked. */
  match(event: HookEvent): readonly { readonly hook: Hook; readonly match: Extract<Match, { kind: 'match' }> }[];
  /** What one hook says to an event, for "explain". */
  explain(hook: Hook, event: HookEvent): Match;
}

interface Compiled {
  readonly hook: Hook;
  readonly order: number;
  readonly files: GlobTest | undefined;
  readonly regexes: readonly CompiledRegex[];
  readonly tool: ((name: string) => boolean) | undefined;
}

/** What the index holds for one trigger: hooks by the ending of names that all their globs share; the rest under `''`. */
type Index = ReadonlyMap<string, readonly Compiled[]>;

/** Compiles a set of hooks. */
export function createMatcher(hooks: readonly Hook[], bounded: BoundedRegex): Matcher {
  const compiled = hooks.map((hook, order) => compile(hook, order, bounded));
  const indexes = new Map<TriggerName, Index>();
  for (const name of new Set(hooks.map(({ trigger }) => trigger.name)))
    indexes.set(name, indexOf(compiled.filter(({ hook }) => hook.enabled && hook.trigger.name === name)));
  const byId = new Map(compiled.map((each) => [each.hook.id, each]));
  return {
    match: (event) =>
      candidates(indexes.get(event.trigger), event).flatMap((each) => {
        const match = matchOne(each, event);
        return match.kind === 'match' ? [{ hook: each.hook, match }] : [];
      }),
    explain: (hook, event) => {
      if (!hook.enabled) return no('it is switched off');
      if (hook.trigger.name !== event.trigger) return no(`it waits for ${hook.trigger.name}, not ${event.trigger}`);
      return matchOne(byId.get(hook.id) ?? compile(hook, 0, bounded), event);
    },
  };
}

function compile(hook: Hook, order: number, bounded: BoundedRegex): Compiled {
  const { name, patterns, matchers, tools } = hook.trigger;
  const { about } = kindOf(name);
  return {
    hook,
    order,
    files: patterns.length === 0 ? undefined : compileGlobs(patterns),
    regexes: matchers.map((each) => compileRegex(each, bounded)),
    tool: about === 'tool' && tools.length > 0 ? compileTools(tools, bounded) : undefined,
  };
}

function indexOf(compiled: readonly Compiled[]): Index {
  const index = new Map<string, Compiled[]>();
  for (const each of compiled)
    for (const ending of endingsOf(each.hook)) index.set(ending, [...(index.get(ending) ?? []), each]);
  return index;
}

function endingsOf({ trigger }: Hook): readonly string[] {
  const endings = trigger.patterns.filter((glob) => !glob.startsWith('!')).map((glob) => keyOfGlob(glob).ending ?? '');
  return endings.length === 0 || endings.includes('') ? [''] : [...new Set(endings)];
}

function candidates(index: Index | undefined, { files }: HookEvent): readonly Compiled[] {
  if (index === undefined) return [];
  const anything = index.get('') ?? [];
  const keys = new Set(files.map(({ path }) => /\.[A-Za-z0-9]+$/u.exec(path)?.[0] ?? ''));
  keys.delete('');
  const special = [...keys].flatMap((key) => index.get(key) ?? []);
  if (special.length === 0) return anything;
  return [...new Set([...anything, ...special])].sort((a, b) => a.order - b.order);
}

function matchOne({ hook, files: glob, regexes, tool }: Compiled, event: HookEvent): Match {
  const { about } = kindOf(event.trigger);
  const { trigger } = hook;
  if (about === 'tool') {
    const name = event.tool?.name ?? '';
    if (tool !== undefined && !tool(name)) return no(`${name} is none of ${trigger.tools.join(', ')}`);
    if (glob === undefined) return yes(`the tool ${name} is used`, event.files);
  }
  if (about === 'prompt') {
    const prompt = event.prompt ?? '';
    const found = regexes.length === 0 || regexes.some((each) => hit(each, prompt));
    return found
      ? yes('a prompt was sent', event.files)
      : no(`the prompt does not match ${trigger.matchers.join(', ')}`);
  }
  if (about === 'cron')
    return event.cron === undefined || event.cron === trigger.cron
      ? yes(`its time has come: ${trigger.cron ?? ''}`, event.files)
      : no(`its times are ${trigger.cron ?? ''}`);
  if (glob === undefined && regexes.length === 0) return yes(`${event.trigger} fires for everything`, event.files);
  const left = event.files.filter(
    ({ path, from }) => fits(path) || (from !== undefined && event.trigger === 'PostFileRename' && fits(from)),
  );
  if (left.length > 0) {
    const more = left.length === 1 ? '' : ` and ${left.length - 1} more`;
    return yes(`${left[0]?.path ?? ''}${more} matches ${[...trigger.patterns, ...trigger.matchers].join(', ')}`, left);
  }
  const slow = regexes.some(
    (each) => each.kind === 'ready' && event.files.some(({ path }) => each.test(path) === undefined),
  );
  if (slow) return no('its regular expression took too long and was given up');
  return no(`no file matches ${[...trigger.patterns, ...trigger.matchers].join(', ')}`);

  function fits(path: string): boolean {
    return (glob === undefined || glob(path)) && (regexes.length === 0 || regexes.some((each) => hit(each, path)));
  }
}

function hit(regex: CompiledRegex, text: string): boolean {
  return regex.kind === 'ready' && regex.test(text) === true;
}

function yes(why: string, files: readonly EventFile[]): Match {
  return { kind: 'match', why, files };
}

function no(why: string): Match {
  return { kind: 'no', why };
}
