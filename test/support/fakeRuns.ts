/** Runs of a spec that do nothing by themselves: a snapshot that a test sets, and a list of what was asked. */
import type { RunOutcome, SpecRuns } from '../../src/core/runs/service';
import type { RunSnapshot } from '../../src/core/runs/snapshot';

/** The fake, with what the test looks at. */
export interface FakeRuns extends SpecRuns {
  /** Replaces the snapshot and tells everybody. */
  set(snapshot: RunSnapshot): void;
  /** What was asked, in order: the method and its arguments. */
  readonly asked: readonly (readonly unknown[])[];
}

/** Makes the fake; `more` replaces single methods. */
export function fakeRuns(first: RunSnapshot, more: Partial<SpecRuns> = {}): FakeRuns {
  let now = first;
  const asked: (readonly unknown[])[] = [];
  const listeners = new Set<(snapshot: RunSnapshot) => void>();
  const done: RunOutcome = { kind: 'done' };
  const outcome =
    (method: string) =>
    async (...given: readonly unknown[]): Promise<RunOutcome> => {
      asked.push([method, ...given]);
      return done;
    };
  const note =
    (method: string) =>
    (...given: readonly unknown[]): void => {
      asked.push([method, ...given]);
    };
  return {
    asked,
    set: (snapshot) => {
      now = snapshot;
      for (const listener of listeners) listener(now);
    },
    snapshot: () => now,
    subscribe: ({ changed }) => {
      if (changed) listeners.add(changed);
      return { dispose: () => void (changed && listeners.delete(changed)) };
    },
    start: outcome('start'),
    estimate: async () => ({ tasks: 7, dollars: 1.2, minutes: 30, basis: 'the last 3 tasks of this spec' }),
    stop: async () => note('stop')(),
    resume: outcome('resume'),
    tell: note('tell'),
    setMode: note('setMode'),
    decide: note('decide'),
    answer: note('answer'),
    review: outcome('review'),
    confirmChecks: async (lines) => note('confirmChecks')(lines),
    retry: outcome('retry'),
    skip: outcome('skip'),
    clear: outcome('clear'),
    markReviewed: outcome('markReviewed'),
    raiseBudget: outcome('raiseBudget'),
    changes: async () => now.current?.changes ?? [],
    sides: async () => ({}),
    evidence: async () => undefined,
    checkpoints: async () => now.current?.checkpoints ?? [],
    previewRestore: async () => undefined,
    restore: outcome('restore'),
    fork: outcome('fork'),
    dispose: () => listeners.clear(),
    ...more,
  };
}
