/** One firing: may it, does its condition hold, its steps, its result. */
import { conditionsHold } from '../conditions';
import type { Cause, EventFile, Firing, FiringResult, Hook, HookEvent, StepResult } from '../model';
import { kindOf } from '../triggers/index';
import type { EngineDeps } from './deps';
import { runSteps, type StepsEnd } from './steps';
import type { HookStanding } from './trust';

/** A hook that matched an event. */
export interface Job {
  readonly id: string;
  readonly hook: Hook;
  readonly event: HookEvent;
  readonly files: readonly EventFile[];
  readonly why: string;
  /** Whoever the event came from waits for the end. */
  readonly awaited: boolean;
}

/** What stands between a match and its steps. */
export interface Gate {
  /** Whether the user has agreed to it as it is; asks where that is possible. */
  standing(hook: Hook, signal: AbortSignal): Promise<HookStanding>;
  /** How many firings a first cause has led to, this one counted. */
  count(firing: string): number;
}

/** Works off a job. Never rejects; undefined where a condition does not hold, which is no firing. */
export async function fire(job: Job, deps: EngineDeps, gate: Gate, signal: AbortSignal): Promise<Firing | undefined> {
  const at = new Date(deps.clock.now()).toISOString();
  const steps: StepResult[] = [];
  let files = job.files;
  let began = deps.clock.now();
  const told = (result: FiringResult): Firing => {
    const paid = steps.flatMap(({ cost }) => cost ?? []);
    const running = result.kind === 'waiting' || result.kind === 'held';
    const firing: Firing = {
      id: job.id,
      hook: job.hook.id,
      hookName: job.hook.name,
      event: job.event,
      why: job.why,
      files,
      result,
      steps: [...steps],
      at,
      ms: running ? 0 : deps.clock.now() - began,
      ...(paid.length === 0 ? {} : { cost: paid.reduce((sum, each) => sum + each, 0) }),
    };
    deps.onFiring(firing);
    return firing;
  };
  const cycle = held(job, deps, gate);
  if (cycle !== undefined) return told(cycle);
  const holds = await conditionsHold(job.hook, job.event, files, deps.conditions);
  if (!holds.holds) return undefined;
  files = holds.files;
  const standing = startsNothing(job.hook) ? undefined : await untilStopped(gate.standing(job.hook, signal), signal);
  if (signal.aborted) return told({ kind: 'stopped' });
  if (standing !== undefined && standing.kind !== 'known') return told(notAgreed(standing));
  const asked = job.hook.confirm ? deps.confirm?.(job.hook, job.event).catch(() => false) : undefined;
  const confirmed = !job.hook.confirm || (await untilStopped(asked, signal));
  if (signal.aborted) return told({ kind: 'stopped' });
  if (confirmed !== true) return told({ kind: 'held', reason: 'declined', message: 'The user did not let it fire.' });
  began = deps.clock.now();
  told({ kind: 'running' });
  let ended: FiringResult = { kind: 'running' };
  const work = {
    hook: job.hook,
    event: job.event,
    files,
    cause: causeOf(job),
    awaited: job.awaited,
    deps: deps.actions,
    now: deps.clock.now,
    onStep: (result: StepResult) => {
      const at = steps.push(result) - 1;
      told({ kind: 'running' });
      return (later: StepResult) => {
        steps[at] = later;
        if (ended.kind === 'ok') ended = amended(later);
        told(ended);
      };
    },
  };
  ended = resultOf(await runSteps(work, signal), job);
  return told(ended);
}

/** What a person says, unless it is stopped first: nobody waits for an answer that nothing comes of. */
async function untilStopped<Value>(asked: Promise<Value> | undefined, signal: AbortSignal): Promise<Value | undefined> {
  if (asked === undefined || signal.aborted) return undefined;
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A hook that only looks and speaks: it can neither do harm nor lead to another, so nobody has to agree to it. */
export function startsNothing({ steps }: Hook): boolean {
  return steps.every(
    ({ action, onFailure }) => (action.kind === 'scan' || action.kind === 'notify') && onFailure?.kind !== 'agent',
  );
}

/** Names of what changed that a sentence has room for. */
const mostParts = 5;

function notAgreed(standing: HookStanding): FiringResult {
  const show = '`tracewright hooks list` shows what it would run.';
  if (standing.kind !== 'changed')
    return {
      kind: 'held',
      reason: 'new',
      message: `This hook is new or changed, and nobody has agreed to it yet. ${show}`,
    };
  const { parts } = standing;
  const more = parts.length > mostParts ? ` and ${parts.length - mostParts} more` : '';
  const names = `${parts.slice(0, mostParts).join('; ')}${more}`;
  return {
    kind: 'held',
    reason: 'new',
    message: `What this hook runs has changed since somebody agreed to it: ${names}. ${show}`,
  };
}

/** What everything that a firing does is caused by. */
export function causeOf({ hook, event, id }: Job): Cause {
  return { ...event.cause, by: 'hook', chain: [...event.cause.chain, { hook: hook.id, firing: id }] };
}

/** Why a chain of hooks ends here. What starts nothing never ends one. A guard that stands before something is not held for its chain's length. */
function held({ hook, event }: Job, { limits }: EngineDeps, gate: Gate): FiringResult | undefined {
  const { chain } = event.cause;
  if (startsNothing(hook)) return undefined;
  const names = [...chain.map((link) => link.hook), hook.id].map((id) => `"${id.slice(id.indexOf('#') + 1)}"`);
  if (chain.some((link) => link.hook === hook.id)) {
    const own = chain.at(-1)?.hook === hook.id;
    const message = own ? 'It does not fire on what it has done itself.' : `A cycle was stopped: ${names.join(' → ')}.`;
    return { kind: 'held', reason: 'cycle', message };
  }
  if (kindOf(event.trigger).blocking) return undefined;
  if (chain.length >= limits.depth)
    return { kind: 'held', reason: 'depth', message: `A chain of hooks was stopped: ${names.join(' → ')}.` };
  const [first] = chain;
  if (first !== undefined && gate.count(first.firing) > limits.perCause)
    return {
      kind: 'held',
      reason: 'budget',
      message: `${names[0]} has led to ${limits.perCause} firings already; it leads to no more.`,
    };
  return undefined;
}

/** What a firing is that was fine, by a step of which more became known. */
function amended({ outcome, problem }: StepResult): FiringResult {
  if (outcome === 'ok' || outcome === 'stopped') return { kind: outcome };
  return { kind: 'warning', message: problem };
}

function resultOf(end: StepsEnd, { event }: Job): FiringResult {
  if (end.kind !== 'blocked') return end.kind === 'ok' ? { kind: 'ok' } : end;
  return kindOf(event.trigger).blocking ? end : { kind: 'warning', message: end.message };
}
