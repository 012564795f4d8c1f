/** Checkpoints of all workspace folders together: taken around turns, compared, undone piece by piece, gone back to. */
import type { CheckpointAbout, Checkpoints } from '../deps';
import { ofChecks } from '../log';
import { goBack, previewOf } from './goBack';
import { reviewsOf, sidesIn, taskListsOf, textOf } from './reviews';
import {
  aboutOf,
  type CheckpointDeps,
  CheckpointError,
  type Group,
  groupOf,
  groupsOf,
  newGroupId,
  pathInFolder,
  placeOf,
} from './states';
import { redo, type Undone, undo } from './undo';

export { type CheckpointDeps, CheckpointError, type CheckpointLimits, checkpointLimits } from './states';

/** Makes the checkpoints of a workspace; nothing is read or written before something is asked of them. */
export function createCheckpoints(deps: CheckpointDeps): Checkpoints {
  const known = new Map<string, Group>();
  const undone: Undone = new Map();
  const find = async (id: string): Promise<Group | undefined> => {
    if (!known.has(id)) for (const group of await groupsOf(deps)) known.set(group.id, group);
    return known.get(id);
  };
  const need = async (id: string): Promise<Group> => {
    const group = await find(id);
    if (group === undefined) throw new CheckpointError('This checkpoint is not kept any more.');
    return group;
  };
  const keep = async (wanted: Wanted, signal?: AbortSignal) => {
    const group = await takeGroup(deps, wanted, signal);
    known.set(group.id, group);
    return group;
  };
  return {
    take: async (about, signal) => {
      const group = await keep({ kind: 'turn', label: about.label, about, of: undefined }, signal);
      void tidy(deps);
      return placeOf(group);
    },
    ended: async (checkpoint) => {
      await keep({ kind: 'ended', label: 'After the turn', about: undefined, of: checkpoint });
    },
    list: async (spec) =>
      (await groupsOf(deps))
        .filter(
          ({ kind, about }) =>
            (kind === 'turn' || kind === 'restore') &&
            about?.turn !== ofChecks &&
            (spec === undefined || about?.spec === spec),
        )
        .map(placeOf)
        .toReversed(),
    changes: async (from, to) => reviewsOf(deps, await need(from), to === undefined ? undefined : await need(to)),
    taskLists: async (from) => taskListsOf(deps, await need(from)),
    sides: async (from, to, file) => {
      const [before, after] = [await need(from), to === undefined ? undefined : await need(to)];
      const path = pathInFolder(deps, file);
      const change = { path, kind: 'changed', before: 'file', after: await kindNow(deps, file.root, path) } as const;
      const sides = (await sidesIn(deps, file.root, before, after, [change])).get(path);
      const [old, now] = [textOf(sides?.before), textOf(sides?.after)];
      return { ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) };
    },
    undo: async (from, file, hunk) => undo(deps, undone, await need(from), file, hunk),
    redo: async (from, file, hunk) => redo(deps, undone, await need(from), file, hunk),
    preview: async (checkpoint) => {
      const group = await find(checkpoint);
      return group && previewOf(deps, group);
    },
    restore: async (checkpoint, files) => {
      const result = await goBack(deps, await need(checkpoint), files);
      await keep({ kind: 'ended', label: 'After going back', about: undefined, of: result.before.id });
      return result;
    },
  };
}

type Wanted = Pick<Group, 'kind' | 'label' | 'of'> & { readonly about: CheckpointAbout | undefined };

async function takeGroup(deps: CheckpointDeps, wanted: Wanted, signal: AbortSignal | undefined): Promise<Group> {
  const { host, roots, limits } = deps;
  const id = newGroupId(host);
  const about = aboutOf(deps, { id, ...wanted });
  const { maxFileBytes } = limits();
  const taken = await Promise.all(
    roots.map(async (root) => {
      const options = { maxFileBytes, ...(signal && { signal }) };
      return [root, await host.snapshots.take(root, about, options)] as const;
    }),
  );
  const first = taken[0]?.[1];
  if (first === undefined) throw new CheckpointError('There is no folder open that a checkpoint could be taken of.');
  return groupOf(deps, id, first, new Map(taken));
}

/** Each checkpoint comes with the end of its turn, and now and then with a file that was put back. */
const statesForEach = 3;

/** Off everybody's way: what fails here fails with the next checkpoint at the latest. */
async function tidy({ host, roots, limits }: CheckpointDeps): Promise<void> {
  const { most, maxBytes } = limits();
  for (const root of roots)
    await host.snapshots.prune(root, { most: most * statesForEach, maxBytes }).catch((error: unknown) => {
      host.log.write('warn', `Old checkpoints of ${root} could not be removed: ${String(error)}`);
    });
}

async function kindNow({ host }: CheckpointDeps, root: string, path: string): Promise<'file' | 'link'> {
  return (await host.files.stat(`${root}/${path}`))?.kind === 'link' ? 'link' : 'file';
}
