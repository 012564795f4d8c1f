/** `tracewright hooks install|uninstall`, and `hooks git`, which git's own hooks call. */
import { realpath } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { NewEvent } from '../core/hooks/engine/engine';
import type { Cause, TriggerName, Verdict } from '../core/hooks/model';
import { agentMark } from '../core/permissions/environment';
import type { HookService } from '../core/workspace/hooks';
import { foldersOfGitHooks, installGitHooks, uninstallGitHooks } from '../node/gitHooks/install';
import { type GitEvent, gitEvents } from '../node/gitHooks/script';
import { changedPaths, gitLine, stagedPaths, unpushedPaths } from '../node/gitHooks/staged';
import type { Cli, Register } from './cli';
import { CliError, exitCodes } from './exit';
import { absolute } from './paths';

/** Adds the subcommands to `hooks`, which another file may have made. */
export const registerGitHooks: Register = (program, cli) => {
  const hooks =
    program.commands.find((each) => each.name() === 'hooks') ??
    program.command('hooks').description('events of the workspace that start commands and agents');
  hooks
    .command('install')
    .argument('[folder]', 'a folder of the repository', '.')
    .description("let git's hooks call Tracewright, beside those that are there")
    .action((folder: string) => install(cli, folder));
  hooks
    .command('uninstall')
    .argument('[folder]', 'a folder of the repository', '.')
    .description("take it away from git's hooks again; what was there before has its bytes back")
    .action((folder: string) => uninstall(cli, folder));
  hooks
    .command('git', { hidden: true })
    .argument('<event>', gitEvents.join(', '))
    .argument('[args...]', 'what git hands to its hook')
    .action((event: string, args: readonly string[]) => happened(cli, event, args));
};

async function install(cli: Cli, folder: string): Promise<void> {
  refuseAgents(cli);
  const script = process.argv[1] ?? '';
  const state = await installGitHooks(absolute(cli.cwd, folder), {
    node: process.execPath,
    electron: process.versions.electron !== undefined,
    cli: await realpath(script).catch(() => script),
  });
  cli.terminal.print(`Git's hooks in ${state.folder} call Tracewright: ${state.installed.join(', ')}.`);
}

async function uninstall(cli: Cli, folder: string): Promise<void> {
  refuseAgents(cli);
  await uninstallGitHooks(absolute(cli.cwd, folder));
  cli.terminal.print("Git's hooks call Tracewright no more.");
}

function refuseAgents({ host }: Cli): void {
  if ((host.env(agentMark) ?? '') !== '')
    throw new CliError("Changing git's hooks is refused here: this process was started by an agent.", exitCodes.denied);
}

/** What git hands to its hooks, as an event; undefined where it tells of nothing that hooks wait for. */
type Told = (at: { readonly folder: string; readonly cli: Cli }, args: readonly string[]) => Promise<Happened>;

type Happened = Partial<NewEvent> | undefined;

const filesOf = (paths: readonly string[]) => ({ files: paths.map((path) => ({ path })) });

interface GitTold {
  readonly trigger: TriggerName;
  /** What does not happen where a hook blocks, and how to do it all the same. */
  readonly stops?: { readonly what: string; readonly anyway: string };
  readonly told: Told;
}

const before: Omit<GitTold, 'stops'> = {
  trigger: 'PreCommit',
  told: async ({ folder, cli }) => filesOf(await stagedPaths(folder, cli.host.env('GIT_INDEX_FILE'))),
};
const after: GitTold = { trigger: 'PostCommit', told: ({ folder }) => committed(folder) };
const nothing = 'Nothing was committed.';
/** For what git has no word of its own for. */
const withoutHooks = 'git -c core.hooksPath=/dev/null, and the same command';

const events: Readonly<Record<GitEvent, GitTold>> = {
  'pre-commit': { ...before, stops: { what: nothing, anyway: 'git commit --no-verify' } },
  'pre-merge-commit': { ...before, stops: { what: nothing, anyway: 'git merge --no-verify' } },
  'pre-applypatch': { ...before, stops: { what: nothing, anyway: withoutHooks } },
  'prepare-commit-msg': { ...before, stops: { what: nothing, anyway: withoutHooks } },
  'post-commit': after,
  'post-applypatch': after,
  'post-merge': {
    ...after,
    // A branch that only moved on has no commit of its own.
    told: async ({ folder }) =>
      /: Fast-forward/u.test((await gitLine(folder, newestMove)) ?? '') ? undefined : committed(folder),
  },
  'post-rewrite': {
    ...after,
    told: async ({ folder }) => {
      const hashes = (await stdinLines()).map((line) => line.split(' ')[1] ?? '');
      const [first] = hashes;
      return first === undefined ? undefined : committed(folder, first);
    },
  },
  'post-checkout': {
    trigger: 'BranchChange',
    told: async ({ folder }, [from = '', to = '', flag]) => {
      // 0: single files were checked out. A clone or a new worktree comes from no commit at all.
      if (flag !== '1' || /^0*$/u.test(from)) return undefined;
      // A rebase checks out what it goes on from, and comes back; a branch may be checked out that is so already.
      const moved = await gitLine(folder, newestMove);
      const [, was, is] = /^checkout: moving from (\S+) to (\S+)$/u.exec(moved ?? '') ?? [];
      if (moved !== undefined && (was === undefined || was === is)) return undefined;
      const previous = await gitLine(folder, ['rev-parse', '--abbrev-ref', '--verify', '--quiet', '@{-1}']);
      const paths = from === to ? [] : await changedPaths(folder, from, to);
      return { ...filesOf(paths), ...(previous === undefined ? {} : { previousBranch: previous }) };
    },
  },
  'pre-push': {
    trigger: 'PrePush',
    stops: { what: 'Nothing was pushed.', anyway: 'git push --no-verify' },
    told: async ({ folder }, [remote = '']) => {
      // Each line: local name and hash, name and hash there; a hash of zeros is nothing.
      const refs = (await stdinLines()).map((line) => line.split(' '));
      const hashes = (at: number) => refs.flatMap((each) => (/[1-9a-f]/u.test(each[at] ?? '') ? (each[at] ?? []) : []));
      const push = { remote, tips: hashes(1), known: hashes(3) };
      return { ...filesOf(await unpushedPaths(folder, push)), push };
    },
  },
};

const newestMove = ['log', '-g', '-1', '--format=%gs', 'HEAD'];

/** The newest commit, with the files that it changes, or those of all since before `first`. */
async function committed(folder: string, first = 'HEAD'): Promise<Happened> {
  const hash = (await gitLine(folder, ['rev-parse', 'HEAD'])) ?? '';
  const message = (await gitLine(folder, ['log', '-1', '--format=%B'])) ?? '';
  const base = await gitLine(folder, ['rev-parse', '--verify', '--quiet', `${first}^`]);
  return { ...filesOf(await changedPaths(folder, base, 'HEAD')), commit: { hash, message } };
}

let stdin: Promise<readonly string[]> | undefined;

/** What git tells on stdin, read once. */
function stdinLines(): Promise<readonly string[]> {
  stdin ??= text(process.stdin).then((all) => all.split('\n').filter((line) => line !== ''));
  return stdin;
}

/**
 * One event of git goes to the hooks of each workspace folder that asked for it, as every other does. What nobody has
 * agreed to does not run, says so and lets git go on: a branch that was pulled must neither run commands nor stop all
 * work. Where the event itself can't be told, a blocking hook can't do its work, and git is stopped.
 */
async function happened(cli: Cli, name: string, args: readonly string[]): Promise<void> {
  const known = gitEvents.find((each) => each === name);
  if (known === undefined) return;
  const top = await realpath(cli.cwd);
  for (const root of await foldersOfGitHooks(top)) {
    const repository = top.startsWith(`${root}/`) ? top.slice(root.length + 1) : undefined;
    await happenedIn(cli, { root, ...(repository === undefined ? {} : { repository }) }, events[known], args);
  }
}

async function happenedIn(
  cli: Cli,
  at: { readonly root: string; readonly repository?: string },
  { trigger, stops, told }: GitTold,
  args: readonly string[],
): Promise<void> {
  const { host, terminal } = cli;
  const { workspace, root } = await cli.open({ root: at.root, headless: true });
  if (!workspace.trusted) {
    terminal.note(`tracewright: ${at.root} is not trusted, so its hooks did not run. Trust it with: tracewright trust`);
    return;
  }
  const { hooks } = workspace;
  if (!(await hooks.listens(root, [trigger]))) return;
  const said: string[] = [];
  const speak = () => {
    for (const message of said.splice(0)) terminal.note(`tracewright: ${message}`);
  };
  hooks.connect({ notify: (message) => void said.push(message) });
  const controller = new AbortController();
  const release = terminal.onInterrupt(() => controller.abort());
  try {
    const { repository } = at;
    const folder = repository === undefined ? root : `${root}/${repository}`;
    const facts = await told({ folder, cli }, args);
    if (facts === undefined) return;
    const branch = await gitLine(folder, ['symbolic-ref', '--short', '--quiet', 'HEAD']);
    const prefix = repository === undefined ? '' : `${repository}/`;
    const event: NewEvent = {
      root,
      cause: causeOf(host.env(agentMark)),
      ...facts,
      files: (facts.files ?? []).map((file) => ({ ...file, path: prefix + file.path })),
      ...(branch === undefined ? {} : { branch }),
      ...(repository === undefined ? {} : { repository }),
      trigger,
    };
    if (stops === undefined) await tell(cli, hooks, event, controller.signal);
    else report(cli, await hooks.ask(event, controller.signal), stops, said.splice(0));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (stops === undefined) throw new CliError(`tracewright: no hook ran: ${why}`, exitCodes.failed);
    throw new CliError(
      `tracewright: the hooks could not do their work: ${why}\n${stops.what} To do it all the same: ${stops.anyway}`,
      exitCodes.denied,
    );
  } finally {
    speak();
    release();
  }
  if (controller.signal.aborted) cli.exit(exitCodes.stopped);
}

function report(
  { terminal, exit }: Cli,
  verdict: Verdict,
  { what, anyway }: NonNullable<GitTold['stops']>,
  said: readonly string[],
): void {
  // Of everything that git prints, an editor shows the first line only: that is why git was stopped, where it was.
  for (const each of new Set([...verdict.blocked, ...verdict.warnings, ...verdict.context, ...said]))
    terminal.note(`tracewright: ${each}`);
  if (verdict.blocked.length === 0) return;
  terminal.note(`${what} To do it all the same: ${anyway}`);
  exit(exitCodes.denied);
}

/** After the fact: git waits until the hooks are done, and nothing can be stopped any more. */
async function tell({ terminal }: Cli, hooks: HookService, event: NewEvent, signal: AbortSignal): Promise<void> {
  const engine = await hooks.engine(event.root);
  const stop = () => engine.stop();
  signal.addEventListener('abort', stop, { once: true });
  await hooks.tell(event);
  await engine.idle();
  for (const { hookName, result } of engine.firings())
    if ('message' in result && !(result.kind === 'held' && result.reason === 'cycle'))
      terminal.note(`tracewright: the hook "${hookName}": ${result.message}`);
}

/** Who made git do it, as the environment of the command says; the chain of hooks comes with the workspace. */
function causeOf(session: string | undefined): Cause {
  if (session === undefined || session === '') return { by: 'git', chain: [] };
  return { by: session.startsWith('hook-') ? 'hook' : 'agent', chain: [], session };
}
