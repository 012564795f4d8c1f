/** An editor's saves and its watcher's news, joined: each change of a file once, in batches, without holding up the host. */
import type { FileChange } from '../core/hooks/fileChange';
import type { Disposable } from '../core/host';
import { entriesOf, pruned } from './fileEvents';
import { createFileTeller, statOf } from './fileTeller';

/** What an editor says of a path: `saved`, it has saved it itself; the others are its watcher's. */
export type EditorNews = 'saved' | 'add' | 'change' | 'unlink';

/** What is joined. */
export interface EditorEventsRequest {
  /** Absolute path of the workspace folder. */
  readonly root: string;
  /** Whether anybody waits for such news of a path, which is relative to the root; nothing else is read. */
  readonly wanted: (news: EditorNews, path: string) => boolean;
  readonly changed: (changes: readonly FileChange[]) => void;
  /** Hears of news that could not be worked off; what comes after it is told all the same. */
  readonly failed: (error: unknown) => void;
}

/** Joined news of one workspace folder. */
export interface EditorEvents extends Disposable {
  /** `path` absolute, with `/`. */
  heard(news: EditorNews, path: string): void;
  /** Files that are there already, so that renames and folders that go are known; paths relative to the root. */
  known(paths: readonly string[]): Promise<void>;
}

/** Milliseconds in which news is gathered: a watcher tells of a save after the editor has. */
const gatherMs = 50;
/** An editor may tell of a save so long after its watcher, in milliseconds. */
const lateMs = 2000;
/** So many files are looked at before others get their turn. */
const chunk = 200;
/** Files of a folder that came as one. */
const mostInFolder = 20_000;

/** Begins at once; nothing is read before something is heard. */
export function joinEditorEvents({ root, wanted, changed, failed }: EditorEventsRequest): EditorEvents {
  const queue = new Map<string, EditorNews[]>();
  let timer: NodeJS.Timeout | undefined;
  let batch: FileChange[] = [];
  let byEditor = false;
  let disposed = false;
  let flushing: Promise<void> = Promise.resolve();
  /** What the watcher told of first: the editor's word on the same bytes is no news then. */
  const watched = new Map<string, { readonly hash: string | undefined; readonly at: number }>();
  const teller = createFileTeller(root, (change) => {
    const { path, hash } = change;
    const before = watched.get(path);
    watched.delete(path);
    if (byEditor && before !== undefined && before.hash === hash && Date.now() - before.at < lateMs) return;
    if (!byEditor && change.kind === 'saved') watched.set(path, { hash, at: Date.now() });
    batch.push(byEditor ? { ...change, by: 'editor' } : change);
    // A deletion that was no rename is told later than its batch.
    timer ??= setTimeout(flush, gatherMs);
  });
  teller.begin();
  const take = (path: string, all: readonly EditorNews[]) => {
    byEditor = all.includes('saved');
    try {
      for (const news of new Set(all)) teller.heard(news, path);
    } finally {
      byEditor = false;
    }
  };
  const work = async () => {
    let count = 0;
    for (const [path, all] of queue) {
      queue.delete(path);
      for (const each of expanded(root, path, all)) {
        const left = each.news.filter((news) => wanted(news, each.path));
        if (left.length > 0) take(each.path, left);
        if (++count % chunk === 0) await new Promise((resolve) => setImmediate(resolve));
        if (disposed) return;
      }
    }
    const told = batch;
    batch = [];
    if (told.length > 0) changed(told);
  };
  const flush = () => {
    timer = undefined;
    // A rejection that stays would keep everything after it from being told.
    flushing = flushing.then(work).catch(failed);
  };
  return {
    heard: (news, path) => {
      const below = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
      if (disposed || below === undefined || (news !== 'saved' && pruned.test(`/${below}`))) return;
      queue.set(below, [...(queue.get(below) ?? []), news]);
      timer ??= setTimeout(flush, gatherMs);
    },
    known: async (paths) => {
      for (const [at, path] of paths.entries()) {
        teller.seen(path);
        if (at % chunk === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      teller.dispose();
    },
  };
}

interface Expanded {
  readonly path: string;
  readonly news: readonly EditorNews[];
}

/** A folder that came is told of as one: its files are what came. */
function expanded(root: string, path: string, news: readonly EditorNews[]): readonly Expanded[] {
  const stat = statOf(`${root}/${path}`);
  if (stat === undefined || !stat.isDirectory()) return [{ path, news: settled(news, stat !== undefined) }];
  return news.includes('add') ? filesBelow(root, path).map((each) => ({ path: each, news: ['add'] })) : [];
}

/** What came and went, or went and came, within one batch is what it is now. */
function settled(news: readonly EditorNews[], there: boolean): readonly EditorNews[] {
  if (!there) return news.includes('unlink') ? ['unlink'] : [];
  const left = news.filter((each) => each !== 'unlink');
  return left.includes('saved') ? left.filter((each) => each !== 'change') : left;
}

function filesBelow(root: string, folder: string): readonly string[] {
  const found: string[] = [];
  const folders = [folder];
  for (let at = folders.pop(); at !== undefined && found.length < mostInFolder; at = folders.pop())
    for (const entry of entriesOf(`${root}/${at}`)) {
      const path = `${at}/${entry.name}`;
      if (entry.isDirectory() && !pruned.test(`/${path}/`)) folders.push(path);
      else if (entry.isFile()) found.push(path);
    }
  return found;
}
