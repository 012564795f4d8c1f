/** Keeps the store small: forgets the oldest states, and packs what is left anew. Only our own store is touched. */
import { lstat, readFile, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { ifThere } from '../errors';
import { type GitPlace, git } from './git';
import { readRecords, removeRecord, removeUnusedExtras, type SnapshotRecord } from './records';
import { namesIn, type Store } from './store';

/** How much may be kept. */
export interface Keep {
  readonly most: number;
  readonly maxBytes: number;
}

/** So many states stay, however large they are: the last restore can be undone. */
const leastKept = 2;
/** Packing anew costs more than it gives for less. */
const manyLoose = 2000;
const manyPacks = 30;
const manyForgotten = 20;

/** Forgets the oldest states beyond the bounds. */
export async function prune(store: Store, place: GitPlace, { most, maxBytes }: Keep): Promise<void> {
  let records = await readRecords(store);
  const tooMany = records.slice(0, Math.max(0, records.length - Math.max(most, leastKept)));
  await forget(store, tooMany);
  records = records.slice(tooMany.length);
  const { bytes, loose, packs } = await sizeOf(store);
  if (bytes <= maxBytes && loose < manyLoose && packs < manyPacks && tooMany.length < manyForgotten) return;
  await repack(store, place, records);
  while (records.length > leastKept && (await sizeOf(store)).bytes > maxBytes) {
    // A quarter at a time: what a state alone holds is not known before the rest is packed without it.
    const oldest = records.slice(0, Math.min(Math.ceil(records.length / 4), records.length - leastKept));
    await forget(store, oldest);
    records = records.slice(oldest.length);
    await repack(store, place, records);
  }
}

async function forget(store: Store, records: readonly SnapshotRecord[]): Promise<void> {
  for (const { id } of records) await removeRecord(store, id);
}

async function sizeOf({ objects }: Store): Promise<{ bytes: number; loose: number; packs: number }> {
  let [bytes, loose, packs] = [0, 0, 0];
  for (const folder of await namesIn(objects)) {
    for (const name of await namesIn(posix.join(objects, folder))) {
      bytes += (await ifThere(lstat(posix.join(objects, folder, name))))?.size ?? 0;
      if (/^[0-9a-f]{2}$/u.test(folder)) loose += 1;
      if (name.endsWith('.pack')) packs += 1;
    }
  }
  return { bytes, loose, packs };
}

/** Everything that a state holds goes into one new pack; then, and only then, all that was before it goes. */
async function repack(store: Store, place: GitPlace, records: readonly SnapshotRecord[]): Promise<void> {
  const { objects } = store;
  const trees = new Set([
    ...records.flatMap(({ roots }) => roots.map(({ tree }) => tree)),
    ...(await viewTrees(store)),
  ]);
  const folders = await namesIn(objects);
  const packsBefore = await namesIn(`${objects}/pack`);
  const args = ['pack-objects', '--revs', '--quiet', '--non-empty', `${objects}/pack/pack`];
  const stdin = Buffer.from([...trees].map((tree) => `${tree}\n`).join(''), 'latin1');
  const made = (await git(place, args, { stdin })).toString('latin1').trim().split('\n');
  for (const name of packsBefore) {
    if (made.some((hash) => hash !== '' && name.startsWith(`pack-${hash}.`))) continue;
    await rm(`${objects}/pack/${name}`, { force: true });
  }
  for (const folder of folders)
    if (/^[0-9a-f]{2}$/u.test(folder) || folder.startsWith('tmp_'))
      await rm(`${objects}/${folder}`, { recursive: true, force: true });
  await removeUnusedExtras(store, records);
}

/** What the indexes are made of need not be read again. */
async function viewTrees({ views }: Store): Promise<readonly string[]> {
  const found = await Promise.all(
    (await namesIn(views)).map(async (name) => (await ifThere(readFile(`${views}/${name}/tree`, 'utf8'))) ?? ''),
  );
  return found.filter((tree) => /^[0-9a-f]{40}$/u.test(tree));
}
