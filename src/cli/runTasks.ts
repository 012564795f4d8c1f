/** `tracewright run <spec>`: builds approved tasks; in a terminal it asks, elsewhere nobody can be asked. */
import { type Command, Option } from 'commander';
import type { SpecHandle } from '../core/flows/service';
import { statePaths } from '../core/flows/statePaths';
import type { Mode } from '../core/permissions/types';
import { estimateWords } from '../core/runs/estimate';
import type { RunOutcome, RunRequest, SpecRuns } from '../core/runs/service';
import { standingOf } from '../core/runs/verify/standing';
import { documentOf } from '../core/specs/spec';
import { findTasks } from '../core/specs/tasks';
import { answerRun } from './answerRun';
import { checkpointNamed } from './checkpoints';
import type { Cli, Register } from './cli';
import { CliError, type ExitCode, exitCodes } from './exit';
import { fireWhileWorking } from './followHooks';
import { shown } from './paths';
import { pickSpec } from './pickSpec';
import { openOptions, withRootOptions } from './specNew';
import { tellRun } from './tellRun';
import { tellUnloaded } from './tellUnloaded';

interface Options {
  readonly root?: string;
  readonly trust?: boolean;
  readonly json?: boolean;
  readonly acceptApprovals?: 'committed' | 'signed';
  readonly task?: string;
  readonly from?: string;
  readonly next?: boolean;
  readonly all?: boolean;
  readonly resume?: boolean;
  readonly raise?: boolean;
  readonly fork?: string;
  readonly putBack?: boolean;
  readonly mode?: Mode;
  readonly confirmChecks?: boolean;
}

/** Adds the subcommand. */
export const registerRunTasks: Register = (program, cli) => {
  withRunOptions(program.command('run').argument('<spec>', 'name or path'))
    .description('build approved tasks: under your eyes in a terminal, by the rules alone elsewhere')
    .action(async (wanted: string, options: Options) => run(cli, wanted, options));
};

function withRunOptions(command: Command): Command {
  return withRootOptions(command)
    .option('--task <id>', 'this task: 1.2, or its identity')
    .option('--from <id>', 'this task and all required ones after it')
    .option('--next', 'the next required task')
    .option('--all', 'every required task that is not done')
    .option('--resume', 'go on with what was stopped, paused or interrupted')
    .option('--raise', 'go on with a task that its budget paused, with as much again')
    .option('--fork <checkpoint>', 'go on from there in a session of its own; the files stay as they are')
    .option('--put-back', 'with --fork: put the files back to the checkpoint first')
    .addOption(new Option('--mode <mode>', 'how far the agent goes by itself').choices(['supervised', 'autopilot']))
    .option('--confirm-checks', 'let the commands found in the workspace prove the work, without a question');
}

async function run(cli: Cli, wanted: string, options: Options): Promise<void> {
  const ask = options.json === true ? undefined : cli.terminal.ask;
  const { workspace, root } = await cli.open({ ...openOptions(cli, options), headless: ask === undefined });
  await tellUnloaded(cli, workspace, root);
  const handle = await pickSpec(cli, workspace, wanted);
  const request = requestOf(handle, options);
  const runs = await workspace.runs.open(handle.path);
  if (runs === undefined) throw new CliError(`${wanted} has no tasks.md yet.`, exitCodes.gate);
  if (options.mode !== undefined) runs.setMode(options.mode);
  const told = options.json === true ? undefined : tellRun(cli.terminal, runs);
  const answering = ask === undefined ? undefined : answerRun(cli.terminal, ask, runs, options.confirmChecks === true);
  const forget = cli.terminal.onInterrupt(() => void runs.stop());
  const firing = await fireWhileWorking(cli, workspace, root, ask);
  const deaf = ask === undefined ? undefined : cli.terminal.listen?.((line) => tell(cli, runs, line));
  if (deaf !== undefined) cli.terminal.note('What you type while it works is told to the agent; Ctrl+C stops it.');
  try {
    if (options.confirmChecks === true && ask === undefined) await confirmFound(cli, root, runs);
    if (told !== undefined && request !== undefined) await tellEstimate(cli, runs, request);
    const outcome = await begun(runs, request, options);
    // Also what ended badly has states and was paid for.
    if (outcome.kind !== 'refused') summarise(cli, runs, options);
    expectRun(outcome, cli);
  } finally {
    deaf?.();
    await firing.end();
    forget();
    answering?.dispose();
    told?.dispose();
  }
}

/** A line that answers no question: the user talks to the agent. */
function tell({ terminal }: Cli, runs: SpecRuns, line: string): void {
  if (!runs.snapshot().active) return;
  runs.tell(line);
  terminal.note(`The agent hears before its next request: ${line}`);
}

async function begun(runs: SpecRuns, request: RunRequest | undefined, options: Options): Promise<RunOutcome> {
  if (request !== undefined) return runs.start(request);
  if (options.raise === true) return runs.raiseBudget();
  if (options.fork === undefined) return runs.resume();
  const { id } = checkpointNamed(await runs.checkpoints(), options.fork);
  const forked = await runs.fork(id, { files: options.putBack === true });
  return forked.kind === 'done' ? runs.resume() : forked;
}

/** Several tasks: what they will cost, about, before the first begins. */
async function tellEstimate(cli: Cli, runs: SpecRuns, request: RunRequest): Promise<void> {
  const estimate = await runs.estimate(request);
  if (estimate.tasks > 1) cli.terminal.note(`About to run ${estimateWords(estimate)}.`);
}

/** Headless: what was found becomes what is confirmed, since the caller says so. */
async function confirmFound(cli: Cli, root: string, runs: SpecRuns): Promise<void> {
  const { files, stateFolder, loadPart } = cli.host;
  const { root: folder } = await statePaths(files, stateFolder, root, root);
  const standing = await standingOf({ files, loadPart, roots: [root] }, `${folder}/checks.json`, root);
  if (standing.kind === 'ask') await runs.confirmChecks(standing.confirm.checks);
}

function requestOf(handle: SpecHandle, options: Options): RunRequest | undefined {
  const { task, from, next, all, resume, raise, fork } = options;
  const given = [task, from, next, all, resume, raise, fork].filter((each) => each !== undefined && each !== false);
  if (given.length !== 1)
    throw new CliError(
      'Say what to run: one of --task <id>, --from <id>, --next, --all, --resume, --raise, --fork <checkpoint>.',
      exitCodes.usage,
    );
  if (options.putBack === true && fork === undefined)
    throw new CliError('--put-back belongs to --fork <checkpoint>.', exitCodes.usage);
  if (task !== undefined) return { what: 'task', identity: identityOf(handle, task) };
  if (from !== undefined) return { what: 'from', identity: identityOf(handle, from) };
  if (resume === true || raise === true || fork !== undefined) return undefined;
  return { what: all === true ? 'all' : 'next' };
}

function identityOf(handle: SpecHandle, wanted: string): string {
  const document = documentOf(handle.spec(), 'tasks.md');
  const found = document === undefined ? [] : findTasks(document, wanted);
  const [task] = found;
  if (task === undefined) throw new CliError(`There is no task ${wanted} in ${handle.path}/tasks.md.`, exitCodes.usage);
  if (found.length === 1) return task.identity;
  const list = found.map(({ identity, title }) => `  ${identity}  ${title}`).join('\n');
  throw new CliError(`${found.length} tasks are called ${wanted}. Give one of these:\n${list}`, exitCodes.usage);
}

/** Throws where a run did not end well. */
function expectRun(outcome: RunOutcome, { terminal }: Cli): void {
  switch (outcome.kind) {
    case 'done':
      if (outcome.message !== undefined) terminal.note(outcome.message);
      return;
    case 'refused':
      throw new CliError(outcome.message, refusalCodes[outcome.code]);
    case 'paused':
      throw new CliError(`${outcome.message} ${howToRaise}`, exitCodes.budget);
    default:
      throw new CliError(outcome.message, endCodes[outcome.kind]);
  }
}

/** The only pause is that of a limit. */
const howToRaise =
  'Run again with --raise instead of the task to grant as much again, or set the limit higher: tracewright.budget.task, .spec or .day in the settings.';

const endCodes: Readonly<Record<Exclude<RunOutcome['kind'], 'done' | 'refused' | 'paused'>, ExitCode>> = {
  stopped: exitCodes.stopped,
  failed: exitCodes.failed,
  not_verifiable: exitCodes.failed,
};

const refusalCodes: Readonly<Record<Extract<RunOutcome, { kind: 'refused' }>['code'], ExitCode>> = {
  gate: exitCodes.gate,
  locked: exitCodes.failed,
  busy: exitCodes.failed,
  invalid: exitCodes.usage,
  denied: exitCodes.denied,
  agent: exitCodes.denied,
  trust: exitCodes.denied,
  model: exitCodes.model,
  budget: exitCodes.budget,
};

function summarise(cli: Cli, runs: SpecRuns, options: Options): void {
  if (options.json === true) return;
  const { spec, tasks } = runs.snapshot();
  for (const { id, title, state, dollars, evidence } of tasks) {
    const cost = dollars === undefined || dollars === 0 ? '' : `, $${dollars.toFixed(2)}`;
    const record = evidence === undefined ? '' : `, ${shown(cli.cwd, `${spec}/${evidence}`)}`;
    cli.terminal.print(`${id ?? ''} ${title}: ${state.replace('_', ' ')}${cost}${record}`.trim());
  }
}
