/** `tracewright hooks`: what is there, run one, try one, watch, explain. */
import type { Command } from 'commander';
import { hookLines } from '../core/hooks/describe';
import type { NewEvent } from '../core/hooks/engine/engine';
import type { Firing, Hook, HookSet, TriggerName } from '../core/hooks/model';
import { triggerNames, triggerOf } from '../core/hooks/triggers/index';
import { nearWord } from '../core/nearWord';
import type { HookService } from '../core/workspace/hooks';
import { uncalledByGit } from '../node/gitHooks/uncalled';
import type { Cli, Register } from './cli';
import { CliError, exitCodes } from './exit';
import { firingLines, followHooks, watchedWords } from './followHooks';
import { hookQuestions } from './hookQuestions';
import { absolute } from './paths';

interface Options {
  readonly root?: string;
  readonly trust?: boolean;
  readonly json?: boolean;
  readonly accept?: boolean;
}

/** What an event is said to be about, besides files. */
interface About extends Options {
  readonly tool?: string;
  readonly prompt?: string;
  readonly document?: string;
  readonly exitCode?: number;
  readonly branch?: string;
}

function about(command: Command): Command {
  return command
    .option('--tool <name>', 'name of the tool')
    .option('--prompt <text>', 'what the user wrote')
    .option('--document <name>', 'requirements, design, tasks or bugfix')
    .option('--exit-code <number>', 'how it ended', exitCodeOf)
    .option('--branch <name>', 'the branch, where it is not the one that is checked out');
}

function exitCodeOf(text: string): number {
  if (!/^\d+$/u.test(text)) throw new CliError(`"${text}" is no exit code.`, exitCodes.usage);
  return Number(text);
}

/** Adds `hooks list|run|test|watch|explain`. */
export const registerHooks: Register = (program, cli) => {
  const hooks = program.command('hooks').description('events of the workspace that start commands and agents');
  const common = (command: Command) =>
    command
      .option('--root <folder>', 'workspace folder')
      .option('--trust', 'trust the folder, this once')
      .option('--json', 'one JSON object a line');
  common(hooks.command('list').description('every hook, what it would run, and what is wrong with hook files'))
    .option('--accept', 'agree to all of them as they are now')
    .action((options: Options) => list(cli, options));
  common(hooks.command('run').argument('<hook>', 'id or name').argument('[files...]', 'files it is about'))
    .description('run one hook now')
    .option('--argument <text>', 'what {argument} stands for')
    .action((name: string, files: string[], options: Options & { readonly argument?: string }) =>
      runOne(cli, name, files, options),
    );
  about(
    common(hooks.command('test').argument('<hook>', 'id or name').argument('[files...]', 'files it would be about')),
  )
    .description('say whether a hook would fire, and what it would run; nothing is run')
    .action((name: string, files: string[], options: About) => test(cli, name, files, options));
  about(
    common(
      hooks.command('explain').argument('<event>', 'a trigger: on_save, PreToolUse').argument('[files...]', 'files'),
    ),
  )
    .description('say of every hook why it would fire on an event, or why not')
    .action((name: string, files: string[], options: About) => explain(cli, name, files, options));
  common(hooks.command('watch').description('fire hooks for what happens here, until Ctrl+C')).action(
    (options: Options) => watch(cli, options),
  );
};

interface Opened {
  readonly service: HookService;
  readonly root: string;
  readonly hooks: readonly Hook[];
}

async function opened(cli: Cli, options: Options): Promise<Opened> {
  const { ask } = cli.terminal;
  const { workspace, root } = await cli.open({
    root: options.root,
    trust: options.trust,
    headless: ask === undefined,
  });
  const service = workspace.hooks;
  service.connect({
    notify: (message) => cli.terminal.print(message),
    onFiring: (firing) => told(cli, firing, options.json === true),
    ...hookQuestions(ask),
  });
  const set = await readAgain(cli, service, root);
  if (!workspace.trusted)
    cli.terminal.note('This folder is not trusted, so none of its hooks is read. Trust it with: tracewright trust');
  return { service, root, hooks: set.hooks };
}

/** Reads all hook files, and says what is wrong with them. */
async function readAgain(cli: Cli, service: HookService, root: string): Promise<HookSet> {
  const set = await service.load(root);
  for (const { path, diagnostics } of set.files)
    for (const { severity, message, place } of diagnostics)
      if (severity !== 'hint')
        cli.terminal.note(`${shown(root, path)}:${place.line}:${place.column} ${severity}: ${message}`);
  return set;
}

const waits = '    new or changed: fires once you agree';

function describe(hook: Hook): readonly string[] {
  return [`${hook.enabled ? '●' : '○'} ${hook.name}  (${hook.id})`, ...hookLines(hook).map((line) => `    ${line}`)];
}

async function list(cli: Cli, options: Options): Promise<void> {
  const { service, root, hooks } = await opened(cli, options);
  if (options.accept === true) {
    if ((cli.host.env('TRACEWRIGHT_AGENT') ?? '') !== '')
      throw new CliError('Agreeing to hooks is refused here: this process was started by an agent.', exitCodes.denied);
    await service.accept(root, hooks);
  }
  const unknown = new Map((await service.unknown(root, hooks)).map((hook) => [hook.id, hook]));
  for (const hook of hooks) {
    const looked = unknown.get(hook.id);
    if (options.json === true)
      cli.terminal.print(JSON.stringify({ ...(looked ?? hook), agreed: looked === undefined }));
    else for (const line of describe(looked ?? hook)) cli.terminal.print(line);
    if (looked !== undefined && options.json !== true) cli.terminal.print(waits);
  }
  if (hooks.length === 0) cli.terminal.note('There are no hooks here.');
  await tellUncalled(cli, root, hooks);
  if (unknown.size > 0) cli.terminal.note('Agree to all of them with: tracewright hooks list --accept');
}

/** A hook that never fires says so: git tells of commits, pushes and branches only where it was told to. */
async function tellUncalled({ terminal }: Cli, root: string, hooks: readonly Hook[]): Promise<void> {
  const uncalled = await uncalledByGit(root, hooks);
  if (uncalled === undefined) return;
  const names = uncalled.hooks.map(({ name }) => `"${name}"`).join(', ');
  const mend = uncalled.canInstall ? ' Let it call: tracewright hooks install' : '';
  terminal.note(
    `${uncalled.why} So ${uncalled.hooks.length === 1 ? 'this hook never fires' : 'these hooks never fire'}: ${names}.${mend}`,
  );
}

function find(hooks: readonly Hook[], name: string): Hook {
  const found = hooks.find(({ id }) => id === name) ?? hooks.find((hook) => hook.name === name);
  if (found !== undefined) return found;
  const names = hooks.map((hook) => hook.name).join(', ') || 'none';
  throw new CliError(`There is no hook "${name}". Here are: ${names}.`, exitCodes.usage);
}

function eventOf(
  cli: Cli,
  root: string,
  trigger: TriggerName,
  files: readonly string[],
  more: Partial<NewEvent> = {},
): NewEvent {
  const paths = files.map((path) => ({ path: inFolder(cli, root, path) }));
  return { trigger, root, cause: { by: 'user', chain: [] }, files: paths, ...more };
}

/** A path from where the user is; one that is none of the folder's from there is taken to be from its top. */
function inFolder({ cwd }: Cli, root: string, path: string): string {
  const full = absolute(cwd, path);
  return full.startsWith(`${root}/`) ? shown(root, full) : path.replace(/^\.\//u, '');
}

function toldOf({ tool, prompt, document, exitCode, branch }: About): Partial<NewEvent> {
  return {
    ...(tool === undefined ? {} : { tool: { name: tool, input: {} } }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(document === undefined ? {} : { document }),
    ...(exitCode === undefined ? {} : { outcome: { ok: exitCode === 0, code: exitCode } }),
    ...(branch === undefined ? {} : { branch }),
  };
}

async function runOne(
  cli: Cli,
  name: string,
  files: readonly string[],
  options: Options & { readonly argument?: string },
): Promise<void> {
  const { service, root, hooks } = await opened(cli, options);
  const hook = find(hooks, name);
  const controller = new AbortController();
  const release = cli.terminal.onInterrupt(() => controller.abort());
  const engine = await service.engine(root);
  const more = options.argument === undefined ? {} : { argument: options.argument };
  const deaf = cli.terminal.listen?.(nobody);
  const firing = await engine.run(hook.id, eventOf(cli, root, hook.trigger.name, files, more), controller.signal);
  deaf?.();
  release();
  if (firing === undefined) throw new CliError('Its condition does not hold, so nothing was run.', exitCodes.failed);
  cli.exit(codeOf(firing));
}

/** What is typed before a question is there answers none. */
const nobody = (): void => undefined;

function codeOf({ result }: Firing): number {
  if (result.kind === 'ok') return exitCodes.ok;
  if (result.kind === 'stopped') return exitCodes.stopped;
  return result.kind === 'held' ? exitCodes.denied : exitCodes.failed;
}

async function test(cli: Cli, name: string, files: readonly string[], options: About): Promise<void> {
  const { service, root, hooks } = await opened(cli, options);
  const hook = find(hooks, name);
  const engine = await service.engine(root);
  const event = eventOf(cli, root, hook.trigger.name, files, toldOf(options));
  const found = (await engine.explain(event)).find((each) => each.hook.id === hook.id);
  if (options.json === true)
    cli.terminal.print(JSON.stringify({ hook: hook.id, ...found?.match, agreed: found?.agreed }));
  else if (found?.match.kind === 'match') {
    cli.terminal.print(`It would fire: ${found.match.why}.`);
    for (const line of describe(hook).slice(1)) cli.terminal.print(line);
    if (!found.agreed) cli.terminal.print(waits);
    await tellUncalled(cli, root, [hook]);
  } else cli.terminal.print(`It would not fire: ${found?.match.why ?? 'it is not there'}.`);
  if (found?.match.kind !== 'match') cli.exit(exitCodes.failed);
}

async function explain(cli: Cli, name: string, files: readonly string[], options: About): Promise<void> {
  const trigger = triggerOf(name);
  if (trigger === undefined) {
    const near = nearWord(name, triggerNames());
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    throw new CliError(`"${name}" is no trigger.${hint}`, exitCodes.usage);
  }
  const { service, root } = await opened(cli, options);
  const event = eventOf(cli, root, trigger.name, files, toldOf(options));
  for (const { hook, match, agreed } of await (await service.engine(root)).explain(event)) {
    const { kind, why } = match;
    if (options.json === true) cli.terminal.print(JSON.stringify({ hook: hook.id, kind, why, agreed }));
    else {
      const standing = kind === 'no' ? 'does not' : agreed ? 'fires' : 'would fire once you agree';
      cli.terminal.print(`${standing}  ${hook.name}: ${why}`);
    }
  }
}

async function watch(cli: Cli, options: Options): Promise<void> {
  const { service, root, hooks } = await opened(cli, options);
  const claim = await service.claim(root);
  if ('heldBy' in claim)
    throw new CliError(
      `Hooks of this folder fire in ${claim.heldBy} already; two would fire each twice.`,
      exitCodes.failed,
    );
  const engine = await service.engine(root);
  await tellUncalled(cli, root, hooks);
  let following = await followHooks(cli, service, root, hooks);
  let last: Promise<unknown> = Promise.resolve();
  const own = cli.host.watcher.watch(root, (paths) => {
    if (!paths.some((path) => /\/\.kiro\/hooks(?:\.yaml$|\/|$)/u.test(path))) return;
    last = last.then(async () => {
      const { hooks: now } = await readAgain(cli, service, root);
      const next = await followHooks(cli, service, root, now);
      following.dispose();
      following = next;
      cli.terminal.note(`Hook files changed: watching for ${countOn(now)} now.`);
    });
    last = last.catch((error: unknown) => cli.terminal.note(error instanceof Error ? error.message : String(error)));
  });
  const deaf = cli.terminal.listen?.(nobody);
  cli.terminal.note(`Watching ${root} for ${countOn(hooks)}.${watchedWords(following)} Ctrl+C ends it.`);
  await new Promise<void>((resolve) =>
    cli.terminal.onInterrupt(() => {
      // At once: a question that is broken off must not lead to the next one.
      engine.stop();
      resolve();
    }),
  );
  deaf?.();
  own.dispose();
  following.dispose();
  await engine.idle();
  await claim.release();
  cli.exit(exitCodes.stopped);
}

/** "1 hook", "3 hooks": those that are switched on. */
function countOn(hooks: readonly Hook[]): string {
  const count = hooks.filter(({ enabled }) => enabled).length;
  return count === 1 ? '1 hook' : `${count} hooks`;
}

function shown(root: string, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

function told(cli: Cli, firing: Firing, json: boolean): void {
  if (firing.result.kind === 'running') return;
  for (const line of json ? [JSON.stringify(firing)] : firingLines(firing)) cli.terminal.print(line);
}
