/** The steering view: by whose they are, when each takes part, and which do for the file in front of the user. */
import * as vscode from 'vscode';
import type { SteeringConflict } from '../../core/steering/conflicts';
import type { SteeringChoice, SteeringFile } from '../../core/steering/model';
import type { Shared } from '../app';
import { quietly } from '../boundary';
import { baseName, uriOf, workspaceRoots } from '../paths';
import { steeringDocuments, steeringGlob } from './places';
import { modeWords, tokenWords } from './words';

/** A row: a scope, or a file in it. */
export type SteeringNode =
  | { readonly kind: 'scope'; readonly title: string; readonly root: string; readonly scope: 'user' | 'workspace' }
  | {
      readonly kind: 'file';
      readonly choice: SteeringChoice;
      /** Each with a file of its name elsewhere. */
      readonly conflicts: readonly SteeringConflict[];
      readonly root: string;
    };

/** The view, and what it shows. */
export interface SteeringTree {
  readonly view: vscode.TreeView<SteeringNode>;
  readonly provider: vscode.TreeDataProvider<SteeringNode>;
}

/** In a row's tooltip. */
const mostConflicts = 5;

/** Registers the view; files are read when it is looked at. */
export function registerSteeringTree(app: Shared): SteeringTree {
  const changed = new vscode.EventEmitter<undefined>();
  const provider: vscode.TreeDataProvider<SteeringNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => {
      watch();
      if (node === undefined) view.description = descriptionOf(app);
      return quietly(app.log, 'The steering view', async () => [...(await childrenOf(app, node))], []);
    },
    getTreeItem: itemOf,
  };
  const view = vscode.window.createTreeView('tracewright.steering', { treeDataProvider: provider });
  const refresh = (): void => {
    if (view.visible) changed.fire(undefined);
  };
  let watcher: vscode.FileSystemWatcher | undefined;
  /** Files are followed from the first look at the view: a glob of many branches costs something at activation. */
  const watch = (): void => {
    if (watcher !== undefined) return;
    watcher = vscode.workspace.createFileSystemWatcher(steeringGlob);
    const { subscriptions } = app.context;
    subscriptions.push(
      watcher,
      watcher.onDidChange(refresh),
      watcher.onDidCreate(refresh),
      watcher.onDidDelete(refresh),
    );
  };
  app.context.subscriptions.push(
    view,
    changed,
    view.onDidChangeVisibility(refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
    // The user's own lie where nothing is watched.
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (vscode.languages.match(steeringDocuments, document) > 0) refresh();
    }),
    app.onDidChange((paths) => (paths === undefined ? refresh() : undefined)),
  );
  return { view, provider };
}

/** What "now" means in its rows. */
function descriptionOf({ front }: Shared): string {
  const file = front.file();
  return file === undefined ? '' : `for ${baseName(file.path)}`;
}

async function childrenOf(app: Shared, node: SteeringNode | undefined): Promise<readonly SteeringNode[]> {
  if (node?.kind === 'file') return [];
  const roots = workspaceRoots();
  if (node === undefined) {
    const scopes = [
      ...roots.map(({ path, name }): SteeringNode => ({ kind: 'scope', title: name, root: path, scope: 'workspace' })),
    ];
    const [first] = roots;
    if (first !== undefined)
      scopes.push({ kind: 'scope', title: 'Yours, in every workspace', root: first.path, scope: 'user' });
    const filled = await Promise.all(scopes.map((scope) => childrenOf(app, scope)));
    return scopes.filter((_, at) => (filled[at]?.length ?? 0) > 0);
  }
  const { steering } = await app.engine();
  const active = app.front.file();
  const paths = active?.root === node.root ? [active.path] : [];
  const [choices, { conflicts }] = await Promise.all([steering.select(node.root, { paths }), steering.list(node.root)]);
  return choices
    .filter(({ file }) => file.scope === node.scope)
    .map((choice) => ({
      kind: 'file',
      choice,
      root: node.root,
      conflicts: conflicts.filter(
        ({ over, holds }) => over.label === choice.file.label || holds.label === choice.file.label,
      ),
    }));
}

function itemOf(node: SteeringNode): vscode.TreeItem {
  if (node.kind === 'scope') {
    const item = new vscode.TreeItem(node.title, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `${node.scope} ${node.root}`;
    item.contextValue = 'scope';
    item.iconPath = new vscode.ThemeIcon(node.scope === 'user' ? 'account' : 'root-folder');
    return item;
  }
  const { choice, conflicts, root } = node;
  const { file, included, why } = choice;
  const item = new vscode.TreeItem(file.label.replace(/^~?\/?\.kiro\/steering\//u, ''));
  const [problem] = file.problems;
  const ever = file.inclusion.kind === 'always' && file.subtree === '';
  const now = included ? (ever ? [] : ['now']) : file.bar === undefined ? [] : ['not used'];
  item.id = `${root} ${file.label}`;
  // Side bars are narrow: what is so now stands before what is always so.
  item.description = [...now, modeWords(file), ...conflictWords(file, conflicts)].join(' · ');
  item.resourceUri = uriOf(file.path);
  item.iconPath = iconOf(choice);
  item.contextValue = file.scope === 'workspace' && file.source === 'kiro' ? 'file;refinable' : 'file';
  item.command = { command: 'vscode.open', title: 'Open', arguments: [uriOf(file.path)] };
  item.tooltip = [
    file.label,
    `${included ? 'Included' : 'Not included'} now, because ${why}. ${tokenWords(file.tokens)}.`,
    ...conflicts.slice(0, mostConflicts).map(({ why: words }) => words),
    ...(problem === undefined ? [] : file.problems.map(({ message, place }) => `Line ${place.line}: ${message}`)),
  ].join('\n');
  item.accessibilityInformation = {
    label: `${item.label as string}, ${item.description}, ${included ? 'included' : 'not included'} now${problem === undefined ? '' : `, ${file.problems.length} problems`}`,
  };
  return item;
}

/** A folder’s own file goes before the one around it, which is how that is meant; everything else is a conflict. */
function conflictWords({ label }: SteeringFile, conflicts: readonly SteeringConflict[]): readonly string[] {
  if (conflicts.some(({ holds, over }) => holds.subtree === over.subtree)) return ['conflict'];
  const before = conflicts.findLast(({ holds }) => holds.label === label);
  return before === undefined ? [] : [`over ${before.over.label}`];
}

function iconOf({ file, included }: SteeringChoice): vscode.ThemeIcon {
  if (file.problems.some(({ severity }) => severity === 'warning'))
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  if (file.bar !== undefined || file.inclusion.kind === 'never') return new vscode.ThemeIcon('circle-slash');
  return new vscode.ThemeIcon(included ? 'pass-filled' : 'circle-outline');
}
