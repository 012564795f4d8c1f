/** The ports as the editor has them: documents, secrets, watcher and log are its own, the rest is Node's. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Host, Log, RecentTerminal, Secrets, Watcher } from '../core/host';
import { editorCodeView } from './codeView';
import { editorDocuments } from './editorDocuments';
import type { EnginePart } from './engine';
import { isBelow, pathOf, specPlaceOf } from './paths';

/** Milliseconds in which changes are gathered. */
const gatherMs = 60;

/** The host of this window over `part`'s Node host. */
export function createVscodeHost(
  part: EnginePart,
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  terminal: RecentTerminal,
): Host {
  const partsFolder = vscode.Uri.joinPath(context.extensionUri, 'dist', 'lazy').fsPath;
  const options = { partsFolder, product: vscode.env.appName, log: editorLog(log), ripgrep: editorRipgrep() };
  const node = part.createNodeHost(options);
  return {
    ...node,
    env: (name) => node.env(name),
    loadPart: (name) => node.loadPart(name),
    documents: editorDocuments(node, part.assertGrant),
    code: editorCodeView(),
    terminal,
    secrets: editorSecrets(context.secrets, node.secrets),
    watcher: editorWatcher(),
    log: editorLog(log),
  };
}

function editorLog(log: vscode.LogOutputChannel): Log {
  return { write: (level, message) => log[level](message) };
}

/** The editor's secret storage, then whatever Node has (the environment). */
function editorSecrets(storage: vscode.SecretStorage, otherwise: Secrets): Secrets {
  return {
    get: async (name) => (await storage.get(name)) ?? (await otherwise.get(name)),
    set: async (name, value) => storage.store(name, value),
    delete: async (name) => storage.delete(name),
  };
}

/**
 * The editor's watcher, and what is typed: unsaved text changes what a document says, too. Below a workspace folder
 * only `.kiro` is of interest.
 */
function editorWatcher(): Watcher {
  return {
    deep: true,
    watch: (path, changed) => {
      const pattern = path.includes('/.kiro') ? '**' : '**/.kiro/**';
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.file(path), pattern),
      );
      const gather = gathered(changed);
      const typed = ({ document }: { readonly document: vscode.TextDocument }): void => {
        if (specPlaceOf(document.uri) && isBelow(pathOf(document.uri), path)) gather.add(pathOf(document.uri));
      };
      const all = [
        watcher,
        gather,
        watcher.onDidChange((uri) => gather.add(pathOf(uri))),
        watcher.onDidCreate((uri) => gather.add(pathOf(uri))),
        watcher.onDidDelete((uri) => gather.add(pathOf(uri))),
        vscode.workspace.onDidChangeTextDocument(typed),
        // Closing without saving brings back what is on disk.
        vscode.workspace.onDidCloseTextDocument((document) => typed({ document })),
      ];
      return vscode.Disposable.from(...all);
    },
  };
}

function gathered(deliver: (paths: readonly string[]) => void): { add(path: string): void; dispose(): void } {
  const paths = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const all = [...paths];
    paths.clear();
    deliver(all);
  };
  return {
    add: (path) => {
      paths.add(path);
      timer ??= setTimeout(flush, gatherMs);
    },
    dispose: () => clearTimeout(timer),
  };
}

/** The ripgrep that comes with the editor, in the places where its versions have kept it. */
function editorRipgrep(): string | undefined {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const places = [
    `@vscode/ripgrep-universal/bin/${process.platform}-${process.arch}/${name}`,
    `@vscode/ripgrep/bin/${name}`,
  ];
  const folders = ['node_modules', 'node_modules.asar.unpacked'];
  return folders
    .flatMap((folder) => places.map((place) => join(vscode.env.appRoot, folder, place)))
    .find((path) => existsSync(path));
}
