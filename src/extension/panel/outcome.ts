/** What the panel is told of what was asked for. */
import type { Outcome } from '../../core/flows/service';
import type { Activity } from '../../core/flows/snapshot';
import type { PanelMessage } from '../../webview/protocol';

/**
 * The sentence for what could not be done; undefined where there is none, or where the spec says it itself: a phase that
 * failed is shown where it stopped. A comment is no phase, and its field waits to hear what became of it.
 */
export function refusalOf(
  type: PanelMessage['type'],
  result: Outcome | string | undefined,
  activity: Activity['kind'],
): string | undefined {
  if (typeof result === 'string') return result;
  if (result?.kind === 'refused') return result.message;
  if (result?.kind !== 'failed') return undefined;
  return type === 'comment' || activity !== 'stopped' ? result.failure.message : undefined;
}
