/** Changes a document as the user asks, by edits; a question gets a reply and changes nothing. */

import { render } from '../../context/render';
import type { DocumentName, SpecDocument } from '../../specs/model';
import { hashOf } from '../documents';
import { flowDocument } from '../flow';
import { commentsText, documentText, earlierText, remarksText, shortHash } from '../promptValues';
import { saveRecord } from '../record';
import type { Outcome } from '../service';
import { answersResult, type Gone, recordOf } from './ask';
import { baseText, keepBase } from './base';
import { type Cell, reload } from './cell';
import { type CommentAnswer, keepAnswers } from './comments';
import type { PhaseWork } from './converse';
import { converseWithEdits } from './editing';
import { land } from './land';
import { beginPhase, endEarly, endPhase, recordTexts, refused, shownIn } from './phase';

/** Refines a document; goes on with an interrupted refinement where `gone` is given. */
export async function refinePhase(
  work: PhaseWork,
  document: DocumentName,
  request: string,
  gone?: Gone,
  wanted: readonly string[] = [],
): Promise<Outcome> {
  const { cell } = work;
  const current = currentDocument(cell, document);
  const kept = gone === undefined ? await keepBase(cell, document) : gone.start.base;
  if (current === undefined || kept === undefined) return refused('invalid', `There is no ${document} to refine yet.`);
  const earlier = earlierDocuments(cell, document);
  const comments = gone?.start.comments ?? wanted;
  const { prompt, says } = refinePrompt(work, current, earlier, { request, comments }, gone);
  const start =
    gone?.start ??
    (await beginPhase(work, { kind: 'refine', document, request, comments, says, base: kept }, [current, ...earlier]));
  const base = (await baseText(cell, start)) ?? current.text;
  const record = recordOf(cell);
  const result = await converseWithEdits(work, {
    start,
    prompt,
    ...(record === undefined ? {} : { answers: { ask_user: answersResult(record, work.log.messages()) } }),
    document,
    base,
    comments,
    activity: (text) => ({ kind: 'refining', document, request, text }),
  });
  if (result.kind !== 'done') return endEarly(work, start, result);
  const changed = result.text !== base;
  const landed = changed
    ? await land(cell, {
        document,
        text: result.text,
        base,
        cause: `Refined: ${shorten(request)}`,
        sample: start.sample,
        follows: {},
      })
    : 'written';
  if (changed && landed === 'written') await dropAccepted(cell, document);
  if (landed === 'written') await answerAll(work, result.answers, changed, hashOf(result.text));
  await endPhase(work, start, { outcome: landed === 'written' ? 'done' : 'refused', reply: result.reply });
  if (landed === 'conflict')
    return refused('conflict', cell.state.versions.conflicts[document]?.message ?? 'The document has a conflict.');
  return { kind: 'done' };
}

/** A document of the flow as it is; undefined where it is not there. */
export function currentDocument(cell: Cell, name: DocumentName): SpecDocument | undefined {
  return cell.state.standings.find((each) => each.document.name === name)?.current;
}

/** The documents that one rests on, as they are. */
export function earlierDocuments(cell: Cell, name: DocumentName): readonly SpecDocument[] {
  const restsOn = flowDocument(cell.state.flow, name)?.restsOn ?? [];
  return restsOn.flatMap((each) => currentDocument(cell, each) ?? []);
}

function refinePrompt(
  work: PhaseWork,
  current: SpecDocument,
  earlier: readonly SpecDocument[],
  { request, comments }: { readonly request: string; readonly comments: readonly string[] },
  gone: Gone | undefined,
) {
  const { cell } = work;
  const template = cell.state.flow.prompts.refine;
  const accepted = (recordOf(cell)?.findings ?? []).filter(
    (each) => each.document === current.name && each.state === 'accepted',
  );
  const shown = shownIn(work, gone);
  const { values, says } = recordTexts(work, template, gone);
  const prompt = render(template, {
    ...values,
    spec_name: cell.state.spec.name,
    document_name: current.name,
    document_hash: shortHash(current),
    document: documentText(current, shown),
    earlier_documents: earlierText(earlier, shown),
    request,
    comments: [commentsText(accepted), remarksText(cell.comments.filter(({ id }) => comments.includes(id)))]
      .filter((text) => text !== '')
      .join('\n'),
  });
  return { prompt, says };
}

/** An answer by a change that did not come about is none. */
async function answerAll(
  { cell, model }: PhaseWork,
  answers: readonly CommentAnswer[],
  changed: boolean,
  hash: string,
): Promise<void> {
  const given = answers.filter(({ outcome }) => changed || outcome === 'reason');
  await keepAnswers(cell, given, hash, { name: model.label, email: '' });
  await reload(cell);
}

/** Accepted findings are done once a refinement took them in. */
async function dropAccepted(cell: Cell, document: DocumentName): Promise<void> {
  const record = recordOf(cell);
  if (record === undefined || !record.findings.some((each) => each.document === document && each.state === 'accepted'))
    return;
  const findings = record.findings.filter((each) => each.document !== document || each.state !== 'accepted');
  await saveRecord(cell.deps.store, cell.place.path, { ...record, findings });
}

/** Words in one line, short enough for a list of versions or for `limit` characters. */
export function shorten(words: string, limit = 80): string {
  const line = words.replace(/\s+/gu, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1).trimEnd()}…` : line;
}
