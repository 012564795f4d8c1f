/** Which hooks an event is for, and why. Hooks are compiled once for each set; an index keeps most from being looked at. */
import type { EventFile, Hook, HookEvent, Match, TriggerName } from '../model';
import { kindOf } from '../triggers/index';
import { createGlobIndex, type GlobIndex } from './globIndex';
import { compileGlobs, type GlobTest } from './globs';
import { happenedWords } from './happened';
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

/** The enabled hooks of one trigger: those whose globs an index knows, and the rest, which are always asked. */
interface Waiting {
  readonly always: readonly Compiled[];
  readonly indexed: GlobIndex<Compiled>;
}

/** Compiles a set of hooks. */
export function createMatcher(hooks: readonly Hook[], bounded: BoundedRegex): Matcher {
  const compiled = hooks.map((hook, order) => compile(hook, order, bounded));
  const waiting = new Map<TriggerName, Waiting>();
  for (const name of new Set(hooks.map(({ trigger }) => trigger.name)))
    waiting.set(name, waitingOf(compiled.filter(({ hook }) => hook.enabled && hook.trigger.name === name)));
  const byId = new Map(compiled.map((each) => [each.hook.id, each]));
  return {
    match: (event) =>
      candidates(waiting.get(event.trigger), event).flatMap(([each, files]) => {
        const match = matchOne(each, event, files);
        return match.kind === 'match' ? [{ hook: each.hook, match }] : [];
      }),
    explain: (hook, event) => {
      if (!hook.enabled) return no('it is switched off');
      if (hook.trigger.name !== event.trigger)
        return no(`it is for "${kindOf(hook.trigger.name).title}", not for "${kindOf(event.trigger).title}"`);
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

function waitingOf(compiled: readonly Compiled[]): Waiting {
  const entries = compiled.map((value) => ({ globs: indexedGlobs(value.hook), value }));
  return {
    always: entries.flatMap(({ globs, value }) => (globs.length === 0 ? [value] : [])),
    indexed: createGlobIndex(entries),
  };
}

/** Globs of which one must match a file; none where something else decides. */
function indexedGlobs({ trigger }: Hook): readonly string[] {
  const { about } = kindOf(trigger.name);
  return about === 'prompt' || about === 'cron' ? [] : trigger.patterns.filter((glob) => !glob.startsWith('!'));
}

/** Hooks of whose files one fits, and those that are always asked, in their order, each with its files. */
function candidates(
  waiting: Waiting | undefined,
  { files, trigger }: HookEvent,
): readonly (readonly [Compiled, readonly EventFile[]])[] {
  if (waiting === undefined) return [];
  const { always, indexed } = waiting;
  const found = new Map<Compiled, EventFile[]>();
  for (const file of files) {
    const lookAt = (path: string) =>
      indexed.visit(path, (each) => {
        // Few fit: nothing is made for those that don't.
        if (!fits(each, path)) return;
        const list = found.get(each);
        if (list === undefined) found.set(each, [file]);
        else if (list.at(-1) !== file) list.push(file);
      });
    lookAt(file.path);
    if (file.from !== undefined && trigger === 'PostFileRename') lookAt(file.from);
  }
  const all = [...always.map((each) => [each, files] as const), ...found];
  return all.length < 2 ? all : all.sort(([one], [other]) => one.order - other.order);
}

function fits(compiled: Compiled, path: string): boolean {
  return (compiled.files === undefined || compiled.files(path)) && found(compiled, path);
}

/**
 * Whether one of the regular expressions is found, or there is none. One that took too long says nothing: what stands
 * before something fires then, since a guard must not wave things through, and everything else does not.
 */
function found({ regexes, hook }: Compiled, text: string): boolean {
  if (regexes.length === 0) return true;
  const { blocking } = kindOf(hook.trigger.name);
  return regexes.some((each) => each.kind === 'ready' && (each.test(text) ?? blocking));
}

/** `files` are those of the event that its globs may match. */
function matchOne(compiled: Compiled, event: HookEvent, files: readonly EventFile[] = event.files): Match {
  const { hook, files: glob, regexes, tool } = compiled;
  const { about } = kindOf(event.trigger);
  const { trigger } = hook;
  if (about === 'tool') {
    const name = event.tool?.name ?? '';
    if (tool !== undefined && !tool(name)) return no(`${name} is none of ${trigger.tools.join(', ')}`);
    if (glob === undefined) return yes(`the tool ${name} is used`, event.files);
  }
  if (about === 'prompt') {
    const prompt = event.prompt ?? '';
    return found(compiled, prompt)
      ? yes(happenedWords(event), event.files)
      : no(`the prompt does not match ${trigger.matchers.join(', ')}`);
  }
  if (about === 'cron')
    return event.cron === undefined || event.cron === trigger.cron
      ? yes(happenedWords(event), event.files)
      : no(`its times are ${trigger.cron ?? ''}`);
  if (glob === undefined && regexes.length === 0) return yes(happenedWords(event), event.files);
  const left = files.filter(
    ({ path, from }) =>
      fits(compiled, path) || (from !== undefined && event.trigger === 'PostFileRename' && fits(compiled, from)),
  );
  if (left.length > 0) {
    const more = left.length === 1 ? ' matches' : ` and ${left.length - 1} more match`;
    return yes(`${left[0]?.path ?? ''}${more} ${[...trigger.patterns, ...trigger.matchers].join(', ')}`, left);
  }
  const slow = regexes.some(
    (each) => each.kind === 'ready' && event.files.some(({ path }) => each.test(path) === undefined),
  );
  if (slow) return no('its regular expression took too long and was given up');
  return no(`no file matches ${[...trigger.patterns, ...trigger.matchers].join(', ')}`);
}

function yes(why: string, files: readonly EventFile[]): Match {
  return { kind: 'match', why, files };
}

function no(why: string): Match {
  return { kind: 'no', why };
}
