/** What stands between a path that a model wrote and a file; tests switch each off to see that it matters. */
import { isWithin } from '../permissions/paths';

/** Each says whether the path may go on. */
export interface PathGuards {
  /** As text, it lies in a workspace folder. */
  readonly inside: (roots: readonly string[], path: string) => boolean;
  /** A new name is one on every system. */
  readonly portable: (name: string) => boolean;
  /** It leads where it led before the user was asked. */
  readonly unmoved: (before: string, now: string) => boolean;
}

/** Windows keeps these names for itself, or reads them as something else: a stream of a file, a device, another file. */
const unportable = /[<>:"|?*\\]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

export const pathGuards: PathGuards = {
  inside: (roots, path) => roots.some((root) => isWithin(root, path)),
  portable: (name) => !unportable.test(name),
  unmoved: (before, now) => before === now,
};
