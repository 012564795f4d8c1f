import type { CheckResult, VerificationView } from '../../../core/runs/snapshot';
import { attemptWords, span } from '../../model/runs';
import { Icon } from '../Icon';
import { Fold } from './Fold';
import { Output } from './Output';
import { StepFrame, StepLine } from './StepFrame';

const looks = {
  running: { icon: 'loading', tone: 'run', word: 'Verifying' },
  passed: { icon: 'pass-filled', tone: 'ok', word: 'Verified' },
  failed: { icon: 'error', tone: 'err', word: 'Verification failed' },
  not_verifiable: { icon: 'unverified', tone: 'warn', word: 'Not verifiable' },
} as const;

interface VerificationProps {
  readonly id: string;
  readonly verification: VerificationView;
  readonly limit: number | undefined;
}

/** What the commands that prove the work have found. */
export function Verification({ id, verification, limit }: VerificationProps) {
  const { state, attempt, checks, sentence, warnings } = verification;
  const look = looks[state];
  const baseline = attempt === 0;
  const word = baseline
    ? state === 'running'
      ? 'Running the checks before the task'
      : 'Checks before the task'
    : look.word;
  return (
    <StepFrame
      id={id}
      icon={baseline && state !== 'running' ? 'beaker' : look.icon}
      tone={baseline ? 'muted' : look.tone}
    >
      <StepLine right={baseline ? '' : attemptWords(attempt, state, limit)}>
        <b class="st">{word}</b>
      </StepLine>
      {sentence !== '' && <p class="muted">{sentence}</p>}
      {warnings.map((warning) => (
        <p key={warning} class="warned">
          <Icon name="warning" tone="warn" label="Warning" /> {warning}
        </p>
      ))}
      {checks.map((check, at) => (
        <Check key={at} check={check} />
      ))}
    </StepFrame>
  );
}

const results = {
  running: { icon: 'loading', tone: 'run', word: 'running' },
  passed: { icon: 'check', tone: 'ok', word: 'passed' },
  failed: { icon: 'error', tone: 'err', word: 'failed' },
  failed_before: { icon: 'info', tone: 'muted', word: 'failed before the task too' },
  not_run: { icon: 'circle-slash', tone: 'muted', word: 'not run' },
} as const;

function Check({ check }: { readonly check: CheckResult }) {
  const { icon, tone, word } = results[check.state];
  const details = check.output !== '' || check.failing.length > 0;
  const line = (
    <span class="grow">
      <Icon name={icon} tone={tone} /> <code>{check.line}</code>{' '}
      <span class="muted num">
        {word}
        {check.code !== undefined && check.code !== 0 && `, exit ${check.code}`}
        {check.ms !== undefined && `, ${span(check.ms)}`}
      </span>
    </span>
  );
  if (!details) return <div class="check">{line}</div>;
  return (
    <Fold
      class="check"
      open={check.state === 'failed' || check.state === 'running'}
      summary={line}
      body={() => (
        <>
          {check.failing.length > 0 && (
            <ul class="looked pad-in">
              {check.failing.map((name) => (
                <li key={name}>
                  <Icon name="close" tone="err" label="Fails" />
                  <span>{name}</span>
                </li>
              ))}
            </ul>
          )}
          {check.output !== '' && (
            <Output text={check.output} label={`Output of ${check.line}`} live={check.state === 'running'} />
          )}
        </>
      )}
    />
  );
}
