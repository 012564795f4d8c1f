/** Which files hold hooks, for the editor; what they mean is core's to say. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import type * as vscode from 'vscode';
import { isBelow, pathOf, rootOf, workspaceRoots } from '../paths';

/** Hook files of a workspace folder, relative to it. */
export const hookGlob = '.kiro/{hooks.yaml,hooks/*}';

/** Hook files as documents, the user's own among them. */
export const hookDocuments: vscode.DocumentSelector = { scheme: 'file', pattern: `**/${hookGlob}` };

/** Hook files in YAML, where the editor knows no schema by itself. */
export const yamlHookDocuments: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: '**/.kiro/{hooks.yaml,hooks/*.yaml,hooks/*.yml}',
};

/** The folder of the user's own hooks. */
export function userHooks(): string {
  return `${homedir().replaceAll('\\', '/')}/.kiro/hooks`;
}

/** Whether there can be a hook for a workspace folder; looks at names only. */
export function mayHaveHooks(root: string): boolean {
  return [`${root}/.kiro/hooks`, `${root}/.kiro/hooks.yaml`, userHooks()].some((path) => existsSync(path));
}

/** What a hook file is to core. */
export interface HookPlace {
  readonly path: string;
  /** As ids name it. */
  readonly name: string;
  readonly scope: 'workspace' | 'user';
  /** The workspace folder that it is read for. */
  readonly root: string;
}

/** The place of a hook file; undefined for every other file, and for one outside of what is open. */
export function hookPlaceOf(uri: vscode.Uri): HookPlace | undefined {
  const path = pathOf(uri);
  if (uri.scheme !== 'file' || !/\/\.kiro\/(?:hooks\.yaml|hooks\/[^/]+(?:\.kiro\.hook|\.json|\.ya?ml))$/u.test(path))
    return undefined;
  const [first] = workspaceRoots();
  if (isBelow(path, userHooks()) && first !== undefined && rootOf(path) === undefined)
    return { path, name: `~/.kiro/hooks/${path.slice(userHooks().length + 1)}`, scope: 'user', root: first.path };
  const root = rootOf(path);
  const name = root === undefined ? '' : path.slice(root.length + 1);
  // A file of a folder below, which is no workspace folder of its own, is nobody's hook.
  return root !== undefined && name.startsWith('.kiro/') ? { path, name, scope: 'workspace', root } : undefined;
}
