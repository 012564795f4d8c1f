/** Where a tool may write: a file that is there, or a place where one may be made. */
import { joinPath } from '../permissions/paths';
import { candidatesOf, type ResolvedPath, shownPath } from './resolvePath';
import { type ToolContext, ToolError } from './tool';

/** A place that a tool may write to. */
export interface Target extends ResolvedPath {
  readonly exists: boolean;
  /** What was asked for is a link itself; `path` is where it leads. */
  readonly link: boolean;
}

/**
 * As `resolvePath`, also for a path at which nothing is yet: its folders are resolved as far as they exist. Throws a
 * `ToolError` for what is outside or hidden, for a link that leads nowhere, and for a name that not every system has. `moved` is the path of
 * a file that will no longer be where it is.
 */
export async function resolveTarget(context: ToolContext, asked: string, moved?: string): Promise<Target> {
  const candidates = candidatesOf(context, asked);
  for (const candidate of candidates) {
    const path = await context.files.realpath(candidate);
    if (path === undefined || !(await mayBe(context, candidate, path))) continue;
    const link = (await context.files.stat(candidate))?.kind === 'link';
    return { path, shown: shownPath(context.roots, candidate), exists: true, link };
  }
  const [first = asked] = candidates;
  const path = await newPath(context, first, asked, moved);
  if (!(await mayBe(context, first, path))) {
    throw new ToolError(`${asked} can't be written: .kiroignore or the repository keeps it away from tools.`);
  }
  return { path, shown: shownPath(context.roots, first), exists: false, link: false };
}

/** The place may have come to lead elsewhere while the user was asked: it has to be the same still. */
export async function assertUnmoved(context: ToolContext, asked: string, target: Target): Promise<void> {
  const now = await resolveTarget(context, asked);
  if (!context.guards.unmoved(placeOf(target), placeOf(now)))
    throw new ToolError(`${target.shown} was changed by somebody in the meantime. Nothing was done; look at it again.`);
}

function placeOf({ path, exists }: Target): string {
  return `${exists ? 'file' : 'nothing'} at ${path}`;
}

async function mayBe(context: ToolContext, candidate: string, path: string): Promise<boolean> {
  return (await context.visible(candidate)) && (await context.visible(path));
}

async function newPath(context: ToolContext, candidate: string, asked: string, moved?: string): Promise<string> {
  const { folder, missing } = await existingFolder(context, candidate);
  if (missing.length === 0) return candidate;
  if ((await context.files.stat(folder))?.kind !== 'folder')
    throw new ToolError(`${asked} can't be made: ${shownPath(context.roots, folder)} is a file, not a folder.`);
  const odd = missing.find((step) => !context.guards.portable(step));
  if (odd !== undefined)
    throw new ToolError(`"${odd}" is a name that not every system can have. Choose a plainer one.`);
  const [first = ''] = missing;
  const isTwin = (name: string) => name !== first && folded(name) === folded(first) && joinPath(folder, name) !== moved;
  const twin = (await context.files.list(folder)).find(({ name }) => isTwin(name));
  if (twin !== undefined && (await context.visible(joinPath(folder, twin.name))))
    throw new ToolError(
      `"${twin.name}" is there already, and "${first}" is the same name on many systems. Use that one.`,
    );
  return joinPath(folder, missing.join('/'));
}

/** The deepest folder that is there, and the steps below it that are not. */
async function existingFolder(
  { files }: ToolContext,
  candidate: string,
): Promise<{ readonly folder: string; readonly missing: readonly string[] }> {
  const missing: string[] = [];
  for (let at = candidate; ; ) {
    const real = await files.realpath(at);
    if (real !== undefined) return { folder: real, missing };
    if ((await files.stat(at)) !== undefined)
      throw new ToolError(`${candidate} leads through a link that leads nowhere. Use another path.`);
    const cut = at.lastIndexOf('/');
    missing.unshift(at.slice(cut + 1));
    at = at.slice(0, cut) || '/';
  }
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
