/** The queue of a workspace folder and what became of each task: `queue.json`, written by whoever holds the folder's lock. */
import * as z from 'zod';
import { addSpent, type Spent } from '../agent/budget';
import type { Files } from '../host';
import { noUsage } from '../messages';
import type { RunStore } from './deps';
import type { TaskRunState } from './snapshot';

const usage = z.object({ input: z.number(), output: z.number(), cacheRead: z.number(), cacheWrite: z.number() });

/** What was used, and how long the work took in milliseconds; absent dollars are not known. */
const used = z.object({ usage, dollars: z.exactOptional(z.number()), turns: z.number(), ms: z.number() });

const task = z.object({
  identity: z.string(),
  id: z.nullable(z.string()),
  title: z.string(),
  state: z.enum([
    'queued',
    'running',
    'waiting',
    'reviewing',
    'verifying',
    'paused',
    'done',
    'not_verifiable',
    'failed',
    'stopped',
    'interrupted',
    'skipped',
  ]),
  expected: z.enum(['green', 'red', 'none']),
  message: z.exactOptional(z.string()),
  startedAt: z.exactOptional(z.number()),
  endedAt: z.exactOptional(z.number()),
  session: z.exactOptional(z.string()),
  turns: z.number(),
  corrections: z.number(),
  usage,
  dollars: z.exactOptional(z.number()),
  /** Milliseconds of work, without waiting for the user. */
  ms: z.number(),
  evidence: z.exactOptional(z.string()),
  /** What sessions of this task before the present one used: tries that were given up, what was forked. */
  earlier: z.exactOptional(used),
  /** How often its limit was raised by what it was: over all its sessions, as the limit is. */
  raised: z.exactOptional(z.number()),
});

const specSchema = z.object({
  mode: z.exactOptional(z.enum(['supervised', 'autopilot'])),
  /** Identities, in order. */
  queue: z.array(z.string()),
  tasks: z.array(task),
});

const file = z.object({ version: z.literal(1), specs: z.record(z.string(), specSchema) });

/** What became of one task. */
export type TaskRecord = Readonly<z.infer<typeof task>>;

/** The queue of one spec and its tasks. */
export type SpecRecords = Readonly<z.infer<typeof specSchema>>;

export const noRecords: SpecRecords = { queue: [], tasks: [] };

/** States of a task that is at work: in a file without a process behind it, it was interrupted. */
export const atWork: readonly TaskRunState[] = ['running', 'waiting', 'reviewing', 'verifying'];

/** A record of a task that has not begun. */
export function newRecord(about: Pick<TaskRecord, 'identity' | 'id' | 'title' | 'expected'>): TaskRecord {
  const { identity, id, title, expected } = about;
  return {
    identity,
    id,
    title,
    expected,
    state: 'queued',
    turns: 0,
    corrections: 0,
    usage: noUsage,
    dollars: 0,
    ms: 0,
  };
}

/** The record of a task that goes on in another session: what the one before used counts as used before. */
export function inSession(record: TaskRecord, session: string): TaskRecord {
  if (record.session === session) return record;
  const { evidence: _, ...rest } = record;
  const { usage: none, turns, corrections, dollars, ms } = newRecord(record);
  const fresh = {
    ...rest,
    session,
    usage: none,
    turns,
    corrections,
    ms,
    ...(dollars === undefined ? {} : { dollars }),
  };
  // A retry has given its session up already; what that used stays used.
  if (record.session === undefined && record.turns === 0 && record.ms === 0) return fresh;
  const { dollars: known, ...before } = usedAltogether(record);
  return { ...fresh, earlier: { ...before, ...(known === undefined ? {} : { dollars: known }) } };
}

/** What all sessions of a task used together. */
export function usedAltogether({ usage: own, dollars, turns, ms, earlier }: TaskRecord): Spent {
  const present: Spent = { usage: own, dollars, turns, ms };
  return earlier === undefined ? present : addSpent(present, { ...earlier, dollars: earlier.dollars });
}

/** The records with one task's replaced or added. */
export function withTask(records: SpecRecords, changed: TaskRecord): SpecRecords {
  const known = records.tasks.some(({ identity }) => identity === changed.identity);
  const tasks = known
    ? records.tasks.map((each) => (each.identity === changed.identity ? changed : each))
    : [...records.tasks, changed];
  return { ...records, tasks };
}

/** `queue.json` of a workspace folder, shared by all specs of this process. */
export interface QueueFile {
  read(spec: string): Promise<SpecRecords>;
  /** The caller holds the folder's lock. */
  write(spec: string, records: SpecRecords): Promise<void>;
}

/**
 * Opens the file of a state folder. One that can't be read counts as empty, and is kept under another name with the
 * next write: the sessions hold what happened.
 */
export function queueFile(files: Pick<Files, 'read'>, store: RunStore, folder: string): QueueFile {
  const path = `${folder}/queue.json`;
  const none: Readonly<Record<string, SpecRecords>> = {};
  let last: Promise<unknown> = Promise.resolve();
  const load = async () => {
    const bytes = await files.read(path);
    if (bytes === undefined) return { specs: none };
    const text = new TextDecoder().decode(bytes);
    const parsed = file.safeParse(jsonOf(text));
    return parsed.success ? { specs: parsed.data.specs } : { specs: none, unreadable: text };
  };
  return {
    read: async (spec) => {
      // What is being written counts already.
      await last;
      return (await load()).specs[spec] ?? noRecords;
    },
    write: (spec, records) => {
      const written = last.then(async () => {
        const all = await load();
        if (all.unreadable !== undefined) await store.state(`${folder}/queue.unreadable.json`, all.unreadable);
        const specs = { ...all.specs, [spec]: records };
        await store.state(path, `${JSON.stringify({ version: 1, specs }, null, 1)}\n`);
      });
      last = written.catch(() => undefined);
      return written;
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
