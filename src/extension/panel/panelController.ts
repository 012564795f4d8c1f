/** One webview panel: the start screen or a spec, and the way from the one to the other. */
import { type Disposable, type Uri, type WebviewPanel, workspace } from 'vscode';
import type { SpecHandle } from '../../core/flows/service';
import type { HostMessage, PanelMessage, Target } from '../../webview/protocol';
import { act } from './actions';
import type { PanelDeps } from './deps';
import { panelHtml } from './html';
import { actOnRuns } from './runActions';
import { followRuns, type RunSession } from './runSession';
import { followSpec, type SpecSession } from './specSession';
import { rootViews, startView, whereIs } from './startData';

/** Milliseconds to gather changes on disk before the start screen is drawn anew. */
const startPace = 300;

/** An open panel. */
export interface PanelController {
  readonly panel: WebviewPanel;
  /** The spec shown; undefined on the start screen. */
  readonly path: string | undefined;
  reveal(target: Target): void;
}

/** What a panel begins with, and what it tells the others. */
export interface ControllerPorts {
  readonly deps: PanelDeps;
  readonly distFolder: Uri;
  readonly path: string | undefined;
  readonly sentence?: string;
  readonly target?: Target;
  /** The panel was there when the window went away: what was at work then goes on by itself. */
  readonly restored?: boolean;
  /** Opens another spec, in its own panel. */
  openSpec(path: string): void;
  /** The panel now shows a spec. */
  moved(path: string): void;
}

/** Takes a panel over: sets its page and follows it until it is closed. */
export function controlPanel(panel: WebviewPanel, ports: ControllerPorts): PanelController {
  const { deps } = ports;
  const state: PanelState = {
    path: ports.path,
    session: undefined,
    runs: undefined,
    closed: false,
    loaded: false,
    renewed: false,
    target: ports.target,
  };
  const post = (message: HostMessage): void => {
    if (state.closed) return;
    void panel.webview.postMessage(message);
    if (message.type !== 'spec') return;
    panel.title = message.snapshot.title;
    // Tasks that were written in this panel can be run as soon as they are there, whoever else hears of their file.
    if (message.snapshot.documents.some(({ name, hash }) => name === 'tasks.md' && hash !== undefined)) followTasks();
  };
  const followTasks = (): void => {
    if (state.loaded && state.session && !state.runs)
      showRuns(deps, state, post).catch((error: unknown) => deps.log(`Panel, runs: ${String(error)}`));
  };
  const sendStart = pacedStart(deps, ports.sentence, post, () => state.loaded && state.path === undefined);
  const show = async (): Promise<void> => {
    if (state.path === undefined) return sendStart.now();
    const first = state.session === undefined;
    state.session ??= await openSession(deps, state.path, post);
    if (state.closed) return state.session?.dispose();
    if (first && (ports.restored || state.renewed)) goOn(deps, state.session?.handle);
    if (!state.session) return post({ type: 'refused', message: goneMessage(state.path) });
    state.session.restart();
    await showRuns(deps, state, post);
    if (state.target) post({ type: 'reveal', target: state.target });
    state.target = undefined;
  };
  // A new service has new handles; those of the old one are dead.
  const renew = (): void => {
    state.renewed = true;
    letGo(state);
    if (state.loaded && state.path !== undefined) show().catch((error: unknown) => deps.log(`Panel: ${String(error)}`));
  };
  const move = async (handle: SpecHandle): Promise<void> => {
    state.path = handle.path;
    ports.moved(handle.path);
    post({ type: 'created' });
    await show();
  };
  const receive = async (message: PanelMessage): Promise<void> => {
    switch (message.type) {
      case 'ready':
        state.loaded = true;
        return show();
      case 'create':
        return create(message, deps, post, move);
      case 'openSpec':
        return ports.openSpec(message.path);
      case 'run':
        return state.runs
          ? actOnRuns(message.ask, { runs: state.runs.runs, post })
          : post({ type: 'refused', message: 'Nothing can be run here: the spec has no tasks, or it was closed.' });
      case 'command':
        return void deps.run(message.command, state.path);
      case 'complete':
        return complete(message, deps, state.session?.handle, post);
      default:
        return state.session ? act(message, { handle: state.session.handle, post }) : undefined;
    }
  };
  const subscriptions: Disposable[] = [
    panel.webview.onDidReceiveMessage((data: unknown) => take(data, deps, post, receive)),
    deps.onDidChangeModel(() => sendStart.soon()),
    deps.onDidChange((paths) => {
      sendStart.soon();
      followTasks();
      if (paths === undefined) renew();
    }),
    workspace.onDidChangeWorkspaceFolders(() => sendStart.soon()),
    workspace.onDidGrantWorkspaceTrust(() => void (state.loaded && show())),
  ];
  panel.onDidDispose(() => {
    letGo(state);
    state.closed = true;
    for (const subscription of subscriptions) subscription.dispose();
  });
  panel.webview.options = { enableScripts: true, localResourceRoots: [ports.distFolder] };
  panel.webview.html = panelHtml(panel.webview, ports.distFolder);
  return {
    panel,
    get path() {
      return state.path;
    },
    reveal: (target) => {
      if (state.loaded && state.session) post({ type: 'reveal', target });
      else state.target = target;
    },
  };
}

/** Follows nothing any more; what is still being opened is let go when it comes. */
function letGo(state: PanelState): void {
  state.session?.dispose();
  state.runs?.dispose();
  state.session = undefined;
  state.runs = undefined;
}

/** The one catch between a panel and what it asks for: log with context, tell it one sentence, go on. */
function take(
  data: unknown,
  deps: PanelDeps,
  post: (message: HostMessage) => void,
  receive: (message: PanelMessage) => Promise<void>,
): void {
  const message = deps.readMessage(data);
  if (!message) {
    deps.log(`The panel sent something unreadable: ${JSON.stringify(data)?.slice(0, 200)}`);
    return;
  }
  receive(message).catch((error: unknown) => {
    deps.log(`Panel, ${message.type}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    post({
      type: 'refused',
      message: 'This failed for a reason that is ours. Nothing was changed. The log says more.',
    });
  });
}

interface PanelState {
  path: string | undefined;
  session: SpecSession | undefined;
  runs: RunSession | undefined;
  /** The panel is gone; what was still being opened is let go. */
  closed: boolean;
  loaded: boolean;
  /** The service behind it was replaced. */
  renewed: boolean;
  target: Target | undefined;
}

async function openSession(
  deps: PanelDeps,
  path: string,
  post: (message: HostMessage) => void,
): Promise<SpecSession | undefined> {
  const handle = await (await deps.specs()).open(path);
  if (!handle) return undefined;
  const trusted = (): boolean => workspace.isTrusted;
  return followSpec({ handle, post, parse: deps.parse, where: whereIs(path), trusted });
}

/** Follows the runs of the spec as soon as there are tasks; posts what they show. */
async function showRuns(deps: PanelDeps, state: PanelState, post: (message: HostMessage) => void): Promise<void> {
  const { path } = state;
  if (path === undefined) return;
  if (!state.runs) {
    const runs = await deps.runs(path);
    // Another spec, or a new service, may have come while this one was opened.
    if (!runs || state.runs || state.path !== path || !state.session || state.closed) return;
    const failed = (error: unknown): void => deps.log(`Panel, runs: ${String(error)}`);
    state.runs = followRuns({ runs, post, difference: deps.difference, failed });
  }
  state.runs.restart();
}

/** Goes on with what was cut off; nothing is done in a workspace that is not trusted. */
function goOn(deps: PanelDeps, handle: SpecHandle | undefined): void {
  if (!workspace.isTrusted) return;
  handle?.resumeCutOff().catch((error: unknown) => deps.log(`Panel, going on: ${String(error)}`));
}

async function create(
  message: Extract<PanelMessage, { type: 'create' }>,
  deps: PanelDeps,
  post: (message: HostMessage) => void,
  move: (handle: SpecHandle) => Promise<void>,
): Promise<void> {
  if (!rootViews().some(({ path }) => path === message.root)) {
    return post({
      type: 'refused',
      message: 'Nothing was started: this folder is not part of the workspace. Open a folder first.',
    });
  }
  const { root, sentence, flow } = message;
  const made = await (await deps.specs()).create({ root, sentence, flow });
  if ('kind' in made) return post({ type: 'refused', message: made.message });
  await move(made);
}

/** Answers what is typed; where that fails nothing is offered, and typing goes on. */
async function complete(
  { ask, query }: Extract<PanelMessage, { type: 'complete' }>,
  deps: PanelDeps,
  handle: SpecHandle | undefined,
  post: (message: HostMessage) => void,
): Promise<void> {
  const spec = handle?.spec();
  const roots = handle ? [handle.snapshot().root] : rootViews().map(({ path }) => path);
  const choices = await deps.completeMention({ roots, ...(spec ? { spec } : {}) }, query).catch((error: unknown) => {
    deps.log(`Mentions: ${String(error)}`);
    return [];
  });
  post({ type: 'completions', ask, choices });
}

/** Sends the start screen at once, or soon after the last of several changes. */
function pacedStart(
  deps: PanelDeps,
  sentence: string | undefined,
  post: (message: HostMessage) => void,
  wanted: () => boolean,
): { now(): Promise<void>; soon(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let prefill = sentence;
  const now = async (): Promise<void> => {
    const start = await startView(deps, prefill);
    prefill = undefined;
    if (wanted()) post({ type: 'start', start });
  };
  const fail = (error: unknown): void => deps.log(`Start screen: ${String(error)}`);
  return {
    now,
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(() => void (wanted() && now().catch(fail)), startPace);
    },
  };
}

function goneMessage(path: string): string {
  return `There is no spec in ${whereIs(path)} any more. Its versions are kept; open another spec or begin a new one.`;
}
