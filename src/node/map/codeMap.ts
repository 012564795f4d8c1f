/** The map's owner: starts its thread with the first request, ends it when it has been quiet for a while. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { MapAnswer, MapPart } from '../../core/context/map/types';
import type { MapperAnswer, MapperCall, ThreadData } from './wire';

/** Milliseconds without a request after which the thread and its memory are given back. */
const quietFor = 120_000;

/** Where the map's program and grammars are. */
export interface CodeMapOptions {
  /** The bundle of mapper.program.ts. */
  readonly program: string;
  readonly grammars: string;
  /** Threads that read; the default is 2. */
  readonly readers?: number;
  readonly ripgrep?: string;
}

interface Waiting {
  readonly resolve: (answer: MapAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Makes the owner; nothing is started. */
export function createCodeMap(options: CodeMapOptions): MapPart {
  const { program, grammars, readers = 2, ripgrep } = options;
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let quiet: NodeJS.Timeout | undefined;
  let last = 0;

  const close = async () => {
    clearTimeout(quiet);
    const ending = thread;
    thread = undefined;
    await ending?.terminate();
  };
  const start = () => {
    const workerData: ThreadData = { role: 'mapper', program, grammars, readers, ripgrep };
    const started = new Worker(program, { workerData });
    const lost = (why: string) => {
      if (thread === started) thread = undefined;
      for (const { reject } of waiting.values()) reject(new Error(`The repository map could not be made: ${why}`));
      waiting.clear();
    };
    started.on('message', (said: MapperAnswer) => {
      const asker = waiting.get(said.id);
      waiting.delete(said.id);
      if (waiting.size === 0) started.unref();
      if ('error' in said) asker?.reject(new Error(`The repository map could not be made: ${said.error}`));
      else asker?.resolve(said.answer);
    });
    started.on('error', (error) => lost(error instanceof Error ? error.message : String(error)));
    started.on('exit', () => lost('its thread ended.'));
    return started;
  };
  const ask = (call: Omit<MapperCall, 'id'>) =>
    new Promise<MapAnswer>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      thread ??= start();
      thread.ref();
      thread.postMessage({ ...call, id });
      clearTimeout(quiet);
      quiet = setTimeout(() => (waiting.size === 0 ? void close() : quiet?.refresh()), quietFor);
      quiet.unref();
    });

  return {
    ranked: async (place, request, signal) => {
      signal?.throwIfAborted();
      if (!existsSync(program)) return undefined;
      const answer = await ask({ place, request });
      signal?.throwIfAborted();
      return answer;
    },
    close,
  };
}
