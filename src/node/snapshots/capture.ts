/** The present of a workspace folder as trees in the store: every repository in it by itself. */
import { readFile } from 'node:fs/promises';
import { ifThere } from '../errors';
import { runGit } from '../gitProcess';
import { settleFresh } from './fresh';
import { git, SnapshotError } from './git';
import { traces } from './ignored';
import { listOthers, type Others, sortOthers } from './others';
import type { State } from './records';
import { changedFiles, type Left, stage } from './stage';
import { readJson, type Store, writeWhole } from './store';
import type { Memo } from './unchanged';
import { forgetIndex, nestedView, pathInRoot, rootView, treePath, type View } from './view';

/** How the present is taken. */
export interface CaptureOptions {
  readonly maxFileBytes: number;
  readonly memo: Memo;
  /** Held whatever their size, ignored or not; relative to the workspace folder. */
  readonly forced?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** The tree of nothing; git knows it without having it. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

interface Captured {
  readonly view: View;
  readonly tree: string;
  readonly left: readonly Left[];
  readonly others: Others;
  readonly modes: Readonly<Record<string, number>>;
  /** If nothing changes, the next look gives the same. */
  readonly settled: boolean;
}

/** Takes the present; nothing is written but objects and our own indexes. */
export async function capture(store: Store, options: CaptureOptions): Promise<State> {
  const view = await rootView(store);
  if (options.forced !== undefined) return stateOf(store, await captureViews(store, view, options));
  const { state: before, keep } = await options.memo.recall(store, view, options.maxFileBytes);
  if (before !== undefined) return before;
  const all = await captureViews(store, view, options);
  const state = await stateOf(store, all);
  const [only, another] = all;
  if (only?.settled === true && another === undefined) await keep(state, only.others);
  return state;
}

async function captureViews(store: Store, root: View, options: CaptureOptions): Promise<readonly Captured[]> {
  const all: Captured[] = [];
  const pending: string[] = [''];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const view = path === '' ? root : await nestedView(store, path);
    const captured = await captureView(view, options);
    all.push(captured);
    pending.push(...captured.others.nested.map((each) => pathInRoot(view, each).replace(/\/$/u, '')));
  }
  return all;
}

async function stateOf(store: Store, all: readonly Captured[]): Promise<State> {
  const gathered = <Item>(each: (captured: Captured) => readonly Item[]) => all.flatMap(each);
  const ignored = gathered(({ view, others }) => others.ignored.map((path) => pathInRoot(view, path)));
  const empties = gathered(({ view, others }) => others.empties.map((path) => pathInRoot(view, path)));
  const modes = gathered(({ view, modes: own }) =>
    Object.entries(own).map(([path, mode]) => [pathInRoot(view, path), mode] as const),
  );
  return {
    roots: all.map(({ view, tree }) => ({ path: view.path, tree })),
    left: gathered(({ view, left }) => left.map((each) => ({ ...each, path: pathInRoot(view, each.path) }))),
    extras: { ignored: await traces(store.root, ignored), empties, modes: Object.fromEntries(modes) },
  };
}

/** Each round may find more: what lies in a folder that was new. */
const mostRounds = 8;

async function captureView(view: View, options: CaptureOptions): Promise<Captured> {
  try {
    return await captureOnce(view, options);
  } catch (error) {
    if (!(error instanceof SnapshotError) || !error.mendable) throw error;
    // What is wrong with our own index or objects is mended by reading every file again.
    await forgetIndex(view);
    return captureOnce(view, options);
  }
}

async function captureOnce(view: View, options: CaptureOptions): Promise<Captured> {
  const { signal, maxFileBytes } = options;
  const [{ changed, gone }, listed, held, young, knownTree, knownModes] = await Promise.all([
    settleFresh(view, signal).then(() => changedFiles(view, signal)),
    listOthers(view, signal),
    heldByUser(view),
    readYoung(view),
    ifThere(readFile(treePath(view), 'utf8')),
    readJson(modesPath(view)),
  ]);
  const tracked = new Set(changed);
  const forced = new Set((options.forced ?? []).flatMap((path) => pathInView(view, path)));
  const left = new Map<string, Left>();
  const modes = new Map<string, number | undefined>();
  let others = await sortOthers(view, listed, signal);
  let paths = [...new Set([...changed, ...young, ...held.paths, ...forced, ...others.files, ...others.kept])];
  let removed = [...gone, ...young];
  const unsure: string[] = [];
  const same = paths.length + removed.length === 0;
  const touched = { written: false, kept: others.kept.length > 0, cutShort: false };
  for (let round = 0; round < mostRounds && paths.length + removed.length > 0; round++) {
    const staged = await stage(view, { paths, tracked, gone: removed, forced, maxFileBytes }, signal);
    for (const each of staged.left) left.set(each.path, each);
    for (const [path, mode] of staged.modes) modes.set(path, mode);
    unsure.push(...staged.young);
    touched.written ||= staged.written;
    touched.cutShort = round === mostRounds - 1;
    // A folder whose last file went may be empty now, and a new one may hold more than files.
    if (!others.again && removed.length === 0) break;
    others = await sortOthers(view, await listOthers(view, signal), signal);
    touched.kept ||= others.kept.length > 0;
    paths = [...others.files, ...others.kept].filter((path) => !left.has(path));
    removed = [];
  }
  // What is left out, or kept although it is ignored, may count as something else once the index is another.
  const mayDiffer = touched.cutShort || (touched.written && (touched.kept || left.size > 0));
  const settled = !mayDiffer && held.paths.length + young.length + unsure.length === 0;
  await held.remember();
  await writeYoung(view, young, unsure);
  for (const path of others.unnamed) left.set(path, { path, why: 'its name is no text', print: '' });
  return {
    view,
    tree: await treeOf(view, same ? knownTree : undefined, signal),
    left: [...left.values()],
    others: { ...others, ignored: others.ignored.filter((path) => !left.has(path)) },
    modes: await rememberModes(view, knownModes, modes),
    settled,
  };
}

function pathInView(view: View, path: string): readonly string[] {
  if (view.path === '') return [`${view.prefix}${path}`];
  return path.startsWith(`${view.path}/`) ? [path.slice(view.path.length + 1)] : [];
}

/** The index as a tree. An index that is as it was has the tree that it had; `before` is that, where nothing changed. */
async function treeOf(view: View, before: string | undefined, signal?: AbortSignal): Promise<string> {
  const { place, prefix } = view;
  const known = before ?? (await ifThere(readFile(treePath(view), 'utf8')));
  if (known !== undefined && /^[0-9a-f]{40}$/u.test(known)) return known;
  const args = prefix === '' ? ['write-tree'] : ['write-tree', `--prefix=${prefix}`];
  const written = await git(place, args, { signal }).catch((error: unknown) => {
    if (error instanceof SnapshotError && /prefix .* not found/u.test(error.message)) return Buffer.from(emptyTree);
    throw error;
  });
  const tree = written.toString('latin1').trim();
  await writeWhole(treePath(view), tree);
  return tree;
}

/**
 * Git compares times by the second. A file that was set back to an old time while that second lasted could change again
 * unseen, so the next state reads it anew.
 */
async function readYoung({ place }: View): Promise<readonly string[]> {
  const known = await readJson(`${place.gitDir}/young.json`);
  return Array.isArray(known) ? known.filter((path) => typeof path === 'string') : [];
}

async function writeYoung({ place }: View, known: readonly string[], young: readonly string[]): Promise<void> {
  if (known.length + young.length > 0) await writeWhole(`${place.gitDir}/young.json`, JSON.stringify(young));
}

function modesPath({ place }: View): string {
  return `${place.gitDir}/modes.json`;
}

async function rememberModes(
  view: View,
  before: unknown,
  found: ReadonlyMap<string, number | undefined>,
): Promise<Readonly<Record<string, number>>> {
  const known = new Map(Object.entries(before ?? {}).filter(([, mode]) => typeof mode === 'number'));
  let changed = false;
  for (const [file, mode] of found) {
    if (known.get(file) === mode) continue;
    changed = true;
    if (mode === undefined) known.delete(file);
    else known.set(file, mode);
  }
  const modes = Object.fromEntries(known) as Record<string, number>;
  if (changed) await writeWhole(modesPath(view), JSON.stringify(modes));
  return modes;
}

/** Files that the user's own index has although they are ignored. Asked again whenever that index has changed. */
async function heldByUser(view: View): Promise<{ readonly paths: readonly string[]; remember(): Promise<void> }> {
  const stamp = view.ownIndex === '' ? '' : `${view.ownIndex} ${view.place.index}`;
  const path = `${view.place.gitDir}/held`;
  const nothing = { paths: [], remember: async () => undefined };
  if (stamp === '' || stamp === (await ifThere(readFile(path, 'utf8')))) return nothing;
  const within = view.prefix === '' ? [] : [view.prefix];
  const args = ['ls-files', '-z', '--cached', '--ignored', '--exclude-standard', '--', ...within];
  const listed = await runGit(view.place.workTree, args);
  const paths = listed?.code === 0 ? listed.stdout.split('\0').filter((each) => each !== '') : [];
  return { paths: [...new Set(paths)], remember: () => writeWhole(path, stamp) };
}
