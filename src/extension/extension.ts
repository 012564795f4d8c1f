import * as vscode from 'vscode';
import type { App } from './app';
import { registerCommands } from './commands/register';
import { type ContextTree, registerContextTree } from './context/tree';
import { registerEditorFeatures } from './editor';
import { registerSpecComments, type SpecComments } from './editor/comments';
import { registerMentionsInComments } from './editor/mentionsInComments';
import { registerContext } from './effectiveContext';
import { registerHooks } from './hooks';
import { registerLastPrompt } from './lastPrompt';
import { engineLoader } from './loadEngine';
import { registerPanel } from './panel';
import { panelDeps } from './panelDeps';
import { registerRuns } from './runs';
import { windowRuns } from './runs/windowRuns';
import { registerDrafts } from './steering/drafts';
import { registerSteeringEditor } from './steering/editor';
import { followFront } from './steering/places';
import { registerSteeringTree, type SteeringTree } from './steering/tree';
import { nodeKey } from './views/focusedRow';
import { followFocus } from './views/followFocus';
import { registerSpecsTree, type SpecsTree } from './views/specsTree';
import { engineOfWindow } from './window';

/** What the tests inside an editor look at. Nobody else gets it. */
export interface TestAccess {
  readonly app: App;
  readonly tree: SpecsTree;
  readonly steering: SteeringTree;
  readonly comments: SpecComments;
  readonly contextTree: ContextTree;
}

/** Registers commands, the specs view, the panel and editor features. Does no work, asks nothing, writes nothing. */
export function activate(context: vscode.ExtensionContext): TestAccess | undefined {
  const log = vscode.window.createOutputChannel('Tracewright', { log: true });
  const part = engineLoader(context);
  const window = engineOfWindow(context, log, part);
  const { engine, onDidChange, onDidChangeRuns } = window;
  const runs = windowRuns(engine);
  const front = followFront();
  const shared = { context, log, part, engine, runs, onDidChange, onDidChangeRuns, front };
  const panels = registerPanel(context, panelDeps(shared, window.onDidChangeModel));
  const tree = registerSpecsTree(shared);
  const findings = registerEditorFeatures(shared);
  const hooks = registerHooks(shared, window.onDidMake);
  const comments = registerSpecComments(shared);
  context.subscriptions.push(registerMentionsInComments(shared));
  const focus = followFocus(tree.view, nodeKey);
  const contextTree = registerContextTree(shared, panels.active);
  const app: App = {
    ...shared,
    panels,
    findings,
    hooks,
    contextView: contextTree,
    selection: () => tree.view.selection[0],
    focusedRow: focus.row,
  };
  registerRuns(app);
  registerSteeringEditor(shared);
  registerDrafts(context);
  const steering = registerSteeringTree(shared);
  context.subscriptions.push(
    log,
    window,
    front,
    focus,
    registerLastPrompt(shared),
    registerContext(shared),
    ...registerCommands(app),
  );
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { app, tree, steering, comments, contextTree }
    : undefined;
}
