import type { Clock } from '../../host';
import type { ActionDeps } from '../actions/action';
import type { ConditionDeps } from '../conditions';
import type { Firing, Hook, HookEvent } from '../model';
import type { HookTrust } from './trust';

/** How far hooks go by themselves. */
export interface HookLimits {
  /** Quiet time before a hook fires that says nothing of its own, in milliseconds. */
  readonly debounceMs: number;
  /** A hook whose events never stop fires after this long all the same, in milliseconds. */
  readonly longestMs: number;
  /** Firings that run side by side. */
  readonly parallel: number;
  /** Hooks that may lead to each other in a row. */
  readonly depth: number;
  /** Firings that one first cause may lead to. */
  readonly perCause: number;
  /** Firings that are kept in memory. */
  readonly kept: number;
}

export const hookLimits: HookLimits = {
  debounceMs: 300,
  longestMs: 5000,
  parallel: 3,
  depth: 4,
  perCause: 20,
  kept: 500,
};

/** What an engine acts with. Nothing here rejects unless it says so. */
export interface EngineDeps {
  readonly clock: Pick<Clock, 'now' | 'sleep' | 'uuid'>;
  readonly actions: ActionDeps;
  readonly conditions: ConditionDeps;
  readonly trust: HookTrust;
  readonly limits: HookLimits;
  /**
   * Shows hooks that are new or changed, with what they would run; true where the user agrees. Absent: nobody can be
   * asked, and they don't fire. Asked once for all that wait.
   */
  readonly agree?: (hooks: readonly Hook[]) => Promise<boolean>;
  /** Asks before a firing of a hook with `confirm`; absent: such a hook doesn't fire. */
  readonly confirm?: (hook: Hook, event: HookEvent) => Promise<boolean>;
  /** Hears of every state of every firing. Must not throw. */
  readonly onFiring: (firing: Firing) => void;
}
