/** From what the checks printed to what that means for the task. Pure. */
import type { CheckResult, ExpectedOutcome } from '../snapshot';
import { failingPart, failureSignature } from './results/index';
import type { TestReport } from './results/report';

/** One check that ran, or could not. */
export interface CheckRun {
  readonly line: string;
  readonly cwd: string;
  /** Undefined where it did not end by itself. */
  readonly code: number | undefined;
  readonly ms: number;
  readonly output: string;
  readonly report: TestReport | undefined;
  /** A sentence: why it did not run, or how it was ended. */
  readonly broken?: string;
}

/** What is kept of a check of the baseline. Plain JSON. */
export interface BaselineCheck {
  readonly line: string;
  readonly cwd: string;
  readonly code: number | null;
  readonly failing: readonly string[];
  readonly signature: string;
}

/** A check beside its baseline. */
export interface JudgedCheck {
  readonly run: CheckRun;
  readonly state: CheckResult['state'];
  /** Names that fail now and did not before; empty where the runner's words are not understood. */
  readonly newlyFailing: readonly string[];
  readonly failingBefore: readonly string[];
}

/** What the judge has to say. */
export type Judgement =
  | { readonly kind: 'passed'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly sentence: string; readonly signature: string };

/** The end of an output that a view keeps. */
export const shownOutput = 4_000;

/** A check of today as the baseline that later runs are held against. */
export function baselineOf(run: CheckRun): BaselineCheck {
  const { line, cwd, code, report, output } = run;
  return {
    line,
    cwd,
    code: code ?? null,
    failing: report?.failing ?? [],
    signature: code === 0 ? '' : failureSignature(output),
  };
}

/** Which failures of the baseline are the task's to mend all the same. */
export interface DueFailures {
  readonly name: (name: string) => boolean;
  /** For runners whose words are not understood. */
  readonly output: (output: string) => boolean;
}

const none: DueFailures = { name: () => false, output: () => false };

/** The failures of these test files, told by the runner's names: with the file in them, or as titles in its text. */
export function dueFailures(files: readonly { readonly path: string; readonly text: string }[]): DueFailures {
  const isTitle = (name: string, text: string) => {
    const title = name.split(/ > | › |::/u).at(-1) ?? name;
    return title.length > 2 && text.includes(title);
  };
  return {
    name: (name) =>
      files.some(({ path, text }) => namesFile(name, path) || (!looksLikeFile(name) && isTitle(name, text))),
    output: (output) => files.some(({ path }) => output.includes(lastPart(path))),
  };
}

/** What a check says against its baseline: failures of before are not the agent's, unless they are due. */
export function judgeCheck(run: CheckRun, baseline: readonly BaselineCheck[], due: DueFailures = none): JudgedCheck {
  const before = baseline.find(({ line, cwd }) => line === run.line && cwd === run.cwd);
  const failing = run.report?.failing ?? [];
  const known = new Set((before?.failing ?? []).filter((name) => !due.name(name)));
  const newlyFailing = failing.filter((name) => !known.has(name));
  const failingBefore = failing.filter((name) => known.has(name));
  const judged = (state: CheckResult['state']): JudgedCheck => ({ run, state, newlyFailing, failingBefore });
  if (run.broken !== undefined) return judged(run.code === undefined && run.output === '' ? 'not_run' : 'failed');
  if (run.code === 0) return judged('passed');
  if (before === undefined || before.code === 0) return judged('failed');
  if (failing.length > 0 && before.failing.length > 0)
    return judged(newlyFailing.length === 0 ? 'failed_before' : 'failed');
  const asBefore = failureSignature(run.output) === before.signature && !due.output(run.output);
  return judged(asBefore ? 'failed_before' : 'failed');
}

/** All checks against what the task was to bring about. `changedTests`: test files that the task changed. */
export function judge(
  checks: readonly JudgedCheck[],
  expected: ExpectedOutcome,
  changedTests: readonly string[],
): Judgement {
  return expected === 'red' ? judgeRed(checks, changedTests) : judgeGreen(checks);
}

function judgeGreen(checks: readonly JudgedCheck[]): Judgement {
  const bad = checks.filter(({ state }) => state === 'failed' || state === 'not_run');
  if (bad.length > 0) return { kind: 'failed', sentence: bad.map(badWords).join(' '), signature: signatureOf(bad) };
  const before = checks.flatMap(({ state, failingBefore, run }) =>
    state === 'failed_before' ? [failingBefore.length > 0 ? names(failingBefore) : run.line] : [],
  );
  const passed = checks.flatMap(({ state, run }) => (state === 'passed' ? [run.line] : []));
  const parts = [
    ...(passed.length === 0 ? [] : [`Passed: ${passed.join(', ')}.`]),
    ...(before.length === 0 ? [] : [`Failed before the task too: ${before.join(', ')}.`]),
  ];
  return { kind: 'passed', sentence: parts.join(' ') };
}

/** The new tests fail, and nothing else does. */
function judgeRed(checks: readonly JudgedCheck[], changedTests: readonly string[]): Judgement {
  const ownTest = (name: string) => changedTests.some((path) => namesFile(name, path));
  const reds = checks.filter(({ state, run }) => state === 'failed' && isTestRun(run));
  const others = checks.filter(
    (check) => check.state === 'not_run' || (check.state === 'failed' && !reds.includes(check)),
  );
  if (others.length > 0)
    return { kind: 'failed', sentence: others.map(badWords).join(' '), signature: signatureOf(others) };
  if (reds.length === 0) {
    const sentence = 'The task wants tests that fail on the code of today, and none of the new ones does.';
    return { kind: 'failed', sentence, signature: 'nothing is red' };
  }
  const absent = reds.map(({ run }) => missingPackage(run.output)).find((name) => name !== undefined);
  if (absent !== undefined) {
    const sentence = `The tests could not run: the package ${absent} is not installed. That is not the failure the task wants.`;
    return { kind: 'failed', sentence, signature: `missing ${absent}` };
  }
  const failing = reds.flatMap(({ newlyFailing }) => newlyFailing);
  // Runners that print names without files can't say whose a test is.
  const told = failing.some((name) => looksLikeFile(name));
  const foreign = told ? failing.filter((name) => looksLikeFile(name) && !ownTest(name)) : [];
  if (foreign.length > 0) {
    const sentence = `Tests fail that are not the task's: ${names(foreign)}.`;
    return { kind: 'failed', sentence, signature: [...foreign].sort().join('\n') };
  }
  if (changedTests.length === 0)
    return {
      kind: 'failed',
      sentence: 'Something fails, but no test was written or changed.',
      signature: 'no new test',
    };
  const nameless = reds.filter(({ newlyFailing }) => newlyFailing.length === 0);
  const strange = nameless.find(({ run }) => !changedTests.some((path) => run.output.includes(lastPart(path))));
  if (strange !== undefined) {
    const sentence = `${strange.run.line} fails, but what it prints names none of the tests of this task (${changedTests.slice(0, 3).join(', ')}).`;
    return { kind: 'failed', sentence, signature: 'another failure' };
  }
  const what = failing.length === 0 ? reds.map(({ run }) => run.line).join(', ') : names(failing);
  return { kind: 'passed', sentence: `Red, as the task wants: ${what}. All else is as before.` };
}

/** A package of others that Node does not find; the project's own modules, which may not be there yet, begin with a dot. */
function missingPackage(output: string): string | undefined {
  const found = /Cannot find (?:module|package) '((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/u.exec(output)?.[1];
  return found !== undefined && /^(?:src|lib|app|test|tests)$/u.test(found) ? undefined : found;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A run of tests, and not of a compiler or linter. */
export function isTestRun({ report, line }: CheckRun): boolean {
  if (report !== undefined) return report.passed !== undefined || report.files.length > 0 || /test|spec/iu.test(line);
  return /\b(?:test|tests|spec|pytest|jest|vitest|mocha|check|verify)\b/iu.test(line);
}

/** What goes back to the agent: each failing check with the part of its output that says why. */
export function backText(checks: readonly JudgedCheck[], sentence: string, most = 12_000): string {
  const bad = checks.filter(({ state }) => state === 'failed' || state === 'not_run');
  const parts = bad.map(({ run, newlyFailing }) => {
    const end = run.broken ?? `exit ${run.code ?? 'unknown'}`;
    return `$ ${run.line}\n(${end})\n${failingPart(run.output, newlyFailing, Math.floor(most / bad.length))}`;
  });
  return [sentence, ...parts].join('\n\n');
}

function badWords({ run, state, newlyFailing }: JudgedCheck): string {
  if (state === 'not_run') return `${run.line} did not run: ${run.broken ?? 'nobody knows why'}`;
  if (run.broken !== undefined) return `${run.line}: ${run.broken}`;
  if (newlyFailing.length === 0) return `${run.line} failed with exit ${run.code ?? 'unknown'}.`;
  return `${newlyFailing.length === 1 ? '1 failure' : `${newlyFailing.length} failures`} in ${run.line}: ${names(newlyFailing)}.`;
}

function signatureOf(bad: readonly JudgedCheck[]): string {
  return bad
    .map(({ run, newlyFailing }) =>
      newlyFailing.length > 0 ? [...newlyFailing].sort().join('\n') : `${run.line} ${failureSignature(run.output)}`,
    )
    .sort()
    .join('\n');
}

const mostNames = 5;

function names(list: readonly string[]): string {
  const more = list.length - mostNames;
  return list.slice(0, mostNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function looksLikeFile(name: string): boolean {
  return /\.\w{1,5}(?:\s|:|$)/u.test(name) && /[/\\]|^\S+\.\w{1,5}(?:\s|:|$)/u.test(name);
}

function namesFile(name: string, path: string): boolean {
  return name.includes(path) || path.endsWith(`/${name.split(/ > |::| \[| › |\s/u)[0] ?? name}`);
}
