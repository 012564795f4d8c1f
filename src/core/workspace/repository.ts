/** What prompts say of a repository: a first look at it, and the map of what matters for one occasion. */

import { createGitIgnored } from '../context/gitIgnored';
import { type MapWish, type RepositoryMap, repositoryMap } from '../context/map/repositoryMap';
import type { MapPlace } from '../context/map/types';
import { repositoryOverview } from '../context/overview';
import { statePaths } from '../flows/statePaths';
import type { Host } from '../host';
import type { Settings } from '../settings';
import { createVisible } from '../tools/visible';
import { hidingOf } from './hiding';

/** What it is made with. */
export interface RepositoryParts {
  readonly host: Host;
  readonly roots: readonly string[];
  readonly settings: Settings;
}

/** Where a folder's map is kept, and what it leaves out. */
export async function mapPlace({ host, settings }: RepositoryParts, root: string): Promise<MapPlace> {
  const { root: state } = await statePaths(host.files, host.stateFolder, root, root);
  return { root, state, hide: await hidingOf(host, settings)() };
}

/** The map of a folder for one occasion; undefined where none can be made, or `context.mapTokens` is 0. */
export async function mapFor(
  parts: RepositoryParts,
  root: string,
  wish: Omit<MapWish, 'tokens'>,
  signal?: AbortSignal,
): Promise<RepositoryMap | undefined> {
  const { host, roots, settings } = parts;
  const tokens = settings['context.mapTokens'];
  if (tokens === 0) return undefined;
  const visible = createVisible(host.files, roots, host.clock, hidingOf(host, settings));
  const place = await mapPlace(parts, root);
  return repositoryMap({ host, place, visible }, { ...wish, tokens }, signal);
}

/** Names of what lies at the top, a screenful, without what git ignores. */
export async function overviewOf({ host, roots, settings }: RepositoryParts, root: string): Promise<string> {
  const { files } = host;
  const visible = createVisible(files, roots, host.clock, hidingOf(host, settings));
  return repositoryOverview({ files, root, visible, ignored: await createGitIgnored(files, root) });
}

/** The overview, and below it the map for what is asked for. */
export async function factsOf(parts: RepositoryParts, root: string, about: string): Promise<string> {
  const [overview, map] = await Promise.all([
    overviewOf(parts, root),
    about.trim() === '' ? undefined : mapFor(parts, root, { about, files: [] }),
  ]);
  return map === undefined || map.text === '' ? overview : `${overview}\n\n${map.text}`;
}
