/** What the user switched off of the context, in the session's log, and what was sent already. */
import type { Message } from '../../messages';
import type { Outcome } from '../service';
import { type Cell, operate } from './cell';
import { openLog } from './phase';

/** Keeps the names; with the operation that is going on where there is one, so that it holds from the next request on. */
export async function switchOff(cell: Cell, names: readonly string[]): Promise<Outcome> {
  const note = { type: 'off' as const, names: [...new Set(names)].sort() };
  if (cell.writing !== undefined) {
    await cell.writing.note(note);
    cell.changed();
    return { kind: 'done' };
  }
  return operate(cell, async () => {
    const log = await openLog(cell);
    cell.log = log;
    cell.writing = log;
    await log.note(note);
    return { kind: 'done' };
  });
}

/** System prompt and messages of the session, as they stand in the log. */
export function sentSoFar({
  log,
}: Cell): { readonly system: readonly string[]; readonly messages: readonly Message[] } | undefined {
  const prefix = log?.prefix();
  const messages = log?.messages() ?? [];
  return prefix === undefined || messages.length === 0 ? undefined : { system: prefix.system, messages };
}
