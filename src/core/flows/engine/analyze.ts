/** Looks for places where a document could be built or tested in two ways. */

import { render } from '../../context/render';
import type { DocumentName, SpecDocument } from '../../specs/model';
import { asShown } from '../exactEdits';
import { findingId, isSameFinding } from '../findingIds';
import { type FindingsInput, readFindings } from '../phaseInputs';
import { dismissedText, documentText, earlierText, otherSpecsText, shortHash } from '../promptValues';
import { loadRecord, type RecordedFinding, type SpecRecord, saveRecord } from '../record';
import { relatedCriteria } from '../relatedCriteria';
import type { Outcome } from '../service';
import { answerOf } from './answer';
import { type Gone, recordOf } from './ask';
import { type Cell, reload } from './cell';
import { converse, type PhaseWork } from './converse';
import type { PhaseAnswer } from './deps';
import { ensureRecord } from './ensureRecord';
import { beginPhase, endEarly, endPhase, recordTexts, refused, shownIn } from './phase';
import { currentDocument, earlierDocuments } from './refine';

/** Has the document analysed and keeps what was found; goes on with an interrupted analysis where `gone` is given. */
export async function analyzePhase(work: PhaseWork, document: DocumentName, gone?: Gone): Promise<Outcome> {
  const { cell } = work;
  const current = currentDocument(cell, document);
  if (current === undefined) return refused('invalid', `There is no ${document} to analyze yet.`);
  await ensureRecord(cell);
  const earlier = earlierDocuments(cell, document);
  const { prompt, says } = await analyzePrompt(work, current, earlier, gone);
  const start = gone?.start ?? (await beginPhase(work, { kind: 'analyze', document, says }, [current, ...earlier]));
  let sentBack = false;
  let reply = '';
  const handlers = {
    report_findings: async (input: unknown) => {
      const { said, ...answer } = await keepFindings(cell, [current, ...earlier], input, sentBack);
      sentBack ||= answer.isError === true;
      reply = said ?? '';
      return answer;
    },
  };
  const activity = () => ({ kind: 'reading', startedAt: start.startedAt }) as const;
  const result = await converse(work, { start, prompt, handlers, activity });
  if (result.kind === 'stopped' || result.kind === 'failed') return endEarly(work, start, result);
  if (result.kind === 'done') reply = answerOf(cell, start, result.tail).reply;
  await endPhase(work, start, { outcome: 'done', reply });
  await reload(cell);
  return { kind: 'done' };
}

async function analyzePrompt(
  work: PhaseWork,
  current: SpecDocument,
  earlier: readonly SpecDocument[],
  gone: Gone | undefined,
) {
  const { cell } = work;
  const template = cell.state.flow.prompts.analyze;
  const dismissed = (recordOf(cell)?.findings ?? []).filter(
    (each) => each.document === current.name && each.state === 'dismissed',
  );
  const others = await cell.others();
  const { values, says } = recordTexts(work, template, gone);
  const shown = shownIn(work, gone);
  const prompt = render(template, {
    ...values,
    spec_name: cell.state.spec.name,
    spec_folder: cell.place.path.slice(cell.place.root.length + 1),
    document_name: current.name,
    document_hash: shortHash(current),
    document: documentText(current, shown),
    earlier_documents: earlierText(earlier, shown),
    other_specs: otherSpecsText(others),
    related_criteria: relatedCriteria(current, others),
    dismissed_findings: dismissedText(dismissed),
  });
  return { prompt, says };
}

/**
 * Keeps what was found; a finding that quotes what is not there goes back once, then is left out. `said` are the words
 * for the person where they came with the call: then nobody has to be asked for them.
 */
async function keepFindings(
  cell: Cell,
  documents: readonly [current: SpecDocument, ...earlier: SpecDocument[]],
  raw: unknown,
  sentBack: boolean,
): Promise<PhaseAnswer & { readonly said?: string }> {
  const [current] = documents;
  const input = readFindings(raw);
  if (input === undefined)
    return {
      text: 'The input of report_findings was not understood. Send it in the shape of its schema.',
      isError: true,
    };
  const sound = input.findings.filter((finding) => quotesDocuments(finding, documents));
  if (sound.length < input.findings.length && !sentBack) {
    const wrong = input.findings
      .filter((finding) => !sound.includes(finding))
      .map((finding) => `- ${finding.criterion}: ${finding.evidence[0]?.quote ?? ''}`);
    return {
      text: [
        'These findings quote words that are not in the document. Quote exactly, or leave them out, and call again.',
        ...wrong,
      ].join('\n'),
      isError: true,
    };
  }
  const loaded = await loadRecord(cell.deps.host.files, cell.place.path);
  if (loaded.kind !== 'ok')
    return {
      text: 'The findings could not be kept: spec.json is missing or unreadable. Say them in your reply.',
      isError: true,
    };
  await saveRecord(cell.deps.store, cell.place.path, withFindings(loaded.record, current, sound));
  const text = `${sound.length} of ${input.findings.length} findings are before the person.`;
  const said = input.reply.trim();
  return said === '' || sound.length < input.findings.length ? { text } : { text, said, stop: true };
}

type Reported = FindingsInput['findings'][number];

/**
 * At least one of its quotes that name no other file stands where it says: in the document, or in one that it rests on,
 * since of what is missing there may be no word here. A finding without such a quote passes.
 */
function quotesDocuments(
  finding: Reported,
  documents: readonly [current: SpecDocument, ...earlier: SpecDocument[]],
): boolean {
  const own = finding.evidence.filter((each) => !/[/\\]|\.\w+:\d+/u.test(each.where) && each.quote.trim() !== '');
  return (
    own.length === 0 ||
    own.some(({ where, quote }) => {
      const named = documents.find(({ name }) => where.startsWith(name)) ?? documents[0];
      return fold(asShown(named.text)).includes(fold(quote));
    })
  );
}

/** What was decided stays decided while its text is unchanged, whatever words it is raised in again. */
function withFindings(record: SpecRecord, current: SpecDocument, reported: readonly Reported[]): SpecRecord {
  const decided = record.findings.filter((each) => each.document !== current.name || each.state !== 'open');
  const added: RecordedFinding[] = [];
  for (const finding of reported) {
    const id = findingId(current.name, criterionText(current, finding.criterion), finding);
    const made = { ...finding, id, document: current.name, state: 'open' } as const;
    if (!decided.some((each) => isSameFinding(each, made)) && !added.some((each) => each.id === id)) added.push(made);
  }
  return { ...record, findings: [...decided, ...added] };
}

function criterionText(current: SpecDocument, id: string): string {
  if (!('requirements' in current)) return '';
  return current.requirements.flatMap((each) => each.criteria).find((each) => each.id === id)?.text ?? '';
}

function fold(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Accepts a finding for the next refinement, or dismisses it for good. */
export async function decideFinding(
  cell: Cell,
  id: string,
  decision: 'accepted' | 'dismissed',
  reason: string | undefined,
): Promise<Outcome> {
  const record = recordOf(cell);
  if (record === undefined || !record.findings.some((each) => each.id === id))
    return refused('invalid', 'This finding is not there any more.');
  if (decision === 'dismissed' && (reason ?? '').trim() === '')
    return refused(
      'invalid',
      'Say why the finding is dismissed: the next analysis is told, and does not raise it again.',
    );
  const findings = record.findings.map((each) =>
    each.id === id ? { ...each, state: decision, ...(reason === undefined ? {} : { reason }) } : each,
  );
  await saveRecord(cell.deps.store, cell.place.path, { ...record, findings });
  await reload(cell);
  return { kind: 'done' };
}
