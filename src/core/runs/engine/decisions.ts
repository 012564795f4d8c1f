import { actionText } from '../../permissions/authority';
import type { Decision } from '../../permissions/types';
import type { RunNote } from '../log';

/** A decision as the session keeps it; paths are shown without their workspace folder. */
export function decisionNote(decision: Decision, roots: readonly string[]): Extract<RunNote, { type: 'decision' }> {
  const { action, effect, by, rule, reason } = decision;
  const what = roots.reduce((text, root) => text.replaceAll(`${root}/`, ''), actionText(action));
  return { type: 'decision', effect, by, what, rule: { ...rule }, reason };
}
