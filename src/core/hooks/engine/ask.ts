import type { Firing, HookEvent, Verdict } from '../model';
import { kindOf } from '../triggers/index';
import { begin, type EngineState } from './state';

/** Fires every hook of an event in order; the first that blocks is the last. */
export async function ask(state: EngineState, event: HookEvent, signal: AbortSignal): Promise<Verdict> {
  const firings: Firing[] = [];
  const verdict = { blocked: [] as string[], context: [] as string[], warnings: [] as string[], firings };
  if (state.disposed) return verdict;
  const { blocking } = kindOf(event.trigger);
  for (const { hook, match } of state.matcher.match(event)) {
    if (signal.aborted) break;
    const job = { id: state.deps.clock.uuid(), hook, event, files: match.files, why: match.why, awaited: true };
    const firing = await begin(state, job, signal);
    if (firing === undefined) continue;
    firings.push(firing);
    const { result } = firing;
    const last = firing.steps.at(-1);
    if (result.kind === 'blocked') verdict.blocked.push(`The hook "${hook.name}" stopped it: ${result.message}`);
    if (result.kind === 'warning') verdict.warnings.push(`The hook "${hook.name}" failed: ${result.message}`);
    if (result.kind === 'held' && result.reason !== 'cycle')
      verdict.warnings.push(`The hook "${hook.name}" did not fire: ${result.message}`);
    if (result.kind === 'ok' && last !== undefined && last.output.trim() !== '')
      verdict.context.push(last.output.trim());
    if (blocking && result.kind === 'blocked') break;
  }
  return verdict;
}
