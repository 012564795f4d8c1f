/** Exit codes of every command, and errors that carry one. */
import type { Outcome } from '../core/flows/service';

export const exitCodes = { ok: 0, failed: 1, usage: 2, budget: 3, gate: 4, denied: 5, model: 6, stopped: 130 } as const;

/** The exit codes, the same for every command. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a sentence for its reader. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    message: string,
    readonly code: ExitCode,
  ) {
    super(message);
  }
}

/** Throws where an operation did not end well; `asking` is no error. `goOn` says how to go on with what was begun. */
export function expectDone(outcome: Outcome, goOn = ''): void {
  switch (outcome.kind) {
    case 'done':
    case 'asking':
      return;
    case 'stopped':
      throw new CliError(`Stopped. What arrived is kept.${goOn}`, exitCodes.stopped);
    case 'failed':
      throw new CliError(`${outcome.failure.message}${goOn}`, exitCodes.model);
    case 'refused':
      throw new CliError(outcome.message, refusalCodes[outcome.code]);
  }
}

const refusalCodes: Readonly<Record<Extract<Outcome, { kind: 'refused' }>['code'], ExitCode>> = {
  gate: exitCodes.gate,
  agent: exitCodes.denied,
  conflict: exitCodes.failed,
  locked: exitCodes.failed,
  busy: exitCodes.failed,
  stale: exitCodes.failed,
  invalid: exitCodes.usage,
};
