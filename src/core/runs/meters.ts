/** Budgets of a run: what is spent of the task, the spec and the day, against what the settings allow. */
import {
  addSpent,
  type Limits,
  type Measure,
  nothingSpent,
  type Spent,
  shareOf,
  standingWords,
  usedOf,
  warnAt,
} from '../agent/budget';
import { mostAtOnce } from '../agent/subAgent';
import type { RunLimits } from './deps';
import { type TaskRecord, usedAltogether } from './records';
import type { BudgetMeter } from './snapshot';

/** What each budget is measured by. */
export interface RunSpent {
  /** All tries of the task. */
  readonly task: Spent;
  readonly spec: Spent;
  readonly day: Spent;
}

const scopes = ['task', 'spec', 'day'] as const;
const measures: readonly Measure[] = ['money', 'turns', 'tokens', 'minutes'];

/** How often limits were raised: that of the task over all its tries, those around it for the session at work. */
export interface Raised {
  readonly task: number;
  readonly around: number;
}

/** The limits raised by what they are, as often as was said. */
export function raisedLimits(limits: RunLimits, { task, around }: Raised): Pick<RunLimits, 'task' | 'spec' | 'day'> {
  const raise = (each: Limits, times: number): Limits =>
    Object.fromEntries(Object.entries(each).map(([name, limit]) => [name, limit * (1 + times)]));
  return { task: raise(limits.task, task), spec: raise(limits.spec, around), day: raise(limits.day, around) };
}

/** How often limits must be raised, once at least, so that none is used up any more. */
export function timesToGoOn(spent: RunSpent, limits: RunLimits, raised: Raised): number {
  const lacking = scopes.flatMap((of) =>
    measures.flatMap((name) => {
      const limit = limits[of][name] ?? 0;
      const before = of === 'task' ? raised.task : raised.around;
      return limit > 0 ? [Math.floor(usedOf(spent[of], name) / limit) - before] : [];
    }),
  );
  return Math.max(1, ...lacking);
}

/** What is left of a task's limits when another try of it begins; undefined where there are none, or nothing was used. */
export function leftSentence(meters: readonly BudgetMeter[]): string | undefined {
  const own = meters.filter(({ of, limit, earlier = 0 }) => of === 'task' && limit !== undefined && earlier > 0);
  if (own.length === 0) return undefined;
  return `Earlier tries of this task count towards its limits: ${own.map(words).join(', ')} are used.`;
}

/** Every measure that has a limit, and what the task has used of each in any case; `earlier`: before this try of it. */
export function metersOf(
  spent: RunSpent,
  limits: Pick<RunLimits, 'task' | 'spec' | 'day'>,
  earlier?: Spent,
): readonly BudgetMeter[] {
  return scopes.flatMap((of) =>
    measures.flatMap((name): BudgetMeter[] => {
      const limit = limits[of][name];
      if (limit === undefined && of !== 'task') return [];
      const before = of === 'task' && earlier !== undefined ? { earlier: usedOf(earlier, name) } : {};
      return [{ name, of, used: usedOf(spent[of], name), ...before, ...(limit === undefined ? {} : { limit }) }];
    }),
  );
}

/** The first budget that is used up, as a sentence; undefined where none is. */
export function usedUpSentence(meters: readonly BudgetMeter[]): string | undefined {
  const full = meters.find(
    (meter) => meter.limit !== undefined && shareOf({ measure: meter.name, used: meter.used, limit: meter.limit }) >= 1,
  );
  return full === undefined
    ? undefined
    : `The limit of ${scopeWords[full.of]} is reached: ${words(full)}. Everything is kept; raise the limit to go on.`;
}

/** Sentences for budgets that came to 80 % between two measurements, each told once. */
export function tightSentences(before: readonly BudgetMeter[], after: readonly BudgetMeter[]): readonly string[] {
  const share = (meter: BudgetMeter | undefined) =>
    meter?.limit === undefined ? 0 : shareOf({ measure: meter.name, used: meter.used, limit: meter.limit });
  return after
    .filter((meter) => {
      const was = before.find(({ name, of }) => name === meter.name && of === meter.of);
      return share(meter) >= warnAt && share(meter) < 1 && share(was) < warnAt;
    })
    .map((meter) => `Of ${scopeWords[meter.of]}, ${words(meter)} are used.`);
}

/** A part of what is left of the tightest limit of each measure. */
export function shareOfRest(meters: readonly BudgetMeter[], part: number): Limits {
  const left: Partial<Record<Measure, number>> = {};
  for (const { name, used, limit } of meters) {
    if (limit === undefined) continue;
    const share = Math.max(0, limit - used) * part;
    left[name] = Math.min(left[name] ?? share, share);
  }
  return left;
}

/** The part of what is left that all helpers of one call may use together; the rest is for the agent that called them. */
const helpersShare = 0.5;

/** What each of several helpers may use: its part of what is left of the tightest limit of each measure. */
export function shareForHelpers(meters: readonly BudgetMeter[], helpers: number): Limits {
  const left = shareOfRest(meters, helpersShare / Math.max(1, helpers));
  // Helpers work side by side: each may take the time that all of them may take, as often as they follow each other.
  const rounds = Math.ceil(Math.max(1, helpers) / mostAtOnce);
  return left.minutes === undefined ? left : { ...left, minutes: (left.minutes * Math.max(1, helpers)) / rounds };
}

/** What the tasks of a spec used together. */
export function spentOfTasks(tasks: readonly TaskRecord[]): Spent {
  return tasks.map(usedAltogether).reduce(addSpent, nothingSpent);
}

const scopeWords = { task: 'this task', spec: 'this spec', day: 'this day' } as const;

function words({ name, used, limit }: BudgetMeter): string {
  return standingWords({ measure: name, used, limit: limit ?? 0 });
}
