/** What the store's trees and blobs hold. */
import { spawn } from 'node:child_process';
import type { SnapshotEntry } from '../../core/host';
import { emptyTree } from './capture';
import { environment, type GitPlace, git, missing, notStarted, pathText, pieces } from './git';
import type { State } from './records';
import type { Store } from './store';

/** A file in a tree. */
export interface Entry {
  readonly kind: SnapshotEntry;
  readonly sha: string;
}

/** One path on both sides; a side without it has none. */
export interface Difference {
  readonly before?: Entry;
  readonly after?: Entry;
}

/** For commands that need neither files nor an index. */
export function objectsOnly({ reader, folder, objects }: Store): GitPlace {
  return { gitDir: reader, workTree: folder, objects, index: `${reader}/index` };
}

/** Every path that differs, relative to the workspace folder, whichever repository it belonged to then and now. */
export async function differences(place: GitPlace, from: State, to: State): Promise<ReadonlyMap<string, Difference>> {
  const trees = (state: State) => new Map(state.roots.map(({ path, tree }) => [path, tree]));
  const [before, after] = [trees(from), trees(to)];
  const merged = new Map<string, Difference>();
  for (const root of new Set([...before.keys(), ...after.keys()])) {
    const pair = [before.get(root) ?? emptyTree, after.get(root) ?? emptyTree] as const;
    if (pair[0] === pair[1]) continue;
    for (const [path, difference] of await treeDifferences(place, ...pair)) {
      const full = root === '' ? path : `${root}/${path}`;
      merged.set(full, { ...merged.get(full), ...difference });
    }
  }
  for (const [path, { before: a, after: b }] of merged)
    if (a !== undefined && a.sha === b?.sha && a.kind === b.kind) merged.delete(path);
  return new Map([...merged].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function treeDifferences(place: GitPlace, from: string, to: string): Promise<readonly [string, Difference][]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', from, to];
  const output = pieces(await git(place, args));
  const found: [string, Difference][] = [];
  for (let at = 0; at + 1 < output.length; at += 2) {
    const [oldMode = '', newMode = '', oldSha = '', newSha = ''] = (output[at]?.toString('latin1') ?? '')
      .slice(1)
      .split(' ');
    const path = pathText(output[at + 1] ?? Buffer.alloc(0));
    if (path === undefined) continue;
    const [before, after] = [entry(oldMode, oldSha), entry(newMode, newSha)];
    found.push([path, { ...(before && { before }), ...(after && { after }) }]);
  }
  return found;
}

function entry(mode: string, sha: string): Entry | undefined {
  if (mode === '100644') return { kind: 'file', sha };
  if (mode === '100755') return { kind: 'executable', sha };
  return mode === '120000' ? { kind: 'link', sha } : undefined;
}

/** As many paths as a command line takes anywhere. */
const pathsAtOnce = 200;

/** Files of a state by path, relative to the workspace folder. */
export async function entriesAt(
  place: GitPlace,
  { roots }: State,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Entry>> {
  const found = new Map<string, Entry>();
  for (const { path: root, tree } of roots) {
    const start = root === '' ? '' : `${root}/`;
    const inside = paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
    for (let at = 0; at < inside.length; at += pathsAtOnce) {
      const args = ['ls-tree', '-z', '--full-tree', tree, '--', ...inside.slice(at, at + pathsAtOnce)];
      for (const [path, each] of listed(await git(place, args))) found.set(start + path, each);
    }
  }
  return found;
}

function listed(output: Buffer): readonly [string, Entry][] {
  return pieces(output).flatMap((piece): readonly [string, Entry][] => {
    const tab = piece.indexOf(9);
    const [mode = '', , sha = ''] = piece.subarray(0, tab).toString('latin1').split(' ');
    const path = pathText(piece.subarray(tab + 1));
    const each = entry(mode, sha);
    return path === undefined || each === undefined ? [] : [[path, each]];
  });
}

/** Contents of blobs, one after the other, through one process; whoever made it closes it. */
export interface BlobReader {
  read(sha: string): Promise<Buffer>;
  close(): void;
}

/** Opens a reader. A blob that is not there rejects. */
export function readBlobs(place: GitPlace): BlobReader {
  const child = spawn('git', ['cat-file', '--batch'], {
    cwd: place.workTree,
    env: environment(place),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = notStarted(error);
  });
  child.stdin.on('error', () => undefined);
  let rest: Buffer = Buffer.alloc(0);
  const output: AsyncIterator<Buffer> = child.stdout[Symbol.asyncIterator]();
  const more = async () => {
    const { done, value } = await output.next();
    if (done === true) throw failed ?? missing();
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
  };
  const take = async (count: number) => {
    const parts: Buffer[] = [];
    let have = 0;
    while (have < count) {
      if (rest.length === 0) await more();
      const part = rest.subarray(0, count - have);
      rest = rest.subarray(part.length);
      parts.push(part);
      have += part.length;
    }
    return Buffer.concat(parts);
  };
  const line = async () => {
    while (!rest.includes(10)) await more();
    return (await take(rest.indexOf(10) + 1)).toString('latin1').trimEnd();
  };
  return {
    read: async (sha) => {
      child.stdin.write(`${sha}\n`);
      const size = /^[0-9a-f]+ blob (\d+)$/u.exec(await line())?.[1];
      if (size === undefined) throw missing();
      const bytes = await take(Number(size));
      await take(1);
      return bytes;
    },
    close: () => {
      child.stdin.end();
      child.kill('SIGTERM');
    },
  };
}
