import { checkOptions } from '../core/specs/severity';
import { registerCheck } from './check';
import { fixSpecs } from './checkFix';
import { registerCheckpoints } from './checkpoints';
import type { Register } from './cli';
import { registerContext } from './context';
import { registerGitHooks } from './gitHooks';
import { registerHooks } from './hooks';
import { registerLog } from './log';
import { registerPermissions } from './permissions';
import { registerRunTasks } from './runTasks';
import { loadSettings } from './settings';
import { registerSpec } from './spec';
import { registerSteering } from './steering';
import { registerTrust } from './trust';

const check: Register = (program, cli) => {
  const { host, cwd, terminal } = cli;
  registerCheck(program, {
    files: host.files,
    git: host.git,
    mend: (specs, options) => fixSpecs(specs, options, host),
    cwd,
    settings: async () => {
      const { settings, problems } = await loadSettings(host);
      for (const problem of problems) terminal.note(problem);
      return checkOptions(settings);
    },
    out: terminal.write,
    fail: terminal.note,
    exit: cli.exit,
  });
};

/** Every subcommand, in the order of the help. */
export const commands: readonly Register[] = [
  registerSpec,
  registerRunTasks,
  check,
  registerCheckpoints,
  registerContext,
  registerHooks,
  registerGitHooks,
  registerLog,
  registerPermissions,
  registerSteering,
  registerTrust,
];
