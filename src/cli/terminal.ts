import { createInterface } from 'node:readline/promises';
import type { Terminal } from './cli';
import { exitCodes } from './exit';

/** The terminal of this process. Questions need a terminal on both ends. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const interactive = stdin.isTTY === true && stderr.isTTY === true && (env.CI ?? '') === '';
  return {
    print: (text) => void stdout.write(`${text}\n`),
    write: (text) => void stdout.write(text),
    note: (text) => void stderr.write(`${text}\n`),
    ask: interactive ? inTurn(question) : undefined,
    color: stdout.isTTY === true && (env.NO_COLOR ?? '') === '',
    onInterrupt: (stop) => {
      const once = () => stop();
      process.once('SIGINT', once);
      return () => void process.off('SIGINT', once);
    },
  };
}

/** One question at a time: a run and its hooks may ask at once, and there is one line to type in. */
export function inTurn(ask: NonNullable<Terminal['ask']>): NonNullable<Terminal['ask']> {
  let last: Promise<unknown> = Promise.resolve();
  return (text) => {
    const turn = last.then(() => ask(text));
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Ctrl+C at a question stops the command as it does anywhere else, and is no answer. */
async function question(text: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const left = new AbortController();
  reader.once('SIGINT', () => {
    left.abort();
    if (!process.emit('SIGINT')) process.exit(exitCodes.stopped);
  });
  try {
    return await reader.question(text, { signal: left.signal });
  } finally {
    reader.close();
  }
}
