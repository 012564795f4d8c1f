import type { Command } from 'commander';
import { createTwoFilesPatch } from 'diff';
import type { Diagnostic } from '../core/diagnostic';
import { money } from '../core/runs/estimate';
import type { SteeringChoice, SteeringFile } from '../core/steering/model';
import type { Workspace } from '../core/workspace';
import type { DraftCost } from '../core/workspace/draftCost';
import type { SteeringWish } from '../core/workspace/draftSteering';
import { namedIn } from '../core/workspace/scene';
import type { Cli, Register } from './cli';
import { CliError, exitCodes } from './exit';
import { inside } from './paths';
import { tellUnloaded } from './tellUnloaded';

interface Options {
  readonly root?: string;
  readonly json?: boolean;
  readonly trust?: boolean;
  readonly files?: readonly string[];
  readonly for?: string;
  readonly yes?: boolean;
  readonly change?: string;
}

/** `tracewright steering list|generate|refine|learn|template`: what every prompt of a folder carries. */
export const registerSteering: Register = (program, cli) => {
  const steering = program.command('steering').description('the files that every prompt about a folder carries');
  shared(steering.command('list'))
    .description('every steering file, when it takes part, and what is wrong with it')
    .option('--files <paths...>', 'as if these files were worked on')
    .option('--for <prompt>', 'as if this were asked')
    .action(async (options: Options) => list(cli, options));
  drafting(steering.command('generate'))
    .description('study the repository and draft product.md, tech.md and structure.md')
    .action(async (options: Options) => draft(cli, options, { kind: 'foundation' }));
  drafting(steering.command('refine').argument('<file>').argument('[wish]', 'what to change', ''))
    .description('draft a better version of one steering file')
    .action(async (path: string, wish: string, options: Options) =>
      draft(cli, options, { kind: 'refine', path, wish }),
    );
  drafting(steering.command('learn').argument('<comment>', 'what a reviewer said'))
    .description('draft the rule that would have prevented what a reviewer said')
    .option('--change <text>', 'what it was said of', '')
    .action(async (comment: string, options: Options) =>
      draft(cli, options, { kind: 'learn', comment, change: options.change ?? '' }),
    );
  shared(steering.command('template').argument('[name]'))
    .description('the templates, or the text of one')
    .action(async (name: string | undefined, options: Options) => template(cli, name, options));
};

function shared(command: Command): Command {
  return command
    .option('--root <folder>', 'workspace folder')
    .option('--trust', 'load the steering of this folder without trusting it for good')
    .option('--json', 'one JSON object');
}

function drafting(command: Command): Command {
  return shared(command).option('--yes', 'write the drafts without asking');
}

async function list(cli: Cli, options: Options): Promise<void> {
  const { workspace, root } = await cli.open(options);
  await tellUnloaded(cli, workspace, root);
  const { files, conflicts } = await workspace.steering.list(root);
  const occasion = {
    paths: (options.files ?? []).map((path) => inside(root, cli.cwd, path)),
    ...(options.for === undefined ? {} : { request: options.for, named: namedIn(options.for) }),
  };
  const chosen = await workspace.steering.select(root, occasion);
  const idle = await workspace.steering.idle(root, files);
  const choices = chosen.map((choice) => withIdle(choice, idle.get(choice.file.path)));
  const { terminal } = cli;
  if (options.json === true)
    return terminal.print(
      JSON.stringify({
        files: choices.map(plain),
        conflicts: conflicts.map(({ holds, over, why }) => ({ holds: holds.label, over: over.label, why })),
      }),
    );
  for (const choice of choices) for (const line of linesOf(choice)) terminal.print(line);
  for (const { why } of conflicts) terminal.print(why);
  if (files.length === 0 && workspace.trusted)
    terminal.note('No steering file applies here. Write one: tracewright steering generate');
}

function withIdle(choice: SteeringChoice, problem: Diagnostic | undefined): SteeringChoice {
  if (problem === undefined) return choice;
  return { ...choice, file: { ...choice.file, problems: [...choice.file.problems, problem] } };
}

function plain({ file, included, why }: SteeringChoice) {
  const { label, path, name, scope, source, inclusion, tokens, problems } = file;
  return { label, path, name, scope, source, inclusion, tokens, included, why, problems };
}

function linesOf({ file, included, why }: SteeringChoice): readonly string[] {
  const because = `${included ? 'Included because' : 'Not included because'} ${why}.`;
  const head = `${included ? '+' : '-'} ${file.label}  ${modeOf(file)}, about ${file.tokens} token${file.tokens === 1 ? '' : 's'}. ${because}`;
  return [
    head,
    ...file.problems.map(
      ({ place, severity, message }) => `    ${file.label}:${place.line}:${place.column} ${severity}: ${message}`,
    ),
  ];
}

function modeOf({ inclusion, subtree }: SteeringFile): string {
  const patterns = inclusion.kind === 'fileMatch' ? ` ${inclusion.patterns.join(', ')}` : '';
  return `${inclusion.kind}${patterns}${subtree === '' ? '' : ` below ${subtree}/`}`;
}

async function draft(cli: Cli, options: Options, wished: SteeringWish): Promise<void> {
  const { terminal } = cli;
  const { workspace, root } = await cli.open(options);
  const wish = wished.kind === 'refine' ? { ...wished, path: inside(root, cli.cwd, wished.path) } : wished;
  const stop = new AbortController();
  const release = terminal.onInterrupt(() => stop.abort());
  const outcome = await workspace.steering.draft(root, wish, stop.signal, terminal.note).finally(release);
  if (outcome.kind === 'stopped') throw new CliError('Stopped. Nothing was written.', exitCodes.stopped);
  if (outcome.kind === 'failed') throw new CliError(outcome.failure.message, exitCodes.model);
  if (outcome.words !== '') terminal.note(outcome.words);
  if (outcome.cost !== undefined) terminal.note(costWords(outcome.cost));
  if (options.json === true) terminal.print(JSON.stringify({ drafts: outcome.drafts, cost: outcome.cost }));
  if (outcome.drafts.length === 0) return terminal.note('There is nothing to change.');
  for (const { path, before, after } of outcome.drafts) {
    if (options.json !== true)
      terminal.print(
        createTwoFilesPatch(path, path, before ?? '', after, before === undefined ? 'new' : '', '').trimEnd(),
      );
  }
  await write(cli, workspace, root, options, outcome.drafts);
}

function costWords({ tokens, dollars }: DraftCost): string {
  return `It took ${tokens.toLocaleString('en')} tokens${dollars === undefined ? '' : `, ${money(dollars)}`}.`;
}

async function write(
  cli: Cli,
  workspace: Workspace,
  root: string,
  options: Options,
  drafts: Extract<Awaited<ReturnType<Workspace['steering']['draft']>>, { kind: 'drafted' }>['drafts'],
): Promise<void> {
  const { terminal } = cli;
  if ((cli.host.env('TRACEWRIGHT_AGENT') ?? '') !== '')
    throw new CliError('Writing steering is refused here: this process was started by an agent.', exitCodes.denied);
  const answer =
    options.yes === true
      ? 'y'
      : await terminal.ask?.(`Write ${drafts.length === 1 ? 'this file' : `these ${drafts.length} files`}? [y/N] `);
  if (!/^y(?:es)?$/iu.test(answer?.trim() ?? ''))
    return terminal.note(
      'Nothing was written. With --yes the next drafts are written as they come; they cost as much again.',
    );
  for (const each of drafts) {
    const refused = await workspace.steering.write(root, each);
    terminal.note(refused ?? `Wrote ${each.path}.`);
    if (refused !== undefined) cli.exit(exitCodes.failed);
  }
}

async function template(cli: Cli, name: string | undefined, options: Options): Promise<void> {
  const { templates } = (await cli.open(options)).workspace.steering;
  if (name === undefined) {
    for (const each of templates) cli.terminal.print(`${each.name}  ${each.title}: ${each.detail}`);
    return;
  }
  const found = templates.find((each) => each.name === name);
  if (found === undefined)
    throw new CliError(`There is no template ${name}. See: tracewright steering template`, exitCodes.usage);
  cli.terminal.write(found.text);
}
