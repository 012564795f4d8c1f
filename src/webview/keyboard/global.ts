/** Keys that work wherever the focus is in the panel. */

import { sendAnswers } from '../components/Questions';
import { focusAsk } from '../components/run/RunScreen';
import { post } from '../host';
import { ask, running, runShown } from '../runs';
import { busy, snapshot } from '../store';

/** Follows the keys of the page. */
export function followKeys(): void {
  addEventListener('keydown', (event) => {
    if (onKey(event)) event.preventDefault();
  });
}

function onKey(event: KeyboardEvent): boolean {
  const spec = snapshot.value;
  if (!spec) return false;
  const by = event.shiftKey ? -1 : 1;
  switch (event.key) {
    case 'F8':
      return step('#doc [data-problem]', by);
    case 'F7':
      return step('#doc [data-change]', by);
    case 'F6':
      return runShown.value && focusAsk();
    case 'Escape':
      if (!event.shiftKey || !(busy.value || running.value)) return false;
      if (busy.value) post({ type: 'stop' });
      else ask({ do: 'stop' });
      return true;
    case 'Enter':
      if (!(event.ctrlKey || event.metaKey) || spec.activity.kind !== 'asking') return false;
      sendAnswers(spec);
      return true;
    default:
      return false;
  }
}

/** To the next or the previous of some places, from where the focus is; around the end. */
function step(selector: string, by: 1 | -1): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const from = document.activeElement;
  const follows = (element: HTMLElement): boolean =>
    from === null || Boolean(from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  const others = all.filter((element) => element !== from);
  const next =
    by === 1 ? (others.find(follows) ?? others[0]) : (others.findLast((each) => !follows(each)) ?? others.at(-1));
  next?.scrollIntoView({ block: 'center' });
  next?.focus({ preventScroll: true });
  return next !== undefined;
}
