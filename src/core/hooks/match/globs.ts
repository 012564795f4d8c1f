/** Globs of hooks: several together, with those that take away, and where to look for what they match. */
import picomatch from 'picomatch';

/** True for a path relative to the workspace folder. */
export type GlobTest = (path: string) => boolean;

const options = { dot: true, posix: true } as const;

/** As gitignore has it: a glob without a slash is compared with names at any depth; a leading `./` or `/` is nothing. */
function anchored(glob: string): string {
  const plain = glob.replace(/^\.?\//u, '');
  return plain.includes('/') || plain === '**' ? plain : `**/${plain}`;
}

/** All globs together; those that begin with `!` take away. Without one that adds, everything is in. */
export function compileGlobs(globs: readonly string[]): GlobTest {
  const added = globs.filter((glob) => !glob.startsWith('!')).map(anchored);
  const taken = globs.filter((glob) => glob.startsWith('!')).map((glob) => anchored(glob.slice(1)));
  const adds = added.length === 0 ? () => true : picomatch(added, options);
  if (taken.length === 0) return (path) => adds(path);
  const takes = picomatch(taken, options);
  return (path) => adds(path) && !takes(path);
}

/** What a glob's matches have in common, for an index: the folder they lie below, and the ending of their names. */
export interface GlobKey {
  /** `src/components/`, or nothing. */
  readonly base: string;
  /** `.tsx`; undefined where several or none are possible. */
  readonly ending: string | undefined;
}

/** Reads the key of one glob that adds; what it says holds for every path that the glob matches. */
export function keyOfGlob(glob: string): GlobKey {
  const steps = anchored(glob).split('/');
  const name = steps.at(-1) ?? '';
  const first = steps.findIndex((step) => /[*?[\]{}()!+@|\\]/u.test(step));
  const literal = steps.slice(0, first === -1 ? -1 : first);
  const folder = literal.map((step) => `${step}/`).join('');
  const ending = /^[^{}()[\]!?+@|\\]*?(\.[A-Za-z0-9]+)$/u.exec(name)?.[1];
  return { base: folder, ending };
}

/** Folders, relative and without those below others, that hold everything the globs match; `''` is the whole folder. */
export function basesOf(globs: readonly string[]): readonly string[] {
  const added = globs.filter((glob) => !glob.startsWith('!'));
  const bases = [...new Set(added.map((glob) => keyOfGlob(glob).base.replace(/\/$/u, '')))];
  if (added.length === 0 || bases.includes('')) return [''];
  return bases.filter((base) => !bases.some((other) => other !== base && base.startsWith(`${other}/`))).sort();
}
