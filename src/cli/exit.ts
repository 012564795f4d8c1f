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

/** Throws where an operation did not end well; `asking` is no error. */
export function expectDone(outcome: Outcome): void {
  switch (outcome.kind) {
    case 'done':
    case 'asking':
      return;
    case 'stopped':
      throw new CliError('Stopped. What arrived is kept; go on with: tracewright spec continue', exitCodes.stopped);
    case 'failed':
      throw new CliError(outcome.failure.message, exitCodes.model);
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
