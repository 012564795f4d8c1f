import { type ContextPart, contextLines } from '../core/context/effective';
import type { SpecHandle } from '../core/flows/service';
import type { Workspace } from '../core/workspace';
import type { Cli, Register } from './cli';
import { CliError, exitCodes, expectDone } from './exit';
import { inside, shown } from './paths';
import { pickSpec } from './pickSpec';
import { tellUnloaded } from './tellUnloaded';

interface ContextOptions {
  readonly for?: string;
  readonly files?: readonly string[];
  readonly spec?: string;
  readonly task?: string;
  readonly session?: string;
  readonly off?: readonly string[];
  readonly on?: readonly string[];
  readonly root?: string;
  readonly trust?: boolean;
  readonly json?: boolean;
  readonly text?: boolean;
}

/** `tracewright context`: what a prompt would hold, part by part, and why. Nothing is sent. */
export const registerContext: Register = (program, cli) => {
  program
    .command('context')
    .description('what the model would see: each part, why it is in or out, tokens and cost; nothing is sent')
    .option('--for <prompt>', 'the words of a prompt')
    .option('--files <paths...>', 'files that are worked on')
    .option('--spec <spec>', 'name or path of a spec')
    .option('--task <id>', 'a task of it')
    .option(
      '--session <id>',
      'what a session was sent, such as that of a helper or of an agent of a hook (see log show)',
    )
    .option('--off <parts...>', 'switch steering files or the map off for the sessions of --spec; kept in their log')
    .option('--on <parts...>', 'switch them on again')
    .option('--root <folder>', 'workspace folder')
    .option('--trust', 'load the steering of a folder that nobody has trusted yet')
    .option('--text', 'print the whole text of each part that is in')
    .option('--json', 'one JSON object')
    .action(async (options: ContextOptions) => explain(cli, options));
};

async function explain(cli: Cli, options: ContextOptions): Promise<void> {
  const { workspace, root } = await cli.open({ root: options.root, trust: options.trust });
  await tellUnloaded(cli, workspace, root);
  if (options.task !== undefined && options.spec === undefined)
    throw new CliError('A task belongs to a spec: give --spec too.', exitCodes.usage);
  const others = [options.for, options.files, options.spec, options.off, options.on];
  if (options.session !== undefined && others.some((each) => each !== undefined))
    throw new CliError(
      'A session is shown as it is: --session goes with --json, --text and --root only.',
      exitCodes.usage,
    );
  const handle = options.spec === undefined ? undefined : await pickSpec(cli, workspace, options.spec);
  const spec = handle?.path;
  if (options.off !== undefined || options.on !== undefined) await switchParts(handle, options, workspace, root);
  const context = await workspace.context({
    root,
    prompt: options.for ?? '',
    files: (options.files ?? []).map((path) => inside(root, cli.cwd, path)),
    ...(spec === undefined ? {} : { spec }),
    ...(options.task === undefined ? {} : { task: options.task }),
    ...(options.session === undefined ? {} : { session: options.session }),
  });
  const name = (path: string) => shown(cli.cwd, path);
  if (options.json === true) {
    const parts = context.parts.map((part) => ({
      ...part,
      ...(part.path === undefined ? {} : { path: name(part.path) }),
      ...(part.brings === undefined ? {} : { brings: part.brings.map(name) }),
    }));
    cli.terminal.print(JSON.stringify({ ...context, parts, files: context.files.map(name) }));
    return;
  }
  for (const line of contextLines(context, name)) cli.terminal.print(line);
  if (options.text === true) for (const part of context.parts.filter(({ included }) => included)) printText(cli, part);
}

/** Keeps in the session's log what is off; what can't be switched ends with exit 2 and lists what can. */
async function switchParts(
  handle: SpecHandle | undefined,
  { on = [], off = [] }: ContextOptions,
  workspace: Workspace,
  root: string,
): Promise<void> {
  if (handle === undefined)
    throw new CliError('Parts are switched for the sessions of a spec: give --spec too.', exitCodes.usage);
  const { parts } = await workspace.context({ root, prompt: '', files: [], spec: handle.path });
  const names = parts.flatMap((part) => (part.switch === undefined ? [] : [part.label]));
  const known = [...names, ...(handle.snapshot().off ?? [])];
  const wrong = [...on, ...off].find((name) => !known.includes(name));
  if (wrong !== undefined)
    throw new CliError(`"${wrong}" can’t be switched. What can: ${names.join(', ')}.`, exitCodes.usage);
  const next = [...(handle.snapshot().off ?? []), ...off].filter((name) => !on.includes(name));
  expectDone(await handle.switchOff(next));
}

function printText(cli: Cli, { label, text }: ContextPart): void {
  cli.terminal.print(`\n--- ${label}\n${text}`);
}
