import type { Command } from 'commander';
import { statePaths } from '../core/flows/statePaths';
import { checkpointLimits, createCheckpoints } from '../core/runs/checkpoints/index';
import type { Checkpoints, FilePlace } from '../core/runs/deps';
import type { RestorePreview } from '../core/runs/service';
import type { FileReview } from '../core/runs/snapshot';
import type { Cli, Register } from './cli';
import { CliError, exitCodes } from './exit';
import { absolute, shown } from './paths';
import { loadSettings } from './settings';

interface Options {
  readonly root?: string;
  readonly json?: boolean;
}

interface Opened {
  readonly root: string;
  readonly checkpoints: Checkpoints;
}

/** `tracewright checkpoints list|diff|restore`: states of the folder that can be gone back to. */
export const registerCheckpoints: Register = (program, cli) => {
  const checkpoints = program.command('checkpoints').description('states of the folder that can be gone back to');
  shared(checkpoints.command('list'))
    .description('every checkpoint, newest first')
    .action(async (options: Options) => list(cli, options));
  shared(checkpoints.command('diff').argument('<checkpoint>').argument('[path]'))
    .description('what has changed since a checkpoint')
    .action(async (id: string, path: string | undefined, options: Options) => diff(cli, id, path, options));
  shared(checkpoints.command('restore').argument('<checkpoint>').argument('[paths...]'))
    .description('put the folder, or these files, back to a checkpoint; the present is kept as a checkpoint first')
    .option('--yes', 'do not ask')
    .action(async (id: string, paths: readonly string[], options: Options & { readonly yes?: boolean }) =>
      restore(cli, id, paths, options),
    );
};

function shared(command: Command): Command {
  return command.option('--root <folder>', 'workspace folder').option('--json', 'one JSON object');
}

async function open(cli: Cli, options: Options): Promise<Opened> {
  const { root } = await cli.open({ root: options.root });
  const { settings } = await loadSettings(cli.host);
  const limits = () => checkpointLimits(settings);
  return { root, checkpoints: createCheckpoints({ host: cli.host, roots: [root], limits }) };
}

/** The checkpoint with this id, or with as much of it as no other begins with. Throws a CliError. */
export function checkpointNamed<Named extends { readonly id: string }>(all: readonly Named[], wanted: string): Named {
  const found = all.filter(({ id }) => id.startsWith(wanted));
  const [only] = found;
  if (only === undefined || wanted === '')
    throw new CliError(`There is no checkpoint ${wanted}. See: tracewright checkpoints list`, exitCodes.usage);
  const exact = found.find(({ id }) => id === wanted);
  if (exact === undefined && found.length > 1)
    throw new CliError(`${found.length} checkpoints begin with ${wanted}. Give more of the id.`, exitCodes.usage);
  return exact ?? only;
}

async function list(cli: Cli, options: Options): Promise<void> {
  const { terminal } = cli;
  const found = await (await open(cli, options)).checkpoints.list();
  if (options.json === true) return terminal.print(JSON.stringify({ checkpoints: found }));
  if (found.length === 0) terminal.note('There are no checkpoints of this folder yet. Each turn of a task takes one.');
  for (const { id, at, label, about } of found) {
    terminal.print([id, at, label, ...(about === undefined ? [] : [shown(cli.cwd, about.spec)])].join('  '));
  }
}

async function diff(cli: Cli, id: string, path: string | undefined, options: Options): Promise<void> {
  const opened = await open(cli, options);
  const checkpoint = checkpointNamed(await opened.checkpoints.list(), id);
  const within = path === undefined ? undefined : fileOf(cli, opened.root, path).path;
  const all = await opened.checkpoints.changes(checkpoint.id);
  const files = all.filter(
    (file) => within === undefined || file.path === within || file.path.startsWith(`${within}/`),
  );
  if (options.json === true) return cli.terminal.print(JSON.stringify({ checkpoint: checkpoint.id, files }));
  for (const file of files) printFile(cli, file);
}

function printFile({ terminal }: Cli, file: FileReview): void {
  terminal.print(`${file.kind} ${file.path}${file.whole === undefined ? ` (+${file.added} -${file.removed})` : ''}`);
  if (file.whole !== undefined) terminal.print(`  ${file.whole}`);
  const signs = { same: ' ', added: '+', removed: '-' } as const;
  for (const { oldStart, newStart, lines } of file.hunks) {
    terminal.print(`@@ -${oldStart} +${newStart} @@`);
    for (const { kind, text } of lines) terminal.print(`${signs[kind]}${text}`);
  }
}

async function restore(
  cli: Cli,
  id: string,
  paths: readonly string[],
  options: Options & { readonly yes?: boolean },
): Promise<void> {
  const { host, terminal } = cli;
  if (host.env('TRACEWRIGHT_AGENT') !== undefined)
    throw new CliError('An agent may not go back to a checkpoint. Its user can.', exitCodes.denied);
  const opened = await open(cli, options);
  const { root, checkpoints } = opened;
  const checkpoint = checkpointNamed(await opened.checkpoints.list(), id);
  const lock = await host.locks.acquire((await statePaths(host.files, host.stateFolder, root, root)).lock);
  if ('heldBy' in lock)
    throw new CliError(`${lock.heldBy} is at work in this folder. Stop it there, then restore.`, exitCodes.failed);
  try {
    const files = paths.map((path) => fileOf(cli, root, path));
    const preview = await checkpoints.preview(checkpoint.id);
    if (preview !== undefined && !(await agreed(cli, preview, files, options)))
      throw new CliError('Nothing was changed.', exitCodes.stopped);
    const result = await checkpoints.restore(checkpoint.id, files.length === 0 ? undefined : files);
    if (options.json === true) terminal.print(JSON.stringify({ checkpoint: checkpoint.id, ...result }));
    else {
      for (const sentence of result.failed) terminal.note(sentence);
      terminal.print(`${result.restored} files were put back.`);
      terminal.note(`To undo this: tracewright checkpoints restore ${result.before.id}`);
    }
    if (result.failed.length > 0) cli.exit(exitCodes.failed);
  } finally {
    await lock.release();
  }
}

/** Says what would change; asks where there is somebody to ask. */
async function agreed(
  { terminal }: Cli,
  { files, byUser, notHeld }: RestorePreview,
  only: readonly FilePlace[],
  options: Options & { readonly yes?: boolean },
): Promise<boolean> {
  if (options.json === true) return true;
  const chosen = (path: string) =>
    only.length === 0 || only.some((each) => path === each.path || path.startsWith(`${each.path}/`));
  for (const { kind, path } of files.filter((file) => chosen(file.path))) terminal.note(`would be ${kind}: ${path}`);
  for (const path of byUser.filter(chosen)) terminal.note(`changed by somebody else than the agent: ${path}`);
  for (const gap of notHeld) terminal.note(`not in the checkpoint, stays as it is: ${gap}`);
  if (options.yes === true || terminal.ask === undefined) return true;
  return /^y(?:es)?$/iu.test((await terminal.ask('Put this back? [y/N] ')).trim());
}

function fileOf(cli: Cli, root: string, path: string): FilePlace {
  const full = absolute(cli.cwd, path);
  if (!full.startsWith(`${root}/`)) throw new CliError(`${path} is not in ${root}.`, exitCodes.usage);
  return { root, path: full.slice(root.length + 1) };
}
