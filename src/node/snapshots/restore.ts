/** Putting a folder back, written down first so that a process that ends in the middle is brought to its end. */
import { lstat, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import * as z from 'zod';
import type { SnapshotRestore } from '../../core/host';
import { ifThere } from '../errors';
import { removeLeftBehind } from '../temporaries';
import { type Applied, apply } from './apply';
import { capture } from './capture';
import { isNotHeld } from './compare';
import type { GitPlace } from './git';
import { type Difference, differences, readBlobs } from './objects';
import { readRecord, readState, type State, snapshotOf, writeRecord } from './records';
import { readJson, type Store, writeWhole } from './store';
import type { Memo } from './unchanged';

/** What is put back, and how the present is kept before. */
export interface Restoring {
  readonly snapshot: string;
  readonly about: Readonly<Record<string, string>>;
  readonly paths?: readonly string[] | undefined;
  readonly maxFileBytes: number;
  readonly memo: Memo;
}

const journalSchema = z.object({ snapshot: z.string(), before: z.string(), paths: z.array(z.string()).optional() });

/** Puts the folder back to a state; the present is kept first, whole, whatever it holds that would be written over. */
export async function restore(
  store: Store,
  place: GitPlace,
  target: State,
  { snapshot, about, paths, maxFileBytes, memo }: Restoring,
): Promise<SnapshotRestore> {
  let present = await capture(store, { maxFileBytes, memo });
  const forced = await overwritten(store, place, present, target, paths);
  if (forced.length > 0) present = await capture(store, { maxFileBytes, memo, forced });
  const before = await writeRecord(store, present, about, true);
  await writeWhole(store.journal, JSON.stringify({ snapshot, before: before.id, ...(paths && { paths }) }), true);
  const applied = await bring(store, place, present, target, paths);
  await rm(store.journal, { force: true });
  return { before: snapshotOf(before), ...applied };
}

/** Ends what an ended process began; undefined where there is nothing to end. */
export async function recover(store: Store, place: GitPlace): Promise<Applied | undefined> {
  if ((await ifThere(lstat(store.journal))) === undefined) return undefined;
  const journal = journalSchema.safeParse(await readJson(store.journal));
  const [before, after] = journal.success
    ? [await readRecord(store, journal.data.before), await readRecord(store, journal.data.snapshot)]
    : [];
  let applied: Applied | undefined;
  if (journal.success && before !== undefined && after !== undefined) {
    const [from, to] = [await readState(store, before), await readState(store, after)];
    await removeTemporaries(store, place, from, to);
    applied = await bring(store, place, from, to, journal.data.paths);
  }
  await rm(store.journal, { force: true });
  return applied;
}

async function bring(
  store: Store,
  place: GitPlace,
  from: State,
  to: State,
  paths: readonly string[] | undefined,
): Promise<Applied> {
  const wanted = new Map<string, Difference>();
  for (const [path, difference] of await differences(place, from, to)) {
    // What the target knew of but does not hold is none of its business.
    if (difference.after === undefined && isNotHeld(to, path)) continue;
    if (isWanted(paths, path)) wanted.set(path, difference);
  }
  const blobs = readBlobs(place);
  try {
    return await apply({
      root: store.root,
      differences: wanted,
      blobs,
      modes: to.extras.modes,
      empties: emptiesOf(from, to, paths),
    });
  } finally {
    blobs.close();
  }
}

function isWanted(paths: readonly string[] | undefined, path: string): boolean {
  return paths === undefined || paths.some((each) => path === each || path.startsWith(`${each}/`));
}

function emptiesOf(from: State, to: State, paths: readonly string[] | undefined) {
  const [then, now] = [new Set(to.extras.empties), new Set(from.extras.empties)];
  const wanted = (path: string) => isWanted(paths, path.replace(/\/$/u, ''));
  return {
    make: [...then].filter((path) => !now.has(path) && wanted(path)),
    remove: [...now].filter((path) => !then.has(path) && wanted(path)),
  };
}

/** Files that the present does not hold, since they are ignored or large, and that would be written over. */
async function overwritten(
  store: Store,
  place: GitPlace,
  present: State,
  target: State,
  paths: readonly string[] | undefined,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [path, { before, after }] of await differences(place, present, target)) {
    if (before !== undefined || after === undefined || !isWanted(paths, path)) continue;
    const stat = await ifThere(lstat(posix.join(store.root, path)));
    if (stat !== undefined && !stat.isDirectory()) found.push(path);
  }
  return found;
}

/** Half-written files lie only in folders of files that were to be written. */
async function removeTemporaries(store: Store, place: GitPlace, from: State, to: State): Promise<void> {
  const changed = await differences(place, from, to);
  for (const folder of new Set([...changed.keys()].map((path) => posix.dirname(path))))
    await removeLeftBehind(posix.join(store.root, folder));
}
