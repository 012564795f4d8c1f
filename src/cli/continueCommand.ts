import type { Outcome, SpecHandle } from '../core/flows/service';
import type { Cli } from './cli';
import { expectDone } from './exit';
import { shown } from './paths';

/** The command that goes on with a spec where it was left. */
export function continueCommand(cli: Pick<Cli, 'cwd'>, handle: Pick<SpecHandle, 'path'>): string {
  const path = shown(cli.cwd, handle.path);
  return `tracewright spec continue ${/^[\w./@:+,-]+$/u.test(path) ? path : JSON.stringify(path)}`;
}

/** Throws where an operation on a spec did not end well, with the command that goes on where there is something left. */
export function expectEnded(cli: Pick<Cli, 'cwd'>, handle: SpecHandle, outcome: Outcome): void {
  const left = handle.snapshot().activity.kind === 'stopped';
  expectDone(outcome, left ? ` Go on with: ${continueCommand(cli, handle)}` : '');
}
