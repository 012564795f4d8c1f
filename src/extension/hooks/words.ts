/** What is said of hooks and their firings. No vscode, so that tests read it. */
import type { Firing, FiringResult, Hook, StepResult } from '../../core/hooks/model';
import type { PermissionRequest } from '../../core/permissions/types';
import type { HookTools } from '../engine';
import type { QuestionText } from './questions';

/** "ok", "blocked" */
export function resultWords({ kind }: FiringResult): string {
  return kind === 'held' ? 'not fired' : kind;
}

/** "ok 14:05", or with the day where it was not today: a row is not drawn anew as time goes by. */
export function lastWords({ result, at }: Firing, now: Date): string {
  const then = new Date(at);
  const today = then.toDateString() === now.toDateString();
  const time = `${String(then.getHours()).padStart(2, '0')}:${String(then.getMinutes()).padStart(2, '0')}`;
  return `${resultWords(result)} ${today ? time : then.toISOString().slice(0, 10)}`;
}

/** The sentence of a result; empty where it went well. */
export function messageOf(result: FiringResult): string {
  return 'message' in result ? result.message : '';
}

/** What is said in a notification: failures, blocks and chains that were stopped; undefined for everything else. */
export function newsOf({ hookName, result }: Firing): string | undefined {
  if (result.kind === 'warning') return `The hook "${hookName}": ${result.message}`;
  if (result.kind === 'blocked') return `The hook "${hookName}" stopped it: ${result.message}`;
  const cut = result.kind === 'held' && ['cycle', 'depth', 'budget'].includes(result.reason);
  // That it does not fire on its own work is how it should be.
  const own = cut && result.message.startsWith('It does not fire on what it has done itself');
  return cut && !own ? `The hook "${hookName}" did not fire: ${messageOf(result)}` : undefined;
}

/** Asks whether a hook that is new or changed may fire, with everything that it would do. */
export function agreeQuestion(
  hooks: readonly Hook[],
  tools: Pick<HookTools, 'triggerWords' | 'stepWords' | 'conditionWords'>,
): QuestionText {
  const names = hooks.map(({ name }) => `"${name}"`).join(', ');
  const one = hooks.length === 1;
  const blocks = hooks.map((hook) =>
    [
      ...(one ? [] : [hook.name]),
      `When: ${tools.triggerWords(hook)}`,
      ...hook.conditions.map((each) => `If: ${tools.conditionWords(each)}`),
      ...tools.stepWords(hook).map((step) => `Then: ${step}`),
      `In: ${hook.source.path}:${hook.source.place.line}`,
    ].join('\n'),
  );
  return {
    message: `${one ? 'The hook' : 'The hooks'} ${names} ${one ? 'is' : 'are'} new or changed. Let ${one ? 'it' : 'them'} fire from now on?`,
    detail: blocks.join('\n\n'),
    yes: 'Allow',
    no: 'Not Now',
    review: true,
  };
}

/** Asks about one action of a hook's command or agent that rules leave open. */
export function permitQuestion(
  { action, judgement }: PermissionRequest,
  { name }: Hook,
  subject: string,
): QuestionText {
  const typed = judgement.typeToConfirm;
  const whole = action.kind === 'command' ? `${action.line}\n\n` : '';
  // A notification is one line: what stands after a cut or a break could be allowed unseen.
  const unseen =
    action.kind === 'command' && (!subject.includes(action.line) || /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(action.line));
  return {
    message: `The hook "${name}" asks: ${subject}`,
    detail: `${whole}${judgement.reason}`,
    yes: 'Allow Once',
    no: 'Deny',
    ...(unseen ? { review: true } : {}),
    ...(typed === undefined ? {} : { typed }),
  };
}

/** One firing as Markdown: why, what was done, what came of it. */
export function firingText(firing: Firing): string {
  const { hookName, event, why, files, result, steps, at, ms, cost } = firing;
  const chain = event.cause.chain.map(({ hook }) => hook).join(' → ');
  const head = [
    `# ${hookName}: ${resultWords(result)}`,
    '',
    `- When: ${at}, ${(ms / 1000).toFixed(1)} s${cost === undefined ? '' : `, $${cost.toFixed(2)}`}`,
    `- Event: ${event.trigger}, because ${why}`,
    `- Caused by: ${event.cause.by}${chain === '' ? '' : `, after ${chain}`}`,
    ...(files.length === 0
      ? []
      : [
          `- Files: ${files
            .slice(0, 20)
            .map(({ path }) => path)
            .join(', ')}${more(files.length)}`,
        ]),
    ...(messageOf(result) === '' ? [] : ['', messageOf(result)]),
  ];
  const done = steps.flatMap(({ label, outcome, output, problem, exitCode, attempt, session, ms: took }) => [
    '',
    `## ${label}`,
    '',
    `${outcome}${exitCode === undefined ? '' : `, exit code ${exitCode}`}${attempt > 1 ? `, try ${attempt}` : ''}, ${(took / 1000).toFixed(1)} s`,
    ...(session === undefined ? [] : ['', sessionWords(session)]),
    // What stands above or below already is not said again.
    ...(problem === '' || problem === messageOf(result) || output.includes(problem) ? [] : ['', problem]),
    ...(output.trim() === '' ? [] : ['', fenced(output.trimEnd())]),
  ]);
  return `${[...head, ...done].join('\n')}\n`;
}

function sessionWords({ id, own, waits }: NonNullable<StepResult['session']>): string {
  if (waits) return `Waits for the next request of the running session ${id}`;
  return own ? `In a session of its own: ${id}` : `Added to the running session ${id}`;
}

function more(count: number): string {
  return count > 20 ? ` and ${count - 20} more` : '';
}

/** In a fence that nothing in the text can close. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
