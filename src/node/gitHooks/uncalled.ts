/** Hooks that git would have to tell of what happens, and does not: they never fire, and nothing else would say so. */
import type { Hook } from '../../core/hooks/model';
import { kindOf } from '../../core/hooks/triggers/index';
import { gitHooksState } from './install';

/** Those hooks, and why git does not call. */
export interface Uncalled {
  readonly hooks: readonly Hook[];
  /** One sentence, without what would mend it. */
  readonly why: string;
  /** Git can be told to call; else there is no repository. */
  readonly canInstall: boolean;
}

/** Undefined where every hook that git has to tell is told, or there is none. Asks git only where there is one. */
export async function uncalledByGit(folder: string, hooks: readonly Hook[]): Promise<Uncalled | undefined> {
  const waiting = hooks.filter(({ enabled, trigger }) => enabled && kindOf(trigger.name).byGit);
  const state = waiting.length === 0 ? undefined : await gitHooksState(folder);
  if (waiting.length === 0 || state?.missing.length === 0) return undefined;
  const canInstall = state !== undefined;
  const why = canInstall ? 'Git does not call Tracewright here.' : 'This folder is in no git repository.';
  return { hooks: waiting, why, canInstall };
}
