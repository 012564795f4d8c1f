/** Looking at tasks that were run: their sessions and checkpoints. */
import { conversationOf } from '../../agent/logConversation';
import type { SessionStore } from '../../sessions/store';
import type { Task } from '../../specs/model';
import { isFailure, refused } from '../deps';
import { beforeTask, notesOf } from '../log';
import { withTask } from '../records';
import type { RestorePreview, RunOutcome, SentByTask } from '../service';
import type { CheckpointView, FileReview } from '../snapshot';
import { type RunCell, recordOf, save } from './cell';
import { finish } from './finish';
import { closeWork, openWork, withoutRecords } from './work';

/** The checkpoints before and after a task; `after` absent where it has not ended. */
async function ends(
  cell: RunCell,
  identity: string,
): Promise<{ readonly before: string; readonly after: string | undefined } | undefined> {
  const session = cell.records.tasks.find((each) => each.identity === identity)?.session;
  const read = session === undefined ? undefined : await cell.deps.sessions(cell.paths.sessions).read(session);
  const notes = notesOf(read?.events ?? []);
  const before = beforeTask(notes);
  if (before === undefined) return undefined;
  const last = notes.findLast((note) => note.type === 'checkpoint');
  return { before, after: last?.turn === -1 ? last.id : undefined };
}

/** What the agent of a session was sent so far; undefined before its first request. Rejects with a sentence where it can't be read. */
export async function sentIn(sessions: Pick<SessionStore, 'read'>, id: string): Promise<SentByTask | undefined> {
  const events = (await sessions.read(id))?.events ?? [];
  const prefix = events.findLast((event) => event.type === 'prefix');
  const usage = events.findLast((event) => event.type === 'message' && event.usage !== undefined);
  if (prefix?.type !== 'prefix') return undefined;
  const last = usage?.type === 'message' ? usage.usage : undefined;
  const prompt = last === undefined ? 0 : last.input + last.cacheRead + last.cacheWrite;
  return {
    system: prefix.system,
    messages: conversationOf(id, events),
    ...(last === undefined || prompt === 0
      ? {}
      : { last: { tokens: prompt + last.output, cached: last.cacheRead / prompt } }),
  };
}

/** What a task changed, from its beginning to its end, or to now. */
export async function changesOf(cell: RunCell, identity: string): Promise<readonly FileReview[]> {
  if (cell.shown?.task.identity === identity && cell.running !== undefined) return cell.shown.changes;
  const found = await ends(cell, identity);
  return found === undefined ? [] : withoutRecords(await cell.deps.checkpoints.changes(found.before, found.after));
}

/** Both sides of a file's change. */
export async function sidesOf(cell: RunCell, identity: string, path: string) {
  const found = await ends(cell, identity);
  const file = (await changesOf(cell, identity)).find((each) => each.path === path);
  return found === undefined || file === undefined ? {} : cell.deps.checkpoints.sides(found.before, found.after, file);
}

/** The checkpoints of this spec, newest first. */
export async function checkpointsOf(cell: RunCell): Promise<readonly CheckpointView[]> {
  const found = await cell.deps.checkpoints.list(cell.place.path);
  return found.map(({ about, ...place }) => {
    const task = cell.records.tasks.find(({ identity }) => identity === about?.task);
    return task === undefined ? place : { ...place, task: [task.id, task.title].filter(Boolean).join(' ') };
  });
}

/** What a restore would change. */
export function previewOf(cell: RunCell, checkpoint: string): Promise<RestorePreview | undefined> {
  return cell.deps.checkpoints.preview(checkpoint);
}

/** The user looked at what nothing could prove: it is ticked, with that as its evidence. */
export async function finishReviewed(cell: RunCell, task: Task, signal: AbortSignal): Promise<RunOutcome> {
  if (recordOf(cell, task).state !== 'not_verifiable')
    return refused('invalid', 'Only a task that could not be verified is marked as reviewed.');
  const model = await cell.deps.model();
  if (isFailure(model)) return refused('model', model.message);
  const work = await openWork(cell, task, model, true, signal);
  try {
    const end = await finish(work, true);
    const message = end.kind === 'done' ? 'Reviewed by you and ticked. The evidence says so.' : end.message;
    // Without its tick it waits for the user as before.
    const state = end.kind === 'done' ? ('done' as const) : ('not_verifiable' as const);
    await work.log.note({ type: 'end', outcome: state, message });
    const { evidence } = work.log.position();
    const record = { ...recordOf(cell, task), state, message, endedAt: cell.deps.host.clock.now() };
    const kept = { ...record, ...(evidence === undefined ? {} : { evidence }) };
    await save(cell, {
      ...withTask(cell.records, kept),
      queue: cell.records.queue.filter((each) => each !== task.identity),
    });
    return end;
  } finally {
    await closeWork(work);
  }
}
