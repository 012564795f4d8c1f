/**
 * What commands may not leave behind, whoever allowed them: nobody can tell from a command line what a script will
 * write, so what it wrote is looked at when its turn has ended.
 */
import { deferredWhy } from '../../permissions/files/deferred';
import { protectedKinds } from '../../permissions/files/protected';
import { flattenTasks } from '../../specs/canonical';
import { parseDocument } from '../../specs/document';
import type { FileReview } from '../snapshot';
import type { TaskWork } from './work';

/** A file that a command changed, with its texts where it has them. */
interface Changed {
  /** Absolute. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** Whose change is put back as a whole. */
interface AftermathGuard {
  readonly name: string;
  readonly concerns: (change: Changed) => boolean;
}

const instructions = protectedKinds.filter(({ id }) => ['steering', 'hooks', 'permissions'].includes(id));

/** Every kind of file that is put back. */
export const aftermathGuards: readonly AftermathGuard[] = [
  { name: 'aftermath: deferred', concerns: ({ path, ...sides }) => deferredWhy(path, sides) !== undefined },
  {
    name: 'aftermath: instructions',
    concerns: ({ path }) => instructions.some(({ pattern }) => pattern.test(path.toLowerCase())),
  },
  // Records are written when a task ends, never while an agent is at work.
  { name: 'aftermath: evidence', concerns: ({ path }) => /\/\.tracewright\/evidence\//iu.test(path) },
];

/** Boxes are not put back with their file: what somebody else wrote into it meanwhile stays. */
export const boxesGuard = 'aftermath: boxes';

/** What checks change of other files nobody has looked at: it is told beside what they say. */
export const unseenGuard = 'aftermath: unseen';

/** The absolute path of a reviewed file: with several workspace folders its path begins with its folder's name. */
export function absolute({ cell }: Pick<TaskWork, 'cell'>, { root, path }: Pick<FileReview, 'root' | 'path'>): string {
  const name = root.slice(root.lastIndexOf('/') + 1);
  const named = cell.deps.roots.length > 1 && path.startsWith(`${name}/`);
  return `${root}/${named ? path.slice(name.length + 1) : path}`;
}

/** A file that was put back. */
export interface PutBack {
  /** Absolute. */
  readonly path: string;
  /** What it is called, and which of its boxes were set back where it was not the whole file. */
  readonly name: string;
}

/** Puts back what commands may not change, and says so in the log. */
export async function undoAftermath(
  work: TaskWork,
  checkpoint: string,
  changed: readonly FileReview[],
): Promise<readonly PutBack[]> {
  const byCommand = changed.filter((file) => !work.turn.touched.has(absolute(work, file)));
  const undone = await undoFiles(work, checkpoint, byCommand);
  const boxes = on(work, boxesGuard) ? await undoBoxes(work, checkpoint) : [];
  return [...undone, ...boxes];
}

/** Whether a guard is not switched off. */
export function on({ cell }: TaskWork, guard: string): boolean {
  return cell.deps.without?.includes(guard) !== true;
}

async function undoFiles(
  work: TaskWork,
  checkpoint: string,
  files: readonly FileReview[],
): Promise<readonly PutBack[]> {
  const { cell, log } = work;
  const undone: PutBack[] = [];
  for (const file of files) {
    if (!(await mayNotStay(work, checkpoint, file))) continue;
    if (await isLater(work, file)) {
      warn(
        work,
        `${file.path}, which editors, tools or agents follow by themselves, changed while the work was interrupted. Nobody knows who did it: look at it.`,
      );
      continue;
    }
    if (await cell.deps.checkpoints.undo(checkpoint, file))
      undone.push({ path: absolute(work, file), name: file.path });
    else warn(work, `${file.path} was changed by a command, and could not be put back. Look at it.`);
  }
  if (undone.length > 0) {
    const names = undone.map(({ name }) => name).join(', ');
    const text = `A command changed ${names}, which editors, tools or agents follow by themselves. The change was undone.`;
    await log.note({ type: 'notice', level: 'warning', text });
  }
  return undone;
}

/** Whether a file of a turn that was broken off may be somebody else's work: it changed after the process was gone. */
async function isLater(work: TaskWork, file: Pick<FileReview, 'root' | 'path'>): Promise<boolean> {
  const { until } = work.turn;
  if (until === undefined) return false;
  const stat = await work.cell.deps.host.files.stat(absolute(work, file));
  return stat === undefined || (stat.changed ?? stat.modified) > until;
}

/** Texts are read only of files that would be put back without them: they tell changes that run nothing. */
async function mayNotStay(work: TaskWork, checkpoint: string, file: FileReview): Promise<boolean> {
  const path = absolute(work, file);
  const guards = aftermathGuards.filter(({ name, concerns }) => on(work, name) && concerns({ path }));
  if (guards.length === 0) return false;
  const sides = await work.cell.deps.checkpoints.sides(checkpoint, undefined, file);
  return guards.some(({ concerns }) => concerns({ path, ...sides }));
}

/** Sets boxes of any tasks.md back to what they were. */
async function undoBoxes(work: TaskWork, checkpoint: string): Promise<readonly PutBack[]> {
  const { checkpoints, tick } = work.cell.deps;
  const undone: PutBack[] = [];
  for (const file of await checkpoints.taskLists(checkpoint)) {
    const foreign = boxesChanged(file.before, file.after);
    if (foreign.length === 0 || (await isLater(work, file))) continue;
    const path = absolute(work, file);
    for (const { identity, was } of foreign) {
      const refusal = await tick(path.slice(0, path.lastIndexOf('/')), identity, was);
      if (refusal !== undefined) warn(work, `A box in ${file.path} could not be set back. ${refusal}`);
    }
    const names = foreign
      .toReversed()
      .map(({ id, title }) => id ?? title)
      .join(', ');
    warn(work, `A command changed the boxes of ${names} in ${file.path}. They were set back; tick them if it was you.`);
    undone.push({ path, name: `${file.path} (boxes of ${names})` });
  }
  return undone;
}

/** Tasks whose box differs, children before those that hold them; a task that was not there had an empty box. */
function boxesChanged(before: string, after: string) {
  const known = new Map(tasksOf(before).map((task) => [task.identity, task.state]));
  return tasksOf(after)
    .toReversed()
    .flatMap(({ identity, id, title, state }) => {
      const kept = known.get(identity) ?? 'open';
      const was = kept === 'done' || kept === 'running' ? kept : ('open' as const);
      return state === kept || state === was ? [] : [{ identity, id, title, was }];
    });
}

function tasksOf(text: string) {
  return [...flattenTasks(parseDocument('tasks.md', text).tasks)];
}

function warn({ log }: TaskWork, text: string): void {
  log.noteLater({ type: 'notice', level: 'warning', text });
}
