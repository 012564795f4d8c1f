/** Globs as the regular expression that a file of v1 has in their place. */

/** A piece of a name: letters that mean themselves, `*`, `?`, or a choice. */
const piece = /[\p{L}\p{N}_ .@$#~%&=:;'"-]|\*|\?|\{[^{}/]*\}/gu;

/**
 * One anchored expression that finds the paths which these globs match; undefined where there is none that every engine
 * reads: what takes away (`!`) and what few globs have (`[…]`, `@(…)`) would need to look around.
 */
export function matcherOfGlobs(globs: readonly string[]): string | undefined {
  const all = globs.map(expressionOf);
  if (all.length === 0 || !all.every((each) => each !== undefined)) return undefined;
  return all.length === 1 ? `^${all[0]}$` : `^(?:${all.join('|')})$`;
}

function expressionOf(glob: string): string | undefined {
  const plain = glob.replace(/^\.?\//u, '');
  const segments = (plain.includes('/') || plain === '**' ? plain : `**/${plain}`).split('/');
  let made = '';
  for (const [at, segment] of segments.entries()) {
    const last = at === segments.length - 1;
    if (segment === '**' && segments[at + 1] === '**') continue;
    if (segment === '**') {
      made += last ? '.*' : '(?:.*/)?';
      continue;
    }
    const name = nameOf(segment);
    if (name === undefined) return undefined;
    made += last ? name : `${name}/`;
  }
  return made;
}

function nameOf(segment: string): string | undefined {
  if (segment === '' || segment === '.' || segment === '..' || segment.includes('**')) return undefined;
  if (segment === '*') return '[^/]+';
  const parts = [...segment.matchAll(piece)].map(([found]) => found);
  // Each piece begins where the one before it ends: what is left over is none.
  if (parts.join('') !== segment) return undefined;
  const made = parts.map((part) => (part.startsWith('{') ? choiceOf(part.slice(1, -1)) : letterOf(part)));
  return made.includes(undefined) ? undefined : made.join('');
}

function letterOf(letter: string): string {
  if (letter === '*') return '[^/]*';
  return letter === '?' ? '[^/]' : letter.replace(/[.$]/gu, '\\$&');
}

/** `ts,tsx`; a range or a single word is none. */
function choiceOf(words: string): string | undefined {
  const all = words.split(',').map((each) => (each === '' || each.includes('..') ? undefined : nameOf(each)));
  if (all.length < 2 || !all.every((each) => each !== undefined)) return undefined;
  return `(?:${all.join('|')})`;
}
