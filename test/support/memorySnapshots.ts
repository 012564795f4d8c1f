/** Checkpoints of a host in memory: every file below the folder, `.git` and `node_modules` left out. */
import type { Snapshot, SnapshotChange, Snapshots } from '../../src/core/host';
import { assertGrant } from '../../src/core/permissions/grants';

/** What the fake sees of the host's files. */
export interface MemoryTree {
  paths(): readonly string[];
  read(path: string): Uint8Array | undefined;
  write(path: string, bytes: Uint8Array): void;
  remove(path: string): void;
}

interface State extends Snapshot {
  readonly root: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Ids are `s1`, `s2` and so on; states are in the order in which they were taken. */
export function createMemorySnapshots(tree: MemoryTree, now: () => number): Snapshots {
  const states: State[] = [];
  let made = 0;
  const present = (root: string) =>
    new Map(
      tree
        .paths()
        .filter((path) => path.startsWith(`${root}/`) && !/\/(?:\.git|node_modules)\//u.test(path))
        .map((path) => [path.slice(root.length + 1), tree.read(path)?.slice() ?? new Uint8Array()]),
    );
  const named = (root: string, id: string): State => {
    const state = states.find((each) => each.root === root && each.id === id);
    if (state === undefined) throw new Error(`There is no checkpoint ${id} of this folder.`);
    return state;
  };
  const take = (root: string, about: Snapshot['about']): State => {
    made++;
    const state = { id: `s${made}`, at: new Date(now()).toISOString(), about, left: [], root, files: present(root) };
    states.push(state);
    return state;
  };
  return {
    take: async (root, about, options) => {
      options?.signal?.throwIfAborted();
      return take(root, about);
    },
    list: async (root) => states.filter((each) => each.root === root).toReversed(),
    compare: async (root, from, to) => ({
      changes: changes(named(root, from).files, to === undefined ? present(root) : named(root, to).files),
      notHeld: [],
    }),
    read: async (root, snapshot, paths) =>
      new Map([...named(root, snapshot).files].filter(([path]) => paths.includes(path))),
    restore: async (grant, root, snapshot, about, paths) => {
      assertGrant(grant, ['restore'], root);
      const { files } = named(root, snapshot);
      const before = take(root, about);
      const restored = changes(before.files, files).filter(
        ({ path }) => paths?.some((each) => path === each || path.startsWith(`${each}/`)) ?? true,
      );
      for (const { path } of restored) {
        const bytes = files.get(path);
        if (bytes === undefined) tree.remove(`${root}/${path}`);
        else tree.write(`${root}/${path}`, bytes);
      }
      return { before, restored, failed: [] };
    },
    prune: async (root, { most }) => {
      const all = states.filter((each) => each.root === root);
      for (const old of all.slice(0, Math.max(0, all.length - most))) states.splice(states.indexOf(old), 1);
    },
  };
}

function changes(
  from: ReadonlyMap<string, Uint8Array>,
  to: ReadonlyMap<string, Uint8Array>,
): readonly SnapshotChange[] {
  return [...new Set([...from.keys(), ...to.keys()])].sort().flatMap((path): readonly SnapshotChange[] => {
    const [before, after] = [from.get(path), to.get(path)];
    if (before === undefined) return [{ path, kind: 'added', after: 'file' }];
    if (after === undefined) return [{ path, kind: 'deleted', before: 'file' }];
    return Buffer.compare(before, after) === 0 ? [] : [{ path, kind: 'changed', before: 'file', after: 'file' }];
  });
}
