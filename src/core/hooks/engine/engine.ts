/**
 * The hook engine of one workspace folder: events in, firings out. Events that something waits for are asked, all others
 * are told, gathered for each hook until it is quiet, and worked off in order with bounded parallelism.
 */
import type { Disposable } from '../../host';
import { type ConditionResult, conditionsHold } from '../conditions';
import { createMatcher } from '../match/matchEvent';
import type { Firing, Hook, HookEvent, Match, Verdict } from '../model';
import { ask } from './ask';
import type { EngineDeps } from './deps';
import { startsNothing } from './fire';
import { begin, createState, isIdle, stopAll } from './state';
import { tell } from './tell';

/** An event before it has an id and a time. */
export type NewEvent = Omit<HookEvent, 'id' | 'at'>;

/** What one hook says to an event. */
export interface Explained {
  readonly hook: Hook;
  readonly match: Match;
  /** False: it would wait for the user's agreement. */
  readonly agreed: boolean;
}

/** What the engine of a folder does. Nothing here rejects. */
export interface HookEngine {
  /** Takes the hooks as they are now; what runs goes on. */
  use(hooks: readonly Hook[]): void;
  hooks(): readonly Hook[];
  /** Fires its hooks when they have been quiet. */
  tell(event: NewEvent): void;
  /** Fires its hooks at once, in order, and waits: what blocks, and what is context. */
  ask(event: NewEvent, signal: AbortSignal): Promise<Verdict>;
  /** Whether a hook fits an event; for watchers, which need not read what nobody waits for. */
  wants(event: NewEvent): boolean;
  /** Fires one hook, whatever its pattern; undefined where there is none of that id or its condition does not hold. */
  run(hook: string, event: NewEvent, signal: AbortSignal): Promise<Firing | undefined>;
  /** What each hook says to an event, conditions and all, without firing any. */
  explain(event: NewEvent): Promise<readonly Explained[]>;
  /** What the conditions of a hook, which may be one that is only drafted, say to an event. Nothing is fired. */
  holds(hook: Hook, event: NewEvent): Promise<ConditionResult>;
  /** The newest last. */
  firings(): readonly Firing[];
  /** Stops a firing, or all of them and what waits. */
  stop(firing?: string): void;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
  onDidChange(listener: (firing: Firing) => void): Disposable;
  dispose(): void;
}

/** Makes an engine without hooks; nothing happens before `use` and an event. */
export function createHookEngine(deps: EngineDeps): HookEngine {
  const state = createState(deps);
  return {
    use: (hooks) => {
      state.hooks = hooks;
      state.matcher = createMatcher(hooks, deps.conditions.bounded);
    },
    hooks: () => state.hooks,
    tell: (event) => tell(state, stamped(deps, event)),
    ask: (event, signal) => ask(state, stamped(deps, event), signal),
    wants: (event) => state.matcher.match({ ...event, id: '', at: '' }).length > 0,
    run: async (id, event, signal) => {
      const hook = state.hooks.find((each) => each.id === id);
      if (hook === undefined) return undefined;
      const full = stamped(deps, event);
      const about = { event: full, files: full.files, why: 'it was started by hand', awaited: false };
      return begin(state, { id: deps.clock.uuid(), hook, ...about }, signal);
    },
    explain: (event) => {
      const full = stamped(deps, event);
      return Promise.all(
        state.hooks.map(async (hook) => ({
          hook,
          match: await withConditions(deps, hook, full, state.matcher.explain(hook, full)),
          agreed: startsNothing(hook) || (await deps.trust.look(hook)).kind === 'known',
        })),
      );
    },
    holds: (hook, event) => conditionsHold(hook, stamped(deps, event), event.files, deps.conditions, false),
    firings: () => [...state.firings.values()],
    stop: (firing) => {
      if (firing !== undefined) state.running.get(firing)?.abort();
      else stopAll(state);
    },
    idle: () => new Promise((resolve) => (isIdle(state) ? resolve() : state.waiters.push(resolve))),
    onDidChange: (listener) => {
      state.listeners.add(listener);
      return { dispose: () => void state.listeners.delete(listener) };
    },
    dispose: () => {
      state.disposed = true;
      stopAll(state);
      state.listeners.clear();
    },
  };
}

async function withConditions({ conditions }: EngineDeps, hook: Hook, event: HookEvent, match: Match): Promise<Match> {
  if (match.kind === 'no') return match;
  const result = await conditionsHold(hook, event, match.files, conditions, false);
  return result.holds ? { ...match, files: result.files } : { kind: 'no', why: result.why };
}

function stamped({ clock }: EngineDeps, event: NewEvent): HookEvent {
  return { ...event, id: clock.uuid(), at: new Date(clock.now()).toISOString() };
}
