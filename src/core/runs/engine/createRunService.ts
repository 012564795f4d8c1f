/** The runs of every spec: cells by path, opened on first use. */
import { nothingSpent } from '../../agent/budget';
import type { AgentEvent } from '../../agent/types';
import { addUsage } from '../../messages';
import { documentOf, readSpec } from '../../specs/spec';
import type { RunDeps } from '../deps';
import { type LogEvent, positionOf, steeringSpent, usageOf } from '../log';
import { atWork, noRecords, type QueueFile, queueFile, type TaskRecord } from '../records';
import type { RunService, SpecRuns } from '../service';
import { metersOfRecord } from './budgets';
import { type RunCell, reload, type ShownTask, showTask, windowCloses } from './cell';
import { createSpecRuns, type Listener } from './handle';
import { changesOf, sentIn } from './past';
import { taskOf } from './queue';
import { inState } from './review';
import { snapshotOf } from './view';
import { createWaits } from './waits';
import { showAbout } from './work';

interface Open {
  readonly cell: RunCell;
  readonly runs: SpecRuns;
}

interface Shared {
  readonly deps: RunDeps;
  /** By folder of the state folder: all specs of a workspace folder write one file. */
  readonly queues: Map<string, QueueFile>;
  readonly open: Map<string, Promise<Open | undefined>>;
  readonly cells: Set<RunCell>;
  tell(spec: string): void;
}

/** Makes the service. Reads and writes nothing before something is asked of it. */
export function createRunService(deps: RunDeps): RunService {
  const told = new Set<(spec: string) => void>();
  const shared: Shared = {
    deps,
    queues: new Map(),
    open: new Map(),
    cells: new Set(),
    tell: coalesced((spec) => {
      for (const listener of told) listener(spec);
    }),
  };
  return {
    open: async (spec) => (await openSpec(shared, spec))?.runs,
    refresh: async (specs) => {
      const idle = [...shared.cells].filter(({ running }) => running === undefined);
      const meant = idle.filter(({ place }) => specs === undefined || specs.includes(place.path));
      await Promise.all(meant.map((cell) => refresh(cell)));
    },
    sent: async (spec, identity) => {
      const root = rootOf(shared, spec);
      if (root === undefined) return undefined;
      const paths = await deps.paths(root, spec);
      const { tasks } = await queueOf(shared, paths.root).read(spec);
      const session = tasks.find((each) => each.identity === identity)?.session;
      return session === undefined ? undefined : sentIn(deps.sessions(paths.sessions), session);
    },
    active: () => [...shared.cells].filter(({ running }) => running !== undefined).map(snapshotOf),
    onDidChange: (listener) => {
      told.add(listener);
      return { dispose: () => void told.delete(listener) };
    },
    dispose: () => {
      told.clear();
      for (const cell of shared.cells) cell.running?.abort.abort(windowCloses);
      shared.cells.clear();
      shared.open.clear();
    },
  };
}

const refreshing = new WeakMap<RunCell, Promise<void>>();

/** One after the other: what was read last is what was asked for last. */
function refresh(cell: RunCell): Promise<void> {
  const last = (refreshing.get(cell) ?? Promise.resolve()).then(() => refreshNow(cell));
  refreshing.set(cell, last);
  return last;
}

/** Documents, approvals and the queue as they are now, and whether somebody else is still at work. */
async function refreshNow(cell: RunCell): Promise<void> {
  if (cell.running !== undefined) return;
  const held = cell.heldBy !== undefined;
  try {
    await reload(cell);
    cell.heldBy = undefined;
    if (held) await showLast(cell);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    cell.deps.host.log.write('error', `The runs of ${cell.place.path} could not be read anew: ${why}`);
  }
  cell.changed();
}

/** One call for all that happens before the next turn of the event loop. */
function coalesced(act: (spec: string) => void): (spec: string) => void {
  const waiting = new Set<string>();
  return (spec) => {
    if (waiting.size === 0)
      queueMicrotask(() => {
        const all = [...waiting];
        waiting.clear();
        for (const each of all) act(each);
      });
    waiting.add(spec);
  };
}

function openSpec(shared: Shared, path: string): Promise<Open | undefined> {
  const known = shared.open.get(path);
  if (known !== undefined) return known;
  const opened = makeOpen(shared, path);
  shared.open.set(path, opened);
  const forget = () => void shared.open.delete(path);
  // Without a tasks.md there is nothing to keep: it may be written later.
  opened.then((open) => (open === undefined ? forget() : undefined), forget);
  return opened;
}

/** The workspace folder of a spec. */
function rootOf({ deps }: Shared, spec: string): string | undefined {
  return deps.roots.filter((each) => spec.startsWith(`${each}/`)).sort((a, b) => b.length - a.length)[0];
}

function queueOf({ deps, queues }: Shared, folder: string): QueueFile {
  const queue = queues.get(folder) ?? queueFile(deps.host.files, deps.store, folder);
  queues.set(folder, queue);
  return queue;
}

async function makeOpen(shared: Shared, path: string): Promise<Open | undefined> {
  const { deps } = shared;
  const root = rootOf(shared, path);
  if (root === undefined) return undefined;
  const spec = await readSpec(deps.host.files, path);
  if (documentOf(spec, 'tasks.md') === undefined) return undefined;
  const paths = await deps.paths(root, path);
  const queue = queueOf(shared, paths.root);
  const listeners = new Set<Listener>();
  const changed = () => {
    shared.tell(path);
    if (listeners.size === 0) return;
    const snapshot = snapshotOf(cell);
    for (const listener of listeners) listener.changed?.(snapshot);
  };
  const cell: RunCell = {
    deps,
    place: { path, root },
    paths,
    queue,
    waits: createWaits(() => deps.host.clock.now(), changed),
    spec,
    records: noRecords,
    mode: 'supervised',
    gate: undefined,
    heldBy: undefined,
    sandbox: undefined,
    confirm: undefined,
    confirmed: undefined,
    today: nothingSpent,
    shown: undefined,
    told: [],
    asides: [],
    inHand: undefined,
    again: new Set(),
    running: undefined,
    besides: () => {
      const at = [...shared.cells].find(
        (each) => each !== cell && each.place.root === root && each.running !== undefined,
      );
      return at?.place.path.slice(root.length + 1);
    },
    changed,
    event: (event: AgentEvent) => {
      for (const listener of listeners) listener.event?.(event);
    },
  };
  await reload(cell);
  cell.mode = cell.records.mode ?? 'supervised';
  await showLast(cell);
  shared.cells.add(cell);
  const dispose = () => {
    listeners.clear();
    cell.running?.abort.abort(windowCloses);
    shared.cells.delete(cell);
    shared.open.delete(path);
  };
  return { cell, runs: createSpecRuns(cell, listeners, dispose) };
}

/** What the task changed, unless it is at work again by then. */
async function showChanges(cell: RunCell, shown: ShownTask): Promise<void> {
  try {
    const changes = await changesOf(cell, shown.task.identity);
    if (cell.running !== undefined || cell.shown !== shown) return;
    shown.changes = changes.map((file) => inState(file, 'accepted'));
    cell.changed();
  } catch (error) {
    cell.deps.host.log.write('warn', `${cell.place.path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What its log says that was spent; only of the time its record knows, as it was written last. */
function showStanding(cell: RunCell, shown: ShownTask, record: TaskRecord, events: readonly LogEvent[]): void {
  const { deps } = cell;
  const prefix = events.findLast((event) => event.type === 'prefix');
  const looked = steeringSpent(events);
  const built = usageOf(events);
  const paid = prefix?.type === 'prefix' ? deps.dollars(prefix.model, built) : undefined;
  const usage = addUsage(built, looked.usage);
  const dollars = paid === undefined || looked.dollars === undefined ? undefined : paid + looked.dollars;
  const position = positionOf(events);
  const { dollars: _, ...kept } = record;
  const now = { ...kept, usage, turns: position.ownTurns, ...(dollars === undefined ? {} : { dollars }) };
  shown.meters = metersOfRecord(cell, now, position);
}

/** The task that was at work last, as its log has it; and who is at work here now, where it is somebody else. */
async function showLast(cell: RunCell): Promise<void> {
  const { deps, paths, records } = cell;
  const begun = records.tasks.filter(({ session }) => session !== undefined);
  const last = [...begun].sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0)).at(-1);
  if (last?.session === undefined) return;
  const task = taskOf(cell, last.identity);
  const read = task === undefined ? undefined : await deps.sessions(paths.sessions).read(last.session);
  if (task !== undefined && read !== undefined) {
    const shown = showTask(cell, task, read.id, read.events);
    showStanding(cell, shown, last, read.events);
    await showAbout({ cell, task, shown });
    // Comparing takes its time; what there is to see is shown meanwhile.
    void showChanges(cell, shown);
  }
  if (!begun.some(({ state }) => atWork.includes(state))) return;
  const lock = await deps.host.locks.acquire(paths.lock);
  if ('heldBy' in lock) cell.heldBy = lock.heldBy;
  else await lock.release();
}
