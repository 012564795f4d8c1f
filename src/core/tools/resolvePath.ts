/** From a path as a model writes it to a path that a tool may use. */
import { isAbsolute, isWithin, joinPath } from '../permissions/paths';
import { type ToolContext, ToolError } from './tool';

/** A path that a tool may use. */
export interface ResolvedPath {
  /** Absolute, with every link resolved. */
  readonly path: string;
  /** As people write it: relative to its workspace folder, the folder's name before it where there are several. */
  readonly shown: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in a path
const unprintable = /[\u0000-\u001f\u007f]/u;

/**
 * Resolves an absolute path, or a relative one against the workspace folders in turn. Throws a `ToolError` for a path
 * outside them and for one that does not exist; what is hidden does not exist.
 */
export async function resolvePath(context: ToolContext, asked: string): Promise<ResolvedPath> {
  const candidates = candidatesOf(context, asked);
  for (const candidate of candidates) {
    const path = await context.files.realpath(candidate);
    if (path !== undefined && (await context.visible(candidate)) && (await context.visible(path))) {
      return { path, shown: shownPath(context.roots, candidate) };
    }
  }
  throw new ToolError(
    `There is nothing at ${asked}. Look at the folder above it with list_directory, or look for the name with find_files.`,
  );
}

/** Relative to its root, `.` for the root itself; with several roots the root's name comes first. */
export function shownPath(roots: readonly string[], path: string): string {
  const root = roots.find((each) => isWithin(each, path));
  if (root === undefined) return path;
  const inside = path.slice(root.length + 1);
  if (roots.length === 1) return inside === '' ? '.' : inside;
  const name = root.slice(root.lastIndexOf('/') + 1);
  return inside === '' ? name : `${name}/${inside}`;
}

/** Where the path may be: absolute, inside the workspace folders as text. Throws a `ToolError` where it is nowhere. */
export function candidatesOf(context: ToolContext, asked: string): readonly string[] {
  const windows = context.roots.some((root) => /^[A-Za-z]:\//u.test(root));
  const path = windows ? asked.replaceAll('\\', '/') : asked;
  if (path === '' || unprintable.test(path))
    throw new ToolError('The path is empty or holds a character no path has. Write it plainly.');
  // `name:stream` and `name. ` are other names of the same file on Windows.
  if (
    windows &&
    path
      .replace(/^[A-Za-z]:/u, '')
      .split('/')
      .some((step) => /:|[^.][. ]+$/u.test(step))
  ) {
    throw new ToolError(`${asked} is not a plain path. Use the name as list_directory shows it.`);
  }
  const joined = isAbsolute(path) ? [joinPath('/', path)] : relativeCandidates(context.roots, path);
  const inside = joined.filter((candidate) => context.guards.inside(context.roots, candidate));
  if (inside.length === 0) {
    throw new ToolError(
      `${asked} is outside the workspace folders (${context.roots.join(', ')}), and tools work only in them.`,
    );
  }
  return inside;
}

function relativeCandidates(roots: readonly string[], path: string): readonly string[] {
  const [first, ...rest] = path.split('/');
  const named =
    roots.length > 1
      ? roots.filter((root) => root.endsWith(`/${first}`)).map((root) => joinPath(root, rest.join('/')))
      : [];
  return [...named, ...roots.map((root) => joinPath(root, path))];
}
