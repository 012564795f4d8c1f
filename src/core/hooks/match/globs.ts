/** Globs of hooks: several together, with those that take away, and where to look for what they match. */
import picomatch from 'picomatch';

/** True for a path relative to the workspace folder. */
export type GlobTest = (path: string) => boolean;

/** What takes away is told by our own `!`; one further in, as in `./!a/b.ts`, is a name's. */
const options = { dot: true, posix: true, nonegate: true } as const;

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

/** What a glob's matches have in common, for an index: the folder they lie in, and the endings of their names. */
export interface GlobKey {
  /** `src`, `components`: the literal folders that it begins with. */
  readonly steps: readonly string[];
  /** `.ts`, `.tsx`; undefined where others are possible. */
  readonly endings: readonly string[] | undefined;
  /** A name that is the glob itself, letter by letter, matches too, whatever its signs mean. */
  readonly whole: string;
}

/** Nothing in it means anything to a glob. */
const literal = /^(?!\.{1,2}$)[\p{L}\p{N}_ .@$#-]+$/u;
const plainEnding = /^[^{}()[\]!?+@|\\"]*\.([A-Za-z0-9]+)$/u;
const listedEndings = /^[^{}()[\]!?+@|\\"]*\.\{([A-Za-z0-9]+(?:,[A-Za-z0-9]+)+)\}$/u;

/** Reads the key of one glob that adds; what it says holds for every path that the glob matches. */
export function keyOfGlob(glob: string): GlobKey {
  const whole = anchored(glob);
  const steps = whole.split('/');
  const name = steps.pop() ?? '';
  const first = steps.findIndex((step) => !literal.test(step));
  const endings = plainEnding.exec(name)?.[1] ?? listedEndings.exec(name)?.[1];
  return {
    steps: first === -1 ? steps : steps.slice(0, first),
    endings: endings?.split(',').map((each) => `.${each}`),
    whole,
  };
}

/** Folders, relative and without those below others, that hold everything the globs match; `''` is the whole folder. */
export function basesOf(globs: readonly string[]): readonly string[] {
  const added = globs.filter((glob) => !glob.startsWith('!'));
  const bases = [...new Set(added.map((glob) => keyOfGlob(glob).steps.join('/')))];
  if (added.length === 0 || bases.includes('')) return [''];
  return bases.filter((base) => !bases.some((other) => other !== base && base.startsWith(`${other}/`))).sort();
}
