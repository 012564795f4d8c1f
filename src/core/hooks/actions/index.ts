import type { Action } from '../model';
import type { ActionContext, ActionKind, ActionResult } from './action';
import { agent } from './agent';
import { checklist } from './checklist';
import { notify } from './notify';
import { pullRequest } from './pullRequest';
import { run } from './run';
import { scan } from './scan';

/** Each kind takes its own form of action only; `label` and `perform` below keep kind and action together. */
type AnyKind = { [Kind in Action['kind']]: ActionKind<Kind> }[Action['kind']];

export const actions: readonly AnyKind[] = [run, agent, scan, pullRequest, checklist, notify];

function kindOf<Kind extends Action['kind']>(kind: Kind): ActionKind<Kind> {
  const found = actions.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`There is no action ${kind}.`);
  // The list holds one entry for each kind; the compiler can't follow that through `find`.
  return found as unknown as ActionKind<Kind>;
}

/** An action in a few words. */
export function labelOf(action: Action): string {
  return (kindOf(action.kind) as ActionKind).label(action as never);
}

/** Does one action. Rejects only when aborted. */
export function perform(action: Action, context: ActionContext, signal: AbortSignal): Promise<ActionResult> {
  return (kindOf(action.kind) as ActionKind).run(action as never, context, signal);
}
