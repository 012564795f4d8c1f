/** What the agent did while it read, in one line. */
import type { AgentStep } from '../../core/flows/snapshot';
import { count } from './words';

const reads = /read|view|cat/i;
const searches = /search|grep|find/i;
const lists = /list|tree|glob/i;
const edits = /edit/i;

/** "Read 11 files and searched 3 times. Nothing was changed."; what was edited is said instead. */
export function stepsInWords(steps: readonly AgentStep[]): string {
  const of = (pattern: RegExp): number => steps.filter(({ tool }) => pattern.test(tool)).length;
  const [read, listed] = [of(reads), of(lists)];
  const searched = of(searches);
  const edited = steps.filter(({ tool, state }) => edits.test(tool) && state !== 'failed').length;
  const parts = [
    ...(read > 0 ? [`read ${count(read, 'file')}`] : []),
    ...(searched > 0 ? [`searched ${searched === 1 ? 'once' : `${searched} times`}`] : []),
    ...(listed > 0 && read + searched === 0 ? [`listed ${count(listed, 'folder')}`] : []),
    ...(edited > 0 ? [edited === 1 ? 'changed the document' : `changed the document ${edited} times`] : []),
  ];
  const said = parts.join(' and ') || `took ${count(steps.length, 'step')}`;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.${edited > 0 ? '' : ' Nothing was changed.'}`;
}

/** The step that is going on, else the last one; undefined before the first. */
export function currentStep(steps: readonly AgentStep[]): AgentStep | undefined {
  return steps.findLast(({ state }) => state === 'running') ?? steps.at(-1);
}

/** Name of the codicon for what a step did. */
export function stepIcon({ tool, state }: AgentStep): string {
  if (state === 'failed') return 'circle-slash';
  if (searches.test(tool)) return 'search';
  if (lists.test(tool)) return 'list-tree';
  return reads.test(tool) ? 'file' : 'circle-small';
}
