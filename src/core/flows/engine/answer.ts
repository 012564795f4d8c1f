/** What the answers to a phase say, read with what the phase asked for. */
import type { Message } from '../../messages';
import { type Assembly, assemble } from '../assemble';
import type { Answered } from '../documentText';
import { flowDocument } from '../flow';
import type { PhaseStart } from '../log';
import { titleOf } from '../skeleton';
import type { Cell } from './cell';

/**
 * The document and reply of a phase. Where a document is written, its heading is enough to know it by; in other phases
 * a reply may quote one.
 */
export function answerOf(
  cell: Cell,
  start: Pick<PhaseStart, 'kind' | 'document'>,
  tail: readonly Message[],
  known: Omit<Assembly, 'title'> = {},
): Answered {
  const title = start.kind === 'write' ? titleOfDocument(cell, start.document) : undefined;
  return assemble(tail, { ...known, title });
}

/** The heading that a document of the spec's flow begins with. */
export function titleOfDocument(cell: Cell, document: PhaseStart['document']): string | undefined {
  return document && titleOf(flowDocument(cell.state.flow, document)?.skeleton ?? '');
}
