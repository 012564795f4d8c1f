import type { DocumentName } from '../../specs/model';
import type { PhaseStart } from '../log';
import { keepText, keptText } from '../versions';
import { type Cell, versionPorts } from './cell';
import { noticeHandEdit } from './land';

/**
 * Keeps a document as it is before a phase changes it: as a version where its words are new, and in any case exactly,
 * ticks included. Gives the id for `PhaseStart.base`; undefined where there is no document.
 */
export async function keepBase(cell: Cell, document: DocumentName): Promise<string | undefined> {
  await noticeHandEdit(cell, document);
  const open = cell.state.open[document];
  return open && keepText(versionPorts(cell), open.text);
}

/** The text that the document had when the phase began; undefined where there was none. */
export async function baseText(cell: Cell, start: PhaseStart): Promise<string | undefined> {
  return start.base === undefined ? undefined : keptText(versionPorts(cell), start.base);
}
