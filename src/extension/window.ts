/** The engine of this window: made on first use, and made anew when folders, trust or settings change and nothing runs. */
import * as vscode from 'vscode';
import type { Disposable, Host } from '../core/host';
import { readEditorSettings } from './editorSettings';
import type { Engine, EnginePart } from './engine';
import { workspaceRoots } from './paths';
import { followTerminals } from './terminals';
import { createVscodeHost } from './vscodeHost';

/** Milliseconds in which several changes of settings become one. */
const settleMs = 200;

/** The one engine of a window and its changes. Disposing of it ends the engine. */
export interface EngineOfWindow extends Disposable {
  engine(): Promise<Engine>;
  /** Specs that changed; undefined where anything may have, because there is a new engine. */
  readonly onDidChange: vscode.Event<readonly string[] | undefined>;
  /** An engine was made, and nobody has it yet. */
  readonly onDidMake: vscode.Event<Engine>;
  /** Spec folders whose runs changed. */
  readonly onDidChangeRuns: vscode.Event<string>;
  /** The model may be another one: settings or secrets changed. */
  readonly onDidChangeModel: vscode.Event<void>;
}

/** Nothing is loaded before the first call of `engine`. */
export function engineOfWindow(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  part: () => EnginePart,
): EngineOfWindow {
  const changed = new vscode.EventEmitter<readonly string[] | undefined>();
  const runs = new vscode.EventEmitter<string>();
  const made = new vscode.EventEmitter<Engine>();
  const model = new vscode.EventEmitter<void>();
  const named = new Set<string>();
  const terminals = followTerminals();
  let host: Host | undefined;
  let current: Promise<Engine> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let commits: vscode.Disposable | undefined;

  const make = async (): Promise<Engine> => {
    const loaded = part();
    host ??= createVscodeHost(loaded, context, log, terminals.recent);
    commits ??= onCommits(() => void current?.then((engine) => engine.specs.refresh()).catch(() => undefined));
    const settings = await settingsOf(loaded, log, named);
    const options = { host, folders: workspaceRoots(), trusted: vscode.workspace.isTrusted, settings };
    const engine = loaded.createEngine(options);
    engine.specs.onDidChange((paths) => {
      changed.fire(paths);
      void engine.runs.refresh(paths);
    });
    engine.runs.onDidChange((spec) => runs.fire(spec));
    made.fire(engine);
    return engine;
  };
  const drop = (): void => {
    const old = current;
    current = undefined;
    void old?.then(
      (engine) => engine.dispose(),
      () => undefined,
    );
  };
  const replace = async (): Promise<void> => {
    const old = current;
    // What is at work goes on with what it began with; it would end as a draft with its engine.
    await old?.then((engine) => engine.idle()).catch(() => undefined);
    if (!old || current !== old) return;
    drop();
    changed.fire(undefined);
    model.fire();
  };
  const anew = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void replace(), settleMs);
  };
  const listening = [
    vscode.workspace.onDidChangeWorkspaceFolders(anew),
    vscode.workspace.onDidGrantWorkspaceTrust(anew),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('tracewright')) anew();
    }),
    context.secrets.onDidChange(() => model.fire()),
  ];
  return {
    engine: () => {
      current ??= make();
      const asked = current;
      // A failed start must not be the answer for ever.
      asked.catch(() => {
        if (current === asked) current = undefined;
      });
      return asked;
    },
    onDidMake: made.event,
    onDidChange: changed.event,
    onDidChangeRuns: runs.event,
    onDidChangeModel: model.event,
    dispose: () => {
      clearTimeout(timer);
      commits?.dispose();
      drop();
      for (const each of [terminals, ...listening, changed, made, runs, model]) each.dispose();
    },
  };
}

/** Calls back some time after commits, pulls and checkouts: they can vouch for an approval and change no file of a spec. */
function onCommits(act: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const watcher = vscode.workspace.createFileSystemWatcher('**/.git/logs/HEAD');
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(act, settleMs);
  };
  const listening = [watcher, watcher.onDidChange(soon), watcher.onDidCreate(soon)];
  return vscode.Disposable.from(...listening, { dispose: () => clearTimeout(timer) });
}

/** The settings in force. What is not used is named: ignored ones once in a message, unreadable ones in the log. */
async function settingsOf(part: EnginePart, log: vscode.LogOutputChannel, named: Set<string>) {
  const { settings, ignored, invalid } = part.readSettings(await readEditorSettings(part.settingKeys, part.strictKeys));
  for (const sentence of invalid) if (!named.has(sentence)) log.warn(sentence);
  const fresh = ignored.filter((key) => !named.has(key));
  for (const name of [...invalid, ...fresh]) named.add(name);
  if (fresh.length > 0) {
    const sentence = `Not used, because only you may set ${fresh.length === 1 ? 'it' : 'them'}: ${fresh.join(', ')} in the settings of this workspace.`;
    log.warn(sentence);
    void vscode.window.showWarningMessage(sentence);
  }
  return settings;
}
