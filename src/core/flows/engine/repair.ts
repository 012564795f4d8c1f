import { render } from '../../context/render';
import type { Diagnostic } from '../../diagnostic';
import type { DocumentName } from '../../specs/model';
import { documentText, problemsText, shortHash } from '../promptValues';
import type { Outcome } from '../service';
import type { Gone } from './ask';
import { baseText, keepBase } from './base';
import type { PhaseWork } from './converse';
import { converseWithEdits } from './editing';
import { land } from './land';
import { beginPhase, endEarly, endPhase, refused, shownIn } from './phase';

/** Sends problems back to the model once; `turn` counts from 1. */
export async function repairPhase(
  work: PhaseWork,
  document: DocumentName,
  problems: readonly Diagnostic[],
  turn: number,
  gone?: Gone,
): Promise<Outcome> {
  const { cell } = work;
  const current = cell.state.standings.find((each) => each.document.name === document)?.current;
  const kept = gone === undefined ? await keepBase(cell, document) : gone.start.base;
  if (current === undefined || kept === undefined) return { kind: 'done' };
  const { prompts } = cell.state.flow;
  const before = lastTurn(work, document, turn);
  const again = before === undefined ? '' : before === current.hash ? prompts.repairNothing : prompts.repairRemains;
  const asked = render(prompts.repair, {
    document_name: document,
    document_hash: shortHash(current),
    document: documentText(current, shownIn(work, gone)),
    problems: problemsText(problems, current.text),
  });
  const prompt = again === '' ? asked : `${asked}\n${again}`;
  const start = gone?.start ?? (await beginPhase(work, { kind: 'repair', document, turn, base: kept }, [current]));
  const base = (await baseText(cell, start)) ?? current.text;
  const result = await converseWithEdits(work, {
    start,
    prompt,
    document,
    base,
    activity: () => ({ kind: 'repairing', document, turn, of: 2 }),
  });
  if (result.kind !== 'done') return endEarly(work, start, result);
  const cause = `Repaired, turn ${turn}`;
  const landed =
    result.text === base
      ? 'written'
      : await land(cell, { document, text: result.text, base, cause, sample: start.sample, follows: {} });
  await endPhase(work, start, {
    outcome: landed === 'written' ? 'done' : 'refused',
    reply: result.reply,
  });
  if (landed === 'conflict')
    return refused('conflict', cell.state.versions.conflicts[document]?.message ?? 'The document has a conflict.');
  return { kind: 'done' };
}

/** What the document was when the turn before this one began; undefined in the first. */
function lastTurn({ log }: PhaseWork, document: DocumentName, turn: number): string | undefined {
  const last = log
    .notes()
    .findLast((note) => note.type === 'phase' && note.kind === 'repair' && note.document === document);
  return turn > 1 && last?.type === 'phase' ? last.shows[document] : undefined;
}
