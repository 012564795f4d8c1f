/** What is written down of each state: who took it, which trees it is, what it does not hold. */
import { randomBytes } from 'node:crypto';
import { rm, utimes } from 'node:fs/promises';
import * as z from 'zod';
import type { Snapshot } from '../../core/host';
import { namesIn, readJson, type Store, sha256, writeWhole } from './store';

const gap = z.object({ path: z.string(), why: z.string(), print: z.string() }).readonly();
const extrasSchema = z
  .object({
    /** Ignored paths that are not held, with what was known of them; folders end with `/`. */
    ignored: z.array(z.object({ path: z.string(), print: z.string() }).readonly()).readonly(),
    empties: z.array(z.string()).readonly(),
    /** Permissions other than those that a new file gets. */
    modes: z.record(z.string(), z.number()),
  })
  .readonly();
const recordSchema = z
  .object({
    version: z.literal(1),
    id: z.string(),
    at: z.string(),
    about: z.record(z.string(), z.string()),
    left: z.array(gap).readonly(),
    /** One tree for the folder, and one for each repository in it; paths relative to the workspace folder. */
    roots: z.array(z.object({ path: z.string(), tree: z.string() }).readonly()).readonly(),
    extras: z.string(),
  })
  .readonly();

/** What a state holds besides files. All paths relative to the workspace folder. */
export type Extras = z.infer<typeof extrasSchema>;
/** One kept state. */
export type SnapshotRecord = z.infer<typeof recordSchema>;
/** A state of the folder, kept or not. */
export interface State extends Pick<SnapshotRecord, 'left' | 'roots'> {
  readonly extras: Extras;
}

/** Keeps a state. */
export async function writeRecord(
  store: Store,
  state: State,
  about: Readonly<Record<string, string>>,
  durable = false,
): Promise<SnapshotRecord> {
  const extras = JSON.stringify(state.extras);
  const name = sha256(extras);
  const path = `${store.extras}/${name}.json`;
  // Most states share what they hold besides files; the time says that this one is in use.
  const now = new Date();
  const [id] = await Promise.all([newId(store, now), utimes(path, now, now).catch(() => writeWhole(path, extras))]);
  const record: SnapshotRecord = {
    version: 1,
    id,
    at: now.toISOString(),
    about: { ...about },
    left: state.left,
    roots: state.roots,
    extras: name,
  };
  await writeWhole(recordPath(store, record.id), JSON.stringify(record), durable);
  return record;
}

/** Ids sort by time, also where two states are of one millisecond or the clock went back. */
async function newId(store: Store, now: Date): Promise<string> {
  const stamp = (at: Date) => at.toISOString().replace(/[-:.]/gu, '');
  const last = (await recordIds(store)).at(-1)?.slice(0, 19);
  let at = now;
  if (last !== undefined && last >= stamp(now)) {
    const iso = last.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/u, '$1-$2-$3T$4:$5:$6.$7Z');
    at = new Date(Date.parse(iso) + 1);
  }
  return `${stamp(at)}-${randomBytes(3).toString('hex')}`;
}

function recordPath(store: Store, id: string): string {
  return `${store.records}/${id}.json`;
}

/** Ids of every kept state, oldest first. */
export async function recordIds(store: Store): Promise<readonly string[]> {
  return (await namesIn(store.records))
    .filter((name) => /^\d{8}T\d{9}Z-[0-9a-f]{6}\.json$/u.test(name))
    .map((name) => name.slice(0, -'.json'.length));
}

/** A kept state; undefined where there is none of this id. */
export async function readRecord(store: Store, id: string): Promise<SnapshotRecord | undefined> {
  if (!/^\d{8}T\d{9}Z-[0-9a-f]{6}$/u.test(id)) return undefined;
  const parsed = recordSchema.safeParse(await readJson(recordPath(store, id)));
  return parsed.success ? parsed.data : undefined;
}

/** A kept state with what it holds besides files. */
export async function readState(store: Store, record: SnapshotRecord): Promise<State> {
  const parsed = extrasSchema.safeParse(await readJson(`${store.extras}/${record.extras}.json`));
  return { ...record, extras: parsed.success ? parsed.data : { ignored: [], empties: [], modes: {} } };
}

/** Every kept state, oldest first. */
export async function readRecords(store: Store): Promise<readonly SnapshotRecord[]> {
  const all = await Promise.all((await recordIds(store)).map((id) => readRecord(store, id)));
  return all.filter((record) => record !== undefined);
}

/** Forgets a state. Its files go with the next tidying. */
export async function removeRecord(store: Store, id: string): Promise<void> {
  await rm(recordPath(store, id), { force: true });
}

/** Deletes what no state refers to any more. */
export async function removeUnusedExtras(store: Store, records: readonly SnapshotRecord[]): Promise<void> {
  const used = new Set(records.map(({ extras }) => `${extras}.json`));
  for (const name of await namesIn(store.extras))
    if (!used.has(name)) await rm(`${store.extras}/${name}`, { force: true });
}

/** What callers see of a state. */
export function snapshotOf({ id, at, about, left }: SnapshotRecord): Snapshot {
  return { id, at, about, left: left.map(({ path, why }) => ({ path, why })) };
}
