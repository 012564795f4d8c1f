/** Threads that read files for the map, while there is much to read. */
import { Worker } from 'node:worker_threads';
import type { ReadMany } from './mapper';
import { type Met, readForMap } from './read';
import { lineOf } from './store';
import type { ReaderAnswer, ReaderCall, ThreadData } from './wire';

/** Fewer files are read faster than a thread starts. */
const worthThreads = 150;
const batch = 50;

/** Calls that a thread has at a time: it never waits for the one that takes what it found. */
const atOnce = 2;

/** Reads few files here, many in threads, which end when all is read. */
export function createReadMany(data: ThreadData): ReadMany {
  return async (root, files, take) => {
    if (files.length < worthThreads) return take(await readLines(root, files, data.grammars));
    const threads = Array.from({ length: data.readers }, () => startReader(data));
    let next = 0;
    const work = async ({ ask }: Reader) => {
      for (let at = next; at < files.length; at = next) {
        next = at + batch;
        take(await ask(root, files.slice(at, at + batch)));
      }
    };
    try {
      await Promise.all(threads.flatMap((thread) => Array.from({ length: atOnce }, () => work(thread))));
    } finally {
      await Promise.all(threads.map((thread) => thread.end()));
    }
  };
}

/** Reads files one after another, in this thread. */
export async function readLines(root: string, files: readonly Met[], grammars: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const file of files) lines.push(lineOf(await readForMap(root, file, grammars)));
  return lines;
}

interface Reader {
  /** Rejects when the thread fails or ends. */
  ask(root: string, files: readonly Met[]): Promise<readonly string[]>;
  end(): Promise<unknown>;
}

function startReader(data: ThreadData): Reader {
  const thread = new Worker(data.program, { workerData: { ...data, role: 'reader' } satisfies ThreadData });
  const waiting = new Map<number, (lines: readonly string[]) => void>();
  let last = 0;
  const lost = new Promise<never>((_, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('A thread that reads files for the map ended.')));
  });
  // It ends when all is read, and nobody waits then.
  lost.catch(() => undefined);
  thread.on('message', ({ id, lines }: ReaderAnswer) => {
    waiting.get(id)?.(lines);
    waiting.delete(id);
  });
  return {
    ask: (root, files) => {
      const id = ++last;
      const answered = new Promise<readonly string[]>((resolve) => waiting.set(id, resolve));
      thread.postMessage({ id, root, files } satisfies ReaderCall);
      return Promise.race([answered, lost]);
    },
    end: () => thread.terminate(),
  };
}
