/** Answers what a run waits for from a terminal: permissions, questions, changes to look at, checks to confirm. */
import type { Disposable } from '../core/host';
import { actionText, askerWords } from '../core/permissions/authority';
import type { PermissionRequest } from '../core/permissions/types';
import type { SpecRuns } from '../core/runs/service';
import type { RunSnapshot } from '../core/runs/snapshot';
import type { Terminal } from './cli';
import { isYes, permissionAnswer } from './permissionAnswer';
import { reviewChanges } from './reviewChanges';

type Ask = NonNullable<Terminal['ask']>;

/** Asks one thing after the other while the run goes on; until it is disposed. */
export function answerRun(terminal: Terminal, ask: Ask, runs: SpecRuns, confirmChecks: boolean): Disposable {
  let asking = false;
  const look = (snapshot: RunSnapshot): void => {
    if (asking) return;
    const answer = answerTo(snapshot, terminal, ask, runs, confirmChecks);
    if (answer === undefined) return;
    asking = true;
    answer
      .catch((error: unknown) => terminal.note(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        asking = false;
        look(runs.snapshot());
      });
  };
  return runs.subscribe({ changed: look });
}

function answerTo(
  { current, confirm }: RunSnapshot,
  terminal: Terminal,
  ask: Ask,
  runs: SpecRuns,
  confirmChecks: boolean,
): Promise<void> | undefined {
  if (confirm !== undefined) return confirmed(confirm, terminal, ask, runs, confirmChecks);
  if (current?.permission !== undefined) return permitted(current.permission, terminal, ask, runs);
  const [question] = current?.questions ?? [];
  if (question !== undefined) {
    const choices = question.choices.map(({ label }, at) => `  ${at + 1}. ${label}`);
    const skip = `Number or text; Enter to skip (then: ${question.ifSkipped}) `;
    const text = [question.question, question.why, ...choices, skip].join('\n');
    return ask(text).then((line) =>
      runs.answer(question.id, question.choices[Number(line.trim()) - 1]?.label ?? line.trim()),
    );
  }
  return current?.task.state === 'reviewing' ? reviewChanges(current.changes, { terminal, ask, runs }) : undefined;
}

async function confirmed(
  { checks, reason }: NonNullable<RunSnapshot['confirm']>,
  terminal: Terminal,
  ask: Ask,
  runs: SpecRuns,
  already: boolean,
): Promise<void> {
  terminal.note(reason);
  for (const [at, { line, source }] of checks.entries()) terminal.note(`  ${at + 1}. ${line}  (${source})`);
  const question =
    checks.length === 0
      ? 'Which command proves the work? Its line, or Enter for none: '
      : 'Let these prove the work? "yes", numbers with commas, the line of another, or Enter for none: ';
  await runs.confirmChecks(chosen(already ? 'yes' : (await ask(question)).trim(), checks));
}

/** Which commands an answer means: all, some by their numbers, or one that was not found. */
function chosen(reply: string, checks: NonNullable<RunSnapshot['confirm']>['checks']) {
  if (isYes(reply)) return checks;
  if (reply === '' || /^no?$/iu.test(reply)) return [];
  if (!/^[\d\s,]+$/u.test(reply)) return [{ line: reply, cwd: checks[0]?.cwd ?? '' }];
  const numbers = new Set(reply.split(/[\s,]+/u).map(Number));
  return checks.filter((_, at) => numbers.has(at + 1));
}

async function permitted(request: PermissionRequest, terminal: Terminal, ask: Ask, runs: SpecRuns): Promise<void> {
  const { judgement, action, why, subject } = request;
  terminal.note('');
  terminal.note(actionText(action));
  if (action.kind === 'network' && action.registries !== undefined)
    terminal.note(`  Hosts: ${action.registries.flatMap(({ hosts }) => hosts).join(', ')}`);
  const who = askerWords(subject.agent);
  if (who !== undefined) terminal.note(`  Who: ${who}`);
  if (why !== undefined) terminal.note(`  Why: ${why}`);
  terminal.note(`  ${judgement.reason} (${judgement.rule.text})`);
  runs.decide(request.id, await permissionAnswer(request, ask, { session: true, told: 'the agent' }));
}
