import { createInterface } from 'node:readline/promises';
import { agentMark } from '../core/permissions/environment';
import type { Terminal } from './cli';
import { exitCodes } from './exit';

/** The terminal of this process. Questions need a terminal on both ends. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  // Whoever answers in an agent's process is the agent, whatever terminal it has made itself.
  const byAgent = (env[agentMark] ?? '') !== '';
  const interactive = stdin.isTTY === true && stderr.isTTY === true && (env.CI ?? '') === '' && !byAgent;
  const state = { brokenOff: false };
  return {
    print: (text) => void stdout.write(`${text}\n`),
    write: (text) => void stdout.write(text),
    note: (text) => void stderr.write(`${text}\n`),
    ask: interactive ? inTurn((text) => question(text, state)) : undefined,
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

/** Ctrl+C at a question stops the command as it does anywhere else, and is no answer. The end of the input is an empty one. */
async function question(text: string, state: { brokenOff: boolean }): Promise<string> {
  // What asked is on its way to its end.
  if (state.brokenOff) throw new Error('The questions were broken off.');
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const left = new AbortController();
  reader.once('SIGINT', () => {
    state.brokenOff = true;
    left.abort();
    if (!process.emit('SIGINT')) process.exit(exitCodes.stopped);
  });
  const ended = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
  try {
    return await Promise.race([reader.question(text, { signal: left.signal }), ended]);
  } finally {
    reader.close();
  }
}
