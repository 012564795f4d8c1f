/** The runs of this window's specs as trees, lenses and the status bar see them: those that were opened, by spec. */
import type { SpecRuns } from '../../core/runs/service';
import type { RunSnapshot, TaskRun } from '../../core/runs/snapshot';

/** Runs that were opened. Opening is cheap, and starts nothing. */
export interface WindowRuns {
  /** The runs of a spec folder; undefined where there are no tasks, or none can be run. */
  open(spec: string): Promise<SpecRuns | undefined>;
  /** Where they stand; undefined before they were opened. */
  snapshot(spec: string): RunSnapshot | undefined;
  /** Every spec whose runs were opened. */
  all(): readonly RunSnapshot[];
  /** Lets go of all: there is a new engine, whose runs replace these. */
  forget(): void;
}

/** `find` asks the engine; nothing is asked before somebody opens something. */
export function windowRuns(find: (spec: string) => Promise<SpecRuns | undefined>): WindowRuns {
  let known = new Map<string, SpecRuns>();
  return {
    open: async (spec) => {
      const asked = known;
      const runs = known.get(spec) ?? (await find(spec));
      if (runs) asked.set(spec, runs);
      return runs;
    },
    snapshot: (spec) => known.get(spec)?.snapshot(),
    all: () => [...known.values()].map((runs) => runs.snapshot()),
    forget: () => {
      known = new Map();
    },
  };
}

/** The run of a task; undefined where it was never started. */
export function runOfTask(snapshot: RunSnapshot | undefined, identity: string): TaskRun | undefined {
  return snapshot?.tasks.find((task) => task.identity === identity);
}
