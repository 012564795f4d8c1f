import type { SteeringCheckView, SteeringFinding } from '../../../core/runs/snapshot';
import { ask } from '../../runs';
import { Icon } from '../Icon';
import { StepFrame, StepLine } from './StepFrame';

interface SteeringCheckProps {
  readonly id: string;
  /** Identity of the task. */
  readonly task: string;
  readonly check: SteeringCheckView;
}

/** Which steering rules the finished change seems to break, each with its line and the changed one. */
export function SteeringCheck({ id, task, check }: SteeringCheckProps) {
  const { sentence, findings, notes, against } = check;
  const broken = findings.length > 0;
  return (
    <StepFrame id={id} icon={broken ? 'warning' : 'law'} tone={broken ? 'warn' : 'muted'} label="Steering">
      <StepLine right={against.length === 0 ? '' : `${against.length} ${against.length === 1 ? 'file' : 'files'}`}>
        {sentence}
      </StepLine>
      {broken && (
        <ul class="looked">
          {findings.map((finding, at) => (
            <Finding key={at} task={task} finding={finding} />
          ))}
        </ul>
      )}
      {notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
    </StepFrame>
  );
}

function Finding({ task, finding }: { readonly task: string; readonly finding: SteeringFinding }) {
  const { rule, change, why } = finding;
  const at = change.line === undefined ? {} : { line: change.line };
  const place = change.line === undefined ? change.path : `${change.path}:${change.line}`;
  return (
    <li>
      <Icon name="warning" tone="warn" label="Seems broken" />
      <span>
        <button
          type="button"
          class="lk"
          tabIndex={-1}
          aria-label={`Open ${rule.file}:${rule.line}`}
          onClick={() => ask({ do: 'rule', file: rule.path, line: rule.line })}
        >
          {rule.file}:{rule.line}
        </button>{' '}
        <q>{rule.text}</q>, by{' '}
        <button
          type="button"
          class="lk"
          tabIndex={-1}
          aria-label={`Open the change of ${place}`}
          onClick={() => ask({ do: 'diff', identity: task, path: change.path, ...at })}
        >
          {place}
        </button>
        : {why}
      </span>
    </li>
  );
}
