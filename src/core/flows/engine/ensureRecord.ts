import { saveRecord } from '../record';
import { type Cell, reload } from './cell';

/** A spec that Tracewright did not make gets a record when there is something to keep in it. */
export async function ensureRecord(cell: Cell): Promise<void> {
  if (cell.state.record.kind !== 'absent') return;
  const created = new Date(cell.deps.host.clock.now()).toISOString();
  const base = { flow: cell.state.flow.id, sentence: '', created, questions: [], answers: [], facts: [], findings: [] };
  await saveRecord(cell.deps.store, cell.place.path, base);
  await reload(cell);
}
