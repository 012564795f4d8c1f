/** What this process says, for commands that ask nothing. */
import type { Terminal } from './cli';

/** The part of a terminal that only speaks. */
export type Output = Pick<Terminal, 'print' | 'write' | 'note'>;

/** Standard output and standard error of this process. */
export function processOutput(): Output {
  const { stdout, stderr } = process;
  return {
    print: (text) => void stdout.write(`${text}\n`),
    write: (text) => void stdout.write(text),
    note: (text) => void stderr.write(`${text}\n`),
  };
}
