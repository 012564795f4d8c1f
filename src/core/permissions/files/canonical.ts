// biome-ignore lint/suspicious/noMisleadingCharacterClass: each of them is looked for by itself
const ignorable = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff\u00ad\u2060\ufe0f]/gu;

/**
 * A path as file systems compare it at their most forgiving: without case, in one Unicode form, without characters that
 * some systems skip, without Windows' trailing dots, streams and short names. Two paths that may be one file are equal.
 */
export function canonicalPath(path: string): string {
  const before = known.get(path);
  if (before !== undefined) return before;
  const made = canonical(path);
  if (known.size >= 1_000) known.clear();
  known.set(path, made);
  return made;
}

/** The same few paths are asked about again and again. */
const known = new Map<string, string>();

function canonical(path: string): string {
  return path
    .normalize('NFKC')
    .replace(ignorable, '')
    .toLowerCase()
    .split('/')
    .map((step, at) => (at === 0 && /^[a-z]:$/u.test(step) ? step : plainStep(step)))
    .join('/');
}

function plainStep(step: string): string {
  const name = step.replace(/:.*$/su, '').replace(/(?<=[^. ])[. ]+$/u, '');
  return shortNames.get(name) ?? name;
}

/** What Windows makes of names that begin with a dot. */
const shortNames = new Map([
  ['git~1', '.git'],
  ['kiro~1', '.kiro'],
  ['vscode~1', '.vscode'],
  ['tracew~1', '.tracewright'],
]);
