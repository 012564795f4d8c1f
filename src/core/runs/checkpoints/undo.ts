/** Taking back what a turn did to a file, whole or one hunk of it; and taking that back. */
import { grantRestore } from '../../permissions/grants';
import type { FilePlace } from '../deps';
import { putIn, type TakenOut, taken, takeOut } from './hunks';
import { changesIn, compareSides, type Sides, stateOf } from './reviews';
import { aboutOf, type CheckpointDeps, type Group, newGroupId, pathInFolder } from './states';

/** What was undone in this process, by checkpoint, file and hunk. */
export type Undone = Map<
  string,
  { readonly kind: 'file'; readonly before: string } | ({ readonly kind: 'hunk' } & TakenOut)
>;

/** False where the file changed so that it can't be undone exactly, or an editor holds changes of it. */
export async function undo(
  deps: CheckpointDeps,
  undone: Undone,
  from: Group,
  file: FilePlace,
  hunk: string | undefined,
): Promise<boolean> {
  const path = pathInFolder(deps, file);
  if (await isOpenAndDirty(deps, file.root, path)) return false;
  const key = keyOf(from, file, hunk);
  if (hunk === undefined) {
    const result = await putBack(deps, file.root, path, stateOf(from, file.root));
    undone.set(key, { kind: 'file', before: result.before });
    return result.done;
  }
  const sides = await sidesOf(deps, from, file.root, path);
  const compared = compareSides(sides);
  if (typeof compared === 'string') return false;
  const [text, out] = [takeOut(compared, hunk), taken(compared, hunk)];
  if (text === undefined || out === undefined) return false;
  undone.set(key, { kind: 'hunk', ...out });
  // With its last hunk gone a file that was not there, or is there no more, is so again.
  if (compared.hunks.length === 1 && (sides.before === undefined || sides.after === undefined))
    return (await putBack(deps, file.root, path, stateOf(from, file.root))).done;
  await write(deps, file.root, path, text);
  return true;
}

/** Takes back an `undo`; false where nothing was undone, or the file changed since. */
export async function redo(
  deps: CheckpointDeps,
  undone: Undone,
  from: Group,
  file: FilePlace,
  hunk: string | undefined,
): Promise<boolean> {
  const path = pathInFolder(deps, file);
  const key = keyOf(from, file, hunk);
  const known = undone.get(key);
  if (known === undefined || (await isOpenAndDirty(deps, file.root, path))) return false;
  if (known.kind === 'file') {
    const changed = await changesIn(deps, file.root, from, undefined);
    if (changed.some((change) => change.path === path)) return false;
    if (!(await putBack(deps, file.root, path, known.before)).done) return false;
  } else {
    const compared = compareSides(await sidesOf(deps, from, file.root, path));
    const text = typeof compared === 'string' ? undefined : putIn(compared, known);
    if (text === undefined) return false;
    await write(deps, file.root, path, text);
  }
  undone.delete(key);
  return true;
}

function keyOf(from: Group, { root, path }: FilePlace, hunk: string | undefined): string {
  return [from.id, root, path, hunk ?? ''].join('\0');
}

async function isOpenAndDirty({ host }: CheckpointDeps, root: string, path: string): Promise<boolean> {
  // A file that is no text is open in no text editor.
  const document = await host.documents.open(`${root}/${path}`).catch(() => undefined);
  return document?.dirty === true;
}

async function sidesOf({ host }: CheckpointDeps, from: Group, root: string, path: string): Promise<Sides> {
  const before = (await host.snapshots.read(root, stateOf(from, root), [path])).get(path);
  const stat = await host.files.stat(`${root}/${path}`);
  const after = stat?.kind === 'file' ? await host.files.read(`${root}/${path}`) : undefined;
  return { ...(before && { before }), ...(after && { after }) };
}

async function putBack(deps: CheckpointDeps, root: string, path: string, state: string) {
  const group = {
    id: newGroupId(deps.host),
    kind: 'undo',
    label: `Before ${path} was put back`,
    about: undefined,
  } as const;
  const about = aboutOf(deps, { ...group, of: undefined });
  const { before, failed } = await deps.host.snapshots.restore(grantRestore(root, root), root, state, about, [path]);
  return { before: before.id, done: failed.length === 0 };
}

async function write({ host }: CheckpointDeps, root: string, path: string, text: string): Promise<void> {
  const full = `${root}/${path}`;
  await host.files.write(grantRestore(full, root), full, new TextEncoder().encode(text));
}
