/** One checkpoint is a state of each workspace folder. Which states belong together stands in what is said about them. */
import { basename } from 'node:path/posix';
import type { Host, Snapshot } from '../../host';
import type { Settings } from '../../settings';
import type { CheckpointAbout, CheckpointPlace, FilePlace } from '../deps';

/** What checkpoints are made of. */
export interface CheckpointDeps {
  readonly host: Pick<Host, 'snapshots' | 'files' | 'documents' | 'clock' | 'log'>;
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
  /** From the settings, asked for each time. */
  readonly limits: () => CheckpointLimits;
}

/** How much is kept. */
export interface CheckpointLimits {
  readonly maxFileBytes: number;
  /** Checkpoints. */
  readonly most: number;
  /** For each workspace folder. */
  readonly maxBytes: number;
}

/** The user's limits. */
export function checkpointLimits(settings: Settings): CheckpointLimits {
  const megabyte = 1024 * 1024;
  return {
    maxFileBytes: settings['checkpoints.maxFileMegabytes'] * megabyte,
    most: settings['checkpoints.keep'],
    maxBytes: settings['checkpoints.maxMegabytes'] * megabyte,
  };
}

/**
 * - `turn`: taken for the user to go back to
 * - `restore`: the present before a restore
 * - `ended`: the end of a turn or a restore, so that what others change after it can be told; never shown
 * - `undo`: the present before a file was put back in a review; never shown
 */
export type StateKind = 'turn' | 'restore' | 'ended' | 'undo';

/** The states of all folders that were taken together. */
export interface Group {
  readonly id: string;
  readonly kind: StateKind;
  readonly label: string;
  readonly at: string;
  readonly about: CheckpointAbout | undefined;
  /** Of an `ended` state: the checkpoint whose turn it ends. */
  readonly of: string | undefined;
  /** Id of the state by workspace folder. */
  readonly states: ReadonlyMap<string, string>;
  readonly left: readonly string[];
}

/** A checkpoint that is not kept any more, or a file that is of no folder; a sentence. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/** An id that sorts by time and can be typed. */
export function newGroupId({ clock }: Pick<Host, 'clock'>): string {
  const stamp = new Date(clock.now())
    .toISOString()
    .replace(/[-:]|\.\d+Z$/gu, '')
    .replace('T', '-');
  return `${stamp}-${clock.uuid().replaceAll('-', '').slice(-6)}`;
}

/** What is said about a state, so that its group can be found again. */
export function aboutOf(
  { roots }: CheckpointDeps,
  group: Pick<Group, 'id' | 'kind' | 'label' | 'about' | 'of'>,
): Readonly<Record<string, string>> {
  const { about } = group;
  return {
    checkpoint: group.id,
    kind: group.kind,
    label: group.label,
    folders: String(roots.length),
    ...(group.of === undefined ? {} : { of: group.of }),
    ...(about === undefined
      ? {}
      : { spec: about.spec, task: about.task, session: about.session, turn: `${about.turn}`, seq: `${about.seq}` }),
  };
}

/** Every group that is whole, oldest first: one that a kill cut short lacks a folder, and is none. */
export async function groupsOf(deps: CheckpointDeps): Promise<readonly Group[]> {
  const lists = await Promise.all(deps.roots.map((root) => deps.host.snapshots.list(root)));
  const found = new Map<string, { readonly first: Snapshot; readonly states: Map<string, Snapshot> }>();
  for (const [at, list] of lists.entries()) {
    for (const snapshot of list) {
      const id = snapshot.about.checkpoint;
      const root = deps.roots[at];
      if (id === undefined || root === undefined) continue;
      const group = found.get(id) ?? { first: snapshot, states: new Map<string, Snapshot>() };
      group.states.set(root, snapshot);
      found.set(id, group);
    }
  }
  return [...found]
    .filter(([, { states }]) => states.size === deps.roots.length)
    .map(([id, { first, states }]) => groupOf(deps, id, first, states))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
}

/** The states that were taken together as one. */
export function groupOf(
  deps: CheckpointDeps,
  id: string,
  { at, about }: Snapshot,
  states: ReadonlyMap<string, Snapshot>,
): Group {
  const { kind, label = '', of, spec, task, session, turn, seq } = about;
  const known = spec !== undefined && task !== undefined && session !== undefined;
  return {
    id,
    kind: kind === 'restore' || kind === 'ended' || kind === 'undo' ? kind : 'turn',
    label,
    at,
    of,
    about: known ? { label, spec, task, session, turn: Number(turn ?? 0), seq: Number(seq ?? 0) } : undefined,
    states: new Map([...states].map(([root, snapshot]) => [root, snapshot.id])),
    left: [...states].flatMap(([root, { left }]) =>
      left.map(({ path, why }) => `${shownPath(deps, root, path)} is not in this checkpoint: ${why}.`),
    ),
  };
}

/** What others see of a group. */
export function placeOf({ id, label, at, about, left }: Group): CheckpointPlace {
  return { id, label, at, about, left };
}

/** A path as `FileReview` has it: the folder's name before it where there are several. */
export function shownPath({ roots }: Pick<CheckpointDeps, 'roots'>, root: string, path: string): string {
  return roots.length > 1 ? `${basename(root)}/${path}` : path;
}

/** A path in its workspace folder, from a path as `FileReview` has it. */
export function pathInFolder({ roots }: Pick<CheckpointDeps, 'roots'>, { root, path }: FilePlace): string {
  if (!roots.includes(root)) throw new CheckpointError(`${root} is no folder of this workspace.`);
  const name = `${basename(root)}/`;
  return roots.length > 1 && path.startsWith(name) ? path.slice(name.length) : path;
}
