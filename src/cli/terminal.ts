import { createInterface } from 'node:readline/promises';
import type { Terminal } from './cli';

/** The terminal of this process. Questions need a terminal on both ends. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const interactive = stdin.isTTY === true && stderr.isTTY === true && (env.CI ?? '') === '';
  return {
    print: (text) => void stdout.write(`${text}\n`),
    write: (text) => void stdout.write(text),
    note: (text) => void stderr.write(`${text}\n`),
    ask: interactive ? question : undefined,
    color: stdout.isTTY === true && (env.NO_COLOR ?? '') === '',
    onInterrupt: (stop) => {
      const once = () => stop();
      process.once('SIGINT', once);
      return () => void process.off('SIGINT', once);
    },
  };
}

async function question(text: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await reader.question(text);
  } finally {
    reader.close();
  }
}
