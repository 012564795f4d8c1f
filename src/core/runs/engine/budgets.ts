/** Keeps the run within what may be spent. */
import type { Spent } from '../../agent/budget';
import { addUsage, type Usage } from '../../messages';
import { steeringSpent, usageOf } from '../log';
import { metersOf, raisedLimits, spentOfDay, spentOfTasks, tightSentences, usedUpSentence } from '../meters';
import { withTask } from '../records';
import type { BudgetMeter } from '../snapshot';
import { recordOf } from './cell';
import { type TaskWork, workedMs } from './work';

/** Measures what was spent; a sentence where a budget is used up, true where work may go on. */
export function budgetVerdict(work: TaskWork): true | string {
  return usedUpSentence(measure(work)) ?? true;
}

/** Counts anew, for panel and record; tells of each budget that has come to 80 %. */
export function measure(work: TaskWork): readonly BudgetMeter[] {
  const { cell, task, shown, log, usedBefore } = work;
  const spent = spentOf(work);
  cell.records = withTask(cell.records, { ...recordOf(cell, task), ...recordedSpent(work) });
  cell.today = usedBefore.day + cell.deps.ledger.added() - usedBefore.added;
  const day = { ...spentOfDay([]), dollars: cell.today };
  const limits = raisedLimits(cell.deps.limits(), log.position().raised);
  const before = shown.meters;
  shown.meters = metersOf({ task: spent, spec: spentOfTasks(cell.records.tasks), day }, limits);
  for (const text of tightSentences(before, shown.meters)) log.noteLater({ type: 'notice', level: 'warning', text });
  cell.changed();
  return shown.meters;
}

/** What the record of a task says of its spending. */
export function recordedSpent(work: TaskWork) {
  const { usage, dollars, turns, ms } = spentOf(work);
  const corrections = work.log.position().corrections;
  return { usage, turns, ms, corrections, ...(dollars === undefined ? {} : { dollars }) };
}

function spentOf(work: TaskWork): Spent {
  const usage = usageOf(work.log.events());
  const dollars = work.cell.deps.dollars(work.modelName, usage);
  const looked = steeringSpent(work.log.events());
  return {
    usage: addUsage(usage, looked.usage),
    dollars: dollars === undefined || looked.dollars === undefined ? undefined : dollars + looked.dollars,
    turns: work.log.position().ownTurns,
    ms: workedMs(work),
  };
}

/** Writes an answer's cost into the ledger of this machine. */
export function enter(
  { cell, task, log, modelName }: Pick<TaskWork, 'cell' | 'task' | 'log' | 'modelName'>,
  agent: string,
  usage: Usage,
): void {
  if (usage.input + usage.output + usage.cacheRead + usage.cacheWrite === 0) return;
  const dollars = cell.deps.dollars(modelName, usage);
  cell.deps.ledger.add({
    at: cell.deps.host.clock.now(),
    spec: cell.place.path,
    task: task.identity,
    session: log.id,
    agent,
    model: modelName,
    usage: { ...usage },
    ...(dollars === undefined ? {} : { dollars }),
  });
}

/** `all` without `known`. */
export function difference(all: Usage, known: Usage): Usage {
  return {
    input: Math.max(0, all.input - known.input),
    output: Math.max(0, all.output - known.output),
    cacheRead: Math.max(0, all.cacheRead - known.cacheRead),
    cacheWrite: Math.max(0, all.cacheWrite - known.cacheWrite),
  };
}
