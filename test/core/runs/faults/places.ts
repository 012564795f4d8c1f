/** Where a disk can fail a run, and how: the table that the fault suite is made from. */
import { root, spec } from '../attacks/stage';

/** What is done with the disk. */
export type Operation = 'write' | 'append' | 'remove' | 'move' | 'replace' | 'take';

/** How the disk refuses, with Node's words. */
export const faults: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on device, write',
  EBUSY: 'resource busy or locked, rename',
  EACCES: 'permission denied, open',
  EPERM: 'operation not permitted, open',
  EROFS: 'read-only file system, open',
  EMFILE: 'too many open files, open',
};

/** What each is told as, to a person or to the model. */
export const reasons: Readonly<Record<string, RegExp>> = {
  ENOSPC: /the disk is full/u,
  EBUSY: /another program keeps it locked/u,
  EACCES: /the system does not (?:allow it|let us write there)/u,
  EPERM: /the system does not (?:allow it|let us write there)/u,
  EROFS: /it lies on a disk that can only be read/u,
  EMFILE: /too many files are open/u,
};

/** One place that is written while a task is built. */
export interface Place {
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly at: (path: string) => boolean;
  /** What the sentence calls it. */
  readonly names: RegExp;
  /**
   * Who is told: the user by the end of the run, the model by the result of its call, or the log of the window, where
   * the run goes on without it.
   */
  readonly told: 'user' | 'model' | 'log';
}

const below =
  (folder: string, end = '') =>
  (path: string) =>
    path.startsWith(folder) && path.endsWith(end);
const is = (path: string) => (each: string) => each === path;
const state = '/state/roots/';

export const places: readonly Place[] = [
  {
    name: 'the tick in tasks.md',
    operations: ['replace'],
    at: is(`${spec}/tasks.md`),
    names: /tasks\.md could not be written/u,
    told: 'user',
  },
  {
    name: 'the queue',
    operations: ['write'],
    at: below(state, '/queue.json'),
    names: /queue\.json could not be written/u,
    told: 'user',
  },
  {
    name: 'the session log',
    operations: ['append'],
    at: (path) => path.startsWith(state) && /\/sessions\/task-[^/]*\.jsonl$/u.test(path),
    names: /sessions\/task-\S+\.jsonl could not be written/u,
    told: 'user',
  },
  {
    name: 'the seal of the session log',
    operations: ['append', 'write'],
    at: below(state, '/sessions/index.jsonl'),
    names: /index\.jsonl could not be written/u,
    told: 'log',
  },
  {
    name: 'the evidence record',
    operations: ['write'],
    at: below(`${spec}/.tracewright/evidence/`),
    names: /evidence\/\S+\.json could not be written/u,
    told: 'user',
  },
  {
    name: 'a checkpoint',
    operations: ['take'],
    at: is(root),
    names: /could not be used for a checkpoint/u,
    told: 'user',
  },
  {
    name: 'the ledger',
    operations: ['append'],
    at: below('/state/ledger/'),
    names: /ledger\/\S+ could not be written/u,
    told: 'log',
  },
  {
    name: 'a file that a tool makes',
    operations: ['replace', 'write'],
    at: is(`${root}/src/todos/csv.ts`),
    names: /src\/todos\/csv\.ts was not changed/u,
    told: 'model',
  },
  {
    name: 'a file that a tool edits',
    operations: ['replace', 'write'],
    at: is(`${root}/src/todos/list.ts`),
    names: /src\/todos\/list\.ts was not changed/u,
    told: 'model',
  },
  {
    name: 'a file that a tool moves',
    operations: ['move'],
    at: is(`${root}/docs/old.md`),
    names: /docs\/old\.md was not changed/u,
    told: 'model',
  },
  {
    name: 'a file that a tool deletes',
    operations: ['remove'],
    at: is(`${root}/scratch.txt`),
    names: /scratch\.txt was not changed/u,
    told: 'model',
  },
];
