/** A command in a terminal of its own, and a person who types there. Linux only: `script` makes the terminal. */
import { type ChildProcess, spawn } from 'node:child_process';

export const ctrlC = '\u0003';
export const ctrlD = '\u0004';

const started = new Set<ChildProcess>();

/** Ends what a test left running. */
export function endTerminals(): void {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
}

/** Starts it. Whoever does calls `endTerminals` after each test. */
export function inTerminal(
  words: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
) {
  const line = words.map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', line, '/dev/null'], { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
  started.add(child);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  let from = 0;
  /** Waits until it has said these words, after those that were waited for before. */
  const hears = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        const at = said.indexOf(words, from);
        if (at === -1) return;
        from = at + words.length;
        child.stdout.off('data', look);
        resolve();
      };
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`It ended without "${words}": ${said}`)));
      look();
    });
  return {
    hears,
    press: (keys: string) => void child.stdin.write(keys),
    /** Waits for words, then types. */
    type: async (words: string, keys: string) => {
      await hears(words);
      child.stdin.write(keys);
    },
    end: async () => ({ code: await code, said }),
  };
}
