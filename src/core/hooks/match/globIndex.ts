/** Which globs may match a path, found by its folders and its ending instead of by asking each. */
import { keyOfGlob } from './globs';

/** What is kept under globs. */
export interface GlobIndex<Value> {
  /** Calls back with everything that has a glob which may match the path; the same more than once where several may. */
  visit(path: string, found: (value: Value) => void): void;
}

/** One folder of the tree: what begins here, by ending. */
interface Folder<Value> {
  readonly folders: Map<string, Folder<Value>>;
  readonly byEnding: Map<string, Value[]>;
  readonly anything: Value[];
}

/** Makes the index; `globs` are those that add. */
export function createGlobIndex<Value>(
  entries: Iterable<{ readonly globs: readonly string[]; readonly value: Value }>,
): GlobIndex<Value> {
  const root = emptyFolder<Value>();
  const wholes = new Map<string, Value[]>();
  for (const { globs, value } of entries)
    for (const { steps, endings, whole } of globs.map(keyOfGlob)) {
      const folder = steps.reduce(stepInto, root);
      for (const list of endings?.map((ending) => listOf(folder.byEnding, ending)) ?? [folder.anything])
        list.push(value);
      listOf(wholes, whole).push(value);
    }
  return {
    visit: (path, found) => {
      // Picomatch takes a slash at the end for nothing.
      const plain = path.endsWith('/') ? path.replace(/\/+$/u, '') : path;
      const ending = endingOf(plain);
      let folder: Folder<Value> | undefined = root;
      for (let from = 0; folder !== undefined; ) {
        for (const value of folder.anything) found(value);
        if (ending !== undefined) for (const value of folder.byEnding.get(ending) ?? []) found(value);
        if (from > plain.length || folder.folders.size === 0) break;
        const slash = plain.indexOf('/', from);
        const to = slash === -1 ? plain.length : slash;
        folder = folder.folders.get(plain.slice(from, to));
        from = to + 1;
      }
      for (const value of wholes.get(path) ?? []) found(value);
    },
  };
}

function emptyFolder<Value>(): Folder<Value> {
  return { folders: new Map(), byEnding: new Map(), anything: [] };
}

function stepInto<Value>(folder: Folder<Value>, step: string): Folder<Value> {
  const known = folder.folders.get(step);
  if (known !== undefined) return known;
  const made = emptyFolder<Value>();
  folder.folders.set(step, made);
  return made;
}

function listOf<Value>(lists: Map<string, Value[]>, key: string): Value[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const made: Value[] = [];
  lists.set(key, made);
  return made;
}

/** `.ts`; undefined where there is none, or one that no glob is kept under. */
function endingOf(path: string): string | undefined {
  const dot = path.lastIndexOf('.');
  return dot === -1 || !/^[A-Za-z0-9]+$/u.test(path.slice(dot + 1)) ? undefined : path.slice(dot);
}
