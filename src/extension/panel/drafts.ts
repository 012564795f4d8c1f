import type { Reference } from '../../core/specs/model';
import type { BlockView, RefView } from '../../webview/protocol';

/** A block that is not yet keyed. */
export type Draft = BlockView extends infer B ? (B extends BlockView ? Omit<B, 'key'> : never) : never;

/**
 * References as chips, each id once however often it is named; prose that names no id is not a chip. "All" is one chip,
 * however many it stands for.
 */
export function refsOf(references: readonly Reference[]): readonly RefView[] {
  const seen = new Set<string>();
  const fresh = (id: string): boolean => !seen.has(id) && seen.add(id).size > 0;
  return references
    .filter((each) => !each.prose)
    .map(({ text, ids, all }) => ({ text, ids: all ? ids : ids.filter(fresh), all }))
    .filter(({ ids, all }) => all || ids.length > 0);
}
