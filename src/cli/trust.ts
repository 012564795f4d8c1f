import { statePaths } from '../core/flows/statePaths';
import { loadTrust, saveTrust } from '../core/flows/trust';
import { grantState } from '../core/permissions/grants';
import type { Register } from './cli';
import { CliError, exitCodes } from './exit';
import { absolute } from './paths';

/** `tracewright trust`: what a folder holds (steering, later hooks) may be loaded from now on. */
export const registerTrust: Register = (program, cli) => {
  program
    .command('trust')
    .argument('[folder]', 'workspace folder', '.')
    .description('load the steering of a folder from now on, and accept committed approvals of an author')
    .option('--author <email>', 'accept approvals that this author committed')
    .option('--undo', 'trust the folder no more')
    .action(async (folder: string, options: { readonly author?: string; readonly undo?: boolean }) => {
      const { files, stateFolder } = cli.host;
      if ((cli.host.env('TRACEWRIGHT_AGENT') ?? '') !== '')
        throw new CliError('Trusting is refused here: this process was started by an agent.', exitCodes.denied);
      const root = absolute(cli.cwd, folder);
      if ((await files.realpath(root)) === undefined)
        throw new CliError(`There is no folder ${folder}.`, exitCodes.usage);
      const { trust } = await statePaths(files, stateFolder, root, root);
      const known = await loadTrust(files, trust);
      const state = (path: string, text: string) =>
        files.write(grantState(stateFolder, path), path, new TextEncoder().encode(text));
      const authors = options.author === undefined ? known.authors : [...new Set([...known.authors, options.author])];
      const trusted = options.undo !== true && (options.author === undefined || known.trusted);
      await saveTrust({ state }, trust, { ...known, trusted, authors });
      cli.terminal.print(
        trusted
          ? `${root} is trusted.`
          : options.author === undefined
            ? `${root} is not trusted.`
            : `Approvals committed by ${options.author} open gates in ${root}.`,
      );
    });
};
