/** Changes of files as a person reviews them. */
import type { SnapshotChange } from '../../host';
import type { FileReview } from '../snapshot';
import { type Comparison, compareTexts, reviewOf } from './hunks';
import { type CheckpointDeps, type Group, shownPath } from './states';

/** Larger files are decided as a whole. */
const mostBytes = 1024 * 1024;
/** Beyond so many files nobody reads hunks. */
const mostFiles = 500;

/** A file's bytes on both sides; absent where the side has none. */
export interface Sides {
  readonly before?: Uint8Array;
  readonly after?: Uint8Array;
}

/** From a group to another, or to the present. */
export async function reviewsOf(deps: CheckpointDeps, from: Group, to: Group | undefined): Promise<FileReview[]> {
  const all = await Promise.all(
    deps.roots.map(async (root) => {
      const changes = await changesIn(deps, root, from, to);
      const shown = changes.slice(0, mostFiles);
      const sides = await sidesIn(deps, root, from, to, shown);
      return changes
        .filter((change) => !isOnlyTicks(change.path, sides.get(change.path)))
        .map((change) => review(deps, root, change, sides.get(change.path)));
    }),
  );
  return all.flat();
}

/** What differs in one workspace folder; what lies in another folder of the workspace is that one's. */
export async function changesIn(
  { host, roots }: CheckpointDeps,
  root: string,
  from: Group,
  to: Group | undefined,
): Promise<readonly SnapshotChange[]> {
  const { changes } = await host.snapshots.compare(root, stateOf(from, root), to && stateOf(to, root));
  const inner = roots.filter((other) => other.startsWith(`${root}/`)).map((other) => other.slice(root.length + 1));
  return changes.filter(({ path }) => !inner.some((other) => path.startsWith(`${other}/`)));
}

/** The state of a folder in a group. */
export function stateOf(group: Group, root: string): string {
  return group.states.get(root) ?? '';
}

/** Both sides of these changes. */
export async function sidesIn(
  { host }: CheckpointDeps,
  root: string,
  from: Group,
  to: Group | undefined,
  changes: readonly SnapshotChange[],
): Promise<ReadonlyMap<string, Sides>> {
  const paths = (side: 'before' | 'after') =>
    changes.filter((each) => each[side] !== undefined).map(({ path }) => path);
  const [old, now] = await Promise.all([
    host.snapshots.read(root, stateOf(from, root), paths('before')),
    to === undefined ? undefined : host.snapshots.read(root, stateOf(to, root), paths('after')),
  ]);
  const sides = new Map<string, Sides>();
  for (const { path, after: kind } of changes) {
    // A link is not followed: what it leads to is not what changed.
    const present = kind === undefined || kind === 'link' ? undefined : await host.files.read(`${root}/${path}`);
    const [before, after] = [old.get(path), now === undefined ? present : now.get(path)];
    sides.set(path, { ...(before && { before }), ...(after && { after }) });
  }
  return sides;
}

const taskList = /(?:^|\/)\.kiro\/specs\/(?:[^/]+\/)+tasks\.md$/u;

/** Every tasks.md that differs from a group, also where only boxes do; one that is gone, or no text, is left out. */
export async function taskListsOf(deps: CheckpointDeps, from: Group) {
  const all = await Promise.all(
    deps.roots.map(async (root) => {
      const changes = (await changesIn(deps, root, from, undefined)).filter(({ path }) => taskList.test(path));
      const sides = await sidesIn(deps, root, from, undefined, changes);
      return changes.flatMap(({ path }) => {
        const [before, after] = [textOf(sides.get(path)?.before), textOf(sides.get(path)?.after)];
        return after === undefined ? [] : [{ root, path: shownPath(deps, root, path), before: before ?? '', after }];
      });
    }),
  );
  return all.flat();
}

/**
 * Records of what happened (approvals, evidence) are the runner's and the user's: no agent writes one, none is rewritten,
 * and going back makes nothing unhappened.
 */
export function isRecord(path: string): boolean {
  return /(?:^|\/)\.kiro\/specs\/(?:[^/]+\/)+\.tracewright\//u.test(path);
}

/** Boxes are the runner's: it ticks while an agent works, and that is no change of the agent's. */
function isOnlyTicks(path: string, sides: Sides | undefined): boolean {
  if (!taskList.test(path)) return false;
  const [before, after] = [textOf(sides?.before), textOf(sides?.after)];
  const plain = (text: string) => text.replace(/^(\s*[-*+] \[)[^\]\n](?=\])/gmu, '$1 ');
  return before !== undefined && after !== undefined && plain(before) === plain(after);
}

function review(deps: CheckpointDeps, root: string, change: SnapshotChange, sides: Sides | undefined): FileReview {
  const { path, kind } = change;
  const base = { path: shownPath(deps, root, path), root, kind, state: 'open' as const };
  const whole = (why: string) => ({ ...base, added: 0, removed: 0, hunks: [], whole: why });
  if (change.before === 'link' || change.after === 'link') return whole('It is a link.');
  if (sides === undefined) return whole(`More than ${mostFiles} files changed.`);
  const compared = compareSides(sides);
  if (typeof compared === 'string') return whole(compared);
  const hunks = compared.hunks.map((hunk) => reviewOf(compared, hunk));
  if (hunks.length === 0) return whole(kind === 'changed' ? 'Only its permissions changed.' : 'It is empty.');
  const count = (wanted: string) => hunks.flatMap(({ lines }) => lines).filter((line) => line.kind === wanted).length;
  return {
    ...base,
    added: count('added'),
    removed: count('removed'),
    hunks,
    // Part of a mode can't be taken back with a hunk; the file as a whole can.
  };
}

/** Two sides line by line, or a sentence that says why they can't be shown so. */
export function compareSides({ before, after }: Sides): Comparison | string {
  if (Math.max(before?.length ?? 0, after?.length ?? 0) > mostBytes) return 'It is too large to be shown line by line.';
  const [old, now] = [textOf(before ?? new Uint8Array()), textOf(after ?? new Uint8Array())];
  if (old === undefined || now === undefined) return 'It is not text.';
  return compareTexts(old, now) ?? 'Too much of it changed to be shown line by line.';
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a file, its byte order mark included; undefined where it has none. */
export function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.subarray(0, 8000).includes(0)) return undefined;
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
