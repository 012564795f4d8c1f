/** What may stand in the front matter of a steering file, for completion and hover: the keys of the file's own tool. */
import type { FrontMatterKey, FrontMatterValue } from '../../core/steering/keys';
import { sources } from '../../core/steering/sources/index';
import type { Spot } from '../../core/steering/sources/source';

/** What fits where the user types. */
export type FrontMatterOffer =
  | { readonly kind: 'keys'; readonly keys: readonly FrontMatterKey[] }
  | { readonly kind: 'values'; readonly values: readonly FrontMatterValue[] };

/** The keys that a file may have, by its path; empty where no front matter is looked for. */
export function keysOf(path: string): readonly FrontMatterKey[] {
  const source = sources.find((each) => [...each.workspace, ...each.nested].some((spot) => isAt(path, spot)));
  return source?.frontMatter(path) === true ? source.keys : [];
}

function isAt(path: string, spot: Spot): boolean {
  if ('file' in spot) return path.endsWith(`/${spot.file}`);
  return path.includes(`/${spot.folder}/`) && spot.ending.test(path);
}

/** What fits behind the beginning of a line. */
export function offersAt(keys: readonly FrontMatterKey[], before: string): FrontMatterOffer | undefined {
  if (/^\w*$/u.test(before)) return { kind: 'keys', keys };
  const name = /^([\w-]+)[ \t]*:[ \t]*\w*$/u.exec(before)?.[1];
  const values = named(keys, name ?? '')?.values ?? [];
  return values.length === 0 ? undefined : { kind: 'values', values };
}

/** What a word of a line means: the key before the colon, or one of its values behind it. */
export function helpAt(keys: readonly FrontMatterKey[], line: string, word: string): string | undefined {
  const [, name = '', rest = ''] = /^([\w-]+)[ \t]*:?(.*)$/u.exec(line) ?? [];
  const key = named(keys, name);
  if (word === name) return key?.help;
  return rest.includes(word) ? key?.values.find((each) => each.name === word)?.help : undefined;
}

function named(keys: readonly FrontMatterKey[], name: string): FrontMatterKey | undefined {
  return keys.find((each) => [each.name, ...each.also].includes(name));
}
