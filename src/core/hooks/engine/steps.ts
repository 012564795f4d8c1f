/** The steps of one firing, one after the other, with output fed on, failures fed back and retries counted. */
import type { ActionDeps, ActionResult } from '../actions/action';
import { labelOf, perform } from '../actions/index';
import type { Action, Cause, EventFile, Hook, HookEvent, OnFailure, Step, StepResult } from '../model';

/** One firing that is being worked off. */
export interface StepWork {
  readonly hook: Hook;
  readonly event: HookEvent;
  readonly files: readonly EventFile[];
  readonly cause: Cause;
  readonly awaited: boolean;
  readonly deps: ActionDeps;
  now(): number;
  /** Hears of each result as it comes; what it answers hears what became of it later. Must not throw. */
  readonly onStep: (result: StepResult) => (later: StepResult) => void;
}

/** How the steps ended together. */
export type StepsEnd =
  | { readonly kind: 'ok'; readonly output: string }
  | { readonly kind: 'warning' | 'blocked'; readonly message: string }
  | { readonly kind: 'stopped' };

/** Works off all steps; a step that does not succeed is the last. Never rejects. */
export async function runSteps(work: StepWork, signal: AbortSignal): Promise<StepsEnd> {
  let output = '';
  for (const step of work.hook.steps) {
    const result = await runStep(work, step, output, signal);
    if (result.outcome === 'stopped') return { kind: 'stopped' };
    if (result.outcome !== 'ok') return failed(step, result);
    output = result.output;
  }
  return { kind: 'ok', output };
}

async function runStep(work: StepWork, step: Step, output: string, signal: AbortSignal): Promise<ActionResult> {
  const { onFailure } = step;
  const tries = onFailure?.kind === 'agent' ? onFailure.retries + 1 : 1;
  let result = await attempt(work, step.action, output, 1, signal);
  for (let number = 2; number <= tries; number++) {
    if (result.outcome === 'ok' || result.outcome === 'stopped' || onFailure?.kind !== 'agent') return result;
    const fix: Action = { kind: 'agent', prompt: onFailure.prompt, session: 'own' };
    const fixed = await attempt(work, fix, toldOf(result), number - 1, signal);
    if (fixed.outcome !== 'ok') return fixed.outcome === 'stopped' ? fixed : { ...result, problem: fixed.problem };
    result = await attempt(work, step.action, output, number, signal);
  }
  return result;
}

/** What a step said, once: the problem of a command is mostly the end of its output, or all of it. */
function toldOf({ problem, output }: ActionResult): string {
  if (output.includes(problem.trim())) return output;
  return [problem, output].filter((each) => each !== '').join('\n');
}

async function attempt(
  { hook, event, files, cause, awaited, deps, now, onStep }: StepWork,
  action: Action,
  output: string,
  number: number,
  signal: AbortSignal,
): Promise<ActionResult> {
  const began = now();
  const told = ({ noModel: _, ...each }: ActionResult) => ({
    label: labelOf(action),
    ...each,
    ms: now() - began,
    attempt: number,
  });
  let later: ActionResult | undefined;
  let change: ((later: StepResult) => void) | undefined;
  const amend = (each: ActionResult) => {
    later = each;
    change?.(told(each));
  };
  const context = { hook, event, files, output, cause, awaited, deps, amend };
  const result = await settled(perform(action, context, signal), signal);
  change = onStep(told(result));
  if (later !== undefined) change(told(later));
  return result;
}

/** An action that rejects was stopped, or has a defect of its own, which must not end the engine. */
async function settled(running: Promise<ActionResult>, signal: AbortSignal): Promise<ActionResult> {
  try {
    return await running;
  } catch (error) {
    if (signal.aborted) return { outcome: 'stopped', output: '', problem: 'It was stopped.' };
    const problem = error instanceof Error ? error.message : String(error);
    return { outcome: 'cannot-start', output: '', problem };
  }
}

function failed({ action, onFailure }: Step, result: ActionResult): StepsEnd {
  const kind = blocks(action, onFailure, result) ? 'blocked' : 'warning';
  return { kind, message: result.problem };
}

/**
 * An agent that fails blocks only where the hook says so, and never where there is no model: whoever has none could do
 * nothing about it. A guard that can't start blocks, unless it says `warn`.
 */
function blocks(action: Action, onFailure: OnFailure | undefined, { outcome, noModel }: ActionResult): boolean {
  if (noModel === true) return false;
  if (onFailure?.kind === 'block') return true;
  if (onFailure?.kind === 'warn') return false;
  if (onFailure?.kind === 'agent' && onFailure.afterwards === 'block') return true;
  return action.kind !== 'agent' && (outcome === 'block' || outcome === 'cannot-start');
}
