/** What an engine holds while it works, and how one job is begun and ended. */
import { createMatcher, type Matcher } from '../match/matchEvent';
import type { EventFile, Firing, Hook, HookEvent } from '../model';
import type { EngineDeps } from './deps';
import { fire, type Gate, type Job } from './fire';

/** Events gathered for one hook, until it is quiet. */
export interface Waiting {
  readonly hook: Hook;
  event: HookEvent;
  readonly files: Map<string, EventFile>;
  why: string;
  /** When the first came, and when it is quiet; milliseconds. */
  readonly since: number;
  due: number;
}

/** Everything that changes in an engine. */
export interface EngineState {
  hooks: readonly Hook[];
  matcher: Matcher;
  readonly deps: EngineDeps;
  readonly gate: Gate;
  /** By hook, trigger and cause. */
  readonly waiting: Map<string, Waiting>;
  readonly queue: Job[];
  /** By firing. */
  readonly running: Map<string, AbortController>;
  /** Hooks that are at work from the queue. */
  readonly busy: Set<string>;
  readonly firings: Map<string, Firing>;
  readonly listeners: Set<(firing: Firing) => void>;
  readonly waiters: (() => void)[];
  /** Ends the sleep until the next hook is quiet. */
  timing: AbortController | undefined;
  disposed: boolean;
}

/** A state without hooks. */
export function createState(given: EngineDeps): EngineState {
  const firings = new Map<string, Firing>();
  const listeners = new Set<(firing: Firing) => void>();
  const deps: EngineDeps = {
    ...given,
    onFiring: (firing) => {
      firings.set(firing.id, firing);
      const [oldest] = firings.keys();
      if (firings.size > given.limits.kept && oldest !== undefined) firings.delete(oldest);
      given.onFiring(firing);
      for (const listener of listeners) listener(firing);
    },
  };
  return {
    hooks: [],
    matcher: createMatcher([], deps.conditions.bounded),
    deps,
    gate: createGate(deps),
    waiting: new Map(),
    queue: [],
    running: new Map(),
    busy: new Set(),
    firings,
    listeners,
    waiters: [],
    timing: undefined,
    disposed: false,
  };
}

/**
 * Asks once for all hooks that nobody has agreed to as they are, and remembers a no for as long as the hook and what it
 * runs stay so.
 */
function createGate({ trust, agree }: EngineDeps): Gate {
  const refused = new Set<string>();
  const counts = new Map<string, number>();
  let asking: Promise<unknown> = Promise.resolve();
  return {
    standing: async (hook, signal) => {
      const first = await trust.look(hook);
      if (first.kind === 'known' || agree === undefined) return first;
      const turn = asking.then(async () => {
        if (signal.aborted) return;
        const now = await trust.look(hook);
        if (now.kind === 'known' || refused.has(wordsOf(now.hook))) return;
        const yes = await agree([now.hook]).catch(() => undefined);
        if (yes === true) await trust.accept([now.hook]);
        // A question that was broken off is no answer.
        if (yes === false) refused.add(wordsOf(now.hook));
      });
      asking = turn.catch(() => undefined);
      await asking;
      // What was changed while the question stood open was not seen.
      return trust.look(hook);
    },
    count: (firing) => {
      const count = (counts.get(firing) ?? 0) + 1;
      counts.set(firing, count);
      const [oldest] = counts.keys();
      if (counts.size > 1000 && oldest !== undefined) counts.delete(oldest);
      return count;
    },
  };
}

function wordsOf({ fingerprint, scripts }: Hook): string {
  return JSON.stringify([fingerprint, scripts]);
}

/** Works off one job, until it ends or either signal is aborted. */
export async function begin(state: EngineState, job: Job, signal?: AbortSignal): Promise<Firing | undefined> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  state.running.set(job.id, controller);
  try {
    return await fire(job, state.deps, state.gate, controller.signal);
  } finally {
    signal?.removeEventListener('abort', stop);
    state.running.delete(job.id);
    settle(state);
  }
}

/** Nothing waits and nothing runs. */
export function isIdle({ waiting, queue, running }: EngineState): boolean {
  return waiting.size === 0 && queue.length === 0 && running.size === 0;
}

/** Tells those who wait for idleness, when it has come. */
export function settle(state: EngineState): void {
  if (isIdle(state)) for (const resolve of state.waiters.splice(0)) resolve();
}

/** Stops what runs and forgets what waits. */
export function stopAll(state: EngineState): void {
  state.waiting.clear();
  state.queue.length = 0;
  state.timing?.abort();
  for (const controller of state.running.values()) controller.abort();
  settle(state);
}
