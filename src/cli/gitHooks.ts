/** `tracewright hooks install|uninstall`, and `hooks git`, which git's own hooks call. */
import { realpath } from 'node:fs/promises';
import { statePaths } from '../core/flows/statePaths';
import { loadTrust } from '../core/flows/trust';
import { loadHooks } from '../core/hooks/load';
import { compileGlobs } from '../core/hooks/match/globs';
import type { Hook } from '../core/hooks/model';
import { type SecretPlace, secretFindings } from '../core/hooks/secretFindings';
import { installGitHooks, uninstallGitHooks } from '../node/gitHooks/install';
import { stagedTexts } from '../node/gitHooks/staged';
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
    .argument('<event>', 'pre-commit, post-commit, post-checkout, pre-push')
    .argument('[args...]', 'what git hands to its hook')
    .action((event: string) => happened(cli, event));
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
  if ((host.env('TRACEWRIGHT_AGENT') ?? '') !== '')
    throw new CliError("Changing git's hooks is refused here: this process was started by an agent.", exitCodes.denied);
}

/** A secret scan starts nothing, so that a hook which only scans needs nobody's consent; the folder must be trusted. */
async function happened(cli: Cli, event: string): Promise<void> {
  if (event !== 'pre-commit') return;
  const { host, cwd } = cli;
  const { trust } = await statePaths(host.files, host.stateFolder, cwd, cwd);
  if (!(await loadTrust(host.files, trust)).trusted) {
    cli.terminal.note(`tracewright: ${cwd} is not trusted, so its hooks did not run. Trust it with: tracewright trust`);
    return;
  }
  const set = await loadHooks({ files: host.files, root: cwd, home: host.homeFolder, trusted: true });
  const scanning = set.hooks.filter(
    ({ enabled, trigger, steps }) =>
      enabled && trigger.name === 'PreCommit' && steps.some(({ action }) => action.kind === 'scan'),
  );
  if (scanning.length === 0) return;
  const found = await scan(cli);
  let blocks = false;
  for (const hook of scanning) blocks = told(cli, hook, found) || blocks;
  if (blocks) cli.exit(exitCodes.denied);
}

async function scan({ host, cwd }: Cli): Promise<readonly SecretPlace[]> {
  try {
    const find = (await host.loadPart('redact')).scan;
    return await secretFindings(await stagedTexts(cwd, host.env('GIT_INDEX_FILE')), find);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(
      `The scan for secrets could not be made, so nothing was committed: ${why} To commit all the same: git commit --no-verify`,
      exitCodes.denied,
    );
  }
}

/** Says what a hook found; true where it stops the commit. */
function told({ terminal }: Cli, hook: Hook, found: readonly SecretPlace[]): boolean {
  const concerned = compileGlobs(hook.trigger.patterns);
  const mine = hook.trigger.patterns.length === 0 ? found : found.filter(({ path }) => concerned(path));
  if (mine.length === 0) return false;
  const warns = hook.steps.some(({ action, onFailure }) => action.kind === 'scan' && onFailure?.kind === 'warn');
  terminal.note(`tracewright: "${hook.name}" found ${mine.length === 1 ? 'a secret' : `${mine.length} secrets`}:`);
  for (const { path, line, what } of mine) terminal.note(`  ${path}:${line} ${what}`);
  if (!warns) terminal.note('Nothing was committed. Take it out, or commit all the same with: git commit --no-verify');
  return !warns;
}
