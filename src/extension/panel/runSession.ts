/** The runs of one spec on their way into one panel: what changed, at most ten times a second. Knows no editor. */
import type { Disposable } from '../../core/host';
import type { RunEstimate, SpecRuns } from '../../core/runs/service';
import type { DiffLine, FileReview, RunSnapshot, RunStep } from '../../core/runs/snapshot';
import type { HostMessage, RunView } from '../../webview/protocol';
import { type Paced, paced } from './paced';

/** Runs being followed for one panel. Disposing it leaves the runs alone. */
export interface RunSession extends Disposable {
  readonly runs: SpecRuns;
  /** Posts everything anew: the webview was just loaded. */
  restart(): void;
}

/** What a session needs; `post` must not throw. */
export interface RunSessionPorts {
  readonly runs: SpecRuns;
  readonly post: (message: HostMessage) => void;
  /** What a permission to write would change in the file; undefined where that can't be shown. */
  readonly difference: (path: string, after: string) => Promise<readonly DiffLine[] | undefined>;
  /** Hears of what failed by a fault of ours. */
  readonly failed: (error: unknown) => void;
}

/** Starts following; posts nothing before the first `restart`. */
export function followRuns(ports: RunSessionPorts): RunSession {
  const { runs } = ports;
  let sent = nothingSent();
  const follow: Paced = paced({
    subscribe: (changed) => runs.subscribe({ changed }),
    forget: () => {
      sent = nothingSent();
      estimates(undefined);
    },
    update: () => {
      const snapshot = runs.snapshot();
      sent = postChanges(ports.post, snapshot, differences(snapshot), sent);
      estimates(snapshot);
    },
  });
  const differences = shownDifference(ports, follow.later);
  const estimates = followedEstimate(ports, follow.live);
  return { runs, restart: follow.restart, dispose: follow.dispose };
}

interface Sent {
  readonly view: string;
  /** Which run the steps are of. */
  readonly run: string;
  readonly steps: readonly RunStep[];
  readonly changes: string;
}

function nothingSent(): Sent {
  return { view: '', run: '', steps: [], changes: '' };
}

function postChanges(
  post: RunSessionPorts['post'],
  snapshot: RunSnapshot,
  difference: readonly DiffLine[] | undefined,
  sent: Sent,
): Sent {
  const view = viewOf(snapshot, difference);
  const [steps, changes] = [snapshot.current?.steps ?? [], snapshot.current?.changes ?? []];
  const run = `${snapshot.current?.task.identity ?? ''} ${snapshot.current?.task.session ?? ''}`;
  // Steps first: the screen of a new run must not show those of the one before.
  postSteps(post, steps, run === sent.run ? sent.steps : undefined);
  const asJson = postFiles(post, changes, sent.changes);
  const json = JSON.stringify(view);
  if (json !== sent.view) post({ type: 'runs', runs: view });
  return { view: json, run, steps, changes: asJson };
}

function viewOf(snapshot: RunSnapshot, difference: readonly DiffLine[] | undefined): RunView {
  const { current, ...rest } = snapshot;
  if (!current) return rest;
  const { steps: _, changes: __, ...shown } = current;
  return { ...rest, current: shown, ...(difference === undefined ? {} : { difference }) };
}

function postSteps(
  post: RunSessionPorts['post'],
  steps: readonly RunStep[],
  before: readonly RunStep[] | undefined,
): void {
  const from = before === undefined ? 0 : firstDifference(before, steps);
  if (before !== undefined && from === steps.length && steps.length === before.length) return;
  post({ type: 'runSteps', from, steps: steps.slice(from) });
}

/** Steps that are the same objects are the same; others are compared by what they say. */
function firstDifference(before: readonly RunStep[], now: readonly RunStep[]): number {
  const differs = now.findIndex((step, at) => {
    const old = before[at];
    return old !== step && JSON.stringify(old) !== JSON.stringify(step);
  });
  return differs === -1 ? now.length : differs;
}

function postFiles(post: RunSessionPorts['post'], changes: readonly FileReview[], before: string): string {
  const json = JSON.stringify(changes);
  if (json !== before) post({ type: 'runChanges', changes });
  return json;
}

/** The difference of the permission that is asked for; looked up once each, and drawn when it is known. */
function shownDifference(
  { difference, failed }: RunSessionPorts,
  later: () => void,
): (snapshot: RunSnapshot) => readonly DiffLine[] | undefined {
  let known: { readonly id: string; readonly lines: readonly DiffLine[] | undefined } | undefined;
  return ({ current }) => {
    const { permission } = current ?? {};
    if (permission?.action.kind !== 'write' || permission.action.after === undefined) return undefined;
    if (known?.id === permission.id) return known.lines;
    const { id, action } = permission;
    known = { id, lines: undefined };
    difference(action.path, action.after ?? '')
      .then((lines) => {
        if (known?.id !== id) return;
        known = { id, lines };
        later();
      })
      .catch(failed);
    return undefined;
  };
}

/** What all required tasks will cost, asked anew when a task's state has changed. */
function followedEstimate(
  { runs, post, failed }: RunSessionPorts,
  wanted: () => boolean,
): (snapshot: RunSnapshot | undefined) => void {
  let asked = '';
  return (snapshot) => {
    const key = snapshot
      ? JSON.stringify([snapshot.next, snapshot.tasks.map(({ identity, state }) => [identity, state])])
      : '';
    if (key === asked) return;
    asked = key;
    if (!snapshot) return;
    const send = (estimate: RunEstimate | undefined): void => {
      if (wanted() && asked === key) post({ type: 'runEstimate', estimate });
    };
    runs.estimate({ what: 'all' }).then((estimate) => send(estimate.tasks > 0 ? estimate : undefined), failed);
  };
}
