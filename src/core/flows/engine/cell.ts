/** What the operations of one spec share: its place, what was last read from disk, and what is going on. */
import type { AgentEvent } from '../../agent/types';
import type { ModelFailure, ToolResult } from '../../messages';
import type { DocumentName, Spec } from '../../specs/model';
import type { FlowLog, FlowRead } from '../log';
import type { Outcome } from '../service';
import { latestSession, readFlow } from '../sessionLog';
import type { CommentView } from '../snapshot';
import type { VersionPorts } from '../versions';
import { type Changed, commentsOf, documentChanges } from './changes';
import type { FlowDeps, PlanningModel } from './deps';
import { isFailure } from './deps';
import { afterEvent, type Live, quiet } from './live';
import type { RootLock } from './rootLocks';
import { loadState, type SpecPlace, type SpecState } from './state';

/** The shared state of one open spec. Only operations change it. */
export interface Cell {
  readonly deps: FlowDeps;
  readonly place: SpecPlace;
  state: SpecState;
  changes: Readonly<Partial<Record<DocumentName, Changed>>>;
  comments: readonly CommentView[];
  /** Undefined until a session was begun on this machine. */
  log: FlowRead | undefined;
  /** The same, while an operation writes to it. */
  writing: FlowLog | undefined;
  live: Live;
  /** What would be asked now, for the panel. */
  model: PlanningModel | undefined;
  /** The operation that is going on. */
  running: { readonly abort: AbortController; readonly ended: Promise<Outcome> } | undefined;
  /** Nobody holds its handle any more; nothing is to begin. */
  closed: boolean;
  /** How the last operation ended. */
  outcome: Outcome;
  /** Results of the last turn's calls, to be sent with the next phase. A crash forgets them; then they are made anew. */
  unsent: readonly ToolResult[];
  /** Other specs of the workspace, for the prompts that compare with them. */
  others(): Promise<readonly Spec[]>;
  acquire(path: string): Promise<RootLock>;
  /** Tells the listeners; the panel coalesces. */
  changed(): void;
  event(event: AgentEvent): void;
}

/** When the reading whose result a cell holds began, counted over all readings. */
const readAt = new WeakMap<Cell, number>();
let readings = 0;

/** Reads the spec anew from disk, without the log. A reading that began earlier never replaces a later one. */
export async function reload(cell: Cell): Promise<void> {
  readings += 1;
  const began = readings;
  const state = await loadState(cell.deps, cell.place);
  const changes = await documentChanges(cell.deps, state);
  const comments = await commentsOf(cell.deps, state);
  if ((readAt.get(cell) ?? 0) > began) return;
  readAt.set(cell, began);
  cell.state = state;
  cell.changes = changes;
  cell.comments = comments;
}

/** Reads the newest session; a session that another window continued is thereby seen. */
export async function reloadLog(cell: Cell): Promise<void> {
  const { sessions, sessionPrefix } = cell.state.paths;
  const store = cell.deps.sessions(sessions);
  const id = await latestSession(store, sessionPrefix);
  const read = id === undefined ? undefined : await store.read(id);
  cell.log = read && readFlow(read.id, read.events);
}

/** Which model is set up now; a failure to find one shows when something is asked of it. */
export async function reloadModel(cell: Cell): Promise<void> {
  const model = await cell.deps.model();
  cell.model = isFailure(model) ? undefined : model;
}

/** Changes what is going on and tells the listeners. */
export function setLive(cell: Cell, change: Partial<Live>): void {
  cell.live = { ...cell.live, ...change };
  cell.changed();
}

/** Takes an agent's event into the live state and passes it on. */
export function take(cell: Cell, event: AgentEvent): void {
  cell.live = afterEvent(cell.live, event, cell.deps.host.clock);
  cell.event(event);
  cell.changed();
}

/** The ports for this spec’s versions. */
export function versionPorts(cell: Cell): VersionPorts {
  const { files, clock } = cell.deps.host;
  return { files, clock, store: cell.deps.store, folder: cell.state.paths.versions };
}

/** Why work was aborted where it was not the user who stopped it: the window or the engine behind it goes away. */
export const windowCloses = new Error('The window closes.');

/** Work under the lock; the signal is aborted by the user’s stop, and with `windowCloses`. */
export type Operation = (signal: AbortSignal) => Promise<Outcome>;

/**
 * Runs one operation: alone for its spec, with the lock of the workspace folder, on freshly read state. Resolves with
 * `refused` where somebody else is at work.
 */
export function operate(cell: Cell, operation: Operation): Promise<Outcome> {
  if (cell.running !== undefined) {
    return Promise.resolve({
      kind: 'refused',
      code: 'busy',
      message: 'This spec is being worked on. Wait for it or stop it, then try again.',
    });
  }
  const abort = new AbortController();
  const ended = locked(cell, () => operation(abort.signal))
    .catch((error: unknown) => brokenOff(cell, error))
    .then((outcome) => {
      cell.outcome = outcome;
      return outcome;
    })
    .finally(() => {
      cell.running = undefined;
      setLive(cell, { activity: undefined, waiting: undefined, text: '' });
    });
  cell.running = { abort, ended };
  return ended;
}

/** What no one expected (a full disk) ends the operation with a sentence; what was written before stays. */
function brokenOff(cell: Cell, error: unknown): Outcome {
  const why = error instanceof Error ? error.message : String(error);
  cell.deps.host.log.write('error', `${cell.place.path}: ${error instanceof Error ? (error.stack ?? why) : why}`);
  const message = `The work broke off: ${why} Everything written before is kept.`;
  const failure: ModelFailure = { kind: 'other', message, retryable: true };
  cell.live = { ...cell.live, failure };
  return { kind: 'failed', failure };
}

async function locked(cell: Cell, work: () => Promise<Outcome>): Promise<Outcome> {
  const lock = await cell.acquire(cell.state.paths.lock);
  if ('heldBy' in lock) {
    setLive(cell, { heldBy: lock.heldBy });
    return {
      kind: 'refused',
      code: 'locked',
      message: `${lock.heldBy} is at work in this workspace folder. Everything here is read-only until it is done.`,
    };
  }
  try {
    cell.live = { ...quiet, steps: cell.live.steps };
    await reload(cell);
    await reloadLog(cell);
    const outcome = await work();
    if (outcome.kind === 'failed') cell.live = { ...cell.live, failure: outcome.failure };
    return outcome;
  } finally {
    await endWork(cell, lock);
  }
}

/** Seals the session, gives the lock back and reads once more what is there, whatever of it fails. */
async function endWork(cell: Cell, lock: Extract<RootLock, { release(): Promise<void> }>): Promise<void> {
  const { writing } = cell;
  cell.writing = undefined;
  try {
    await writing?.close();
  } finally {
    await lock.release();
    await reload(cell);
  }
}
