/** The specs of a workspace: finds them, begins new ones, and hands out one handle for each. */
import type { AgentEvent } from '../../agent/types';
import { findSpecs } from '../../specs/find';
import type { Spec } from '../../specs/model';
import { readSpec } from '../../specs/spec';
import { kiroConfig } from '../kiroConfig';
import { nameFromSentence, safeName, uniqueName } from '../naming';
import { recordPath, saveRecord } from '../record';
import type { NewSpec, Outcome, SpecHandle, SpecService } from '../service';
import { statePaths } from '../statePaths';
import { loadTrust, saveTrust } from '../trust';
import { type Cell, reload, reloadLog, reloadModel, windowCloses } from './cell';
import type { FlowDeps } from './deps';
import { createHandle, type Listener, submitted, withModel } from './handle';
import { quiet } from './live';
import { refused } from './phase';
import { askThenWrite, pendingOf } from './resume';
import { createRootLocks, type RootLock } from './rootLocks';
import { loadState } from './state';
import { snapshotOf } from './view';
import { type SpecWatch, watchSpecs } from './watch';

type Refusal = Extract<Outcome, { kind: 'refused' }>;

interface Open {
  readonly cell: Cell;
  readonly handle: SpecHandle;
}

interface Shared {
  readonly deps: FlowDeps;
  readonly open: Map<string, Promise<Open>>;
  readonly acquire: (path: string) => Promise<RootLock>;
  readonly told: Set<(paths: readonly string[]) => void>;
}

/** Makes the service. Reads, writes and watches nothing before something is asked of it. */
export function createSpecService(deps: FlowDeps): SpecService {
  const locks = createRootLocks(deps.host.locks);
  const shared: Shared = { deps, open: new Map(), acquire: (path) => locks.acquire(path), told: new Set() };
  let watching: SpecWatch | undefined;
  // Specs that lie further down than a watcher may reach; known before something is watched, too.
  const found = new Set<string>();
  const changed = async (paths: readonly string[]) => {
    // A folder above specs may be all that is told of: they came or went with it.
    const open = [...shared.open.keys()].filter((spec) => paths.some((path) => spec.startsWith(`${path}/`)));
    const all = [...new Set([...paths, ...open])].sort();
    // Told afterwards, so that who listens reads handles that know of the change.
    await refreshOpen(shared, all).finally(() => {
      for (const listener of shared.told) listener(all);
    });
  };
  const watch = () => {
    if (!deps.watch) return;
    watching ??= watchSpecs(deps.host.watcher, deps.roots, (paths) => void changed(paths));
    watching.hear([...found]);
  };
  const heard = (paths: readonly string[]) => {
    for (const path of paths) found.add(path);
    watching?.hear(paths);
  };
  return {
    list: async () => {
      const specs = await listSpecs(deps);
      heard(specs.map(({ path }) => path));
      return specs;
    },
    create: async (request) => {
      const made = await createSpec(shared, request);
      if (!('kind' in made)) watch();
      return made;
    },
    open: async (path) => {
      const opened = await openSpec(shared, path);
      if (opened !== undefined) {
        heard([opened.cell.place.path]);
        watch();
      }
      return opened?.handle;
    },
    acceptAuthor: (root, email) => acceptAuthor(shared, root, email),
    onDidChange: (listener) => {
      watch();
      shared.told.add(listener);
      return { dispose: () => void shared.told.delete(listener) };
    },
    refresh: () => changed([...shared.open.keys()].sort()),
    idle: () => idle(shared),
    dispose: () => {
      watching?.dispose();
      shared.told.clear();
      for (const opened of shared.open.values()) void opened.then(({ cell }) => close(cell));
      shared.open.clear();
    },
  };
}

/** What ends may begin the next by itself, so that is waited for, too. */
async function idle(shared: Shared): Promise<void> {
  for (;;) {
    const opened = await Promise.allSettled(shared.open.values());
    const running = opened.flatMap((each) =>
      each.status === 'fulfilled' && each.value.cell.running ? [each.value.cell.running.ended] : [],
    );
    if (running.length === 0) return;
    await Promise.allSettled(running);
  }
}

/** Specs with a document, and those that were begun and wait for their first. */
async function listSpecs(deps: FlowDeps): Promise<readonly Spec[]> {
  const { files } = deps.host;
  const found = await findSpecs(files, deps.roots);
  const begun = await Promise.all(deps.roots.map((root) => begunSpecs(deps, root)));
  const paths = [...new Set([...found, ...begun.flat()])].sort();
  return Promise.all(paths.map((path) => readSpec(files, path)));
}

async function begunSpecs(deps: FlowDeps, root: string): Promise<readonly string[]> {
  const folders = (await deps.host.files.list(`${root}/.kiro/specs`)).filter((entry) => entry.kind === 'folder');
  const paths = folders.map((folder) => `${root}/.kiro/specs/${folder.name}`);
  const begun = await Promise.all(
    paths.map(async (path) => (await deps.host.files.stat(recordPath(path))) !== undefined),
  );
  return paths.filter((_, index) => begun[index]);
}

async function createSpec(shared: Shared, request: NewSpec): Promise<SpecHandle | Refusal> {
  const { deps } = shared;
  const flow = request.flow === undefined ? deps.flows[0] : deps.flows.find((each) => each.id === request.flow);
  if (flow === undefined)
    return { kind: 'refused', code: 'invalid', message: `There is no flow "${request.flow ?? ''}".` };
  if (request.sentence.trim() === '')
    return { kind: 'refused', code: 'invalid', message: 'Say in a sentence what the spec is about.' };
  if (!deps.roots.includes(request.root))
    return { kind: 'refused', code: 'invalid', message: `${request.root} is not a folder of this workspace.` };
  const lock = await shared.acquire(
    (await statePaths(deps.host.files, deps.host.stateFolder, request.root, request.root)).lock,
  );
  if ('heldBy' in lock)
    return {
      kind: 'refused',
      code: 'locked',
      message: `${lock.heldBy} is at work in this workspace folder. Wait until it is done.`,
    };
  try {
    const parent = `${request.root}/.kiro/specs`;
    const taken = (await deps.host.files.list(parent)).map((entry) => entry.name);
    const wanted = request.name === undefined ? nameFromSentence(request.sentence) : safeName(request.name);
    const path = `${parent}/${uniqueName(wanted, taken)}`;
    const created = new Date(deps.host.clock.now()).toISOString();
    await saveRecord(deps.store, path, {
      flow: flow.id,
      sentence: request.sentence.trim(),
      created,
      questions: [],
      facts: [],
      findings: [],
    });
    await deps.store.sidecar(`${path}/.config.kiro`, kiroConfig(flow, deps.host.clock.uuid()));
    const opened = await openAt(shared, { path, root: request.root });
    // The work goes on by itself; its end shows in the snapshot and in `settled`.
    void withModel(opened.cell, askThenWrite, (signal) => submitted(opened.cell, request.sentence.trim(), signal));
    return opened.handle;
  } finally {
    await lock.release();
  }
}

async function openSpec(shared: Shared, path: string): Promise<Open | undefined> {
  const known = shared.open.get(path);
  if (known !== undefined) return known;
  const root = rootOf(shared.deps.roots, path);
  if (root === undefined) return undefined;
  const spec = await readSpec(shared.deps.host.files, path);
  const begun = await shared.deps.host.files.stat(recordPath(path));
  return spec.documents.length === 0 && begun === undefined ? undefined : openAt(shared, { path, root });
}

/** The innermost workspace folder that holds the path. */
function rootOf(roots: readonly string[], path: string): string | undefined {
  return roots.filter((root) => path.startsWith(`${root}/`)).sort((a, b) => b.length - a.length)[0];
}

function openAt(shared: Shared, place: { readonly path: string; readonly root: string }): Promise<Open> {
  const known = shared.open.get(place.path);
  if (known !== undefined) return known;
  const opened = makeCell(shared, place);
  shared.open.set(place.path, opened);
  opened.catch(() => shared.open.delete(place.path));
  return opened;
}

async function makeCell(shared: Shared, place: { readonly path: string; readonly root: string }): Promise<Open> {
  const { deps } = shared;
  const listeners = new Set<Listener>();
  const cell: Cell = {
    deps,
    place,
    state: await loadState(deps, place),
    changes: {},
    comments: [],
    log: undefined,
    writing: undefined,
    live: quiet,
    model: undefined,
    running: undefined,
    closed: false,
    outcome: { kind: 'done' },
    unsent: [],
    others: async () => {
      const others = (await listSpecs(deps)).filter((spec) => spec.path !== place.path);
      const flags = await Promise.all(others.map((spec) => isShown(deps, spec)));
      return others.filter((_, at) => flags[at]);
    },
    acquire: shared.acquire,
    changed: () => {
      if (listeners.size === 0) return;
      const snapshot = snapshotOf(cell);
      for (const listener of listeners) listener.changed?.(snapshot);
    },
    event: (event: AgentEvent) => {
      for (const listener of listeners) listener.event?.(event);
    },
  };
  await reload(cell);
  await reloadLog(cell);
  await reloadModel(cell);
  await lookForOthers(cell);
  const dispose = () => {
    listeners.clear();
    close(cell);
    shared.open.delete(place.path);
  };
  return { cell, handle: createHandle(cell, listeners, dispose) };
}

function close(cell: Cell): void {
  cell.closed = true;
  cell.running?.abort.abort(windowCloses);
}

/** Work without an end in the log is either a crash or going on in another window; the lock tells which. */
async function lookForOthers(cell: Cell): Promise<void> {
  if (pendingOf(cell)?.phase?.end !== undefined || pendingOf(cell) === undefined) return;
  const lock = await cell.acquire(cell.state.paths.lock);
  if ('heldBy' in lock) cell.live = { ...cell.live, heldBy: lock.heldBy };
  else await lock.release();
}

/** Reads open specs anew whose files changed; those that are at work do so by themselves. */
async function refreshOpen(shared: Shared, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const opened = await shared.open.get(path);
    if (opened === undefined || opened.cell.running !== undefined) continue;
    await reload(opened.cell);
    await reloadLog(opened.cell);
    opened.cell.live = { ...opened.cell.live, heldBy: undefined };
    await lookForOthers(opened.cell);
    opened.cell.changed();
  }
}

async function acceptAuthor(shared: Shared, root: string, email: string): Promise<Outcome> {
  const { deps } = shared;
  if ((deps.host.env('TRACEWRIGHT_AGENT') ?? '') !== '')
    return refused('agent', 'Accepting approvals is refused here: this process was started by an agent.');
  const { trust } = await statePaths(deps.host.files, deps.host.stateFolder, root, root);
  const known = await loadTrust(deps.host.files, trust);
  if (!known.authors.includes(email))
    await saveTrust(deps.store, trust, { ...known, authors: [...known.authors, email] });
  await refreshOpen(shared, [...shared.open.keys()]);
  return { kind: 'done' };
}

/** Nothing of a spec that is kept from models, be it one document, stands in a prompt of another. */
async function isShown({ visible }: FlowDeps, { path, documents }: Spec): Promise<boolean> {
  const paths = [path, ...documents.map(({ name }) => `${path}/${name}`)];
  return (await Promise.all(paths.map(visible))).every(Boolean);
}
