/** What is different between two states: what can be put back, and what can't since no state holds it. */
import type { SnapshotChange, SnapshotComparison, SnapshotGap } from '../../core/host';
import type { GitPlace } from './git';
import { type Difference, differences } from './objects';
import type { State } from './records';

/** From one state to another. */
export async function compareStates(place: GitPlace, from: State, to: State): Promise<SnapshotComparison> {
  const changes: SnapshotChange[] = [];
  const held = await differences(place, from, to);
  for (const [path, difference] of held) if (!isNotHeld(from, path)) changes.push(changeOf(path, difference));
  return { changes, notHeld: gaps(from, to, new Set(held.keys())) };
}

/** A difference as callers see it. */
export function changeOf(path: string, { before, after }: Difference): SnapshotChange {
  const kind = before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed';
  return { path, kind, ...(before && { before: before.kind }), ...(after && { after: after.kind }) };
}

const closed = new WeakMap<State, { readonly paths: ReadonlySet<string>; readonly folders: ReadonlySet<string> }>();

/**
 * The path was there when the state was taken, and the state does not hold it: whatever is there now may be the same,
 * and to go back to that state is no reason to touch it.
 */
export function isNotHeld(state: State, path: string): boolean {
  const known = closed.get(state) ?? closedPaths(state);
  closed.set(state, known);
  if (known.paths.has(path)) return true;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
    if (known.folders.has(path.slice(0, at + 1))) return true;
  return false;
}

function closedPaths({ left, extras }: State) {
  const all = [...left, ...extras.ignored].map(({ path }) => path);
  return { paths: new Set(all), folders: new Set(all.filter((path) => path.endsWith('/'))) };
}

/** Prints say too little of what a build makes: it changes with every build, and is made again. */
function gaps(from: State, to: State, differing: ReadonlySet<string>): readonly SnapshotGap[] {
  const now = new Map([...to.left, ...to.extras.ignored].map(({ path, print }) => [path, print]));
  const then = new Map<string, { readonly print: string; readonly why: string }>();
  for (const { path, print } of from.extras.ignored) then.set(path, { print, why: 'ignored' });
  for (const { path, print, why } of from.left) then.set(path, { print, why });
  const found: SnapshotGap[] = [];
  for (const [path, { print, why }] of then) {
    const present = now.get(path);
    if (present === print) continue;
    if (present === undefined && !differing.has(path)) found.push({ path, why: `${why}; deleted since` });
    else if (print !== '') found.push({ path, why: `${why}; changed since` });
  }
  for (const { path, why } of to.left) if (!then.has(path)) found.push({ path, why: `${why}; new or changed since` });
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
