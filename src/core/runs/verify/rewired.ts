/** What a task changed of what its own checks run, in words that show the change. */
import type { FolderEntry } from '../../host';
import type { FileReview } from '../snapshot';
import { changedParts, type Resolved, type ResolvePorts, resolveCheck, resolvedTexts } from './resolves/index';
import type { TreeFiles } from './resolves/tree';

/** A check that was confirmed, or found, and what it rested on then. */
export interface BoundCheck {
  readonly line: string;
  /** Absolute. */
  readonly cwd: string;
  readonly resolved: Resolved;
}

/** A check that rests on something else now. */
export interface RewiredCheck {
  readonly line: string;
  readonly cwd: string;
  /** "vitest.config.ts", "package.json, script test"; sorted. */
  readonly parts: readonly string[];
}

/** The checks that are not what they were. */
export async function rewiredChecks(
  ports: ResolvePorts,
  checks: readonly BoundCheck[],
): Promise<readonly RewiredCheck[]> {
  const compared = await Promise.all(
    checks.map(async ({ line, cwd, resolved }) => ({
      line,
      cwd,
      parts: changedParts(resolved, await resolveCheck(ports, line, cwd)),
    })),
  );
  return compared.filter(({ parts }) => parts.length > 0);
}

/** "npm test: vitest.config.ts, package.json, script test" */
export function rewiredWords({ line, parts }: RewiredCheck): string {
  return `${line}: ${parts.join(', ')}`;
}

/** A sentence for each thing that is another now, with what stood there before `before`. */
export async function shownRewiring(
  ports: ResolvePorts,
  before: TreeFiles,
  rewired: readonly RewiredCheck[],
): Promise<readonly string[]> {
  const told = await Promise.all(
    rewired.map(async ({ line, cwd, parts }) => {
      const [was, is] = await Promise.all([
        resolvedTexts({ ...ports, files: before }, line, cwd),
        resolvedTexts(ports, line, cwd),
      ]);
      return parts.map((part) => `${line}: ${part}: ${differenceOf(was[part], is[part])}`);
    }),
  );
  return [...new Set(told.flat())].map((each) => `The task changed what a check runs. ${each}.`);
}

/** The files as they were: those of the workspace, with the changes taken back. */
export function filesBefore(
  files: TreeFiles,
  changed: readonly { readonly path: string; readonly kind: FileReview['kind']; readonly text: string | undefined }[],
): TreeFiles {
  const byPath = new Map(changed.map((each) => [each.path, each]));
  return {
    read: async (path) => {
      const change = byPath.get(path);
      if (change === undefined) return files.read(path);
      return change.text === undefined ? undefined : new TextEncoder().encode(change.text);
    },
    list: async (folder) => {
      const kept = (await files.list(folder)).filter(({ name }) => byPath.get(`${folder}/${name}`)?.kind !== 'added');
      const gone = changed.flatMap(({ path, kind }): readonly FolderEntry[] =>
        kind === 'deleted' && path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/')
          ? [{ name: path.slice(folder.length + 1), kind: 'file' }]
          : [],
      );
      return [...kept, ...gone].sort((one, other) => (one.name < other.name ? -1 : 1));
    },
  };
}

const longest = 160;

function differenceOf(before: string | undefined, after: string | undefined): string {
  if (before === after) return 'it is not what it was when it was confirmed';
  if (before === undefined) return `it is new, and begins with ${quoted(after ?? '')}`;
  if (after === undefined) return `it is gone; it began with ${quoted(before)}`;
  const lines = (text: string) => text.trimEnd().split(/\r?\n/u);
  const was = lines(before);
  const is = lines(after);
  const at = was.findIndex((line, index) => line !== is[index]);
  const first = at === -1 ? was.length : at;
  const others = Math.max(was.length, is.length) - first - 1 - sameAtEnd(was.slice(first + 1), is.slice(first + 1));
  const place = was.length === 1 && is.length === 1 ? '' : `line ${first + 1}, `;
  const more = others <= 0 ? '' : `, and ${others} more ${others === 1 ? 'line' : 'lines'}`;
  return `${place}${quoted(was.slice(first).join('\n'))} became ${quoted(is.slice(first).join('\n'))}${more}`;
}

function sameAtEnd(one: readonly string[], other: readonly string[]): number {
  let same = 0;
  while (same < Math.min(one.length, other.length) && one.at(-1 - same) === other.at(-1 - same)) same++;
  return same;
}

function quoted(text: string): string {
  const line =
    text
      .split(/\r?\n/u)
      .find((each) => each.trim() !== '')
      ?.trim() ?? '';
  return line === '' ? 'nothing' : `“${line.length > longest ? `${line.slice(0, longest)}…` : line}”`;
}
