/** From front matter to what its author meant; shared by the tools' dialects. */
import type { Severity, TextEdit } from '../diagnostic';
import type { FrontMatter } from './frontMatter/model';
import { globProblem, globsIn } from './globs';
import type { Inclusion } from './model';

/** Something to say about one key, or about the whole where there is none. */
export interface Note {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly key?: string;
  readonly fix?: { readonly title: string; readonly edits: readonly TextEdit[] };
}

/** How a file counts, and what is to be said about that. */
export interface Meant {
  readonly inclusion: Inclusion;
  readonly notes: readonly Note[];
  /** As the front matter names it. */
  readonly name?: string;
}

/** A file that its tool always includes, whatever stands in it. */
export const always: Meant = { inclusion: { kind: 'always' }, notes: [] };

/** A key's value, whatever its case and dashes: the key as it stands there, and the value. */
export function keyed(
  values: FrontMatter['values'],
  ...names: readonly string[]
): { readonly key: string; readonly value: unknown } | undefined {
  for (const name of names) {
    const key = Object.keys(values).find((each) => plainKey(each) === plainKey(name));
    if (key !== undefined) return { key, value: values[key] };
  }
  return undefined;
}

function plainKey(key: string): string {
  return key.replace(/[-_ ]/gu, '').toLowerCase();
}

/** Files that match, with a note for each glob that can't be right; undefined where there is no glob. */
export function matching(found: { readonly key: string; readonly value: unknown } | undefined): Meant | undefined {
  if (found === undefined) return undefined;
  const patterns = globsIn(found.value);
  if (patterns.length === 0) return undefined;
  const notes = patterns.flatMap((glob): readonly Note[] => {
    const problem = globProblem(glob);
    if (problem === undefined) return [];
    const message = `The pattern ${glob} ${problem}. It matches only what stands there letter by letter.`;
    return [{ code: 'steering/pattern', severity: 'warning', message, key: found.key }];
  });
  return { inclusion: { kind: 'fileMatch', patterns }, notes };
}

/** What a text is about where nothing says so: its first heading, or its first words. */
export function aboutBody(body: string): string {
  const heading = /^#{1,3}[ \t]+(.+)$/mu.exec(body)?.[1];
  if (heading !== undefined) return heading.slice(0, 200).replace(/[ \t#]+$/u, '');
  return (body.trim().split('\n')[0] ?? '').slice(0, 200);
}
