/** Globs as people write them in steering files: with commas, braces, `!`, and names without a folder. */
import picomatch from 'picomatch';

/** One path against the globs of a file; gives the glob that matched. */
export type PathMatcher = (path: string) => string | undefined;

/** A glob, a list of globs, or globs with commas between them; commas within braces or brackets belong to a glob. */
export function globsIn(value: unknown): readonly string[] {
  const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
  return texts.flatMap(splitAtCommas).flatMap((glob) => {
    const trimmed = glob
      .trim()
      .replace(/^(["'])(.*)\1$/u, '$2')
      .trim();
    return trimmed === '' ? [] : [trimmed];
  });
}

/** Parts of a text between commas and line ends; those within braces or brackets part nothing. */
export function splitAtCommas(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if ('{[('.includes(character)) depth++;
    if ('}])'.includes(character)) depth--;
    if ((character === ',' && depth <= 0) || character === '\n') parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** What is wrong with a glob, in half a sentence; undefined where nothing is. */
export function globProblem(glob: string): string | undefined {
  for (const [open, close] of ['{}', '[]', '()'])
    if (count(glob, open ?? '') !== count(glob, close ?? ''))
      return `has ${open} without ${close}, or the other way round`;
  return undefined;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/**
 * Matches paths relative to the folder that the globs begin at. A glob without a slash matches a name at any depth, one
 * that ends in a slash or names a folder matches all in it, and `!` takes out what the others matched.
 */
export function matcherOf(globs: readonly string[]): PathMatcher {
  const taken = globs.filter((glob) => !glob.startsWith('!')).map((glob) => ({ glob, matches: oneGlob(glob) }));
  const out = globs.filter((glob) => glob.startsWith('!')).map((glob) => oneGlob(glob.slice(1)));
  // Only exceptions: everything else is meant.
  const wanted = taken.length > 0 || out.length === 0 ? taken : [{ glob: globs.join(', '), matches: () => true }];
  return (path) => {
    const found = wanted.find(({ matches }) => matches(path));
    return found !== undefined && !out.some((matches) => matches(path)) ? found.glob : undefined;
  };
}

function oneGlob(written: string): (path: string) => boolean {
  const glob = plain(written);
  const globs = [glob, ...(/[*?{[(]/u.test(glob) ? [] : [`${glob}/**`])];
  const options = { dot: true, posix: true, basename: !glob.includes('/') };
  try {
    const matches = globs.map((each) => picomatch(each, { ...options, basename: options.basename && each === glob }));
    return (path) => matches.some((each) => each(path));
  } catch {
    return () => false;
  }
}

function plain(written: string): string {
  const glob = written
    .trim()
    .replace(/\\(?=[\w.*])/gu, '/')
    .replace(/^\.?\/+/u, '');
  return glob.endsWith('/') ? `${glob}**` : glob;
}
