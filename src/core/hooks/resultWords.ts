/** How a firing ended, in a word or two; for lists that load nothing else of hooks. */
import type { FiringResult } from './model';

/** "ok", "failed", "not fired" */
export function resultWords({ kind }: FiringResult): string {
  if (kind === 'warning') return 'failed';
  return kind === 'held' ? 'not fired' : kind;
}
