/** In the editor of a steering file: why it takes part and what it costs, problems, and help with the front matter. */
import * as vscode from 'vscode';
import type { SteeringFile } from '../../core/steering/model';
import type { Shared } from '../app';
import { quietly } from '../boundary';
import { type Found, fixesAt, shownAs } from '../editor/problems';
import { pathOf, uriOf } from '../paths';
import { helpAt, keysOf, offersAt } from './frontMatter';
import { steeringDocuments, steeringRoot } from './places';
import { tokenWords } from './words';

/** Milliseconds of rest before a document that is being typed in is read. */
const restMs = 250;

/** Registers them; nothing is read before a steering file is open. */
export function registerSteeringEditor(app: Shared): void {
  const changed = new vscode.EventEmitter<void>();
  const collection = vscode.languages.createDiagnosticCollection('tracewright-steering');
  const found = new Map<string, readonly Found[]>();
  const timers = new Map<string, NodeJS.Timeout>();
  const look = (document: vscode.TextDocument): Promise<void> =>
    quietly(
      app.log,
      'Reading a steering file',
      async () => {
        const file = document.isClosed ? undefined : await readLive(app, document);
        const text = document.getText();
        const list = (file?.problems ?? []).map((diagnostic) => ({
          shown: shownAs(diagnostic, text),
          diagnostic,
          text,
        }));
        found.set(document.uri.toString(), list);
        collection.set(
          document.uri,
          list.map(({ shown }) => shown),
        );
      },
      undefined,
    );
  const lookSoon = (document: vscode.TextDocument): void => {
    if (vscode.languages.match(steeringDocuments, document) === 0) return;
    clearTimeout(timers.get(document.uri.toString()));
    timers.set(
      document.uri.toString(),
      setTimeout(() => void look(document), restMs),
    );
  };
  app.context.subscriptions.push(
    changed,
    collection,
    vscode.workspace.onDidOpenTextDocument(lookSoon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => lookSoon(document)),
    vscode.workspace.onDidCloseTextDocument(lookSoon),
    vscode.workspace.onDidSaveTextDocument((document) => {
      vscode.workspace.textDocuments.forEach(lookSoon);
      // What was saved may be what another one brings along, or is a conflict with.
      if (vscode.languages.match(steeringDocuments, document) > 0) changed.fire();
    }),
    vscode.window.onDidChangeActiveTextEditor(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(steeringDocuments, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) =>
        quietly(app.log, 'The lens of a steering file', () => lensesOf(app, document), []),
    }),
    vscode.languages.registerCodeActionsProvider(
      steeringDocuments,
      { provideCodeActions: (document, range) => fixesAt(document, range, found.get(document.uri.toString()) ?? []) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.languages.registerCompletionItemProvider(
      steeringDocuments,
      { provideCompletionItems: completionsAt },
      ' ',
      ':',
    ),
    vscode.languages.registerCompletionItemProvider(steeringDocuments, { provideCompletionItems: pathsAt }, ':', '/'),
    vscode.languages.registerHoverProvider(steeringDocuments, { provideHover: hoverAt }),
    { dispose: () => stopAll(timers.values()) },
  );
  vscode.workspace.textDocuments.forEach(lookSoon);
}

function stopAll(timers: Iterable<NodeJS.Timeout>): void {
  for (const timer of timers) clearTimeout(timer);
}

async function readLive(app: Shared, document: vscode.TextDocument): Promise<SteeringFile | undefined> {
  const root = steeringRoot(document.uri);
  if (root === undefined) return undefined;
  return (await app.engine()).steering.read(root, pathOf(document.uri), document.getText());
}

/** Why the file takes part for what was looked at before it, and what it costs. */
async function lensesOf(app: Shared, document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const root = steeringRoot(document.uri);
  if (root === undefined) return [];
  const last = app.front.file();
  const { steering } = await app.engine();
  const paths = last?.root === root ? [last.path] : [];
  const path = pathOf(document.uri);
  const live = document.isDirty ? await steering.read(root, path, document.getText()) : undefined;
  const choice = (await steering.select(root, { paths }, live)).find(({ file }) => file.path === path);
  if (choice === undefined) return [];
  const title = `${choice.included ? 'Included' : 'Not included'} because ${choice.why}, ${tokenWords(choice.file.tokens).toLowerCase()}`;
  const top = new vscode.Range(0, 0, 0, 0);
  return [
    new vscode.CodeLens(top, { title, command: 'tracewright.steering.focus', tooltip: 'Show the steering view' }),
  ];
}

/** Whether a line lies in the front matter of a document, or where it would stand. */
function inFrontMatter(document: vscode.TextDocument, line: number): boolean {
  if (document.lineAt(0).text.trim() !== '---') return false;
  for (let at = 1; at < Math.min(document.lineCount, 40); at++)
    if (document.lineAt(at).text.trim() === '---') return line > 0 && line < at;
  return line > 0;
}

function completionsAt(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  if (!inFrontMatter(document, position.line)) return [];
  const before = document.lineAt(position.line).text.slice(0, position.character);
  const offer = offersAt(keysOf(pathOf(document.uri)), before);
  if (offer === undefined) return [];
  if (offer.kind === 'values') {
    // One value takes the place of another, wherever in it the cursor is.
    const range = document.getWordRangeAtPosition(position, /[\w-]+/u);
    return offer.values.map(({ name, help }) => {
      const made = item(
        { label: name, description: help.replaceAll('`', '') },
        help,
        vscode.CompletionItemKind.EnumMember,
      );
      return range === undefined ? made : Object.assign(made, { range });
    });
  }
  return offer.keys.map(({ name, help, insert }) => {
    const made = item(name, help, vscode.CompletionItemKind.Property);
    made.insertText = new vscode.SnippetString(`${name}: ${insert}`);
    return made;
  });
}

function item(
  label: string | vscode.CompletionItemLabel,
  help: string,
  kind: vscode.CompletionItemKind,
): vscode.CompletionItem {
  const made = new vscode.CompletionItem(label, kind);
  made.documentation = new vscode.MarkdownString(help);
  return made;
}

/** Files for `#[[file:…`. */
async function pathsAt(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
  const before = document.lineAt(position.line).text.slice(0, position.character);
  const typed = /#\[\[file:([^\]#]*)$/u.exec(before)?.[1];
  const root = steeringRoot(document.uri);
  if (typed === undefined || root === undefined) return [];
  const base = typed.slice(0, typed.lastIndexOf('/') + 1);
  if (base.split('/').includes('..')) return [];
  const entries = await vscode.workspace.fs
    .readDirectory(vscode.Uri.joinPath(uriOf(root), base))
    .then(undefined, () => []);
  return entries
    .filter(([name]) => name !== '.git' && name !== 'node_modules')
    .map(([name, type]) => {
      const isFolder = (type & vscode.FileType.Directory) !== 0;
      const made = new vscode.CompletionItem(
        isFolder ? `${name}/` : name,
        isFolder ? vscode.CompletionItemKind.Folder : vscode.CompletionItemKind.File,
      );
      made.range = new vscode.Range(position.translate(0, base.length - typed.length), position);
      return made;
    });
}

function hoverAt(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
  if (!inFrontMatter(document, position.line)) return undefined;
  const range = document.getWordRangeAtPosition(position, /\w+/u);
  if (range === undefined) return undefined;
  const help = helpAt(keysOf(pathOf(document.uri)), document.lineAt(position.line).text, document.getText(range));
  return help === undefined ? undefined : new vscode.Hover(new vscode.MarkdownString(help), range);
}
