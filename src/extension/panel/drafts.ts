import type { Reference } from '../../core/specs/model';
import type { BlockView, RefView } from '../../webview/protocol';

/** A block that is not yet keyed. */
export type Draft = BlockView extends infer B ? (B extends BlockView ? Omit<B, 'key'> : never) : never;

/** References as chips; prose that names no id is not a chip. "All" is one chip, however many it stands for. */
export function refsOf(references: readonly Reference[]): readonly RefView[] {
  return references.filter((each) => !each.prose).map(({ text, ids, all }) => ({ text, ids, all }));
}
