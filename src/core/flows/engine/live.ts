/** What is going on at this moment and is on no disk yet: the part of the snapshot that a reload forgets. */
import type { AgentEvent } from '../../agent/types';
import type { Clock } from '../../host';
import type { ModelFailure } from '../../messages';
import type { Activity, AgentStep, Waiting } from '../snapshot';

/** With the id of its call: calls of one turn run side by side and end in any order. */
export type LiveStep = AgentStep & { readonly id: string };

/** What is going on. */
export interface Live {
  /** Undefined while nothing is going on: the activity then follows from what is on disk. */
  readonly activity: Activity | undefined;
  readonly waiting: Waiting | undefined;
  readonly steps: readonly LiveStep[];
  /** Text of the answer that is arriving. */
  readonly text: string;
  readonly heldBy: string | undefined;
  /** Why the last operation could not even begin: no model is set up. */
  readonly failure: ModelFailure | undefined;
}

export const quiet: Live = {
  activity: undefined,
  waiting: undefined,
  steps: [],
  text: '',
  heldBy: undefined,
  failure: undefined,
};

/** The live state after an event of the agent. */
export function afterEvent(live: Live, event: AgentEvent, clock: Pick<Clock, 'now'>): Live {
  switch (event.type) {
    case 'start':
      return { ...live, waiting: undefined };
    case 'text':
      return { ...live, text: live.text + event.text };
    case 'message':
      return { ...live, text: '' };
    case 'waiting':
      return {
        ...live,
        text: '',
        waiting: {
          attempt: event.attempt,
          of: event.of,
          untilMs: clock.now() + event.delayMs,
          reason: event.reason.message,
        },
      };
    case 'tool_run':
      return {
        ...live,
        steps: [...live.steps, { id: event.call.id, tool: event.call.name, label: event.label, state: 'running' }],
      };
    case 'tool_done':
      return { ...live, steps: endStep(live.steps, event.call.id, event.result.isError) };
    default:
      return live;
  }
}

function endStep(steps: readonly LiveStep[], id: string, failed: boolean): readonly LiveStep[] {
  return steps.map((step) => (step.id === id ? { ...step, state: failed ? 'failed' : 'done' } : step));
}
