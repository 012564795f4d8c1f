import type { SpecSnapshot } from '../../core/flows/snapshot';
import { currentStep, stepIcon, stepsInWords } from '../model/agentSteps';
import { Icon } from './Icon';

/** What the agent looked at: one folded line; while it looks, the line shows the current step. */
export function AgentSteps({ spec }: { readonly spec: SpecSnapshot }) {
  const { steps, activity } = spec;
  const live = activity.kind !== 'idle' && activity.kind !== 'asking' && activity.kind !== 'stopped';
  const current = currentStep(steps);
  if (steps.length === 0 && !live) return null;
  return (
    <details class="fold">
      <summary>
        <Icon name={live ? 'loading' : 'search'} {...(live ? { tone: 'run' } : {})} />
        <span class="grow">{live ? (current?.label ?? 'The model has been asked') : stepsInWords(steps)}</span>
        {live && steps.length > 0 && <span class="muted num t">{steps.length}</span>}
      </summary>
      <ul class="looked pad">
        {steps.map((step, at) => (
          <li key={at}>
            <Icon name={stepIcon(step)} {...(step.state === 'failed' ? { label: 'Failed' } : {})} />
            <span>{step.label}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
