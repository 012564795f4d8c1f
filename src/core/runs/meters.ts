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
  readonly task: Spent;
  readonly spec: Spent;
  readonly day: Spent;
}

const scopes = ['task', 'spec', 'day'] as const;
const measures: readonly Measure[] = ['money', 'turns', 'tokens', 'minutes'];

/** The limits with those of the task raised `times` by what they are; the others as often, so that going on is possible. */
export function raisedLimits(limits: RunLimits, times: number): Pick<RunLimits, 'task' | 'spec' | 'day'> {
  const raise = (each: Limits): Limits =>
    Object.fromEntries(Object.entries(each).map(([name, limit]) => [name, limit * (1 + times)]));
  return { task: raise(limits.task), spec: raise(limits.spec), day: raise(limits.day) };
}

/** Every measure that has a limit, and what the task has used of each in any case. */
export function metersOf(spent: RunSpent, limits: Pick<RunLimits, 'task' | 'spec' | 'day'>): readonly BudgetMeter[] {
  return scopes.flatMap((of) =>
    measures.flatMap((name): BudgetMeter[] => {
      const limit = limits[of][name];
      if (limit === undefined && of !== 'task') return [];
      return [{ name, of, used: usedOf(spent[of], name), ...(limit === undefined ? {} : { limit }) }];
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
