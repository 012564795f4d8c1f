import { createInterface } from 'node:readline/promises';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { agentMark } from '../core/permissions/environment';
import type { Terminal } from './cli';
import { exitCodes } from './exit';
import { processOutput } from './output';

/** The terminal of this process. Questions need a terminal on both ends. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  // Whoever answers in an agent's process is the agent, whatever terminal it has made itself.
  const byAgent = (env[agentMark] ?? '') !== '';
  const interactive = stdin.isTTY === true && stderr.isTTY === true && (env.CI ?? '') === '' && !byAgent;
  const state: Typing = { brokenOff: false, asking: false, listening: 0 };
  return {
    ...processOutput(),
    ask: interactive ? inTurn((text) => question(text, state)) : undefined,
    ...(interactive && { listen: (heard: (line: string) => void) => listen(heard, state) }),
    color: stdout.isTTY === true && (env.NO_COLOR ?? '') === '',
    onInterrupt: (stop) => {
      const once = () => stop();
      process.once('SIGINT', once);
      return () => void process.off('SIGINT', once);
    },
  };
}

/** What goes on at the keyboard. */
interface Typing {
  /** Ctrl+C was pressed at a question. */
  brokenOff: boolean;
  asking: boolean;
  listening: number;
}

/** Takes lines as the terminal gives them; a question has the keyboard for itself. */
function listen(heard: (line: string) => void, state: Typing): () => void {
  const { stdin } = process;
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (chunk: Buffer | string) => {
    if (state.asking) {
      rest = '';
      return;
    }
    const lines = (rest + decoder.write(Buffer.from(chunk))).split(/\r?\n/u);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const words = stripVTControlCharacters(line)
        .replace(/\p{Cc}/gu, '')
        .trim();
      if (words !== '') heard(words);
    }
  };
  state.listening += 1;
  stdin.on('data', take);
  return () => {
    state.listening -= 1;
    stdin.off('data', take);
    if (state.listening === 0) stdin.pause();
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
async function question(text: string, state: Typing): Promise<string> {
  // What asked is on its way to its end.
  if (state.brokenOff) throw new Error('The questions were broken off.');
  state.asking = true;
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
    state.asking = false;
    // The end of a question is not the end of listening.
    if (state.listening > 0) process.stdin.resume();
  }
}
