/** What a run does, told to a terminal step by step. */
import type { Disposable } from '../core/host';
import type { SpecRuns } from '../core/runs/service';
import type { RunSnapshot, RunStep, SteeringCheckView } from '../core/runs/snapshot';
import type { Terminal } from './cli';

/** Prints each step once it has ended, and each change of state; until it is disposed. */
export function tellRun(terminal: Pick<Terminal, 'note'>, runs: SpecRuns): Disposable {
  const told = new Set<string>();
  /** Looks that follow each other are one step, and each is told. */
  const looks = new Map<string, number>();
  let last = '';
  const tell = ({ current }: RunSnapshot): void => {
    if (current === undefined) return;
    const { id, title, state, session } = current.task;
    const head = `${id ?? ''} ${title}`.trim();
    for (const step of current.steps) {
      const key = `${session ?? ''} ${step.id}`;
      if (step.kind === 'looked' && !step.running) {
        const fresh = step.labels.slice(looks.get(key) ?? 0);
        looks.set(key, step.labels.length);
        if (!told.has(key) && fresh.length > 0) terminal.note(`  ${fresh.join(', ')}`);
        continue;
      }
      const words = told.has(key) ? undefined : wordsOf(step);
      if (words === undefined) continue;
      told.add(key);
      if (words !== '') terminal.note(`  ${words}`);
    }
    const now = `${head}: ${current.waiting ?? state.replace('_', ' ')}`;
    if (now !== last) terminal.note(now);
    last = now;
  };
  // What was done before this command was told then.
  for (const step of runs.snapshot().current?.steps ?? []) {
    told.add(`${runs.snapshot().current?.task.session ?? ''} ${step.id}`);
  }
  return runs.subscribe({ changed: tell });
}

/** Undefined while the step goes on; empty where it is no news. */
function wordsOf(step: RunStep): string | undefined {
  switch (step.kind) {
    case 'checkpoint':
      return '';
    case 'said':
      return step.text;
    case 'looked':
      return undefined;
    case 'edited':
      if (step.running) return undefined;
      return step.failed === undefined
        ? `${step.label} (+${step.added} -${step.removed})`
        : `${step.label}: ${step.failed}`;
    case 'command':
      // How it ended is said by its result, which comes after its end.
      return step.ending === undefined ? undefined : `$ ${step.line}: ${step.ending}`;
    case 'decision':
      return `${step.effect === 'allow' ? 'Allowed' : 'Denied'}: ${step.what} (${step.rule.text})`;
    case 'verification':
      return step.verification.state === 'running'
        ? undefined
        : [step.verification.sentence, ...step.verification.warnings].join('\n  ');
    case 'steering':
      return steeringWords(step.check);
    case 'asked':
      return step.state === 'open'
        ? undefined
        : `${step.question} ${step.state === 'answered' ? 'Answered' : 'Not answered'}: ${step.answer}`;
    case 'told':
      return `You said: ${step.text}`;
    case 'reviewed':
      return `${step.what}${step.said === '' ? '' : `: ${step.said}`}`;
    case 'delegated':
      return step.running ? undefined : `Delegated (${step.role}): ${step.goal}`;
    case 'compacted':
      return keptWords(step.kept);
    case 'notice':
      return step.text;
  }
}

/** Lines of what was kept that are shown. */
const mostKept = 12;

/** What the conversation goes on with, in short; all of it is in the log. */
function keptWords(kept: string): string {
  const state = /<state>\n([\s\S]*?)\n<\/state>/u.exec(kept)?.[1] ?? kept;
  const lines = state.split('\n').filter((line) => line.trim() !== '');
  const more = lines.length - mostKept;
  return [
    'The conversation was made shorter. It goes on with:',
    ...lines.slice(0, mostKept).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${more} more ${more === 1 ? 'line' : 'lines'}`] : []),
  ].join('\n  ');
}

/** Each finding with both lines, as a compiler names them. */
function steeringWords({ sentence, findings, notes }: SteeringCheckView): string {
  const each = findings.map(({ rule, change, why }) => {
    const place = change.line === undefined ? change.path : `${change.path}:${change.line}`;
    return `${place}: ${why}\n    ${rule.file}:${rule.line}: ${rule.text}`;
  });
  return [sentence, ...each, ...notes].join('\n  ');
}
