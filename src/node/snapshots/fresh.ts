/**
 * Git compares times by the second. A file that was written in the second in which the index was is read at every look,
 * until the index is written again; where they are many, that costs each state as much as reading them all.
 */
import { rm, stat } from 'node:fs/promises';
import { ifThere } from '../errors';
import { git } from './git';
import { writeWhole } from './store';
import type { View } from './view';

/** So many are read as quickly as an index is written. */
const few = 100;

function markOf({ place }: View): string {
  return `${place.gitDir}/fresh`;
}

/** Remembers that so many files of the index are as young as it is. */
export async function noteFresh(view: View, count: number): Promise<void> {
  if (count > few) await writeWhole(markOf(view), `${count}`);
}

/** Writes the index again where that spares looks at files, once its second is over. */
export async function settleFresh(view: View, signal?: AbortSignal): Promise<void> {
  const mark = markOf(view);
  if ((await ifThere(stat(mark))) === undefined) return;
  const written = await ifThere(stat(view.place.index));
  if (written !== undefined && secondOf(written.mtimeMs) >= secondOf(Date.now())) return;
  await rm(mark, { force: true });
  // What it is not sure of it marks as changed. Without it all is as right, and slower.
  await git(view.place, ['update-index', '--force-write-index'], { signal }).catch(() => undefined);
}

/** The second of a time, as git has it. */
export function secondOf(ms: number): number {
  return Math.floor(ms / 1000);
}
