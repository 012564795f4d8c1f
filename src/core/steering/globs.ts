/** Globs as people write them in steering files: with commas, braces, `!`, and names without a folder. */
import picomatch from 'picomatch';

/** Stars in one name, `**` in one glob, and the size of a path: more of each takes too long to match. */
export const globLimits = { stars: 3, deep: 4, steps: 60, length: 1000 };

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
  const { stars, deep } = starsIn(glob);
  if (stars > globLimits.stars)
    return `has more than ${globLimits.stars} stars in one name, which takes too long to match`;
  return deep > globLimits.deep
    ? `has ** more than ${globLimits.deep} times, which takes too long to match`
    : undefined;
}

/** What is counted of a glob, or of one way through its braces. */
interface Stars {
  /** In the name that goes on here, and in the fullest one. */
  readonly run: number;
  readonly stars: number;
  /** How often `**` stands for folders. */
  readonly deep: number;
}

const noStars: Stars = { run: 0, stars: 0, deep: 0 };

/** Counts the stars of one name, and `**`; of several ways through braces those of the fullest count. */
function starsIn(glob: string): Stars {
  const groups: { before: Stars; fullest: Stars; repeats: boolean }[] = [];
  let now = noStars;
  for (const [part] of glob.matchAll(/(?:^|(?<=[/{,(|]))\*\*(?=$|[/},)|])|[*+@!?]\(|\*+|[{(})|,/]/gu)) {
    const group = groups.at(-1);
    if (part === '**') now = { ...now, deep: now.deep + 1 };
    else if (part.startsWith('*') && !part.endsWith('(')) now = { ...now, run: now.run + 1 };
    else if (part === '/') now = { ...now, run: 0 };
    else if (part.endsWith('(') || part === '{') {
      groups.push({ before: now, fullest: noStars, repeats: /^[*+]/u.test(part) });
      now = noStars;
    } else if (group !== undefined) {
      group.fullest = fuller(group.fullest, now);
      if (part !== ',' && part !== '|') {
        groups.pop();
        now = joined(group.before, group.fullest, group.repeats ? globLimits.stars + 1 : 1);
      } else now = noStars;
    }
    now = { ...now, stars: Math.max(now.stars, now.run) };
  }
  return groups.reduceRight((inner, { before, fullest }) => joined(before, fuller(fullest, inner), 1), now);
}

function fuller(a: Stars, b: Stars): Stars {
  return { run: Math.max(a.run, b.run), stars: Math.max(a.stars, b.stars), deep: Math.max(a.deep, b.deep) };
}

function joined(before: Stars, inner: Stars, times: number): Stars {
  return {
    run: before.run + inner.run * times,
    stars: Math.max(before.stars, before.run + inner.stars * times),
    deep: before.deep + inner.deep * times,
  };
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/**
 * Matches paths relative to the folder that the globs begin at. A glob without a slash matches a name at any depth, one
 * that ends in a slash or names a folder matches all in it, and `!` takes out what the others matched.
 */
export function matcherOf(globs: readonly string[], limits = globLimits): PathMatcher {
  const isOut = (glob: string) => glob.startsWith('!');
  const taken = globs.filter((glob) => !isOut(glob)).map((glob) => ({ glob, matches: oneGlob(glob, limits) }));
  const out = globs.filter(isOut).map((glob) => oneGlob(glob.slice(1), limits));
  // Only exceptions: everything else is meant.
  const wanted = taken.length > 0 || out.length === 0 ? taken : [{ glob: globs.join(', '), matches: () => true }];
  return (path) => {
    if (isHuge(path, limits)) return undefined;
    const found = wanted.find(({ matches }) => matches(path));
    return found !== undefined && !out.some((matches) => matches(path)) ? found.glob : undefined;
  };
}

function oneGlob(written: string, limits: typeof globLimits): (path: string) => boolean {
  const glob = plain(written);
  const { stars, deep } = starsIn(glob);
  if (stars > limits.stars || deep > limits.deep) return (path) => path === glob;
  const globs = [glob, ...(/[*?{[(]/u.test(glob) ? [] : [`${glob}/**`])];
  // What takes out is told by our own `!`; one further in, as in `./!a/b.ts`, is a name's.
  const options = { dot: true, posix: true, nonegate: true, basename: !glob.includes('/') };
  try {
    const matches = globs.map((each) => picomatch(each, { ...options, basename: options.basename && each === glob }));
    return (path) => matches.some((each) => each(path));
  } catch {
    return () => false;
  }
}

function isHuge(path: string, limits: typeof globLimits): boolean {
  return path.length > limits.length || path.split('/').length > limits.steps;
}

function plain(written: string): string {
  const glob = written
    .trim()
    .replace(/\\(?=[\w.*])/gu, '/')
    .replace(/^\.?\/+/u, '');
  return glob.endsWith('/') ? `${glob}**` : glob;
}
