/** Events that nobody waits for: gathered for each hook until it is quiet, then queued. */
import type { HookEvent } from '../model';
import { kindOf } from '../triggers/index';
import { begin, type EngineState, settle, type Waiting } from './state';

/** Takes an event for every hook that it matches. */
export function tell(state: EngineState, event: HookEvent): void {
  if (state.disposed) return;
  const { clock, limits } = state.deps;
  const now = clock.now();
  const { gathers } = kindOf(event.trigger);
  for (const { hook, match } of state.matcher.match(event)) {
    const { by, session = '', chain } = event.cause;
    const cause = `${by} ${session} ${chain.map(({ firing }) => firing).join(' ')}`;
    const key = gathers ? `${hook.id}\n${cause}` : `${hook.id}\n${event.id}`;
    const quiet = hook.debounceMs ?? (gathers ? limits.debounceMs : 0);
    const known = state.waiting.get(key);
    const waiting: Waiting = known ?? { hook, event, files: new Map(), why: match.why, since: now, due: now };
    for (const file of match.files) waiting.files.set(file.path, file);
    waiting.event = known === undefined ? event : together(waiting.event, event);
    waiting.due = Math.min(now + quiet, waiting.since + Math.max(limits.longestMs, quiet));
    const { size } = waiting.files;
    waiting.why = size <= match.files.length ? match.why : `${match.why}, and ${size - match.files.length} more files`;
    if (known === undefined) state.waiting.set(key, waiting);
  }
  if (state.waiting.size > 0) wake(state);
}

/** Problems and differences of a burst that are kept. */
const mostDetails = 500;

/** The later event, with what the earlier ones told besides files. */
function together(before: HookEvent, event: HookEvent): HookEvent {
  const join = <One>(one: readonly One[] | undefined, other: readonly One[] | undefined) =>
    one === undefined && other === undefined ? undefined : [...(one ?? []), ...(other ?? [])].slice(0, mostDetails);
  const [problems, api] = [join(before.problems, event.problems), join(before.api, event.api)];
  return { ...event, ...(problems === undefined ? {} : { problems }), ...(api === undefined ? {} : { api }) };
}

/** Sleeps until the first hook is quiet; an event only moves times on, so a sleep is never too long. */
function wake(state: EngineState): void {
  const due = Math.min(...[...state.waiting.values()].map((each) => each.due));
  const ms = due - state.deps.clock.now();
  if (ms <= 0) queueMicrotask(() => release(state));
  else if (state.timing === undefined) {
    const timing = new AbortController();
    state.timing = timing;
    const done = () => {
      if (state.timing === timing) state.timing = undefined;
      if (!state.disposed) release(state);
    };
    state.deps.clock.sleep(ms, timing.signal).then(done, () => {
      if (state.timing === timing) state.timing = undefined;
    });
  }
}

/** Queues the hooks that are quiet. */
function release(state: EngineState): void {
  const now = state.deps.clock.now();
  for (const [key, { hook: before, event, files, why, due }] of state.waiting) {
    if (due > now) continue;
    state.waiting.delete(key);
    // It may have been changed, switched off or taken away while it waited.
    const hook = state.hooks.find(({ id }) => id === before.id);
    if (hook === undefined || !hook.enabled) continue;
    const all = [...files.values()];
    const told = all.length === 0 ? event : { ...event, files: all };
    state.queue.push({ id: state.deps.clock.uuid(), hook, event: told, files: all, why, awaited: false });
  }
  if (state.waiting.size > 0) wake(state);
  pump(state);
  settle(state);
}

/** Begins what may begin: a hook never beside itself, so many at once, in the order of the events. */
function pump(state: EngineState): void {
  while (state.busy.size < state.deps.limits.parallel && !state.disposed) {
    const at = state.queue.findIndex(({ hook }) => !state.busy.has(hook.id));
    const [job] = at === -1 ? [] : state.queue.splice(at, 1);
    if (job === undefined) return;
    state.busy.add(job.hook.id);
    void begin(state, job).finally(() => {
      state.busy.delete(job.hook.id);
      pump(state);
      settle(state);
    });
  }
}
