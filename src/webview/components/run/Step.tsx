import type { FileReview, RunStep } from '../../../core/runs/snapshot';
import { ruleSource } from '../../model/asking';
import { clock, counts, looksInWords, span } from '../../model/runs';
import { ask, goBackTo } from '../../runs';
import { Icon } from '../Icon';
import { Prose } from '../Prose';
import { FileChange, FileLink, fileWords } from './FileChange';
import { Fold } from './Fold';
import { Output } from './Output';
import { SteeringCheck } from './SteeringCheck';
import { StepFrame, StepLine } from './StepFrame';
import { Verification } from './Verification';

type Of<Kind extends RunStep['kind']> = Extract<RunStep, { kind: Kind }>;

interface StepProps {
  readonly step: RunStep;
  /** Identity of the task. */
  readonly task: string;
  /** Where the file's changes are to be shown below this edit. */
  readonly file: FileReview | undefined;
  readonly limit: number | undefined;
  /** Nothing may be restored while something runs. */
  readonly restorable: boolean;
}

/** One thing that happened in a run. */
export function Step({ step, task, file, limit, restorable }: StepProps) {
  switch (step.kind) {
    case 'checkpoint':
      return <Checkpoint step={step} restorable={restorable} />;
    case 'said':
      return (
        <StepFrame id={step.id} icon="comment">
          <Prose markdown={step.text} />
        </StepFrame>
      );
    case 'looked':
      return <Looked step={step} />;
    case 'edited':
      return <Edited step={step} task={task} file={file} />;
    case 'command':
      return <Command step={step} />;
    case 'decision':
      return <Decision step={step} />;
    case 'verification':
      return <Verification id={step.id} verification={step.verification} limit={limit} />;
    case 'steering':
      return <SteeringCheck id={step.id} task={task} check={step.check} />;
    case 'asked':
      return <Asked step={step} />;
    case 'told':
      return (
        <StepFrame id={step.id} icon="account" label="You">
          <p class="txt">{step.text}</p>
        </StepFrame>
      );
    case 'reviewed':
      return (
        <StepFrame id={step.id} icon="account" label="You">
          <StepLine>{step.what}</StepLine>
          {step.said !== '' && <p class="txt">{step.said}</p>}
        </StepFrame>
      );
    case 'delegated':
      return <Delegated step={step} />;
    case 'compacted':
      return (
        <StepFrame id={step.id} icon="fold">
          <Fold summary="The conversation was made shorter" body={() => <Prose markdown={step.kept} small />} />
        </StepFrame>
      );
    case 'notice':
      return <Note step={step} />;
  }
}

function Checkpoint({ step, restorable }: { readonly step: Of<'checkpoint'>; readonly restorable: boolean }) {
  return (
    <StepFrame id={step.id} icon="history">
      <StepLine right={clock(step.at, true)}>
        {step.label.replace(/^Before/, 'Checkpoint before')}{' '}
        {restorable && (
          <>
            <button
              type="button"
              class="lk"
              tabIndex={-1}
              aria-label={`Restore: ${step.label}`}
              onClick={() => goBackTo(step.checkpoint, 'restore')}
            >
              Restore
            </button>
            {' · '}
            <button
              type="button"
              class="lk"
              tabIndex={-1}
              aria-label={`Fork from here: ${step.label}`}
              onClick={() => goBackTo(step.checkpoint, 'fork')}
            >
              Fork from here
            </button>
          </>
        )}
      </StepLine>
    </StepFrame>
  );
}

function Looked({ step }: { readonly step: Of<'looked'> }) {
  const { labels, running, ms } = step;
  const words = running ? (labels.at(-1) ?? 'Looking') : looksInWords(labels);
  return (
    <StepFrame id={step.id} icon={running ? 'loading' : 'search'} tone={running ? 'run' : 'muted'}>
      {labels.length < 2 ? (
        <StepLine right={running ? '' : span(ms)}>{words}</StepLine>
      ) : (
        <Fold
          summary={
            <>
              <span>{words}</span>
              <span class="r num">{running ? `${labels.length}` : span(ms)}</span>
            </>
          }
          body={() => (
            <ul class="looked">
              {labels.map((label, at) => (
                <li key={at}>
                  <Icon name={/^search|^look/i.test(label) ? 'search' : /^list/i.test(label) ? 'list-tree' : 'file'} />
                  <span>{label}</span>
                </li>
              ))}
            </ul>
          )}
        />
      )}
    </StepFrame>
  );
}

function Edited({ step, task, file }: Pick<StepProps, 'task' | 'file'> & { readonly step: Of<'edited'> }) {
  if (step.failed !== undefined) {
    return (
      <StepFrame id={step.id} icon="circle-slash" label="Failed">
        <StepLine>
          {step.label} <span class="muted">was not done</span>
        </StepLine>
        <p class="muted">{step.failed}</p>
      </StepFrame>
    );
  }
  return (
    <StepFrame id={step.id} icon="diff">
      <StepLine right={file ? fileWords(file) : ''}>
        {file ? (
          <>
            {verbs[file.kind]} <FileLink task={task} file={file} />
          </>
        ) : (
          <>
            {step.label} <span class="muted num">{counts(step)}</span>
          </>
        )}
      </StepLine>
      {file && <FileChange task={task} file={file} />}
    </StepFrame>
  );
}

const verbs = { added: 'Added', changed: 'Edited', deleted: 'Deleted' } as const;

/** A longer ending is a sentence, and stands below the command. */
const shortEnding = 40;

function Command({ step }: { readonly step: Of<'command'> }) {
  const { line, state, ending, ms, output, where, code } = step;
  const running = state === 'running';
  const bad = state === 'failed' || (code !== undefined && code !== 0);
  // What was refused has a sentence instead of an exit code.
  const sentence = ending !== undefined && ending.length > shortEnding ? ending : undefined;
  const short = sentence === undefined ? (ending ?? (code === undefined ? '' : `exit ${code}`)) : '';
  const end = running ? '' : [short, span(ms)].filter(Boolean).join(', ');
  return (
    <StepFrame id={step.id} icon={running ? 'loading' : 'terminal'} tone={running ? 'run' : 'muted'}>
      <StepLine right={state === 'background' ? 'In the background' : end}>
        <code>{line}</code>{' '}
        {where === 'sandboxed' ? <span class="tag">Sandboxed</span> : <span class="tag free">Free</span>}
      </StepLine>
      {sentence !== undefined && <p class="muted">{sentence}</p>}
      {output !== '' && (
        <Fold
          open={running || bad || state === 'background'}
          summary={<span class="muted">Output</span>}
          body={() => <Output text={output} label={`Output of ${line}`} live={running || state === 'background'} />}
        />
      )}
    </StepFrame>
  );
}

function Decision({ step }: { readonly step: Of<'decision'> }) {
  const { effect, by, what, rule } = step;
  const allowed = effect === 'allow';
  return (
    <StepFrame id={step.id} icon={allowed ? 'shield' : 'circle-slash'} tone={allowed ? 'muted' : 'warn'}>
      <StepLine>
        {allowed ? 'Allowed' : 'Denied'} {by === 'user' ? 'by you' : 'by rule'}: <code>{what}</code>{' '}
        {by === 'rule' && <RuleLink rule={rule} inRow />}
      </StepLine>
    </StepFrame>
  );
}

/** A rule in words, and the way to where it stands. */
export function RuleLink({ rule, inRow }: { readonly rule: Of<'decision'>['rule']; readonly inRow?: boolean }) {
  const { file, line, text } = rule;
  return (
    <button
      type="button"
      class="lk"
      tabIndex={inRow ? -1 : undefined}
      onClick={() =>
        ask({ do: 'rule', ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) })
      }
    >
      {text} ({ruleSource(rule)})
    </button>
  );
}

function Asked({ step: { id, question, state, answer } }: { readonly step: Of<'asked'> }) {
  return (
    <StepFrame id={id} icon="comment-discussion" label="Question">
      <StepLine>{question}</StepLine>
      {state !== 'open' && (
        <p class="txt">
          <span class="muted">{state === 'answered' ? 'You answered:' : 'Not answered:'}</span> {answer}
        </p>
      )}
    </StepFrame>
  );
}

function Delegated({ step }: { readonly step: Of<'delegated'> }) {
  const { role, goal, running, report } = step;
  return (
    <StepFrame id={step.id} icon={running ? 'loading' : 'organization'} tone={running ? 'run' : 'muted'}>
      <StepLine>
        {role} helper: {goal}
      </StepLine>
      {report !== undefined && (
        <Fold summary={<span class="muted">Report</span>} body={() => <Prose markdown={report} small />} />
      )}
    </StepFrame>
  );
}

const levels = {
  info: { icon: 'info', tone: 'muted' },
  warning: { icon: 'warning', tone: 'warn' },
  error: { icon: 'error', tone: 'err' },
} as const;

function Note({ step }: { readonly step: Of<'notice'> }) {
  const { icon, tone } = levels[step.level];
  return (
    <StepFrame id={step.id} icon={icon} tone={tone} label={step.level === 'info' ? 'Note' : 'Warning'}>
      <p class="txt">{step.text}</p>
    </StepFrame>
  );
}
