/** Keeps the run within what may be spent. */
import type { Spent } from '../../agent/budget';
import { addUsage, noUsage, type Usage } from '../../messages';
import { type RunPosition, steeringSpent, usageOf } from '../log';
import {
  leftSentence,
  metersOf,
  type Raised,
  raisedLimits,
  spentOfTasks,
  tightSentences,
  usedUpSentence,
} from '../meters';
import { type TaskRecord, usedAltogether, withTask } from '../records';
import type { BudgetMeter } from '../snapshot';
import { type RunCell, recordOf } from './cell';
import { type TaskWork, workedMs } from './work';

/** Measures what was spent; a sentence where a budget is used up, true where work may go on. */
export function budgetVerdict(work: TaskWork): true | string {
  return usedUpSentence(measure(work)) ?? true;
}

/** Counts anew, for panel and record; tells of each budget that has come to 80 %. */
export function measure(work: TaskWork): readonly BudgetMeter[] {
  const { cell, task, shown, log } = work;
  cell.records = withTask(cell.records, { ...recordOf(cell, task), ...recordedSpent(work) });
  cell.today = spentToday(work);
  const before = shown.meters;
  shown.meters = metersOfRecord(cell, recordOf(cell, task), log.position());
  for (const text of tightSentences(before, shown.meters)) log.noteLater({ type: 'notice', level: 'warning', text });
  cell.changed();
  return shown.meters;
}

/** What a task's record says, beside the spec and the day, against the limits as they hold for it. */
export function metersOfRecord(
  { deps, records, today }: RunCell,
  record: TaskRecord,
  position: Pick<RunPosition, 'raised'>,
): readonly BudgetMeter[] {
  const { earlier } = record;
  return metersOf(
    { task: usedAltogether(record), spec: spentOfTasks(withTask(records, record).tasks), day: today },
    raisedLimits(deps.limits(), raisedOf(record, position)),
    earlier && { ...earlier, dollars: earlier.dollars },
  );
}

/** A task that is tried again has what is left of its limits: that is said before anything is spent. */
export function tellLeft(work: TaskWork): void {
  const text = leftSentence(measure(work));
  if (text !== undefined) work.log.noteLater({ type: 'notice', level: 'info', text });
}

/** How often the user raised the limits that hold for a session of a task. */
export function raisedOf({ raised = 0 }: TaskRecord, { raised: around }: Pick<RunPosition, 'raised'>): Raised {
  return { task: Math.max(raised, around), around };
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

/** The day as it was when this work began, what everybody in this process used since, and this work's time. */
function spentToday(work: TaskWork): Spent {
  const { day, added } = work.usedBefore;
  const now = work.cell.deps.ledger.added();
  return {
    usage: addUsage(day.usage, difference(now.usage, added.usage)),
    dollars: (day.dollars ?? 0) + (now.dollars ?? 0) - (added.dollars ?? 0),
    turns: day.turns + now.turns - added.turns,
    ms: day.ms + now.ms - added.ms + notEntered(work),
  };
}

function notEntered(work: Pick<TaskWork, 'cell' | 'ms' | 'entered'>): number {
  return Math.max(0, workedMs(work) - work.entered.ms);
}

type Entering = Pick<TaskWork, 'cell' | 'task' | 'log' | 'modelName' | 'ms' | 'entered'>;

/** Writes the time since the last answer into the ledger: the day has limits of minutes, too. */
export function enterRest(work: Entering): void {
  if (notEntered(work) >= shortest) add(work, 'main', noUsage, 0);
}

const shortest = 1000;

/** Writes an answer's cost into the ledger of this machine; `turns`: the model's, where there were several. */
export function enter(work: Entering, agent: string, usage: Usage, turns = 1): void {
  if (usage.input + usage.output + usage.cacheRead + usage.cacheWrite > 0) add(work, agent, usage, turns);
}

function add(work: Entering, agent: string, usage: Usage, turns: number): void {
  const { cell, task, log, modelName, entered } = work;
  // Others work while the task does: their time is its own.
  const ms = agent === 'main' ? notEntered(work) : 0;
  entered.ms += ms;
  const dollars = cell.deps.dollars(modelName, usage);
  cell.deps.ledger.add({
    at: cell.deps.host.clock.now(),
    spec: cell.place.path,
    task: task.identity,
    session: log.id,
    agent,
    model: modelName,
    usage: { ...usage },
    ...(turns === 1 ? {} : { turns }),
    ...(ms === 0 ? {} : { ms }),
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
