/** Runs the checks that prove a task, and says what came of them. */
import * as z from 'zod';
import type { Clock, Files, Host } from '../../host';
import { DeniedError } from '../../permissions/types';
import type { Task } from '../../specs/model';
import { isRecord } from '../checkpoints/reviews';
import type { RunStore, Verdict, Verifier, VerifyContext } from '../deps';
import type { CheckResult, FileReview, VerificationView } from '../snapshot';
import { executedTests, relativeTo } from './executed';
import { expectedOutcome } from './expected';
import {
  type BaselineCheck,
  backText,
  baselineOf,
  type CheckRun,
  type DueFailures,
  dueFailures,
  type JudgedCheck,
  judge,
  judgeCheck,
  shownOutput,
} from './judge';
import { resolveCheck, type Started, startedBy } from './resolves/index';
import { readResults } from './results/index';
import { type BoundCheck, filesBefore, type RewiredCheck, rewiredChecks, rewiredWords, shownRewiring } from './rewired';
import { confirmChecks, confirmedChecks, resolvePorts, standingOf } from './standing';
import { isCodeFile, isTestFile } from './testFiles';
import { type TestRuns, testRuns } from './testless';
import { touchedBy } from './touching';
import { withoutUnresolved } from './unresolved';
import { weakenedTests } from './weakened/index';

/** What a verifier is made of. */
export interface VerifierDeps {
  readonly files: Pick<Files, 'read' | 'list' | 'stat'> & Partial<Pick<Files, 'realpath'>>;
  readonly loadPart: Host['loadPart'];
  readonly clock: Pick<Clock, 'now'>;
  readonly store: Pick<RunStore, 'state'>;
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
  /** Where the state folder keeps what belongs to a workspace folder. */
  stateOf(root: string): Promise<string>;
  /** How long one check may take, in milliseconds. */
  readonly timeoutMs: number;
  /** True: nobody can be asked, so what was found is run where the policy lets it. */
  readonly headless?: boolean;
  /** What holds a tick back and is switched off, by name (`verifyGuards`): for tests that show that each is needed. */
  readonly without?: readonly string[];
}

/** What holds a tick back, or says beside it that somebody should look. */
export const verifyGuards = [
  'verify: red',
  'verify: rewired',
  'verify: weakened',
  'verify: no change',
  'verify: seen to pass',
  'verify: no test',
  'verify: touching',
] as const;

function isOn({ without = [] }: Pick<VerifierDeps, 'without'>, guard: (typeof verifyGuards)[number]): boolean {
  return !without.includes(guard);
}

const baselineSchema = z.array(
  z.object({
    line: z.string(),
    cwd: z.string(),
    code: z.number().nullable(),
    failing: z.array(z.string()),
    signature: z.string(),
    resolved: z.record(z.string(), z.string()).optional(),
  }),
);

/** A check that is to be run. */
interface CheckToRun extends BoundCheck {
  /** Nobody has confirmed it, so the policy decides about it. */
  readonly unconfirmed: boolean;
}

/** Makes the verifier. It remembers nothing: what was confirmed is on disk, a baseline is the caller's to keep. */
export function createVerifier(deps: VerifierDeps): Verifier {
  const { files, store } = deps;
  const pathOf = async (root: string) => `${await deps.stateOf(root)}/checks.json`;
  return {
    expected: (task: Task) => expectedOutcome(task),
    checks: async (root) => standingOf(deps, await pathOf(root), root),
    confirm: async (root, lines) => confirmChecks(deps, store, { path: await pathOf(root), root }, lines),
    baseline: async (context, signal) => {
      const root = rootOf(deps, context);
      const checks = await checksToRun(deps, await pathOf(root), root);
      const runs = await runChecks(deps, context, checks, 0, signal);
      const view = viewOf(
        0,
        'passed',
        runs.map((run) => judgeCheck(run, runs.map(baselineOf))),
        baselineSentence(runs),
        [],
      );
      context.onView(view);
      const data = runs.map((run, at) => {
        const check = checks[at];
        return check?.unconfirmed === true ? { ...baselineOf(run), resolved: check.resolved } : baselineOf(run);
      });
      return { view, data };
    },
    verify: async (context, baseline, attempt, signal) => {
      const parsed = baselineSchema.safeParse(baseline);
      const known = parsed.success ? parsed.data : [];
      const unconfirmed = known.flatMap(({ line, cwd, resolved }) =>
        resolved === undefined ? [] : [{ line, cwd, resolved, unconfirmed: true }],
      );
      const confirmed = (await confirmedChecks(files, await pathOf(rootOf(deps, context)))) ?? [];
      const checks = unconfirmed.length > 0 ? unconfirmed : confirmed.map(asConfirmed);
      return verifyTask(deps, context, checks, known, attempt, signal);
    },
  };
}

/** What the user confirmed; where nobody can be asked and that does not stand, what was found, as it is now. */
async function checksToRun(deps: VerifierDeps, path: string, root: string): Promise<readonly CheckToRun[]> {
  const standing = deps.headless === true ? await standingOf(deps, path, root) : undefined;
  if (standing?.kind !== 'ask') return ((await confirmedChecks(deps.files, path)) ?? []).map(asConfirmed);
  const ports = await resolvePorts(deps, root);
  return Promise.all(
    standing.confirm.checks.map(async ({ line, cwd }) => ({
      line,
      cwd,
      resolved: await resolveCheck(ports, line, cwd),
      unconfirmed: true,
    })),
  );
}

function asConfirmed(check: BoundCheck): CheckToRun {
  return { ...check, unconfirmed: false };
}

function baselineSentence(runs: readonly CheckRun[]): string {
  if (runs.length === 0) return 'There is no command that proves the work, so nothing was run before the task.';
  // What did not begin says nothing about the code, so it is not among what fails.
  const idle = runs.flatMap((run) => notBegun(run) ?? []);
  const red = runs.filter((run) => run.code !== 0 && notBegun(run) === undefined).map(({ line }) => line);
  const sentences = [...(red.length === 0 ? [] : [`Failing before the task: ${red.join(', ')}.`]), ...idle];
  return sentences.length === 0 ? 'Everything passed before the task.' : sentences.join(' ');
}

/** Why a check did not begin, as a sentence; undefined where it did. */
function notBegun({ line, broken, code, output }: CheckRun): string | undefined {
  if (broken !== undefined && code === undefined && output === '')
    return `${line} did not run before the task: ${broken}`;
  // What a shell says of a program that is not there, or is none.
  if (code === 127 || code === 126)
    return `${line} could not start before the task: ${code === 127 ? 'a program that it needs is not there' : 'a program that it needs could not be executed'} (exit ${code}).`;
  return undefined;
}

async function verifyTask(
  deps: VerifierDeps,
  context: VerifyContext,
  toRun: readonly CheckToRun[],
  baseline: readonly BaselineCheck[],
  attempt: number,
  signal: AbortSignal,
): Promise<Verdict> {
  // An approval or a record that came meanwhile is nobody's work on the task.
  const changes = (await context.checkpoints.changes(context.since)).filter(({ path }) => !isRecord(path));
  const due = await dueOf(deps, context);
  const runs = await runChecks(deps, context, toRun, attempt, signal);
  const checks = [
    ...runs.map((run) => judgeCheck(run, baseline, due)),
    ...(await problemsCheck(deps, context, changes, runs, signal)),
  ];
  const { rewired, shown } = await rewiringOf(deps, context, toRun, changes);
  const weakened = isOn(deps, 'verify: weakened') ? weakenedTests(await testSides(context, changes)) : [];
  const starts = await startsOf(deps, context);
  const tests = await testRuns(runs, async (run) => (await starts(run)).programs);
  const warnings = [...shown, ...weakened, ...idleWords(tests)];
  const found = judge(checks, context.expected, changes.map(({ path }) => path).filter(isTestFile));
  const tell = (state: VerificationView['state'], sentence: string) => {
    const view = viewOf(attempt, state, checks, sentence, warnings);
    context.onView(view);
    return view;
  };
  if (found.kind === 'failed' && isOn(deps, 'verify: red')) {
    const view = tell('failed', found.sentence);
    return { kind: 'failed', view, back: backText(checks, found.sentence), signature: found.signature };
  }
  const { why, taken = [] } = await unproven(deps, context, { changes, runs, rewired, tests, starts });
  if (why !== undefined) {
    const whole = [why, ...taken].join(' ');
    return { kind: 'not_verifiable', view: tell('not_verifiable', whole), why: whole };
  }
  const passed = found.sentence === '' ? 'There was nothing to prove.' : found.sentence;
  return { kind: 'passed', view: tell('passed', [passed, ...taken].join(' ')) };
}

/** Checks that are not what they were, and each change as a sentence. */
async function rewiringOf(
  deps: VerifierDeps,
  context: VerifyContext,
  checks: readonly CheckToRun[],
  changes: readonly FileReview[],
): Promise<{ readonly rewired: readonly RewiredCheck[]; readonly shown: readonly string[] }> {
  if (checks.length === 0 || !isOn(deps, 'verify: rewired')) return { rewired: [], shown: [] };
  const ports = await resolvePorts(deps, rootOf(deps, context));
  const rewired = await rewiredChecks(ports, checks);
  if (rewired.length === 0) return { rewired, shown: [] };
  const before = await Promise.all(
    changes.map(async (change) => {
      const { root, path, kind } = change;
      const sides = await context.checkpoints.sides(context.since, undefined, { root, path });
      return { path: `${root}/${relativeTo(change, deps.roots.length > 1)}`, kind, text: sides.before };
    }),
  );
  return { rewired, shown: await shownRewiring(ports, filesBefore(deps.files, before), rewired) };
}

/** What a check starts in the end, looked for once each; nothing where that can't be told. */
async function startsOf(deps: VerifierDeps, context: VerifyContext) {
  const ports = await resolvePorts(deps, rootOf(deps, context));
  const known = new Map<CheckRun, Promise<Started>>();
  return (run: CheckRun) => {
    const started = known.get(run) ?? startedBy(ports, run.line, run.cwd);
    known.set(run, started);
    return started;
  };
}

function noTestWords(none: readonly CheckRun[]): string {
  return none.length === 0 ? 'No test was run.' : `No test was run: ${linesOf(none)} executed none.`;
}

/** Checks that are green because they look at nothing, beside others that do. */
function idleWords({ some, none }: TestRuns): readonly string[] {
  const green = none.filter(({ code }) => code === 0);
  return some.length === 0 || green.length === 0 ? [] : [`${linesOf(green)} executed no test.`];
}

function linesOf(runs: readonly CheckRun[]): string {
  return runs.map(({ line }) => line).join(', ');
}

async function dueOf(deps: VerifierDeps, context: VerifyContext): Promise<DueFailures> {
  const root = rootOf(deps, context);
  const files = await Promise.all(
    context.due.map(async (path) => {
      const bytes = await deps.files.read(`${root}/${path}`);
      return { path, text: bytes === undefined ? '' : new TextDecoder().decode(bytes) };
    }),
  );
  return dueFailures(files);
}

/** What is known when all checks have run. */
interface Ran {
  readonly changes: readonly FileReview[];
  readonly runs: readonly CheckRun[];
  readonly rewired: readonly RewiredCheck[];
  readonly tests: TestRuns;
  readonly starts: (run: CheckRun) => Promise<Started>;
}

/** Why green does not prove this task, absent where it does; and what was taken for granted in saying so. */
async function unproven(
  deps: VerifierDeps,
  context: VerifyContext,
  ran: Ran,
): Promise<{ readonly why?: string | undefined; readonly taken?: readonly string[] }> {
  const why = withoutProof(deps, context, ran);
  if (why !== undefined || context.expected !== 'green') return { why };
  const root = rootOf(deps, context);
  const here = ran.changes
    .filter((change) => change.root === root && change.kind !== 'deleted')
    .map((change) => relativeTo(change, deps.roots.length > 1));
  const code = here.filter(isCodeFile);
  const wanted = code.length > 0 ? code : here.filter(isTestFile);
  if (ran.changes.length === 0) return { why: isOn(deps, 'verify: no change') ? 'Nothing was changed.' : undefined };
  if (wanted.length === 0) return {};
  const { tests, taken } = await executedTests(deps.files, root, ran.tests.some, ran.starts);
  if (tests.length === 0)
    return { why: isOn(deps, 'verify: no test') ? noTestWords(ran.tests.none) : undefined, taken };
  if (!isOn(deps, 'verify: touching')) return { taken };
  const touched = await touchedBy({ files: deps.files, root, tests, changed: wanted });
  if (touched.length > 0) return { taken };
  return { why: `No test that ran touches a changed file (${wanted.slice(0, 3).join(', ')}).`, taken };
}

/** Why the checks show nothing, whatever was changed. */
function withoutProof(
  deps: VerifierDeps,
  context: VerifyContext,
  { runs, rewired, tests: { none } }: Ran,
): string | undefined {
  if (rewired.length > 0)
    return `The task changed what proves it (${rewired.map(rewiredWords).join('; ')}). Look at it and confirm the commands again.`;
  if (context.expected === 'red') return undefined;
  const unseen = runs.length > 0 && !runs.some(({ code, report }) => code === 0 || (report?.passed ?? 0) > 0);
  if (unseen && isOn(deps, 'verify: seen to pass'))
    return `${runs.map(({ line }) => line).join(', ')} failed as before the task, and no test was seen to pass, so nothing proves it.`;
  // Of a checkpoint the checks are all there is: one that looks at nothing shows nothing.
  if (context.expected === 'none' && none.length > 0 && none.length === runs.length && isOn(deps, 'verify: no test'))
    return noTestWords(none);
  return undefined;
}

/** Runs the checks one after the other; a view is told before and after each. Rejects only when aborted. */
async function runChecks(
  deps: VerifierDeps,
  context: VerifyContext,
  checks: readonly CheckToRun[],
  attempt: number,
  signal: AbortSignal,
): Promise<readonly CheckRun[]> {
  const runs: CheckRun[] = [];
  for (const check of checks) {
    const done = runs.map((run) => judgeCheck(run, []));
    const running: CheckResult = { line: check.line, cwd: check.cwd, state: 'running', output: '', failing: [] };
    context.onView({
      attempt,
      state: 'running',
      checks: [...done.map(resultOf), running],
      sentence: `Running ${check.line}`,
      warnings: [],
    });
    runs.push(await runCheck(deps, context, check, signal));
  }
  return runs;
}

async function runCheck(
  { timeoutMs }: VerifierDeps,
  { workshop }: VerifyContext,
  { line, cwd, unconfirmed }: CheckToRun,
  signal: AbortSignal,
): Promise<CheckRun> {
  const { authority, commands, environment, sandboxed } = workshop;
  try {
    if (!unconfirmed) workshop.allowCommand(line);
    const action = { kind: 'command', line, cwd, shell: 'posix', sandboxed } as const;
    const grant = await authority.permit(action, signal, 'It proves the work of the task.');
    const command = await commands.start(grant, { line, cwd, env: environment(), timeoutMs, signal });
    const { code, by, ms } = await command.ended;
    signal.throwIfAborted();
    const output = command.output().text;
    const broken = by === 'exit' ? undefined : endings[by](timeoutMs);
    return { line, cwd, code, ms, output, report: readResults(output), ...(broken === undefined ? {} : { broken }) };
  } catch (error) {
    signal.throwIfAborted();
    const why =
      error instanceof DeniedError
        ? error.message
        : `it could not be started (${error instanceof Error ? error.message : String(error)}).`;
    return { line, cwd, code: undefined, ms: 0, output: '', report: undefined, broken: why };
  }
}

const endings = {
  signal: () => 'it was ended by a signal.',
  timeout: (ms: number) => `it did not end within ${Math.round(ms / 60_000)} minutes and was stopped.`,
  stop: () => 'it was stopped.',
  input: () => 'it waited for somebody to type, which nobody does.',
} as const;

/**
 * Errors that the editor shows in changed files. Where a type checker ran and passed it knows better: the editor may
 * not have caught up.
 */
async function problemsCheck(
  { roots }: VerifierDeps,
  { workshop }: VerifyContext,
  changes: readonly FileReview[],
  runs: readonly CheckRun[],
  signal: AbortSignal,
): Promise<readonly JudgedCheck[]> {
  if (
    runs.some(
      ({ line, code }) => code === 0 && /\b(?:tsc|types?|typecheck|type-check|check|build|mypy|vet)\b/u.test(line),
    )
  )
    return [];
  const paths = changes
    .filter(({ kind }) => kind !== 'deleted')
    .map((change) => `${change.root}/${relativeTo(change, roots.length > 1)}`);
  const problems = paths.length === 0 ? undefined : await workshop.code.problems(paths, signal);
  signal.throwIfAborted();
  const errors = withoutUnresolved((problems ?? []).filter(({ severity }) => severity === 'error'));
  if (errors.length === 0) return [];
  const words = errors.map(({ path, line, message, source }) => `${path}:${line} ${message} (${source})`);
  const run: CheckRun = {
    line: 'Problems of changed files',
    cwd: '',
    code: 1,
    ms: 0,
    output: words.join('\n'),
    report: undefined,
  };
  return [{ run, state: 'failed', newlyFailing: words.slice(0, 20), failingBefore: [] }];
}

async function testSides(context: VerifyContext, changes: readonly FileReview[]) {
  const looked = changes.filter(({ path }) => isTestFile(path) || !isCodeFile(path)).slice(0, 200);
  return Promise.all(
    looked.map(async ({ path, root }) => {
      const sides = await context.checkpoints.sides(context.since, undefined, { root, path });
      return { path, ...sides };
    }),
  );
}

function viewOf(
  attempt: number,
  state: VerificationView['state'],
  checks: readonly JudgedCheck[],
  sentence: string,
  warnings: readonly string[],
): VerificationView {
  return { attempt, state, checks: checks.map(resultOf), sentence, warnings };
}

function resultOf({ run, state, newlyFailing, failingBefore }: JudgedCheck): CheckResult {
  const { line, cwd, code, ms, output, broken } = run;
  return {
    line,
    cwd,
    state,
    ...(code === undefined ? {} : { code }),
    ms,
    output: output === '' ? (broken ?? '') : output.slice(-shownOutput),
    failing: [...newlyFailing, ...failingBefore],
  };
}

function rootOf({ roots }: VerifierDeps, { spec }: VerifyContext): string {
  const within = roots.filter((root) => spec.path === root || spec.path.startsWith(`${root}/`));
  return within.sort((a, b) => b.length - a.length)[0] ?? roots[0] ?? '';
}
