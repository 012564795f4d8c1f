/** One run of the command line: parse, act, one exit code. */
import { statePaths } from '../core/flows/statePaths';
import { loadTrust } from '../core/flows/trust';
import type { Host } from '../core/host';
import { createWorkspace, type Workspace, type WorkspaceOptions } from '../core/workspace';
import type { Cli, OpenOptions, Terminal } from './cli';
import { CliError, exitCodes } from './exit';
import { commands } from './index';
import { absolute } from './paths';
import { exitCodeOf, newProgram } from './program';
import { loadSettings } from './settings';

/** What a run of the CLI takes from its process, so that tests can hand it their own. */
export interface RunEnvironment {
  readonly host: Host;
  readonly terminal: Terminal;
  readonly cwd: string;
  readonly version: string;
  /** Starts the sample answers; asked only where no model is set up. */
  readonly sampleServer?: WorkspaceOptions['sampleServer'];
  /** Replaces the model; for tests. */
  readonly model?: WorkspaceOptions['model'];
}

/** Runs `argv` (without node and script) and gives the exit code. The one catch of the command line. */
export async function run(argv: readonly string[], environment: RunEnvironment): Promise<number> {
  const { terminal } = environment;
  const opened: Workspace[] = [];
  let exitCode: number = exitCodes.ok;
  const program = newProgram(environment);
  const cli: Cli = {
    host: environment.host,
    terminal,
    cwd: environment.cwd,
    exit: (code) => {
      exitCode = code;
    },
    open: async (options) => {
      const made = await openWorkspace(environment, options);
      opened.push(made.workspace);
      return made;
    },
  };
  for (const register of commands) register(program, cli);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error, { terminal, log: environment.host.log });
  } finally {
    for (const workspace of opened) {
      if (exitCode !== exitCodes.stopped) await workspace.hooks.idle();
      workspace.dispose();
    }
  }
}

async function openWorkspace(
  environment: RunEnvironment,
  options: OpenOptions,
): Promise<{ readonly workspace: Workspace; readonly root: string }> {
  const { host, cwd, terminal } = environment;
  const root = options.root === undefined ? await nearestRoot(host, cwd) : absolute(cwd, options.root);
  if ((await host.files.realpath(root)) === undefined)
    throw new CliError(`There is no folder ${options.root ?? root}.`, exitCodes.usage);
  const { settings, problems } = await loadSettings(host, root);
  for (const problem of problems) terminal.note(problem);
  const { trust } = await statePaths(host.files, host.stateFolder, root, root);
  const trusted = options.trust === true || (await loadTrust(host.files, trust)).trusted;
  const { sampleServer, model } = environment;
  const { acceptApprovals, onSessionEvent } = options;
  const workspace = createWorkspace({
    host,
    roots: [root],
    trusted,
    settings,
    watch: false,
    headless: options.headless === true,
    ...(sampleServer === undefined ? {} : { sampleServer }),
    ...(model === undefined ? {} : { model }),
    ...(acceptApprovals === undefined ? {} : { acceptApprovals }),
    ...(onSessionEvent === undefined ? {} : { onSessionEvent }),
  });
  return { workspace, root };
}

/** The nearest folder upwards that holds .kiro or .git; the working directory where there is none. */
async function nearestRoot(host: Pick<Host, 'files'>, cwd: string): Promise<string> {
  for (let folder = cwd; folder !== ''; folder = folder.slice(0, folder.lastIndexOf('/'))) {
    const found = await Promise.all(['.kiro', '.git'].map((name) => host.files.stat(`${folder}/${name}`)));
    if (found.some((stat) => stat !== undefined)) return folder;
  }
  return cwd;
}
