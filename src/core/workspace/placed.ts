/** Where the paths that agents write lie: in which workspace folder, and which files a call of a tool names. */
import type { ToolCall } from '../messages';
import { joinPath } from '../permissions/paths';

/** The absolute path; a relative one belongs to the first folder, or to the one whose name it begins with. */
export function placed(roots: readonly string[], first: string, path: string): string {
  const named = roots.find((each) => each !== first && path.startsWith(`${each.slice(each.lastIndexOf('/') + 1)}/`));
  return named === undefined ? joinPath(first, path) : joinPath(named.slice(0, named.lastIndexOf('/')), path);
}

/** Absolute paths of the files that a call names. */
export function filesNamed({ input }: ToolCall, roots: readonly string[], first: string): readonly string[] {
  if (typeof input !== 'object' || input === null) return [];
  const { path, from, to } = input as Readonly<Record<string, unknown>>;
  return [path, from, to].flatMap((each) =>
    typeof each === 'string' && each !== '' ? [placed(roots, first, each)] : [],
  );
}
