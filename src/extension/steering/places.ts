/** Which files are steering, for the editor; what they mean is core's to say. */
import * as vscode from 'vscode';
import { pathOf, rootOf, workspaceRoots } from '../paths';

/** One glob for everything that any tool has for a steering file. */
export const steeringGlob =
  '**/{.kiro/steering.md,.kiro/steering/**/*.md,.kiro/AGENTS.md,AGENTS.md,CLAUDE.md,CLAUDE.local.md,GEMINI.md,.amazonq/rules/**,.claude/rules/**,.claude/CLAUDE.md,.clinerules,.clinerules/**,.cursorrules,.cursor/rules/**,.github/copilot-instructions.md,.github/instructions/**,.windsurfrules,.windsurf/rules/**}';

/** Documents of that kind on a file system. */
export const steeringDocuments: vscode.DocumentSelector = { scheme: 'file', pattern: steeringGlob };

/** The workspace folder that a steering file is read for: its own, or the first for the user's own. */
export function steeringRoot(uri: vscode.Uri): string | undefined {
  return rootOf(pathOf(uri)) ?? workspaceRoots()[0]?.path;
}

/** A file of a workspace folder, relative to it. */
export interface FileInFront {
  readonly root: string;
  readonly path: string;
}

/** The document in front of the user. */
export interface Front extends vscode.Disposable {
  /** While they look at steering, or at something that we show, it is the one before: that is what those are about. */
  readonly document: () => vscode.Uri | undefined;
  /** The same where it is a file of a workspace folder. */
  readonly file: () => FileInFront | undefined;
}

/** Follows it. Whoever asks after an event of the editor hears of the document that the event is about. */
export function followFront(): Front {
  let last: vscode.Uri | undefined;
  const look = (document: vscode.TextDocument | undefined): void => {
    if (document !== undefined && !isAboutAnother(document)) last = document.uri;
  };
  look(vscode.window.activeTextEditor?.document);
  const listening = vscode.window.onDidChangeActiveTextEditor((editor) => look(editor?.document));
  const document = (): vscode.Uri | undefined => {
    look(vscode.window.activeTextEditor?.document);
    return vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0) ? undefined : last;
  };
  return {
    document,
    file: () => {
      const uri = document();
      const root = uri?.scheme === 'file' ? rootOf(pathOf(uri)) : undefined;
      return uri === undefined || root === undefined ? undefined : { root, path: pathOf(uri).slice(root.length + 1) };
    },
    dispose: () => listening.dispose(),
  };
}

function isAboutAnother(document: vscode.TextDocument): boolean {
  return document.uri.scheme.startsWith('tracewright-') || vscode.languages.match(steeringDocuments, document) > 0;
}
