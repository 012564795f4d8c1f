/** One spec and what may be done with it: each method is an operation on the shared cell. */
import type { Disposable } from '../../host';
import type { DocumentName } from '../../specs/model';
import { compareTexts } from '../documents';
import { saveRecord } from '../record';
import { mostCommits, specDiff } from '../review/diff';
import type { Outcome, SpecHandle } from '../service';
import type { Answer } from '../snapshot';
import { analyzePhase, decideFinding } from './analyze';
import { approveDocument } from './approve';
import { completeAnswers, recordOf } from './ask';
import { type Cell, operate, reload } from './cell';
import { addComment, openComments, withdrawComment } from './comments';
import type { PhaseWork } from './converse';
import { isFailure } from './deps';
import { lastPromptText } from './lastPrompt';
import { modelName, prepare, refused } from './phase';
import { refinePhase } from './refine';
import { cutOff, type Pending, pendingOf, resumeWork, writeFirst } from './resume';
import { endConflictOf, mendProblem, restoreVersion, textOfVersion, tickTask } from './simple';
import { sentSoFar, switchOff } from './switchOff';
import { updateAll } from './update';
import { snapshotOf } from './view';
import { gateRefusal, writePhase } from './write';

/** Who follows a spec. */
export type Listener = Parameters<SpecHandle['subscribe']>[0];

/** The handle over a cell; `dispose` takes it out of the service. */
export function createHandle(cell: Cell, listeners: Set<Listener>, dispose: () => void): SpecHandle {
  return {
    path: cell.place.path,
    snapshot: () => snapshotOf(cell),
    spec: () => cell.state.spec,
    subscribe: (listener) => subscribe(listeners, listener),
    ...modelOperations(cell),
    ...plainOperations(cell),
    reread: async () => {
      if (cell.running !== undefined) return;
      await reload(cell);
      cell.changed();
    },
    settled: () => cell.running?.ended ?? Promise.resolve(cell.outcome),
    stop: async () => {
      cell.running?.abort.abort();
      await cell.running?.ended;
    },
    versionText: (id) => textOfVersion(cell, id),
    changesBetween: async (document, from, to) => {
      const [before, after] = await Promise.all([textOfVersion(cell, from), textOfVersion(cell, to)]);
      return before === undefined || after === undefined ? [] : compareTexts(document, before, after);
    },
    diff: (document, from, to) => specDiff(cell, document, from, to),
    commits: (document) => cell.deps.host.git.history(`${cell.place.path}/${document}`, mostCommits),
    sent: () => sentSoFar(cell),
    lastPrompt: async () => lastPromptText(cell.log),
    dispose,
  };
}

/** What stands as the request where only comments are sent. */
const sentComments = 'Answer each of the comments.';

type ModelOperations = Pick<
  SpecHandle,
  'answer' | 'generate' | 'refine' | 'sendComments' | 'updateDownstream' | 'analyze' | 'resume' | 'resumeCutOff'
>;

/** Operations that ask a model. */
function modelOperations(cell: Cell): ModelOperations {
  return {
    answer: (answers) =>
      withModel(
        cell,
        (work) => writeFirst(work),
        () => keepAnswers(cell, answers),
      ),
    generate: (document) =>
      withModel(
        cell,
        (work) => writePhase(work, document),
        async () => gateRefusal(cell, document) ?? skipQuestions(cell),
      ),
    refine: (document, request) =>
      withModel(
        cell,
        (work) => refinePhase(work, document, request),
        async (signal) => (await conflictRefusal(cell, document)) ?? submitted(cell, request, signal),
      ),
    sendComments: (document) =>
      withModel(
        cell,
        (work) =>
          refinePhase(
            work,
            document,
            sentComments,
            undefined,
            openComments(cell, document).map(({ id }) => id),
          ),
        async () =>
          openComments(cell, document).length === 0
            ? refused('invalid', `There are no open comments on ${document}.`)
            : conflictRefusal(cell, document),
      ),
    updateDownstream: (document, only) => withModel(cell, (work) => updateAll(work, document, only)),
    analyze: (document) => withModel(cell, (work) => analyzePhase(work, document)),
    resume: () => resumeWhere(cell, (pending) => pending !== undefined),
    resumeCutOff: () => resumeCutOff(cell),
  };
}

type PlainOperations = Pick<
  SpecHandle,
  | 'approve'
  | 'comment'
  | 'withdrawComment'
  | 'decideFinding'
  | 'restore'
  | 'resolveConflict'
  | 'mend'
  | 'setTask'
  | 'switchOff'
>;

/** Operations that ask nobody. */
function plainOperations(cell: Cell): PlainOperations {
  return {
    approve: (document, shownHash) => operate(cell, () => approveDocument(cell, document, shownHash)),
    comment: (document, at, text) => operate(cell, () => addComment(cell, document, at, text)),
    withdrawComment: (id, reason) => operate(cell, () => withdrawComment(cell, id, reason)),
    decideFinding: (id, decision, reason) => operate(cell, () => decideFinding(cell, id, decision, reason)),
    restore: (document, versionId) => operate(cell, () => restoreVersion(cell, document, versionId)),
    resolveConflict: (document, keep) => operate(cell, () => endConflictOf(cell, document, keep)),
    switchOff: (names) => switchOff(cell, names),
    mend: (document, problem) => operate(cell, () => mendProblem(cell, document, problem)),
    setTask: (identity, state) => operate(cell, () => tickTask(cell, identity, state)),
  };
}

/** Checks first what needs no model, then finds the model and goes on with it. */
export function withModel(
  cell: Cell,
  operation: (work: PhaseWork) => Promise<Outcome>,
  before: (signal: AbortSignal) => Promise<Outcome | undefined> = async () => undefined,
): Promise<Outcome> {
  return operate(cell, async (signal) => {
    const refusal = await before(signal);
    if (refusal !== undefined) return refusal;
    const work = await prepare(cell, signal);
    return 'kind' in work ? work : operation(work);
  });
}

/** The refusal of a prompt that is held back. */
export async function submitted(cell: Cell, prompt: string, signal: AbortSignal): Promise<Outcome | undefined> {
  const held = await cell.deps.submitted?.(cell.place, prompt, signal);
  return held === undefined ? undefined : refused('gate', held);
}

/** Goes on with what the log says under the lock, before anything of this operation is in it. */
function resumeWhere(cell: Cell, wanted: (pending: Pending | undefined) => boolean): Promise<Outcome> {
  let pending: Pending | undefined;
  return withModel(
    cell,
    (work) => resumeWork(work, pending),
    async () => {
      pending = pendingOf(cell);
      return wanted(pending) ? undefined : refused('invalid', 'Nothing was interrupted here.');
    },
  );
}

/** Milliseconds between two looks at a lock that is still held, and how often to look. */
const lockPace = 1000;
const lockLooks = 15;

/** A window that was closed a moment ago may still be on its way out: its lock is waited for, but not for ever. */
async function resumeCutOff(cell: Cell): Promise<Outcome | undefined> {
  for (let look = 0; look < lockLooks && (await mayGoOn(cell)); look += 1) {
    const outcome = await resumeWhere(cell, cutOff);
    if (outcome.kind !== 'refused' || outcome.code !== 'locked') return outcome;
    await cell.deps.host.clock.sleep(lockPace);
  }
  return undefined;
}

/** Nobody is at work here, something was cut off, and the model that was asked then would be asked now. */
async function mayGoOn(cell: Cell): Promise<boolean> {
  const pending = pendingOf(cell);
  if (!cutOff(pending)) return false;
  const model = await cell.deps.model();
  if (isFailure(model) || modelName(model) !== pending.phase.start.model) return false;
  return cell.running === undefined && !cell.closed;
}

async function keepAnswers(cell: Cell, answers: readonly Answer[]): Promise<Outcome | undefined> {
  const { record } = cell.state;
  if (record.kind === 'broken')
    return refused(
      'invalid',
      '.tracewright/spec.json can’t be read, so the answers could not be kept. Mend it, then answer again.',
    );
  const known = recordOf(cell);
  if (known === undefined || known.questions.length === 0)
    return refused('invalid', 'There are no questions to answer here.');
  if (cell.state.standings[0]?.current !== undefined) return refused('invalid', 'The questions were answered already.');
  await saveRecord(cell.deps.store, cell.place.path, { ...known, answers: completeAnswers(known, answers) });
  await reload(cell);
  return undefined;
}

/** Who has a document written without answering has skipped the questions. */
async function skipQuestions(cell: Cell): Promise<undefined> {
  const record = recordOf(cell);
  if (record === undefined || record.questions.length === 0 || record.answers !== undefined) return;
  await saveRecord(cell.deps.store, cell.place.path, { ...record, answers: completeAnswers(record, []) });
  await reload(cell);
}

async function conflictRefusal(cell: Cell, document: DocumentName): Promise<Outcome | undefined> {
  const conflict = cell.state.versions.conflicts[document];
  return conflict === undefined ? undefined : refused('conflict', conflict.message);
}

function subscribe(listeners: Set<Listener>, listener: Listener): Disposable {
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}
