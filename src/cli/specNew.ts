import { type Command, Option } from 'commander';
import type { Host } from '../core/host';
import { advance, begin } from './advance';
import { type AnswersFile, parseAnswers } from './answers';
import type { Cli, OpenOptions } from './cli';
import { CliError, exitCodes } from './exit';
import { absolute } from './paths';
import { pickSpec } from './pickSpec';
import { tellUnloaded } from './tellUnloaded';

/** Options shared by the subcommands that let a model write. */
export interface RunOptions {
  readonly root?: string;
  readonly trust?: boolean;
  readonly json?: boolean;
  readonly answers?: string;
  readonly until: string;
  readonly acceptApprovals?: 'committed' | 'signed';
}

/** `spec new` and `spec continue`: from a sentence to documents. */
export function registerSpecNew(spec: Command, cli: Cli): void {
  withRunOptions(spec.command('new').argument('<sentence>', 'what to build, in a sentence'))
    .description('begin a spec: read the repository, ask, write')
    .option('--name <name>', 'folder name; made from the sentence by default')
    .option('--flow <flow>', 'which documents in which order')
    .action(async (sentence: string, options: RunOptions & { readonly name?: string; readonly flow?: string }) => {
      const answers = await readAnswers(cli, options.answers);
      const { workspace, root } = await cli.open(openOptions(cli, options));
      await tellUnloaded(cli, workspace, root);
      const { name, flow } = options;
      const handle = await workspace.specs.create({
        root,
        sentence,
        ...(name === undefined ? {} : { name }),
        ...(flow === undefined ? {} : { flow }),
      });
      if ('kind' in handle)
        throw new CliError(handle.message, handle.code === 'invalid' ? exitCodes.usage : exitCodes.failed);
      await begin(cli, handle, { until: options.until, json: options.json === true, answers });
    });
  withRunOptions(spec.command('continue').argument('<spec>', 'name or path'))
    .description('go on with a spec: answer, resume, write the next documents')
    .action(async (wanted: string, options: RunOptions) => {
      const answers = await readAnswers(cli, options.answers);
      const { workspace, root } = await cli.open(openOptions(cli, options));
      await tellUnloaded(cli, workspace, root);
      const handle = await pickSpec(cli, workspace, wanted);
      await advance(cli, handle, { until: options.until, json: options.json === true, answers });
    });
}

function withRunOptions(command: Command): Command {
  return withRootOptions(command)
    .option('--answers <file>', 'answers to the questions, as JSON')
    .addOption(
      new Option(
        '--until <step>',
        'the last document to write; "questions" prints these and a file to answer them with',
      )
        .choices(['questions', 'requirements', 'design', 'tasks'])
        .default('requirements'),
    );
}

/** Options of every command that works on specs. */
export function withRootOptions(command: Command): Command {
  return command
    .option('--root <folder>', 'workspace folder; by default the nearest one with .kiro or .git')
    .option('--json', 'print the session log’s events, one a line')
    .option('--trust', 'load the steering of this folder without trusting it for good')
    .addOption(
      new Option('--accept-approvals <kind>', 'let approvals in commits open gates').choices(['committed', 'signed']),
    );
}

/** The part of a subcommand's options that opening the workspace needs. */
export function openOptions(
  cli: Cli,
  options: Pick<RunOptions, 'root' | 'trust' | 'json' | 'acceptApprovals'>,
): OpenOptions {
  const { root, trust, acceptApprovals } = options;
  const onSessionEvent =
    options.json === true ? (event: unknown) => cli.terminal.print(JSON.stringify(event)) : undefined;
  return { root, trust, acceptApprovals, onSessionEvent };
}

async function readAnswers(
  cli: { readonly host: Pick<Host, 'files'>; readonly cwd: string },
  file: string | undefined,
): Promise<AnswersFile | undefined> {
  if (file === undefined) return undefined;
  const bytes = await cli.host.files.read(absolute(cli.cwd, file));
  if (bytes === undefined) throw new CliError(`There is no answers file ${file}.`, exitCodes.usage);
  const parsed = parseAnswers(new TextDecoder().decode(bytes));
  if (typeof parsed === 'string')
    throw new CliError(`The answers file ${file} is not used: ${parsed}.`, exitCodes.usage);
  return parsed;
}
