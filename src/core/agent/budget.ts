/** What a run may spend. Pure: whoever counts keeps the numbers. */
import { addUsage, noUsage, type Usage } from '../messages';

/** What is counted. Money in US dollars; tokens of every kind together. */
export type Measure = 'money' | 'tokens' | 'turns' | 'minutes';

/** The most of each measure; absent means no limit. */
export type Limits = Readonly<Partial<Record<Measure, number>>>;

/** What was spent so far. */
export interface Spent {
  readonly usage: Usage;
  /** Undefined where the model has no known price: then a limit of money can't hold, and says so. */
  readonly dollars: number | undefined;
  readonly turns: number;
  /** Milliseconds of work; time that was spent waiting for the user does not count. */
  readonly ms: number;
}

export const nothingSpent: Spent = { usage: noUsage, dollars: 0, turns: 0, ms: 0 };

/** One measure against its limit. */
export interface Standing {
  readonly measure: Measure;
  readonly used: number;
  readonly limit: number;
}

/** From this share of a limit on the user is told. */
export const warnAt = 0.8;

const measures: readonly Measure[] = ['money', 'tokens', 'turns', 'minutes'];

/** Two amounts together; of unknown prices nothing is known. */
export function addSpent(a: Spent, b: Spent): Spent {
  return {
    usage: addUsage(a.usage, b.usage),
    dollars: a.dollars === undefined || b.dollars === undefined ? undefined : a.dollars + b.dollars,
    turns: a.turns + b.turns,
    ms: a.ms + b.ms,
  };
}

/** How much of a measure was used. */
export function usedOf(spent: Spent, measure: Measure): number {
  const { usage } = spent;
  switch (measure) {
    case 'money':
      return spent.dollars ?? 0;
    case 'tokens':
      return usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
    case 'turns':
      return spent.turns;
    case 'minutes':
      return spent.ms / 60_000;
  }
}

/** Every measure that has a limit, the fullest first. */
export function standings(spent: Spent, limits: Limits): readonly Standing[] {
  return measures
    .flatMap((measure) => {
      const limit = limits[measure];
      return limit === undefined ? [] : [{ measure, used: usedOf(spent, measure), limit }];
    })
    .sort((a, b) => shareOf(b) - shareOf(a));
}

/** The part of a limit that is used; a limit of nothing is always used up. */
export function shareOf({ used, limit }: Standing): number {
  return limit <= 0 ? 1 : used / limit;
}

/** The measure that is used up, or undefined. */
export function usedUp(spent: Spent, limits: Limits): Standing | undefined {
  const fullest = standings(spent, limits)[0];
  return fullest !== undefined && shareOf(fullest) >= 1 ? fullest : undefined;
}

/** Measures that came to 80 % between the two amounts, each told once. */
export function newlyTight(before: Spent, after: Spent, limits: Limits): readonly Standing[] {
  return standings(after, limits).filter(
    (standing) =>
      shareOf(standing) >= warnAt && shareOf({ ...standing, used: usedOf(before, standing.measure) }) < warnAt,
  );
}

/** "$0.31 of $0.60", "9 of 25 turns" */
export function standingWords({ measure, used, limit }: Standing): string {
  switch (measure) {
    case 'money':
      return `$${used.toFixed(2)} of $${limit.toFixed(2)}`;
    case 'tokens':
      return `${thousands(used)} of ${thousands(limit)} tokens`;
    case 'turns':
      return `${Math.floor(used)} of ${Math.floor(limit)} turns`;
    case 'minutes':
      return `${Math.floor(used)} of ${Math.floor(limit)} minutes`;
  }
}

function thousands(tokens: number): string {
  return tokens < 1000 ? String(Math.round(tokens)) : `${Math.round(tokens / 1000)}k`;
}
