/** What is said of hooks and their firings. No vscode, so that tests read it. */
import type { Cause, EventFile, Firing, FiringResult, Hook, HookEvent, StepResult } from '../../core/hooks/model';
import { resultWords } from '../../core/hooks/resultWords';
import type { PermissionRequest } from '../../core/permissions/types';
import type { HookTools } from '../engine';
import type { QuestionText } from './questions';

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

/** That a hook does not fire on its own work is how it should be, and no news. */
export function isOwnWork(result: FiringResult): boolean {
  return messageOf(result).startsWith('It does not fire on what it has done itself');
}

/** What is said in a notification: failures, blocks and chains that were stopped; undefined for everything else. */
export function newsOf({ hookName, result }: Firing): string | undefined {
  if (result.kind === 'warning') return `The hook "${hookName}" failed: ${oneLine(result.message)}`;
  if (result.kind === 'blocked') return `The hook "${hookName}" stopped it: ${oneLine(result.message)}`;
  const cut = result.kind === 'held' && ['cycle', 'depth', 'budget'].includes(result.reason);
  return cut && !isOwnWork(result) ? `The hook "${hookName}" did not fire: ${messageOf(result)}` : undefined;
}

/** Markup of icons in a text of somebody else must not be drawn. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}

/** Letters of a message that a notification has room for. */
const mostOfMessage = 200;

/** A notification has one line; all of it is behind "Show". */
function oneLine(message: string): string {
  const [first = '', ...more] = message.trim().split('\n');
  const cut = first.length > mostOfMessage ? first.slice(0, mostOfMessage) : first;
  return cut.length < first.length || more.length > 0 ? `${cut.replace(/[.…\s]+$/u, '')} …` : cut;
}

/** Names that a question has room for. */
const mostNames = 3;

/** Asks whether hooks that are new or changed may fire, with everything that they would do. */
export function agreeQuestion(hooks: readonly Hook[], { hookLines }: Pick<HookTools, 'hookLines'>): QuestionText {
  const one = hooks.length === 1;
  const names = hooks.slice(0, mostNames).map(({ name }) => `"${name}"`);
  const more = hooks.length - names.length;
  const listed = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
  const blocks = hooks.map((hook) =>
    [
      ...(one ? [] : [hook.name]),
      ...hookLines(hook),
      `In: ${hook.id.slice(0, hook.id.indexOf('#'))}:${hook.source.place.line}`,
    ].join('\n'),
  );
  return {
    message: `${one ? 'The hook' : 'The hooks'} ${listed} ${one ? 'is' : 'are'} new or changed. Let ${one ? 'it' : 'them'} fire from now on?`,
    detail: blocks.join('\n\n'),
    yes: 'Allow',
    no: 'Not Now',
    review: true,
  };
}

/** Asks about one firing of a hook that asks each time. */
export function confirmQuestion(
  hook: Hook,
  { files }: Pick<HookEvent, 'files'>,
  { hookLines }: Pick<HookTools, 'hookLines'>,
): QuestionText {
  const paths = files.length === 0 ? [] : [`For: ${pathsOf(files)}`];
  return {
    message: `The hook "${hook.name}" asks each time. Run it now?`,
    detail: [...hookLines(hook), ...paths].join('\n'),
    yes: 'Run',
    no: "Don't Run",
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
  const took = ms === 0 ? '' : `, ${(ms / 1000).toFixed(1)} s`;
  const head = [
    `# ${hookName}: ${resultWords(result)}`,
    '',
    `- When: ${localTime(at)}${took}${cost === undefined ? '' : `, $${cost.toFixed(2)}`}`,
    `- Why: ${why}`,
    `- Caused by: ${causeWords(event.cause)}`,
    ...(files.length === 0 ? [] : [`- Files: ${pathsOf(files)}`]),
    ...(messageOf(result) === '' ? [] : ['', messageOf(result)]),
  ];
  const done = steps.flatMap(({ label, outcome, output, problem, exitCode, attempt, session, ms: lasted }) => [
    '',
    `## ${label}`,
    '',
    `${outcomeWords[outcome]}${exitCode === undefined ? '' : `, exit code ${exitCode}`}${attempt > 1 ? `, try ${attempt}` : ''}, ${(lasted / 1000).toFixed(1)} s`,
    ...(session === undefined ? [] : ['', sessionWords(session)]),
    // What stands above or below already is not said again.
    ...(problem === '' || problem === messageOf(result) || output.includes(problem) ? [] : ['', problem]),
    ...(output.trim() === '' ? [] : ['', fenced(output.trimEnd())]),
  ]);
  return `${[...head, ...done].join('\n')}\n`;
}

const outcomeWords: Readonly<Record<StepResult['outcome'], string>> = {
  ok: 'ok',
  warning: 'failed',
  block: 'blocked',
  'cannot-start': 'could not do its work',
  stopped: 'stopped',
};

const causes: Readonly<Record<Cause['by'], string>> = {
  user: 'you',
  agent: 'an agent',
  hook: 'another hook',
  git: 'git',
  unknown: 'another program',
};

function causeWords({ by, chain }: Cause): string {
  const names = chain.map(({ hook }) => `"${hook.slice(hook.indexOf('#') + 1)}"`);
  if (names.length === 0) return causes[by];
  return `${names.length === 1 ? 'the hook' : 'the hooks'} ${names.join(' → ')}`;
}

/** "2026-11-29 14:05:09", where the reader is. */
function localTime(at: string): string {
  const then = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [then.getFullYear(), two(then.getMonth() + 1), two(then.getDate())].join('-');
  return `${day} ${[then.getHours(), then.getMinutes(), then.getSeconds()].map(two).join(':')}`;
}

function pathsOf(files: readonly EventFile[]): string {
  const paths = files.slice(0, 20).map(({ path }) => path);
  return `${paths.join(', ')}${more(files.length)}`;
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
