/** `tracewright check` with what it needs and nothing else, for hooks and CI, which start it again and again. */
import { homedir } from 'node:os';
import { version } from '../../package.json';
import { type CheckOptions, defaultCheck } from '../core/specs/severity';
import { stderrLog } from '../node/log';
import { portPath } from '../node/paths';
import { quickFiles } from '../node/quickFiles';
import { registerCheck } from './check';
import { exitCodes } from './exit';
import { processOutput } from './output';
import { exitCodeOf, newProgram } from './program';
import { settingsPath } from './settingsPath';

/** What the part gives to the command line. */
export interface CheckPart {
  /** Runs `check` and gives its exit code; `settings` is asked only where the user has any. */
  run(argv: readonly string[], settings: () => Promise<CheckOptions>): Promise<number>;
}

declare module '../core/host' {
  interface Parts {
    check: CheckPart;
  }
}

export const part: CheckPart = {
  run: async (argv, settings) => {
    const env = (name: string) => process.env[name];
    const home = portPath(homedir());
    const terminal = processOutput();
    const files = quickFiles();
    let code: number = exitCodes.ok;
    const program = newProgram({ terminal, version });
    registerCheck(program, {
      files,
      git: {
        changedSince: async (...asked) => (await import('../node/git')).createGit(files).changedSince(...asked),
      },
      mend: () => Promise.reject(new Error('Mending needs the part with all commands.')),
      cwd: portPath(process.cwd()),
      settings: async () =>
        (await files.stat(settingsPath({ env, homeFolder: home }))) === undefined ? defaultCheck : settings(),
      expect: compileLater,
      out: terminal.write,
      fail: terminal.note,
      exit: (given) => {
        code = given;
      },
    });
    try {
      await program.parseAsync([...argv], { from: 'user' });
      return code;
    } catch (error) {
      return exitCodeOf(error, { terminal, log: stderrLog });
    }
  },
};

/**
 * Of a check, a third to two fifths of the time is V8's, which optimises what then hardly runs any more. So it may not build
 * whole chains of calls into each function, which takes longer than it saves; and Node 20, whose V8 optimises much earlier
 * than later ones (those count calls, and have no such option), waits where there are not enough specs to repay it. V8 says
 * on standard error what option it does not know, so versions that nobody tried are left alone.
 */
async function compileLater(specs: number): Promise<void> {
  const version = Number.parseInt(process.versions.v8, 10);
  if (specs < 10 || version > 13) return;
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--max-inlined-bytecode-size=100');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=200');
  if (specs <= 500 && version === 11) setFlagsFromString('--interrupt-budget=1000000');
}
