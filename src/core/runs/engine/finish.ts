/** What follows from a proof: the box, a commit where it is wanted, the evidence. Each is done once, also after a crash. */
import { commitTask } from '../commit';
import type { VerificationView } from '../snapshot';
import { recordedSpent } from './budgets';
import { recordOf } from './cell';
import { checkSteering } from './steeringCheck';
import type { TaskEnd } from './task';
import { refreshChanges, type TaskWork } from './work';

/** Ticks and writes the evidence; `reviewed`: the user looked at it where nothing could prove it. */
export async function finish(work: TaskWork, reviewed: boolean): Promise<TaskEnd> {
  const { cell, task, log, shown, workshop, modelName } = work;
  const files = await refreshChanges(work);
  if (!log.position().ticked) {
    const refusal = await cell.deps.tick(cell.place.path, task.identity, 'done');
    if (refusal !== undefined)
      return {
        kind: 'failed',
        message: `The task is ${reviewed ? 'reviewed' : 'verified'}, but its box could not be ticked. ${refusal} Then ${reviewed ? 'mark it as reviewed again' : 'resume'}.`,
      };
    await log.note({ type: 'ticked' });
  }
  const steering = await checkSteering(work, files);
  const commit = await committed(
    work,
    files.map(({ path }) => path),
  );
  const position = log.position();
  if (position.evidence === undefined) {
    const { usage, dollars, turns, ms } = recordedSpent(work);
    const { earlier } = recordOf(cell, task);
    const path = await cell.deps.evidence.write({
      spec: cell.spec,
      task,
      session: log.id,
      model: modelName,
      files,
      expected: cell.deps.verifier.expected(task),
      verification: shown.verification && withBaseline(shown.verification, position.baseline?.view),
      ...(steering === undefined ? {} : { steering }),
      reviewed,
      summary: position.summary,
      corrections: position.corrections,
      turns,
      usage,
      ...(dollars === undefined ? {} : { dollars }),
      ms,
      ...(earlier === undefined ? {} : { earlier }),
      sandbox: workshop.facts(),
      ...(commit === undefined ? {} : { commit }),
    });
    await log.note({ type: 'evidence', path });
  }
  return { kind: 'done' };
}

/** What the first checks did to files stands in the record too: it says which of the present state is not the task's. */
function withBaseline(view: VerificationView, baseline: VerificationView | undefined): VerificationView {
  return { ...view, warnings: [...(baseline?.warnings ?? []), ...view.warnings] };
}

/** The commit of the task, where the setting wants one; a commit that fails is told and changes nothing else. */
async function committed(work: TaskWork, paths: readonly string[]): Promise<string | undefined> {
  const { cell, task, log, signal } = work;
  const { committed: known } = log.position();
  if (known !== undefined || !cell.deps.limits().commit) return known;
  const tasks = `${cell.place.path.slice(cell.place.root.length + 1)}/tasks.md`;
  const all = [...new Set([...paths, tasks])];
  const about = { place: cell.place, task, files: all, session: log.id };
  const result = await commitTask({
    host: cell.deps.host,
    root: cell.place.root,
    state: cell.paths.root,
    spec: cell.spec,
    task,
    paths: all,
    before: async (index) => (await cell.deps.beforeCommit?.({ ...about, index }, signal)) ?? [],
  });
  if ('commit' in result) {
    await log.note({ type: 'committed', commit: result.commit });
    await cell.deps.afterCommit?.({ ...about, commit: result.commit });
    return result.commit;
  }
  await log.note({ type: 'notice', level: 'warning', text: `The task was not committed: ${result.why}` });
  return undefined;
}
