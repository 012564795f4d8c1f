/** What happens before a task's agent is asked anything: checkpoint, checks, baseline, the box, the task's message. */
import { contextNames } from '../../context/effective';
import { dueTests } from '../due';
import type { RunPosition } from '../log';
import { mapWish, mostEarlier, taskPrompt } from '../prompt';
import type { ChecksToConfirm, VerificationView } from '../snapshot';
import { leftByChecks, named } from './left';
import { takeCheckpoint, underWatch, userMessage } from './turns';
import { offOf, refreshChanges, sandboxNote, showAbout, type TaskWork, verifyContext, withoutRecords } from './work';

/** Does what of it has not been done in this session yet. Rejects when aborted. */
export async function beginTask(work: TaskWork): Promise<void> {
  const { log } = work;
  await showAbout(work);
  if (log.position().since === undefined) await takeCheckpoint(work, 0, firstLabel);
  else await refreshChanges(work);
  const checks = await confirmedChecks(work);
  await noteSandbox(work);
  const position = log.position();
  if (position.baseline === undefined) await takeBaseline(work, position, checks.length > 0);
  if (!position.ticked) await markRunning(work);
  if (!log.position().begun) await sendTask(work, checks);
}

async function markRunning({ cell, task, log }: TaskWork): Promise<void> {
  const refusal = await cell.deps.tick(cell.place.path, task.identity, 'running');
  if (refusal !== undefined) await log.note({ type: 'notice', level: 'warning', text: refusal });
}

/** What is in force for commands, said once a session; what becomes another later is said then. */
async function noteSandbox({ workshop, log }: TaskWork): Promise<void> {
  const facts = workshop.facts();
  const last = log.events().findLast((event) => event.type === 'note' && event.note.type === 'sandbox');
  if (last?.type === 'note' && last.note.sentence === facts.sentence) return;
  await log.note(sandboxNote(facts));
}

/**
 * The lines that prove the work. What the user has not confirmed is asked for first; headless the policy decides on
 * each when it runs.
 */
async function confirmedChecks(work: TaskWork): Promise<readonly string[]> {
  const { cell, workshop } = work;
  const { verifier, headless } = cell.deps;
  const standing = await verifier.checks(cell.place.root);
  if (standing.kind === 'ask' && headless) return standing.confirm.checks.map(({ line }) => line);
  const lines = standing.kind === 'confirmed' ? standing.lines : await confirmed(work, standing.confirm);
  for (const line of lines) workshop.allowCommand(line);
  return lines;
}

/** Waits for the user. What they say counts for this run, also where it is that nothing proves the work. */
async function confirmed({ cell, signal }: TaskWork, confirm: ChecksToConfirm): Promise<readonly string[]> {
  cell.confirm = confirm;
  cell.confirmed = undefined;
  try {
    await cell.waits.until(() => cell.confirmed !== undefined, signal);
    return cell.confirmed ?? [];
  } finally {
    cell.confirm = undefined;
  }
}

/**
 * Runs the checks before the agent is asked anything. What they change of files (snapshots, a lock file, what a
 * formatter writes) stays, since they would only write it again, and counts as what was there before the task. `runs`:
 * there are checks.
 */
async function takeBaseline(work: TaskWork, { since }: RunPosition, runs: boolean): Promise<void> {
  const { cell, log, shown, signal } = work;
  if (since === undefined) return;
  shown.verifying = true;
  cell.changed();
  try {
    const countable = await countsBefore(work, since);
    const { result, undone } = await underWatch(
      work,
      () => cell.deps.verifier.baseline(verifyContext(work, since), signal),
      { runs, last: () => false },
    );
    const { view, data } = result;
    const left = countable ? await countFromHere(work, since) : [];
    const told = runs ? leftByChecks(undone, left, notOfTask) : [];
    if (!runs && left.length > 0)
      await log.note({
        type: 'notice',
        level: 'info',
        text: `${named(left)} changed until the agent began. ${notOfTask}`,
      });
    await log.note({ type: 'baseline', view: mutable({ ...view, warnings: [...view.warnings, ...told] }), data });
  } finally {
    shown.verifying = false;
    shown.verification = undefined;
  }
}

const firstLabel = 'Before the task';
const notOfTask = `That does not count as the task's; the checkpoint "${firstLabel}" has it as it was.`;

/**
 * Nobody has worked on the task yet, so whatever differs when the checks have run is not of its agent. A fork may have
 * been given the files that an earlier session changed: these stay the task's.
 */
async function countsBefore({ cell, log }: TaskWork, since: string): Promise<boolean> {
  return !log.position().forked || withoutRecords(await cell.deps.checkpoints.changes(since)).length === 0;
}

/**
 * Lets the task's changes count from the present on, where it differs from the checkpoint before; gives what differs.
 * The checkpoint comes before the note of the baseline: a process that dies between them runs the checks again.
 */
async function countFromHere(work: TaskWork, since: string): Promise<readonly string[]> {
  const changed = withoutRecords(await work.cell.deps.checkpoints.changes(since)).map(({ path }) => path);
  if (changed.length > 0) await takeCheckpoint(work, 0, 'Before the task, after its first checks');
  return changed;
}

async function sendTask(work: TaskWork, checks: readonly string[]): Promise<void> {
  const { cell, task, log, shown, signal } = work;
  const { deps, place, spec } = cell;
  const [earlier, map] = await Promise.all([
    deps.evidence.earlier(place.path, task.identity, mostEarlier),
    offOf(cell).then((off) =>
      off.includes(contextNames.map) ? '' : deps.map(place.root, mapWish(spec, task), signal),
    ),
  ]);
  const prompt = taskPrompt({
    spec,
    specPath: place.path.slice(place.root.length + 1),
    task,
    expected: deps.verifier.expected(task),
    earlier,
    checks,
    map,
    baseline: log.position().baseline?.view,
    due: dueTests(spec, task, shown.about.criteria, deps.verifier.expected),
  });
  await log.conversation.append(userMessage(prompt));
}

/** The same, in the shape that the log's schema gives. */
export function mutable(view: VerificationView) {
  return {
    ...view,
    checks: view.checks.map((check) => ({ ...check, failing: [...check.failing] })),
    warnings: [...view.warnings],
  };
}
