/** What tasks changed, in the editor's diff view, and their records: `tracewright-run:/before/src/a.ts?{…}`, read-only. */
import * as vscode from 'vscode';
import type { SpecRuns } from '../../core/runs/service';
import type { FileReview } from '../../core/runs/snapshot';
import { baseName, uriOf, workspaceRoots } from '../paths';

const scheme = 'tracewright-run';

interface Query {
  readonly spec: string;
  readonly identity: string;
  readonly path: string;
  readonly side: 'before' | 'after' | 'evidence';
}

/** Registers the scheme; the runs are asked for only when a side is opened. */
export function registerRunTexts(
  context: vscode.ExtensionContext,
  runs: (spec: string) => Promise<SpecRuns | undefined>,
): void {
  const provider: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent: async (uri) => {
      const { spec, identity, path, side } = JSON.parse(uri.query) as Query;
      const found = await runs(spec);
      if (side === 'evidence') return (await found?.evidence(identity)) ?? 'There is no record of this task any more.';
      return (await found?.sides(identity, path))?.[side] ?? '';
    },
  };
  context.subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
}

/** Where one side of a file's change can be read. */
export function sideUri(query: Query): vscode.Uri {
  // A number that is never twice keeps the editor from showing an older text of the same side.
  return vscode.Uri.from({
    scheme,
    path: `/${query.side}/${query.path}`,
    query: JSON.stringify({ ...query, at: Date.now() }),
  });
}

/** Which side of whose change an address shows; undefined for every other address. */
export function sideOf(uri: vscode.Uri): Query | undefined {
  return uri.scheme === scheme ? (JSON.parse(uri.query) as Query) : undefined;
}

/** Paths by which the editor knows a file of a review: of the file itself, and of its sides in a diff. */
export function pathsOf(file: Pick<FileReview, 'root' | 'path'>): readonly string[] {
  return [uriOf(fileOf(file)).fsPath, `/before/${file.path}`, `/after/${file.path}`];
}

/** Where a file of a review lies: its path has the folder's name before it where there are several folders. */
export function fileOf({ root, path }: Pick<FileReview, 'root' | 'path'>): string {
  const [first = '', ...rest] = path.split('/');
  const named = workspaceRoots().length > 1 && rest.length > 0 && first === folderName(root);
  return `${root}/${named ? rest.join('/') : path}`;
}

function folderName(root: string): string {
  return workspaceRoots().find(({ path }) => path === root)?.name ?? baseName(root);
}

/** Opens the diff of one file of a task, at a line of the newer side; a sentence where the task did not change it. */
export async function showFileDiff(
  runs: SpecRuns,
  identity: string,
  path: string,
  line?: number,
): Promise<string | undefined> {
  const file = (await runs.changes(identity)).find((each) => each.path === path);
  if (!file) return `This task changed nothing in ${path} any more. The file is as it was before.`;
  const [before, after] = sidesOf(runs, identity, file);
  const selection = line === undefined ? {} : { selection: new vscode.Range(line - 1, 0, line - 1, 0) };
  const options: vscode.TextDocumentShowOptions = { preview: true, viewColumn: vscode.ViewColumn.Beside, ...selection };
  await vscode.commands.executeCommand('vscode.diff', before, after, titleOf(runs, identity, file.path), options);
  return undefined;
}

/** Opens everything that a task changed; a sentence where that is nothing. */
export async function showAllDiffs(runs: SpecRuns, identity: string): Promise<string | undefined> {
  const files = await runs.changes(identity);
  if (files.length === 0) return 'This task changed no file.';
  const resources = files.map((file) => [uriOf(fileOf(file)), ...sidesOf(runs, identity, file)]);
  await vscode.commands.executeCommand('vscode.changes', titleOf(runs, identity, 'changes'), resources);
  return undefined;
}

/** The newer side is the file itself while the task is the last one, so that it can be edited there. */
function sidesOf(runs: SpecRuns, identity: string, file: FileReview): readonly [vscode.Uri, vscode.Uri] {
  const { spec, current } = runs.snapshot();
  const side = (which: 'before' | 'after') => sideUri({ spec, identity, path: file.path, side: which });
  const isLast = current?.task.identity === identity && file.kind !== 'deleted';
  return [side('before'), isLast ? uriOf(fileOf(file)) : side('after')];
}

function titleOf(runs: SpecRuns, identity: string, what: string): string {
  const task = runs.snapshot().tasks.find((each) => each.identity === identity);
  return `${baseName(what)} (task ${task?.id ?? task?.title ?? ''})`;
}
