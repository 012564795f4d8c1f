/** Patterns that no file of a folder matches: such a rule never comes, and nobody would notice. */
import type { Diagnostic } from '../diagnostic';
import { readFrontMatter } from './frontMatter/read';
import { matcherOf } from './globs';
import type { SteeringFile } from './model';
import { placeOf } from './place';

/** That nothing brings a file. */
export type IdleProblem = Diagnostic;

/**
 * What is to be said of a file whose patterns match none of `paths` (relative to the workspace folder, all there are);
 * undefined where one does, or it has no patterns. `text` is the file's own, for the place.
 */
export function idleProblem(file: SteeringFile, paths: readonly string[], text: string): IdleProblem | undefined {
  const { inclusion, subtree, bar } = file;
  if (inclusion.kind !== 'fileMatch' || bar !== undefined) return undefined;
  const matches = matcherOf(inclusion.patterns);
  const below = subtree === '' ? '' : `${subtree}/`;
  if (paths.some((path) => path.startsWith(below) && matches(path.slice(below.length)) !== undefined)) return undefined;
  const where = below === '' ? 'here' : `below ${below}`;
  const lines = Object.values(readFrontMatter(text).lines);
  const line = lines.find(({ value }) => inclusion.patterns.some((each) => value.includes(each))) ?? lines[0];
  return {
    code: 'steering/no-match',
    severity: 'info',
    message: `No file ${where} matches ${inclusion.patterns.join(', ')} yet, so nothing brings this file.`,
    place: placeOf(text, line?.start ?? 0, line?.end ?? 0),
  };
}
