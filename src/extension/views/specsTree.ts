/**
 * The specs view: folders, specs, their documents with approval state, their tasks with boxes. Children are made when
 * they are looked at; what changes on disk, by anybody, arrives through the engine, so that nothing polls.
 */
import * as vscode from 'vscode';
import type { SpecHandle } from '../../core/flows/service';
import type { Shared } from '../app';
import { guarded, quietly } from '../boundary';
import { report } from '../outcome';
import { workspaceRoots } from '../paths';
import { buildingWords, needsUser as runNeedsUser } from '../runs/words';
import { isWorking, listedDocuments, needsUser } from '../words';
import { type DrawnTree, drawnTree } from './drawnTree';
import { nodeKey } from './focusedRow';
import { type FollowedSpecs, followSpecs } from './followedSpecs';
import { type Folder, groupByRoot } from './grouping';
import { documentItem, folderItem, goneItem, lookOf, otherItem, specItem, taskItem, taskTooltip } from './items';
import { childNodes, type DocumentNode, type FolderNode, type SpecNode, type TreeNode, taskNodes } from './nodes';

/** The view, and what it shows. */
export interface SpecsTree {
  readonly view: vscode.TreeView<TreeNode>;
  readonly provider: vscode.TreeDataProvider<TreeNode>;
}

/** Registers the view; it asks for the engine when it is first shown. */
export function registerSpecsTree(app: Shared): SpecsTree {
  const changed = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  const nodes = treeNodes();
  const open = async (spec: string): Promise<SpecHandle | undefined> => (await app.engine()).specs.open(spec);
  const followed = followSpecs(open, (spec) => redraw(nodes.spec(spec)));
  const drawn = drawnTree<TreeNode>({
    keyOf: nodeKey,
    childrenOf: (node) => childrenOf(node, app, nodes, followed),
    lookOf: async (node) => lookOf(await itemOf(node, app, nodes, followed)),
  });
  const provider: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) =>
      quietly(app.log, 'The specs view', async () => [...(await childrenOf(node, app, nodes, followed))], []),
    getTreeItem: async (node) => {
      const item = await itemOf(node, app, nodes, followed);
      mark();
      return item;
    },
    getParent: (node) => parentOf(node, nodes),
    resolveTreeItem: (item, node) => {
      if (node.kind === 'task') item.tooltip = taskTooltip(node);
      return item;
    },
  };
  const view = vscode.window.createTreeView('tracewright.specs', {
    treeDataProvider: heardOf(provider, drawn),
    manageCheckboxStateManually: true,
    showCollapseAll: true,
  });
  const mark = oncePerTurn(() => markWindow(view, followed, app));
  /** Draws anew what looks different below a row, or in all of the tree; and `always`, however it looks. */
  const redraw = oneByOne(async (row: TreeNode | undefined, always: readonly TreeNode[] = []) => {
    const looked = quietly(app.log, 'The specs view', () => drawn.different(row), [row]);
    const rows = [...new Set([...(await looked), ...always])];
    const some = rows.flatMap((each) => (each === undefined ? [] : [each]));
    if (some.length < rows.length) changed.fire(undefined);
    else if (some.length > 0) changed.fire(some);
    mark();
  });
  const ticking = view.onDidChangeCheckboxState(({ items }) =>
    guarded(app.log, 'Ticking a task', async () => {
      for (const [node, state] of items) {
        // A refused tick has to look refused, so its row is drawn anew in any case.
        await tick(node, state, followed).finally(() =>
          redraw('spec' in node ? nodes.spec(node.spec) : undefined, [node]),
        );
      }
    }),
  );
  const listening = app.onDidChange((paths) => {
    if (paths?.every((path) => followed.has(path))) return paths.forEach(followed.touch);
    for (const path of paths ?? []) followed.forget(path);
    if (paths === undefined) followed.forget();
    redraw(undefined);
  });
  const running = followRunStates(app, followed);
  app.context.subscriptions.push(view, changed, followed, ticking, listening, running);
  return { view, provider };
}

/** What the editor asks for is what it holds from then on. */
function heardOf(
  provider: vscode.TreeDataProvider<TreeNode>,
  drawn: DrawnTree<TreeNode>,
): vscode.TreeDataProvider<TreeNode> {
  return {
    ...provider,
    getChildren: async (node) => drawn.took(node, (await provider.getChildren(node)) ?? []),
    getTreeItem: async (node) => {
      const item = await provider.getTreeItem(node);
      drawn.drew(node, lookOf(item));
      return item;
    },
  };
}

/** A spec is drawn anew when one of its tasks looks different, not with every line that a run prints. */
function followRunStates(app: Shared, followed: FollowedSpecs): vscode.Disposable {
  const drawn = new Map<string, string>();
  return app.onDidChangeRuns((spec) => {
    const runs = app.runs.snapshot(spec);
    const tasks = runs?.tasks.map(({ identity, state, position, evidence }) => [identity, state, position, evidence]);
    const now = JSON.stringify([tasks, runs?.active, runs?.closed, buildingWords(runs)]);
    if (drawn.get(spec) === now || !followed.has(spec)) return;
    drawn.set(spec, now);
    followed.touch(spec);
  });
}

/** Spec and document nodes stay the same objects, so that the editor knows them again. */
interface TreeNodes {
  spec(path: string): SpecNode;
  document(spec: string, name: DocumentNode['document']): DocumentNode;
  /** How many specs the tree has. */
  count: number;
}

function treeNodes(): TreeNodes {
  const specs = new Map<string, SpecNode>();
  const documents = new Map<string, DocumentNode>();
  return {
    spec: (spec) => kept(specs, spec, () => ({ kind: 'spec', spec })),
    document: (spec, document) => kept(documents, `${spec}/${document}`, () => ({ kind: 'document', spec, document })),
    count: 0,
  };
}

function kept<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

async function childrenOf(
  node: TreeNode | undefined,
  app: Shared,
  nodes: TreeNodes,
  followed: FollowedSpecs,
): Promise<readonly TreeNode[]> {
  switch (node?.kind) {
    case undefined:
      return topNodes(app, nodes);
    case 'folder':
      return insideOf(node.folder, nodes);
    case 'spec': {
      const handle = await followed.follow(node.spec);
      if (!handle) return [];
      return listedDocuments(handle.snapshot(), handle.spec()).map((name) => nodes.document(node.spec, name));
    }
    case 'document': {
      const handle = node.document === 'tasks.md' ? await followed.follow(node.spec) : undefined;
      const tasks = handle?.spec().documents.find(({ name }) => name === 'tasks.md');
      await app.runs.open(node.spec);
      return tasks?.name === 'tasks.md' ? taskNodes(node, tasks.tasks) : [];
    }
    case 'task':
      return childNodes(node);
  }
}

async function topNodes(app: Shared, nodes: TreeNodes): Promise<readonly TreeNode[]> {
  const roots = workspaceRoots();
  if (roots.length === 0) return [];
  const specs = (await (await app.engine()).specs.list()).map((spec) => spec.path);
  nodes.count = specs.length;
  void setContext('hasSpecs', specs.length > 0);
  const groups = [...groupByRoot(roots, specs).values()];
  const [only] = groups;
  if (only && groups.length === 1) return insideOf(only, nodes);
  return specs.length === 0 ? [] : groups.map((folder): FolderNode => ({ kind: 'folder', folder, root: true }));
}

function insideOf(folder: Folder, nodes: TreeNodes): readonly TreeNode[] {
  const folders = folder.folders.map((each): FolderNode => ({ kind: 'folder', folder: each, root: false }));
  return [...folders, ...folder.specs.map(nodes.spec)];
}

async function itemOf(
  node: TreeNode,
  app: Shared,
  nodes: TreeNodes,
  followed: FollowedSpecs,
): Promise<vscode.TreeItem> {
  if (node.kind === 'folder') return folderItem(node);
  if (node.kind === 'task') return taskItem(node, app.runs.snapshot(node.spec));
  const handle = await followed.follow(node.spec);
  if (!handle) return goneItem(node);
  const snapshot = handle.snapshot();
  if (node.kind === 'spec') return specItem(node, snapshot, app.runs.snapshot(node.spec), nodes.count === 1);
  const document = snapshot.documents.find(({ name }) => name === node.document);
  return document ? documentItem(node, document, snapshot, handle.spec()) : otherItem(node);
}

function parentOf(node: TreeNode, nodes: TreeNodes): TreeNode | undefined {
  if (node.kind === 'task') return node.parent.kind === 'task' ? node.parent : nodes.document(node.spec, 'tasks.md');
  return node.kind === 'document' ? nodes.spec(node.spec) : undefined;
}

async function tick(node: TreeNode, state: vscode.TreeItemCheckboxState, followed: FollowedSpecs): Promise<void> {
  const handle = node.kind === 'task' ? await followed.follow(node.spec) : undefined;
  if (!handle || node.kind !== 'task') return;
  report(await handle.setTask(node.task, state === vscode.TreeItemCheckboxState.Checked ? 'done' : 'open'));
}

/** The badge counts who waits for the user; the contexts are what menus and the walkthrough ask. */
function markWindow(view: vscode.TreeView<TreeNode>, followed: FollowedSpecs, app: Shared): void {
  const snapshots = followed.snapshots();
  const building = new Set(app.runs.all().flatMap((runs) => (runs.active && runNeedsUser(runs) ? [runs.spec] : [])));
  const value = snapshots.filter((snapshot) => needsUser(snapshot) || building.has(snapshot.path)).length;
  const tooltip = value === 1 ? '1 spec waits for you' : `${value} specs wait for you`;
  view.badge = value === 0 ? undefined : { value, tooltip };
  void setContext('working', snapshots.some(isWorking));
  if (snapshots.some(({ documents }) => documents.some(({ state }) => state === 'approved'))) {
    void setContext('hasApproval', true);
  }
}

function setContext(name: string, value: unknown): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', `tracewright.${name}`, value);
}

/**
 * One after the other, so that what the first has found different is not found again by the next; one that fails ends
 * none after it.
 */
function oneByOne<Given extends readonly unknown[]>(
  act: (...given: Given) => Promise<void>,
): (...given: Given) => void {
  let last = Promise.resolve();
  return (...given) => {
    const turn = () => act(...given);
    last = last.then(turn, turn);
  };
}

function oncePerTurn(act: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    setImmediate(() => {
      asked = false;
      act();
    });
  };
}
