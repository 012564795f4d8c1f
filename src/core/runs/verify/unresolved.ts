import type { EditorProblem } from '../../host';

/** What compilers say of a package that is not there, or of types that came with it; a path of one's own is no package. */
const missing: readonly RegExp[] = [
  /install type definitions/iu,
  /cannot find (?:module|package) ['"](?![./])/iu,
  /cannot find type definition file/iu,
  /cannot find namespace 'NodeJS'/iu,
  /import ".+" could not be resolved/iu,
];

/**
 * Leaves out the files in which the editor misses packages or their types: everything else that it says of them may
 * follow from that, so it proves nothing about a task. The commands that prove the work still do.
 */
export function withoutUnresolved<Problem extends Pick<EditorProblem, 'path' | 'message'>>(
  problems: readonly Problem[],
): readonly Problem[] {
  const blind = new Set(
    problems.filter(({ message }) => missing.some((words) => words.test(message))).map(({ path }) => path),
  );
  return problems.filter(({ path }) => !blind.has(path));
}
