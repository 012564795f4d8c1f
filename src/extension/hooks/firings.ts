/** Firings of several processes as one list. No vscode, so that tests read it. */
import type { Firing } from '../../core/hooks/model';

/** The oldest first: what git's hooks tell in a process of their own comes between what this window does. */
export function inTimeOrder(firings: readonly Firing[]): Firing[] {
  return [...firings].sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
}
