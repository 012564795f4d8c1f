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

/** The file of the active editor in a workspace folder, relative to it. */
export function activeFile(): { readonly root: string; readonly path: string } | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri?.scheme !== 'file') return undefined;
  const root = rootOf(pathOf(uri));
  return root === undefined ? undefined : { root, path: pathOf(uri).slice(root.length + 1) };
}
