/** What is kept from tools, maps, references and prompts besides what `.kiroignore` says: the user's and the organisation's patterns. */
import type { Host } from '../host';
import { readManaged } from '../permissions/managed';
import type { Settings } from '../settings';
import type { Hiding } from '../tools/visible';

/** Milliseconds for which the organisation's file is taken to be unchanged. */
const life = 2000;
const known = new WeakMap<Settings, Hiding>();

/** The same function for the same settings, so that the file is not read for every path. */
export function hidingOf(host: Pick<Host, 'files' | 'clock' | 'homeFolder'>, settings: Settings): Hiding {
  const before = known.get(settings);
  if (before !== undefined) return before;
  let until = 0;
  let last: ReturnType<Hiding> = Promise.resolve([]);
  const hiding: Hiding = () => {
    if (host.clock.now() < until) return last;
    until = host.clock.now() + life;
    last = readManaged(host.files, host.homeFolder).then(({ hide }) => [...settings['context.hide'], ...hide]);
    return last;
  };
  known.set(settings, hiding);
  return hiding;
}
