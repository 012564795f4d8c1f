/** Going back to a checkpoint: its files, and "fork from here", the conversation up to it in a session of its own. */
import { logConversation } from '../../agent/logConversation';
import { nameLine } from '../../context/frames';
import { render } from '../../context/render';
import type { Session } from '../../sessions/store';
import type { Task } from '../../specs/model';
import { type CheckpointAbout, type CheckpointPlace, refused } from '../deps';
import { positionOf, writeNote } from '../log';
import forkedPrompt from '../prompts/forked.md';
import { inSession, withTask } from '../records';
import type { RunOutcome } from '../service';
import { type RunCell, recordOf, reload, save, showTask } from './cell';
import { taskOf } from './queue';
import { userMessage } from './turns';

const notKept = refused('invalid', 'This checkpoint is not kept any more.');

/** Puts files back; what the agent remembers stays. */
export async function restoreTo(cell: RunCell, checkpoint: string): Promise<RunOutcome> {
  if ((await pointOf(cell, checkpoint)) === undefined) return notKept;
  const failed = await putBack(cell, checkpoint);
  await reload(cell);
  return outcomeOf(failed);
}

/**
 * Makes a session whose conversation is that of the checkpoint's up to there, for `resume` to go on with; with `files`
 * they are put back first. The session that is forked stays as it is.
 */
export async function forkFrom(cell: RunCell, checkpoint: string, files: boolean): Promise<RunOutcome> {
  const point = await pointOf(cell, checkpoint);
  if (point === undefined) return notKept;
  const { about } = point;
  if (about === undefined) return refused('invalid', 'No conversation belongs to this checkpoint. Restore its files.');
  const unsound = await unsoundWhy(cell, about);
  if (unsound !== undefined) return refused('invalid', unsound);
  const failed = files ? await putBack(cell, checkpoint) : [];
  await reload(cell);
  const task = taskOf(cell, about.task);
  if (task === undefined) {
    const message = 'The task of this checkpoint is not in tasks.md any more, so its conversation can’t go on.';
    return files ? { kind: 'failed', message: `The files were put back. ${message}` } : refused('invalid', message);
  }
  await reopen(cell, task);
  const fork = await forkSession(cell, { ...point, about }, files);
  showTask(cell, task, fork.id, fork.events());
  await fork.close();
  await goOnWith(cell, task, fork.id, point.label);
  return outcomeOf(failed);
}

async function pointOf({ deps, place }: RunCell, checkpoint: string): Promise<CheckpointPlace | undefined> {
  return (await deps.checkpoints.list(place.path)).find(({ id }) => id === checkpoint);
}

async function putBack({ deps }: RunCell, checkpoint: string): Promise<readonly string[]> {
  return (await deps.checkpoints.restore(checkpoint)).failed;
}

function outcomeOf(failed: readonly string[]): RunOutcome {
  return failed.length === 0 ? { kind: 'done' } : { kind: 'failed', message: `Restored, except: ${failed.join(' ')}` };
}

/** Why nothing can be taken over from the session of a checkpoint. */
async function unsoundWhy({ deps, paths }: RunCell, { session, seq }: CheckpointAbout): Promise<string | undefined> {
  const read = await deps.sessions(paths.sessions).read(session);
  if (read === undefined)
    return 'The session of this checkpoint is not kept any more, so its conversation can’t go on. Restore its files.';
  if (read.broken === undefined || read.broken.line > seq) return undefined;
  return `Line ${read.broken.line} of the session log ${session} was changed: ${read.broken.why}. Its conversation can’t go on; restore the files.`;
}

/** What goes on is not done: a box that an earlier session proved is that of a task at work again. */
async function reopen(cell: RunCell, task: Task): Promise<void> {
  if (task.state !== 'done') return;
  // Refused where tasks.md is not saved: the box is written again when the task goes on.
  await cell.deps.tick(cell.place.path, task.identity, 'running');
  await reload(cell);
}

type Point = CheckpointPlace & { readonly about: CheckpointAbout };

/** The new session, open. It says where it comes from, and its agent hears what is not as it remembers. */
async function forkSession({ deps, paths }: RunCell, { id, label, about }: Point, files: boolean): Promise<Session> {
  const store = deps.sessions(paths.sessions);
  const { session, seq } = about;
  const fork = await store.fork(session, seq, freeName(session, await store.list()));
  if (fork === undefined) throw new Error(`The session ${session} is gone.`);
  // The checkpoint itself was written after what is taken over.
  if (about.turn === 0 || positionOf(fork.events()).since === undefined)
    await writeNote(fork, { type: 'checkpoint', id, label, turn: about.turn });
  await writeNote(fork, { type: 'forked', checkpoint: id, label, session, files });
  const conversation = logConversation(fork);
  if (conversation.messages().length > 0) {
    const changed = files ? [] : (await deps.checkpoints.changes(id)).map(({ path }) => nameLine(path));
    await conversation.append(userMessage(render(forkedPrompt, { files: changed.join('\n') })));
  }
  return fork;
}

/** Forks of a fork stand beside it: names do not grow. */
function freeName(session: string, taken: readonly string[]): string {
  const base = session.replace(/-f\d+$/u, '');
  for (let number = 1; ; number++) if (!taken.includes(`${base}-f${number}`)) return `${base}-f${number}`;
}

async function goOnWith(cell: RunCell, task: Task, session: string, label: string): Promise<void> {
  const message = `Forked from "${label}". Resume to go on from there.`;
  const queue = [task.identity, ...cell.records.queue.filter((each) => each !== task.identity)];
  await save(cell, {
    ...withTask(cell.records, { ...inSession(recordOf(cell, task), session), state: 'stopped', message }),
    queue,
  });
}
