import { type ContextPart, contextLines } from '../core/context/effective';
import type { Cli, Register } from './cli';
import { CliError, exitCodes } from './exit';
import { absolute, shown } from './paths';
import { pickSpec } from './pickSpec';

interface ContextOptions {
  readonly for?: string;
  readonly files?: readonly string[];
  readonly spec?: string;
  readonly task?: string;
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
    .option('--root <folder>', 'workspace folder')
    .option('--trust', 'load the steering of a folder that nobody has trusted yet')
    .option('--text', 'print the whole text of each part that is in')
    .option('--json', 'one JSON object')
    .action(async (options: ContextOptions) => explain(cli, options));
};

async function explain(cli: Cli, options: ContextOptions): Promise<void> {
  const { workspace, root } = await cli.open({ root: options.root, trust: options.trust });
  if (options.task !== undefined && options.spec === undefined)
    throw new CliError('A task belongs to a spec: give --spec too.', exitCodes.usage);
  const spec = options.spec === undefined ? undefined : (await pickSpec(cli, workspace, options.spec)).snapshot().path;
  const context = await workspace.context({
    root,
    prompt: options.for ?? '',
    files: (options.files ?? []).map((path) => inside(root, absolute(cli.cwd, path), path)),
    ...(spec === undefined ? {} : { spec }),
    ...(options.task === undefined ? {} : { task: options.task }),
  });
  const name = (path: string) => shown(cli.cwd, path);
  if (options.json === true) {
    const parts = context.parts.map((part) => ({
      ...part,
      ...(part.path === undefined ? {} : { path: name(part.path) }),
    }));
    cli.terminal.print(JSON.stringify({ ...context, parts, files: context.files.map(name) }));
    return;
  }
  for (const line of contextLines(context, name)) cli.terminal.print(line);
  if (options.text === true) for (const part of context.parts.filter(({ included }) => included)) printText(cli, part);
}

function printText(cli: Cli, { label, text }: ContextPart): void {
  cli.terminal.print(`\n--- ${label}\n${text}`);
}

function inside(root: string, path: string, asked: string): string {
  if (!path.startsWith(`${root}/`))
    throw new CliError(`${asked} is outside the workspace folder ${root}.`, exitCodes.usage);
  return path.slice(root.length + 1);
}
