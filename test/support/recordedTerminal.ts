/** A terminal that keeps what it is told, for tests of the command line. */
import type { Terminal } from '../../src/cli/cli';

/** What a run said: `out` to standard output, `notes` to standard error. */
export interface RecordedTerminal {
  readonly terminal: Terminal;
  readonly out: string[];
  readonly notes: string[];
}

/** Without `ask` nobody answers, as in a pipe. */
export function recordedTerminal(ask?: Terminal['ask']): RecordedTerminal {
  const out: string[] = [];
  const notes: string[] = [];
  const terminal: Terminal = {
    print: (text) => void out.push(text),
    write: (text) => void out.push(text),
    note: (text) => void notes.push(text),
    ask,
    color: false,
    onInterrupt: () => () => {},
  };
  return { terminal, out, notes };
}
