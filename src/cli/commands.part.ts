/** Every subcommand in one bundle. */
import { version } from '../../package.json';
import { type CheckOptions, checkOptions } from '../core/specs/severity';
import { createNodeHost } from '../node/host';
import { portPath } from '../node/paths';
import type {} from '../node/sample.part';
import { run } from './run';
import { loadSettings } from './settings';
import { processTerminal } from './terminal';

/** What the part gives to the command line. */
export interface CommandsPart {
  /** Runs the command of this process and gives its exit code. */
  run(argv: readonly string[]): Promise<number>;
  /** What the user's settings say of findings; what is wrong with them is said on standard error. */
  checkSettings(): Promise<CheckOptions>;
}

declare module '../core/host' {
  interface Parts {
    commands: CommandsPart;
  }
}

export const part: CommandsPart = {
  run: async (argv) => {
    const host = createNodeHost();
    let stopSample: (() => Promise<void>) | undefined;
    const code = await run(argv, {
      host,
      terminal: processTerminal(),
      cwd: portPath(process.cwd()),
      version,
      sampleServer: async () => {
        const server = await (await host.loadPart('sample')).startSampleServer({ paceMs: 0 });
        stopSample = () => server.close();
        return server.url;
      },
    });
    await stopSample?.();
    return code;
  },
  checkSettings: async () => {
    const { settings, problems } = await loadSettings(createNodeHost());
    for (const problem of problems) processTerminal().note(problem);
    return checkOptions(settings);
  },
};
