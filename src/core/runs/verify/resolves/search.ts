/** One search for what a command rests on: what was found so far, and what was looked at already. */
import type { Tree } from './tree';

/** A program with the words it is given, and the folder that it runs in. */
export interface Invocation {
  readonly program: string;
  /** The program, with its verb where it does many things: `go vet`. */
  readonly name: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly folder: string;
  /** Some of its words are known only when it runs. */
  readonly dynamic: boolean;
}

/** Handed to everything that follows something. */
export interface Search {
  readonly tree: Tree;
  /** Text of each thing that was found, by its name: a path, or "package.json, script test". */
  readonly found: Map<string, string>;
  /** Programs that were come to: `vitest`, and with their verb those that do many things: `go vet`. */
  readonly programs: Set<string>;
  /** The same with their words, in order. */
  readonly invocations: Invocation[];
  /** True the first time; whatever may lead in a circle asks before it follows. */
  once(what: string): boolean;
  /** Follows shell lines that run in `folder`; `base` is where the script lies that holds them. */
  follow(lines: string, folder: string, base?: string): Promise<void>;
}

/** A command that rests on more than this is as good as one that rests on everything. */
const most = 1500;

/** Begins a search. */
export function beginSearch(
  tree: Tree,
  follow: (search: Search, lines: string, folder: string, base: string) => Promise<void>,
): Search {
  const seen = new Set<string>();
  const search: Search = {
    tree,
    found: new Map(),
    programs: new Set(),
    invocations: [],
    once: (what) => {
      if (seen.has(what) || seen.size >= most * 4) return false;
      seen.add(what);
      return true;
    },
    follow: (lines, folder, base = folder) => follow(search, lines, folder, base),
  };
  return search;
}

/** Notes a file; its text, or undefined where there is none. */
export async function note({ tree, found }: Search, path: string): Promise<string | undefined> {
  const text = await tree.text(path);
  if (text !== undefined && found.size < most) found.set(tree.nameOf(path), text);
  return text;
}

/** Files that say by their name that they hold tests. What becomes of those is told by other means. */
export function isTestByName(path: string): boolean {
  return /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.(?:py|go|rb)$|[._-](?:test|spec|cy)\.[cm]?[jt]sx?$|_spec\.rb$|(?:Test|Tests|IT|Spec)\.(?:java|kt|scala|groovy|cs|php|swift)$/u.test(
    path,
  );
}

/** The folder that a file lies in. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}
