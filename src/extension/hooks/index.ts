/** Hooks in the editor: everything is registered here, and nothing is loaded where there are none. */
import * as vscode from 'vscode';
import type { Shared } from '../app';
import { quietly } from '../boundary';
import type { Engine } from '../engine';
import { isBelow, pathOf, uriOf, workspaceRoots } from '../paths';
import { registerFiringText } from './firingText';
import { hookGlob, hookPlaceOf, userHooks } from './places';
import { registerHookProblems } from './problems';
import { createQuestions, type Questions } from './questions';
import { hookStatusBar } from './statusBar';
import { type HooksTree, registerHooksTree } from './tree';
import { editorUser } from './user';
import { type WindowHooks, windowHooks } from './windowHooks';
import { registerYamlHelp } from './yamlHelp';

/** What commands and tests reach. */
export interface Hooks {
  readonly window: WindowHooks;
  readonly questions: Questions;
  readonly tree: HooksTree;
}

/** Registers hooks; files are looked for once activation is over. */
export function registerHooks(app: Shared, onDidMake: vscode.Event<Engine>): Hooks {
  const window = windowHooks(app);
  const questions = createQuestions((error) => app.log.error(`Hooks: ${String(error)}`));
  const user = editorUser(app, window, questions);
  const tree = registerHooksTree(app, window);
  registerHookProblems(app, window);
  registerYamlHelp(app);
  const start = (): void => void quietly(app.log, 'Hooks', () => window.start(), undefined);
  const watchers: vscode.Disposable[] = [];
  const begin = setImmediate(() => {
    watchers.push(...watchFiles(app, window));
    start();
  });
  app.context.subscriptions.push(
    window,
    questions,
    registerFiringText(app, window),
    hookStatusBar(window, questions),
    onDidMake((engine) => engine.hooks.connect(user)),
    app.onDidChange((paths) => (paths === undefined ? start() : undefined)),
    vscode.workspace.onDidGrantWorkspaceTrust(start),
    // Another window, or the command line, may have let go of a folder.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused && window.folders().some(({ heldBy }) => heldBy !== undefined)) start();
    }),
    {
      dispose: () => {
        clearImmediate(begin);
        for (const each of watchers) each.dispose();
      },
    },
  );
  return { window, questions, tree };
}

/** Hook files by anyone's changes; which folder they are for says which is read anew. */
function watchFiles(app: Shared, window: WindowHooks): readonly vscode.Disposable[] {
  const changed = (uri: vscode.Uri): void => {
    const place = hookPlaceOf(uri);
    const roots = workspaceRoots().map(({ path }) => path);
    const meant = place === undefined ? roots.filter((root) => isBelow(pathOf(uri), root)) : [place.root];
    for (const root of place?.scope === 'user' ? roots : meant)
      void quietly(app.log, 'Hooks', () => window.reload(root), undefined);
  };
  const patterns = [`**/${hookGlob}`, new vscode.RelativePattern(uriOf(userHooks()), '*')];
  return patterns.flatMap((pattern) => {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed), watcher.onDidDelete(changed)];
  });
}
