/** Going back to a checkpoint: what it would change, whose work that is, and doing it. */
import { grantRestore } from '../../permissions/grants';
import type { Checkpoints, FilePlace } from '../deps';
import type { RestorePreview } from '../service';
import type { FileReview } from '../snapshot';
import { changesIn, isRecord, reviewsOf, stateOf } from './reviews';
import {
  aboutOf,
  type CheckpointDeps,
  type Group,
  groupsOf,
  newGroupId,
  pathInFolder,
  placeOf,
  shownPath,
} from './states';

/** What a restore would do. From the present to the checkpoint. */
export async function previewOf(deps: CheckpointDeps, group: Group): Promise<RestorePreview> {
  const files = (await reviewsOf(deps, group, undefined)).filter(
    ({ root, path }) => !isRecord(pathInFolder(deps, { root, path })),
  );
  const [others, notHeld] = await Promise.all([changedByOthers(deps, group), gapsOf(deps, group)]);
  const changed = new Set(files.map(({ path }) => path));
  return {
    checkpoint: { ...placeOf(group), changed: files.length },
    files: files.map(backwards),
    byUser: others.filter((path) => changed.has(path)),
    notHeld,
  };
}

/** The review of a change, read from the other end. */
function backwards(file: FileReview): FileReview {
  const kinds = { added: 'deleted', deleted: 'added', changed: 'changed' } as const;
  const turned = { added: 'removed', removed: 'added', same: 'same' } as const;
  return {
    ...file,
    kind: kinds[file.kind],
    added: file.removed,
    removed: file.added,
    hunks: file.hunks.map((hunk) => ({
      ...hunk,
      oldStart: hunk.newStart,
      newStart: hunk.oldStart,
      lines: removedFirst(hunk.lines.map(({ kind, text }) => ({ kind: turned[kind], text }))),
    })),
  };
}

/** In each run of changed lines, what goes stands before what comes. */
function removedFirst(lines: FileReview['hunks'][number]['lines']): FileReview['hunks'][number]['lines'] {
  const sorted: FileReview['hunks'][number]['lines'][number][] = [];
  let waiting: typeof sorted = [];
  for (const line of lines) {
    if (line.kind === 'added') waiting.push(line);
    else {
      if (line.kind === 'same') {
        sorted.push(...waiting);
        waiting = [];
      }
      sorted.push(line);
    }
  }
  return [...sorted, ...waiting];
}

async function gapsOf(deps: CheckpointDeps, group: Group): Promise<readonly string[]> {
  const all = await Promise.all(
    deps.roots.map(async (root) => {
      const { notHeld } = await deps.host.snapshots.compare(root, stateOf(group, root));
      return notHeld.map(({ path, why }) => `${shownPath(deps, root, path)} (${why})`);
    }),
  );
  return all.flat();
}

/** Files that changed between the end of a turn and what was taken next: not the agent's work. */
async function changedByOthers(deps: CheckpointDeps, group: Group): Promise<readonly string[]> {
  const groups = await groupsOf(deps);
  const found = new Set<string>();
  for (const [at, each] of groups.entries()) {
    if (each.kind !== 'ended' || each.at < group.at || each.id === group.id) continue;
    const next = groups.slice(at + 1).find(({ kind }) => kind !== 'undo');
    for (const root of deps.roots)
      for (const { path } of await changesIn(deps, root, each, next)) found.add(shownPath(deps, root, path));
  }
  return [...found].sort();
}

/** Puts everything back, or these files. The records of specs stay as they are. */
export async function goBack(
  deps: CheckpointDeps,
  group: Group,
  files: readonly FilePlace[] | undefined,
): ReturnType<Checkpoints['restore']> {
  const label = `Before going back to "${group.label}"`;
  const id = newGroupId(deps.host);
  const about = aboutOf(deps, { id, kind: 'restore', label, about: group.about, of: undefined });
  let at = '';
  let restored = 0;
  const failed: string[] = [];
  for (const root of deps.roots) {
    const paths = await pathsToRestore(deps, root, group, files);
    const result = await deps.host.snapshots.restore(
      grantRestore(root, root),
      root,
      stateOf(group, root),
      about,
      paths,
    );
    at = result.before.at;
    restored += result.restored.length;
    failed.push(...result.failed.map(({ path, why }) => `${shownPath(deps, root, path)} was not put back: ${why}.`));
  }
  return { before: { id, label, at, changed: restored }, restored, failed };
}

/** Undefined for everything. An empty list keeps the present, and puts nothing back. */
async function pathsToRestore(
  deps: CheckpointDeps,
  root: string,
  group: Group,
  files: readonly FilePlace[] | undefined,
): Promise<readonly string[] | undefined> {
  if (files !== undefined) return files.filter((file) => file.root === root).map((file) => pathInFolder(deps, file));
  const changes = await changesIn(deps, root, group, undefined);
  const wanted = changes.filter(({ path }) => !isRecord(path));
  const inner = deps.roots.some((other) => other.startsWith(`${root}/`));
  return wanted.length === changes.length && !inner ? undefined : wanted.map(({ path }) => path);
}
