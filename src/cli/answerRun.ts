/** Answers what a run waits for from a terminal: permissions, questions, changes to look at, checks to confirm. */
import type { Disposable } from '../core/host';
import { actionText } from '../core/permissions/authority';
import type { PermissionAnswer, PermissionRequest, RuleSuggestion } from '../core/permissions/types';
import type { SpecRuns } from '../core/runs/service';
import type { FileReview, RunSnapshot } from '../core/runs/snapshot';
import type { Terminal } from './cli';

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
    const text = [question.question, question.why, ...choices, 'Number or text; Enter to skip: '].join('\n');
    return ask(text).then((line) =>
      runs.answer(question.id, question.choices[Number(line.trim()) - 1]?.label ?? line.trim()),
    );
  }
  return current?.task.state === 'reviewing' ? reviewed(current.changes, terminal, ask, runs) : undefined;
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
  const reply =
    already || checks.length === 0
      ? 'yes'
      : await ask('Let these prove the work? "yes", numbers with commas, or Enter for none: ');
  const numbers = new Set(reply.split(/[\s,]+/u).map(Number));
  await runs.confirmChecks(isYes(reply) ? checks : checks.filter((_, at) => numbers.has(at + 1)));
}

async function permitted(request: PermissionRequest, terminal: Terminal, ask: Ask, runs: SpecRuns): Promise<void> {
  const { judgement, action, why } = request;
  terminal.note('');
  terminal.note(actionText(action));
  if (why !== undefined) terminal.note(`  Why: ${why}`);
  terminal.note(`  ${judgement.reason} (${judgement.rule.text})`);
  runs.decide(request.id, await permissionAnswer(request, ask));
}

async function permissionAnswer({ judgement }: PermissionRequest, ask: Ask): Promise<PermissionAnswer> {
  const name = judgement.typeToConfirm;
  if (name !== undefined) {
    const typed = await ask(`This reaches "${name}". Type that name to allow it once, or Enter to deny: `);
    return typed.trim() === name ? { kind: 'allow', remember: 'once', typed: name } : { kind: 'deny' };
  }
  const [narrowest] = judgement.suggestions;
  const always = narrowest === undefined ? '' : `, a = always ${narrowest.pattern} (can be changed first)`;
  const session = narrowest === undefined ? '' : ', s = for this session';
  for (;;) {
    const line = (await ask(`y = once${session}${always}, anything else denies and is told to the agent: `)).trim();
    if (isYes(line)) return { kind: 'allow', remember: 'once' };
    if (line === 's' && narrowest !== undefined)
      return { kind: 'allow', remember: 'session', pattern: narrowest.pattern };
    if (line !== 'a' || narrowest === undefined)
      return line === '' || line === 'n' || line === 'no' ? { kind: 'deny' } : { kind: 'deny', say: line };
    const rule = await alwaysRule(judgement.suggestions, narrowest, ask);
    if (rule !== undefined) return rule;
  }
}

/** The rule that is to be written, as it can still be changed, and for which workspaces; undefined: not after all. */
async function alwaysRule(
  suggestions: readonly RuleSuggestion[],
  narrowest: RuleSuggestion,
  ask: Ask,
): Promise<PermissionAnswer | undefined> {
  const offered = suggestions.map(({ pattern, meaning }, at) => `  ${at + 1}. ${pattern}  ${meaning}`);
  const how = 'Enter for 1, a number, the rule as you want it, or "-" to go back: ';
  const line = (await ask(['The rule:', ...offered, how].join('\n'))).trim();
  if (line === '-') return undefined;
  const pattern = line === '' ? narrowest.pattern : (suggestions[Number(line) - 1]?.pattern ?? line);
  const where = (await ask(`${pattern}: Enter = in this workspace, e = everywhere, "-" to go back: `)).trim();
  if (where === '' || where === 'e')
    return { kind: 'allow', remember: 'always', pattern, scope: where === 'e' ? 'user' : 'workspace' };
  return undefined;
}

async function reviewed(changes: readonly FileReview[], terminal: Terminal, ask: Ask, runs: SpecRuns): Promise<void> {
  const open = changes.filter(({ state }) => state === 'open' || state === 'conflict');
  for (const file of open) {
    for (const line of diffLines(file)) terminal.note(line);
    const reply = (
      await ask(`${file.path}: Enter accepts, "no" rejects, other words reject and go to the agent: `)
    ).trim();
    const accept = reply === '' || isYes(reply);
    const words = accept || reply === 'no' || reply === 'n' ? {} : { tell: reply };
    const outcome = await runs.review({ accept, path: file.path, ...words });
    if (outcome.kind !== 'done') terminal.note(outcome.message);
  }
}

function diffLines(file: FileReview): readonly string[] {
  const marks = { same: ' ', added: '+', removed: '-' } as const;
  const head = `${file.path} (${file.kind}, +${file.added} -${file.removed})`;
  if (file.hunks.length === 0) return [head, ...(file.whole === undefined ? [] : [`  ${file.whole}`])];
  return [
    head,
    ...file.hunks.flatMap(({ oldStart, newStart, lines }) => [
      `@@ -${oldStart} +${newStart} @@`,
      ...lines.map(({ kind, text }) => `${marks[kind]}${text}`),
    ]),
  ];
}

function isYes(line: string): boolean {
  return /^y(?:es)?$/iu.test(line.trim());
}
