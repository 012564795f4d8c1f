/** The editor's addresses and core's paths. Core knows absolute paths with `/`; the editor knows URIs. */
import * as vscode from 'vscode';
import type { DocumentName } from '../core/specs/model';

/** Matches every spec document of a workspace; the core's scanner has the last word on what a spec is. */
export const specDocuments: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: '**/.kiro/specs/**/{requirements,bugfix,design,tasks}.md',
};

/** Where a spec document lives: its folder and which document it is. */
export interface SpecPlace {
  /** Absolute path of the spec folder. */
  readonly spec: string;
  readonly document: DocumentName;
}

const specPath = /^(.*\/\.kiro\/specs\/.+)\/(requirements\.md|bugfix\.md|design\.md|tasks\.md)$/;

/** The path of a URI as core writes it. */
export function pathOf(uri: vscode.Uri): string {
  return uri.fsPath.replaceAll('\\', '/');
}

/** The URI of a path as core writes it. */
export function uriOf(path: string): vscode.Uri {
  return vscode.Uri.file(path);
}

/** The spec and document a file belongs to by its place; undefined for every other file. */
export function specPlaceOf(uri: vscode.Uri): SpecPlace | undefined {
  if (uri.scheme !== 'file') return undefined;
  const match = specPath.exec(pathOf(uri));
  const [, spec, document] = match ?? [];
  return spec !== undefined && isDocumentName(document) ? { spec, document } : undefined;
}

/** Whether something is the name of a spec document. */
export function isDocumentName(name: unknown): name is DocumentName {
  return name === 'requirements.md' || name === 'bugfix.md' || name === 'design.md' || name === 'tasks.md';
}

/** Whether `path` is `folder` or lies below it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The editor's folders that core can work in: those on a file system, as core writes their paths. */
export function workspaceRoots(): readonly { readonly path: string; readonly name: string }[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => ({ path: pathOf(folder.uri), name: folder.name }));
}

/** The innermost workspace folder a path lies in; undefined outside of all of them. */
export function rootOf(path: string): string | undefined {
  return workspaceRoots()
    .map((root) => root.path)
    .filter((root) => isBelow(path, root))
    .sort((a, b) => b.length - a.length)[0];
}
