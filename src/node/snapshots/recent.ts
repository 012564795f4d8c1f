/**
 * Files whose content may be another although their times are the same. A write marks its time before the bytes are
 * there, and a store through a mapping marks it only where its page was clean: until the kernel has written the page
 * back, further stores go unmarked. So what changed in that time is told by its content.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { git, pathText, pieces } from './git';
import type { View } from './view';

/** What a file of a state holds. */
export interface Content {
  /** Absolute. */
  readonly path: string;
  /** As git names it. */
  readonly sha: string;
}

/** By when the kernel has surely written back what was changed: twice the time after which it begins to. */
export const writeBackMs = readWriteBack();

function readWriteBack(): number {
  try {
    const [expire, wake] = ['dirty_expire_centisecs', 'dirty_writeback_centisecs'].map((name) =>
      Number(readFileSync(`/proc/sys/vm/${name}`, 'utf8')),
    );
    // Switched off by 0.
    return expire && wake ? 2 * 10 * (expire + wake) : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** With more to read, git is as quick. */
export const mostRecent = { files: 200, bytes: 2 * 1024 * 1024 };

/** A file to be told by its content. */
export interface Recent {
  /** As git names it. */
  readonly path: string;
  readonly size: number;
}

/** What the state that the index is of holds of them; undefined where they are too many, or rules that it lacks. */
export async function contentsOf(view: View, recent: readonly Recent[]): Promise<readonly Content[] | undefined> {
  if (recent.length === 0) return [];
  const bytes = recent.reduce((sum, { size }) => sum + size, 0);
  if (recent.length > mostRecent.files || bytes > mostRecent.bytes) return undefined;
  const paths = recent.map(({ path }) => path);
  const listed = pieces(await git(view.place, ['ls-files', '--stage', '-z', '--', ...paths]));
  const held = new Map<string, string>();
  for (const piece of listed) {
    const [, sha, path] = /^\d+ ([0-9a-f]{40}) 0\t(.*)$/su.exec(pathText(piece) ?? '') ?? [];
    if (sha !== undefined && path !== undefined) held.set(path, sha);
  }
  // Of a file that a state does not hold it knows no more than the times. A rule counts all the same.
  if (paths.some((path) => posix.basename(path) === '.gitignore' && !held.has(path))) return undefined;
  return [...held].map(([path, sha]) => ({ path: posix.join(view.place.workTree, path), sha }));
}

/** Whether a file holds that still. Throws where it can't be read. */
export function isContent({ path, sha }: Content): boolean {
  const bytes = readFileSync(path);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === sha;
}
