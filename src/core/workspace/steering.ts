/** Steering of a workspace folder, as settings and ignore files have it. */
import type { Host } from '../host';
import type { Settings } from '../settings';
import { createSteeringCache, type SteeringCache } from '../steering/cache';
import type { SteeringPlace } from '../steering/find';
import { loadSteering } from '../steering/load';
import type { SteeringFile } from '../steering/model';
import { createVisible } from '../tools/visible';
import { hidingOf } from './hiding';

/** One cache for each host: everything that looks at its files shares it. */
const caches = new WeakMap<object, SteeringCache>();

/** What steering is loaded with. */
export interface SteeringParts {
  readonly host: Pick<Host, 'files' | 'clock' | 'homeFolder'>;
  readonly roots: readonly string[];
  readonly trusted: boolean;
  readonly settings: Settings;
}

/**
 * The steering files of a folder. `paths` finds those that lie beside files that are worked on, `search` those of every
 * folder.
 */
export function steeringOf(
  { host, roots, trusted, settings }: SteeringParts,
  root: string,
  nested: Pick<SteeringPlace, 'paths' | 'search'> = {},
): Promise<readonly SteeringFile[]> {
  const { files, homeFolder: home, clock } = host;
  const visible = createVisible(files, roots, clock, hidingOf({ files, clock, homeFolder: home }, settings));
  const cache = caches.get(files) ?? createSteeringCache();
  caches.set(files, cache);
  return loadSteering({
    files,
    root,
    home,
    trusted,
    from: settings['steering.from'],
    visible,
    cache,
    clock,
    ...nested,
  });
}
