/** What is wrong with hook files, in the Problems view: all of them where there are hooks, and as one types. */
import * as vscode from 'vscode';
import type { HookFile } from '../../core/hooks/model';
import type { Shared } from '../app';
import { quietly } from '../boundary';
import { shownAs } from '../editor/problems';
import { uriOf } from '../paths';
import { hookPlaceOf } from './places';
import type { WindowHooks } from './windowHooks';

/** Milliseconds of rest before a document that is being typed in is read. */
const restMs = 250;

/** Registers the collection; nothing is read before a hook file is open or hooks were read. */
export function registerHookProblems(app: Shared, hooks: WindowHooks): void {
  const collection = vscode.languages.createDiagnosticCollection('tracewright-hooks');
  const timers = new Map<string, NodeJS.Timeout>();
  let listed = new Set<string>();
  const show = ({ path, diagnostics, text }: HookFile): void => {
    collection.set(
      uriOf(path),
      diagnostics.map((each) => shownAs(each, text)),
    );
  };
  const isTyped = (path: string): boolean =>
    vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.toString() === uriOf(path).toString());
  const showAll = (): void => {
    const files = hooks.folders().flatMap(({ set }) => set.files);
    const paths = new Set(files.map(({ path }) => path));
    for (const path of listed) if (!paths.has(path)) collection.delete(uriOf(path));
    listed = paths;
    for (const file of files) if (!isTyped(file.path)) show(file);
  };
  const look = (document: vscode.TextDocument): Promise<void> =>
    quietly(
      app.log,
      'Reading a hook file',
      async () => {
        const place = hookPlaceOf(document.uri);
        if (place === undefined || !vscode.workspace.isTrusted) return;
        if (!document.isClosed)
          return show(app.part().hooks.read(place.path, place.name, place.scope, document.getText()));
        if (!listed.has(place.path)) collection.delete(document.uri);
        showAll();
      },
      undefined,
    );
  const lookSoon = (document: vscode.TextDocument): void => {
    if (hookPlaceOf(document.uri) === undefined) return;
    clearTimeout(timers.get(document.uri.toString()));
    timers.set(
      document.uri.toString(),
      setTimeout(() => void look(document), restMs),
    );
  };
  app.context.subscriptions.push(
    collection,
    hooks.onDidChange((what) => (what === 'hooks' ? showAll() : undefined)),
    vscode.workspace.onDidOpenTextDocument(lookSoon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => lookSoon(document)),
    vscode.workspace.onDidCloseTextDocument(lookSoon),
    {
      dispose: () => {
        for (const timer of timers.values()) clearTimeout(timer);
      },
    },
  );
  vscode.workspace.textDocuments.forEach(lookSoon);
}
