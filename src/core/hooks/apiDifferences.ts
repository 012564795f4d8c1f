/** How exported signatures differ from the last known. */
import type { ApiDifference } from './model';

/** Signatures by path, relative to the workspace folder, as they are kept in the state folder. */
export type KnownApi = Readonly<Record<string, readonly string[]>>;

/** What is new, gone or other in one file. A file that nobody knew yet differs in nothing: there is no "before". */
export function apiDifferences(
  path: string,
  before: readonly string[] | undefined,
  after: readonly string[],
): readonly ApiDifference[] {
  if (before === undefined) return [];
  const gone = before.filter((each) => !after.includes(each));
  const fresh = after.filter((each) => !before.includes(each));
  const changed = gone.flatMap((old): readonly ApiDifference[] => {
    const at = fresh.findIndex((each) => nameOf(each) === nameOf(old));
    const [now] = at === -1 ? [] : fresh.splice(at, 1);
    return [{ path, name: nameOf(old), before: old, ...(now === undefined ? {} : { after: now }) }];
  });
  return [...changed, ...fresh.map((each) => ({ path, name: nameOf(each), after: each }))];
}

/** Words that come before a name, in the languages whose signatures are read. */
const keywords = new Set(
  'abstract async class const default def enum export fn func function impl interface macro mod namespace pub public protected record static struct trait type unsafe use var final @ property staticmethod classmethod get set readonly let'.split(
    ' ',
  ),
);

/** The name that a signature is about, for people; up to the first mark that belongs to its shape. */
function nameOf(signature: string): string {
  const words = signature.split(' ');
  const at = words.findIndex((word) => !keywords.has(word));
  const name = words[at] ?? signature;
  const next = words[at + 1];
  if (name.startsWith('(')) return `${name} ${words.slice(at + 1, at + 3).join(' ')}`;
  return name.endsWith('.') && next !== undefined
    ? `${name}${words.slice(at + 1).find((word) => !keywords.has(word)) ?? next}`
    : name.replace(/:$/u, '');
}
