/** The runs of this window's specs as trees, lenses and the status bar see them: those that were opened, by spec. */
import type { SpecRuns } from '../../core/runs/service';
import type { RunSnapshot, TaskRun } from '../../core/runs/snapshot';
import type { Engine } from '../engine';

/** Runs that were opened. Opening is cheap, and starts nothing. */
export interface WindowRuns {
  /** The runs of a spec folder; undefined where there are no tasks. */
  open(spec: string): Promise<SpecRuns | undefined>;
  /** Where they stand; undefined before they were opened. */
  snapshot(spec: string): RunSnapshot | undefined;
  /** Every spec whose runs were opened. */
  all(): readonly RunSnapshot[];
  /** Lets go of all: there is a new engine, whose runs replace these. */
  forget(): void;
}

type Opened = Pick<Engine, 'specs' | 'runs'>;

/** Runs with where they stand: made once a change, since a view asks for it with each row. */
interface Known {
  readonly runs: SpecRuns;
  latest: RunSnapshot;
}

/** Asks the engine for nothing before somebody opens something. */
export function windowRuns(engine: () => Promise<Opened>): WindowRuns {
  let known = new Map<string, Known>();
  let opening = new Map<string, Promise<SpecRuns | undefined>>();
  const open = async (spec: string, kept: Map<string, Known>): Promise<SpecRuns | undefined> => {
    const from = await engine();
    const runs = await from.runs.open(spec);
    if (!runs) return undefined;
    const mine: Known = { runs, latest: runs.snapshot() };
    runs.subscribe({
      changed: (snapshot) => {
        mine.latest = snapshot;
      },
    });
    kept.set(spec, mine);
    await followDocuments(from, spec, runs);
    return runs;
  };
  return {
    open: async (spec) => {
      const opened = known.get(spec);
      if (opened) return opened.runs;
      const mine = opening;
      const asked = mine.get(spec) ?? open(spec, known);
      mine.set(spec, asked);
      // What was not there may be there the next time.
      return asked.finally(() => mine.delete(spec));
    },
    snapshot: (spec) => known.get(spec)?.latest,
    all: () => [...known.values()].map(({ latest }) => latest),
    forget: () => {
      known = new Map();
      opening = new Map();
    },
  };
}

/** What can be run depends on approvals and tasks: they are read anew when the spec looks different. */
async function followDocuments({ specs, runs }: Opened, spec: string, mine: SpecRuns): Promise<void> {
  const handle = await specs.open(spec);
  if (!handle) return;
  const look = (): string =>
    JSON.stringify(handle.snapshot().documents.map(({ name, state, hash }) => [name, state, hash])) +
    (handle.spec().documents.find(({ name }) => name === 'tasks.md')?.text ?? '');
  let seen = look();
  handle.subscribe({
    changed: () => {
      const now = look();
      if (now === seen) return;
      seen = now;
      void runs.refresh([spec]);
    },
  });
  // While a task is built nothing is read anew; what changed meanwhile, by a tick for one, counts afterwards.
  let active = mine.snapshot().active;
  mine.subscribe({
    changed: (snapshot) => {
      const ended = active && !snapshot.active;
      active = snapshot.active;
      if (ended) void runs.refresh([spec]);
    },
  });
}

/** The run of a task; undefined where it was never started. */
export function runOfTask(snapshot: RunSnapshot | undefined, identity: string): TaskRun | undefined {
  return snapshot?.tasks.find((task) => task.identity === identity);
}
