/** Checks that are called tests and execute none: what they say, and what the programs behind them can do. */
import { type CheckRun, isTestRun } from './judge';
import { saysNoTest } from './results/nothing';

/** They look at files, or at nothing; none of them executes the code of the project. */
const testless =
  /^(?:true|false|:|echo|printf|exit|sleep|cd|pwd|export|unset|set|test|\[|\[\[|cat|ls|date|mkdir|rm|cp|mv|touch|head|tail|wait|which|command|type|uname|id|tsc|vue-tsc|svelte-check|tsgo|eslint|prettier|biome|oxlint|stylelint|xo|standard|tslint|jshint|dprint|markdownlint|markdownlint-cli2|cspell|publint|attw|knip|depcheck|madge|flake8|ruff|black|isort|mypy|pyright|pylint|pyflakes|bandit|rubocop|golangci-lint|staticcheck|gofmt|goimports|rustfmt|shellcheck|shfmt|hadolint|yamllint|actionlint|ktlint|detekt|checkstyle|phpstan|php-cs-fixer|psalm|swiftlint|(?:go|cargo|dotnet|deno) (?:vet|build|fmt|mod|generate|check|clippy|doc|format|restore|lint))$/u;

/** Whether a program, with its verb where it has many (`go vet`), executes no test whatever it prints. */
export function executesNoTest(program: string): boolean {
  return testless.test(program);
}

/** Whether programs, as `startedBy` names them, execute no test whatever they print. Of none nobody knows. */
export function executeNoTest(programs: ReadonlySet<string>): boolean {
  return programs.size > 0 && [...programs].every(executesNoTest);
}

/** Of runs that are called tests, those that executed some and those that did not. */
export interface TestRuns {
  readonly some: readonly CheckRun[];
  readonly none: readonly CheckRun[];
}

/** Tells runs of tests apart. `programs`: what a run starts in the end, through scripts and targets. */
export async function testRuns(
  runs: readonly CheckRun[],
  programs: (run: CheckRun) => Promise<ReadonlySet<string>>,
): Promise<TestRuns> {
  const called = runs.filter((run) => run.broken === undefined && isTestRun(run));
  const idle = new Set<CheckRun>();
  for (const run of called) if (ranNothing(run) || (!seen(run) && executeNoTest(await programs(run)))) idle.add(run);
  return { some: called.filter((run) => !idle.has(run)), none: called.filter((run) => idle.has(run)) };
}

function seen({ report }: CheckRun): boolean {
  return (report?.passed ?? 0) > 0;
}

/** A run that is red counts only where its own words say that tests ran: it may have failed before the first one. */
function ranNothing(run: CheckRun): boolean {
  const { code, report, output } = run;
  if (seen(run)) return false;
  if (report?.passed === 0) return code !== 0 || report.failing.length === 0;
  return code === 0 ? saysNoTest(output) : (report?.failing ?? []).length === 0;
}
