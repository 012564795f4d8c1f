/** What a run of the command line is parsed with, and what its failures exit with: one for all entries. */
import { Command, CommanderError } from 'commander';
import type { Host } from '../core/host';
import { CliError, exitCodes } from './exit';
import type { Output } from './output';

/** What a program says, and where. */
export interface ProgramOptions {
  readonly terminal: Output;
  readonly version: string;
}

/** A program without commands; it throws where commander would end the process. */
export function newProgram({ terminal, version }: ProgramOptions): Command {
  return new Command('tracewright')
    .description('One sentence becomes approved requirements, design and tasks.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
}

/** Says what failed, in one sentence, and gives the exit code for it. */
export function exitCodeOf(
  error: unknown,
  { terminal, log }: { readonly terminal: Output } & Pick<Host, 'log'>,
): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof CliError) {
    terminal.note(error.message);
    return error.code;
  }
  log.write('debug', error instanceof Error ? (error.stack ?? error.message) : String(error));
  terminal.note(`Failed: ${error instanceof Error ? error.message : String(error)}`);
  return exitCodes.failed;
}
