/** Completion and hover in `hooks.yaml`, from its schema: editors bring none for YAML. */
import * as vscode from 'vscode';
import type { Shared } from '../app';
import { yamlHookDocuments } from './places';
import { contextAt, helpOf, wordsAt, type YamlWord } from './yamlWords';

/** Registers both; the schema is read when somebody asks. */
export function registerYamlHelp(app: Shared): void {
  const before = (document: vscode.TextDocument, line: number): readonly string[] =>
    document
      .getText(new vscode.Range(0, 0, line, 0))
      .split(/\r?\n/u)
      .slice(0, -1);
  app.context.subscriptions.push(
    vscode.languages.registerCompletionItemProvider(
      yamlHookDocuments,
      {
        provideCompletionItems: (document, position) => {
          const line = document.lineAt(position.line).text.slice(0, position.character);
          const context = contextAt(before(document, position.line), line);
          return wordsAt(app.part().hooks.yamlSchema(), context).map(itemOf);
        },
      },
      ' ',
      ':',
      '{',
    ),
    vscode.languages.registerHoverProvider(yamlHookDocuments, {
      provideHover: (document, position) => {
        const range = document.getWordRangeAtPosition(position, /[\w-]+/u);
        if (range === undefined) return undefined;
        const line = document.lineAt(position.line).text.slice(0, range.start.character);
        const context = contextAt(before(document, position.line), line);
        const help = helpOf(app.part().hooks.yamlSchema(), context, document.getText(range));
        return help === undefined ? undefined : new vscode.Hover(new vscode.MarkdownString(help), range);
      },
    }),
  );
}

function itemOf({ name, help, isKey }: YamlWord): vscode.CompletionItem {
  const kind = isKey ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.EnumMember;
  const item = new vscode.CompletionItem(name, kind);
  item.documentation = new vscode.MarkdownString(help);
  if (isKey) item.insertText = `${name}: `;
  return item;
}
