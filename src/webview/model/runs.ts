/** Runs in words: states, times, meters, folded looks. Pure. */
import type { RunEstimate } from '../../core/runs/service';
import type { BudgetMeter, FileReview, HunkReview, RunStep, TaskRun, TaskRunState } from '../../core/runs/snapshot';
import type { RunView } from '../protocol';
import { count, money, tokens } from './words';

/** Characters of a change that a rule is learned from. */
const mostLearned = 12_000;

/** A change as a diff below its path, for whoever reads it elsewhere; without a hunk all that are rejected. */
export function changeText(file: FileReview, hunk: HunkReview | undefined): string {
  const signs = { same: ' ', added: '+', removed: '-' } as const;
  const hunks = hunk ? [hunk] : file.hunks;
  const lines = hunks.flatMap((each) => each.lines.map(({ kind, text }) => `${signs[kind]}${text}`));
  return [`${file.path}:`, ...lines].join('\n').slice(0, mostLearned);
}

/** What a row of the checklist shows of its run. */
export type RowRun = Pick<TaskRun, 'identity' | 'state'> & {
  readonly position?: number;
  readonly message?: string;
  readonly evidence?: boolean;
  /** It is the run that the Build screen shows. */
  readonly current: boolean;
  /** "2 turns, $0.08, 1 correction"; empty before its end. */
  readonly summary: string;
};

/** Icon, colour and word of a state; colour is never the only sign. */
export interface RunLook {
  readonly icon: string;
  readonly tone: 'ok' | 'warn' | 'muted' | 'run';
  readonly word: string;
}

const looks: Readonly<Record<TaskRunState, RunLook>> = {
  queued: { icon: 'clockface', tone: 'muted', word: 'Queued' },
  running: { icon: 'loading', tone: 'run', word: 'Running' },
  waiting: { icon: 'question', tone: 'warn', word: 'Waiting for you' },
  reviewing: { icon: 'git-pull-request-go-to-changes', tone: 'warn', word: 'Waiting for your review' },
  verifying: { icon: 'loading', tone: 'run', word: 'Verifying' },
  paused: { icon: 'debug-pause', tone: 'warn', word: 'Paused' },
  done: { icon: 'pass-filled', tone: 'ok', word: 'Done' },
  not_verifiable: { icon: 'unverified', tone: 'muted', word: 'Not verifiable' },
  failed: { icon: 'warning', tone: 'warn', word: 'Needs attention' },
  stopped: { icon: 'warning', tone: 'warn', word: 'Stopped' },
  interrupted: { icon: 'warning', tone: 'warn', word: 'Interrupted' },
  skipped: { icon: 'debug-step-over', tone: 'muted', word: 'Skipped' },
};

/** How a state looks. */
export function lookOf(state: TaskRunState): RunLook {
  return looks[state];
}

/** The agent or the checks are at work, or wait for the user in the middle of it. */
export function isLive(state: TaskRunState): boolean {
  return ['running', 'waiting', 'reviewing', 'verifying'].includes(state);
}

/** Ended before its end; it can be tried again. */
export function isBroken(state: TaskRunState): boolean {
  return ['failed', 'stopped', 'interrupted', 'paused'].includes(state);
}

/** Whether something runs. */
export function isActive(view: RunView | undefined): boolean {
  return view?.active === true;
}

/** What the rows of a checklist show. */
export function rowRunsOf(view: RunView | undefined): readonly RowRun[] {
  return (view?.tasks ?? []).map((task) => ({
    identity: task.identity,
    state: task.state,
    ...(task.position === undefined ? {} : { position: task.position }),
    ...(task.message === undefined ? {} : { message: task.message }),
    ...(task.evidence === undefined ? {} : { evidence: true }),
    current: view?.current?.task.identity === task.identity,
    summary: isLive(task.state) || task.state === 'queued' ? '' : summaryOf(task),
  }));
}

/** "2 turns, $0.08, 1 correction" */
export function summaryOf({ turns, dollars, usage, corrections }: TaskRun): string {
  const used = usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
  return [
    ...(turns > 0 ? [count(turns, 'turn')] : []),
    ...(dollars !== undefined && dollars > 0 ? [money(dollars)] : used > 0 ? [tokens(used)] : []),
    ...(corrections > 0 ? [count(corrections, 'correction')] : []),
  ].join(', ');
}

/** "6 s", "4 min 12 s", "1 h 5 min" */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** "10:31:02"; without seconds "10:31". */
export function clock(at: number, seconds: boolean): string {
  const date = new Date(at);
  const parts = [date.getHours(), date.getMinutes(), ...(seconds ? [date.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

const verbs: readonly (readonly [pattern: RegExp, words: (n: number) => string])[] = [
  [/^read\b/i, (n) => `read ${count(n, 'file')}`],
  [/^search/i, (n) => (n === 1 ? 'searched once' : n === 2 ? 'searched twice' : `searched ${n} times`)],
  [/^list/i, (n) => `listed ${count(n, 'folder')}`],
];

/** "Read 6 files, searched twice"; a single look in its own words. */
export function looksInWords(labels: readonly string[]): string {
  const [first] = labels;
  if (first !== undefined && labels.length === 1) return first;
  const known = verbs.map(([pattern, words]) => ({ words, n: labels.filter((label) => pattern.test(label)).length }));
  const others = labels.length - known.reduce((sum, { n }) => sum + n, 0);
  const parts = [
    ...known.filter(({ n }) => n > 0).map(({ n, words }) => words(n)),
    ...(others > 0 ? [`looked ${others === 1 ? 'once' : `${others} times`}`] : []),
  ];
  const said = parts.join(', ');
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

/** "@@ 14,5": where a hunk begins, and over how many lines of the file as it is now. */
export function hunkTitle({ newStart, lines }: HunkReview): string {
  return `@@ ${newStart},${lines.filter(({ kind }) => kind !== 'removed').length}`;
}

/** "+11 -2" */
export function counts({ added, removed }: { readonly added: number; readonly removed: number }): string {
  return [...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`-${removed}`] : [])].join(' ');
}

/** "1 of 2 hunks accepted", "1 hunk open", "accepted" */
export function reviewWords({ hunks, state }: FileReview): string {
  if (state === 'conflict') return 'changed since';
  if (state === 'accepted' || state === 'rejected') return state;
  const open = hunks.filter((hunk) => hunk.state === 'open').length;
  return hunks.length === 0 ? 'open' : `${count(open, 'hunk')} open`;
}

/** Whether anything of a file waits for a decision. */
export function isOpen({ state, hunks }: FileReview): boolean {
  return state === 'open' || state === 'conflict' || hunks.some((hunk) => hunk.state === 'open');
}

const meterLabels = { money: 'Money', tokens: 'Tokens', turns: 'Turns', minutes: 'Minutes' } as const;

/** A meter's name, words and share of its limit, 0 to 100; undefined share where there is no limit. */
export interface MeterLook {
  readonly label: string;
  readonly text: string;
  readonly share: number | undefined;
  /** What of it tries before used; absent where that is nothing. */
  readonly earlier?: string;
}

/** How a budget reads: "$0.31 of $0.60", and apart from it "$0.20 by earlier tries". */
export function meterLook({ name, of, used, earlier = 0, limit }: BudgetMeter): MeterLook {
  const words = (value: number): string =>
    name === 'money' ? money(value) : name === 'tokens' ? shortTokens(value) : String(Math.floor(value));
  const label =
    of === 'task' ? meterLabels[name] : `${of === 'day' ? 'Today' : 'Spec'}${name === 'money' ? '' : `, ${name}`}`;
  return {
    label,
    text: limit === undefined ? words(used) : `${words(used)} of ${words(limit)}`,
    ...(earlier > 0 && words(earlier) !== words(0) ? { earlier: `${words(earlier)} by earlier tries` } : {}),
    share: limit === undefined || limit <= 0 ? undefined : Math.min(100, Math.round((used / limit) * 100)),
  };
}

function shortTokens(value: number): string {
  return value < 1000 ? String(Math.round(value)) : `${Math.round(value / 1000)}k`;
}

/** "7 left, about $1.20" */
export function estimateWords({ tasks, dollars, minutes }: RunEstimate): string {
  const cost =
    dollars === undefined ? (minutes > 0 ? `, about ${Math.round(minutes)} min` : '') : `, ${aboutMoney(dollars)}`;
  return `${tasks} left${cost}`;
}

function aboutMoney(dollars: number): string {
  return dollars > 0 && dollars < 0.01 ? money(dollars) : `about ${money(dollars)}`;
}

/** The last edit of each file: below it the file's changes are shown. */
export function lastEdits(steps: readonly RunStep[], files: readonly FileReview[]): ReadonlyMap<string, FileReview> {
  const byStep = new Map<string, FileReview>();
  const left = [...files];
  for (const step of steps.toReversed()) {
    if (left.length === 0) break;
    if (step.kind !== 'edited' || step.failed !== undefined) continue;
    const at = left.findIndex(({ path }) => samePath(path, step.path));
    const file = left[at];
    if (!file) continue;
    left.splice(at, 1);
    byStep.set(step.id, file);
  }
  return byStep;
}

/** What the model wrote may be absolute, begin with ./, or lack the folder's name. */
function samePath(path: string, written: string): boolean {
  const plain = written.replaceAll('\\', '/').replace(/^\.\//, '');
  return plain === path || path.endsWith(`/${plain}`) || plain.endsWith(`/${path}`);
}

/** Beside a verification: "Before the task", "Correction 1 of 3" where it failed and is mended, "After 1 correction". */
export function attemptWords(attempt: number, state: string, limit: number | undefined): string {
  if (attempt === 0) return 'Before the task';
  if (state === 'failed' && (limit === undefined || attempt <= limit))
    return limit === undefined ? `Correction ${attempt}` : `Correction ${attempt} of ${limit}`;
  return attempt > 1 ? `After ${count(attempt - 1, 'correction')}` : '';
}

/** "routes.ts" */
export function fileName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

/** "src/todos"; empty at the top. */
export function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}
