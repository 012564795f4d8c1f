/** Mentions in the editor's own comment boxes: `#` offers there what it offers in the panel. */
import * as vscode from 'vscode';
import type { MentionChoice } from '../../core/workspace/completeMentions';
import { openMention } from '../../webview/protocol';
import { handleOf, type Shared } from '../app';
import { quietly } from '../boundary';
import { commentControllerId } from '../commands/addComment';
import { rootOf, specPlaceOf, workspaceRoots } from '../paths';

/** The editor gives a box that is typed in a document of this scheme; its authority is the controller that it belongs to. */
const scheme = 'comment';

/** Registers the completion; what can be mentioned is looked up when a sign is typed. */
export function registerMentionsInComments(app: Shared): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    { scheme },
    {
      provideCompletionItems: (document, position) =>
        document.uri.authority.toLowerCase() === commentControllerId
          ? quietly(app.log, 'Mentions in a comment', () => itemsAt(app, document, position), undefined)
          : undefined,
    },
    '#',
    '@',
    ':',
    '/',
  );
}

async function itemsAt(
  app: Shared,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionList | undefined> {
  const caret = document.offsetAt(position);
  const text = document.getText();
  const found = openMention(text, caret);
  if (found === undefined) return undefined;
  const choices = await (await app.engine()).completeMention(await placeOf(app), found.query);
  const range = new vscode.Range(document.positionAt(found.start), position);
  const typed = text.slice(found.start, caret);
  // Each letter asks anew: the order of fit is ours.
  return new vscode.CompletionList(
    choices.map((choice, at) => itemOf(choice, range, typed, at)),
    true,
  );
}

/** A box does not say which document it stands in: that is the one that was looked at last. */
async function placeOf(app: Shared) {
  const uri = app.front.document();
  const path = uri === undefined ? undefined : specPlaceOf(uri)?.spec;
  const root = path === undefined ? undefined : rootOf(path);
  if (path === undefined || root === undefined) return { roots: workspaceRoots().map((each) => each.path) };
  return { roots: [root], spec: (await handleOf(app, path)).spec() };
}

const kinds: Readonly<Record<MentionChoice['kind'], vscode.CompletionItemKind>> = {
  file: vscode.CompletionItemKind.File,
  folder: vscode.CompletionItemKind.Folder,
  spec: vscode.CompletionItemKind.Reference,
  steering: vscode.CompletionItemKind.Reference,
  criterion: vscode.CompletionItemKind.Reference,
  word: vscode.CompletionItemKind.Keyword,
};

function itemOf(choice: MentionChoice, range: vscode.Range, typed: string, at: number): vscode.CompletionItem {
  const { kind, label, detail, text } = choice;
  const item = new vscode.CompletionItem({ label, description: detail }, kinds[kind]);
  item.range = range;
  item.insertText = text.endsWith(':') ? text : `${text} `;
  item.filterText = typed;
  item.sortText = String(at).padStart(3, '0');
  if (text.endsWith(':')) item.command = { command: 'editor.action.triggerSuggest', title: 'Choose' };
  return item;
}
