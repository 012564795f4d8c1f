/** Threads that read files for the map, while there is much to read. */
import { Worker } from 'node:worker_threads';
import type { MapFile } from '../../core/context/map/types';
import type { ReadMany } from './mapper';
import { type Met, readForMap } from './read';
import type { ReaderAnswer, ReaderCall, ThreadData } from './wire';

/** Fewer files are read faster than a thread starts. */
const worthThreads = 150;
const batch = 50;

/** Reads few files here, many in threads, which end when all is read. */
export function createReadMany(data: ThreadData): ReadMany {
  return async (root, files) => {
    if (files.length < worthThreads) return readHere(root, files, data.grammars);
    const threads = Array.from(
      { length: data.readers },
      () => new Worker(data.program, { workerData: { ...data, role: 'reader' } satisfies ThreadData }),
    );
    let next = 0;
    const found: MapFile[] = [];
    try {
      await Promise.all(
        threads.map(async (thread) => {
          for (let at = next; at < files.length; at = next) {
            next = at + batch;
            found.push(...(await asked(thread, { root, files: files.slice(at, at + batch) })));
          }
        }),
      );
    } finally {
      await Promise.all(threads.map((thread) => thread.terminate()));
    }
    return found;
  };
}

async function readHere(root: string, files: readonly Met[], grammars: string): Promise<readonly MapFile[]> {
  const found: MapFile[] = [];
  for (const file of files) found.push(await readForMap(root, file, grammars));
  return found;
}

function asked(thread: Worker, call: ReaderCall): Promise<ReaderAnswer> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      thread.off('message', answered);
      thread.off('error', failed);
      thread.off('exit', ended);
    };
    const answered = (answer: ReaderAnswer) => {
      settle();
      resolve(answer);
    };
    const failed = (error: Error) => {
      settle();
      reject(error);
    };
    const ended = () => failed(new Error('A thread that reads files for the map ended.'));
    thread.on('message', answered).on('error', failed).on('exit', ended);
    thread.postMessage(call);
  });
}
