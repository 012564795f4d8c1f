/** Finds out which hook a command is about: the row it was called on, else what the user picks. */
import * as vscode from 'vscode';
import type { Hook } from '../../core/hooks/model';
import type { App } from '../app';
import { uriOf } from '../paths';

/** A hook of a workspace folder. */
export interface HookTarget {
  readonly root: string;
  readonly hook: Hook;
}

/** Menu conditions for rows of the hooks view. What is inline is in the row's menu too: keys reach only that. */
export function onHook(...marks: readonly string[]): string {
  const tests = ['viewItem =~ /^hook\\b/', ...marks.map((mark) => `viewItem =~ /;(${mark})(;|$)/`)];
  return ['view == tracewright.hooks', ...tests].join(' && ');
}

/** What a row, a lens or a test names; undefined where it names no hook. */
export function hookIn(app: App, argument: unknown): HookTarget | undefined {
  if (typeof argument !== 'object' || argument === null || !('root' in argument) || !('hook' in argument))
    return undefined;
  const { root, hook } = argument;
  const id: unknown = typeof hook === 'object' && hook !== null ? Reflect.get(hook, 'id') : hook;
  if (typeof root !== 'string' || typeof id !== 'string') return undefined;
  const found = app.hooks.window.find(root, id);
  return found && { root, hook: found };
}

/** The hook that a command is about, among those that `fits` lets through; asks where nothing names one. */
export async function findHook(
  app: App,
  argument: unknown,
  title: string,
  fits: (target: HookTarget) => boolean = () => true,
): Promise<HookTarget | undefined> {
  const named =
    hookIn(app, argument) ?? hookIn(app, app.hooks.tree.view.visible ? app.hooks.tree.view.selection[0] : undefined);
  if (named !== undefined && argument !== undefined) return named;
  await app.hooks.window.start();
  const all = app.hooks.window.folders().flatMap(({ root, set }) => set.hooks.map((hook) => ({ root, hook })));
  const fitting = all.filter(fits);
  if (fitting.length === 0)
    throw new Error(
      all.length === 0 ? 'There is no hook here yet. Make one with "New Hook".' : 'No hook here is one for that.',
    );
  const { triggerWords } = app.part().hooks;
  const items = fitting.map((target) => ({
    label: target.hook.name,
    description: triggerWords(target.hook),
    detail: target.hook.id,
    target,
  }));
  const first = items.findIndex(({ target }) => target.hook.id === named?.hook.id);
  const ordered = first > 0 ? [...items.splice(first, 1), ...items] : items;
  return (await vscode.window.showQuickPick(ordered, { title, matchOnDescription: true }))?.target;
}

/** Opens a hook's file with the cursor at its first line. */
export async function showHook({ source }: Hook): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uriOf(source.path));
  const at = document.lineAt(Math.min(document.lineCount, source.place.line) - 1).range.start;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}
