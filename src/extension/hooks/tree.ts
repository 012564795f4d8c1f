/** The hooks view: each hook with its switch, trigger and last result, under it what became of its firings. */
import * as vscode from 'vscode';
import type { Hook } from '../../core/hooks/model';
import type { Shared } from '../app';
import { guarded, quietly } from '../boundary';
import { followFocus } from '../views/followFocus';
import { drawnRows } from './drawnRows';
import { itemOf } from './items';
import { childrenOf, type HookNode, idOf } from './rows';
import type { WindowHooks } from './windowHooks';

/** The view, and what it shows. */
export interface HooksTree {
  readonly view: vscode.TreeView<HookNode>;
  readonly provider: vscode.TreeDataProvider<HookNode>;
  /** The row that a key was pressed on, right after it was. */
  readonly focused: () => Promise<HookNode | undefined>;
}

/** Milliseconds in which changes become one: steps of a firing follow each other quickly. */
const settleMs = 100;

/** Registers the view; hooks are read when there are some, or it is looked at. */
export function registerHooksTree(app: Shared, hooks: WindowHooks): HooksTree {
  const changed = new vscode.EventEmitter<HookNode[] | undefined>();
  const drawn = drawnRows(hooks, (node) => JSON.stringify(itemOf(app, node)));
  const provider: vscode.TreeDataProvider<HookNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) =>
      quietly(app.log, 'The hooks view', async () => drawn.take(node, await childrenOf(hooks, node)), []),
    getTreeItem: (node) => itemOf(app, drawn.asItStands(node)),
  };
  const view = vscode.window.createTreeView('tracewright.hooks', {
    treeDataProvider: provider,
    manageCheckboxStateManually: true,
    showCollapseAll: true,
  });
  const focus = followFocus(view, idOf);
  let timer: NodeJS.Timeout | undefined;
  let whole = false;
  const redraw = async (): Promise<void> => {
    timer = undefined;
    const all = whole;
    whole = false;
    if (!view.visible) return;
    const again = all ? await drawn.again() : [];
    const rows = again && [...new Set([...again, ...drawn.changed()])];
    if (rows?.length !== 0) changed.fire(rows);
  };
  const refresh = (what?: 'firing'): void => {
    whole ||= what !== 'firing';
    timer ??= setTimeout(() => void quietly(app.log, 'The hooks view', redraw, undefined), settleMs);
  };
  app.context.subscriptions.push(
    view,
    focus,
    changed,
    hooks.onDidChange((what) => refresh(what === 'firing' ? what : undefined)),
    view.onDidChangeVisibility(() => refresh()),
    view.onDidChangeCheckboxState(({ items }) => {
      for (const [node, state] of items)
        if (node.kind === 'hook')
          void guarded(app.log, 'Switching a hook', () =>
            switchHookTo(hooks, node.hook, state === vscode.TreeItemCheckboxState.Checked),
          ).finally(() => refresh());
    }),
    { dispose: () => clearTimeout(timer) },
  );
  return { view, provider, focused: focus.row };
}

/** Switches a hook on or off in its file; says why where that can't be done. What is there then is read in any case. */
export async function switchHookTo(hooks: WindowHooks, hook: Hook, enabled: boolean): Promise<void> {
  const service = await hooks.service();
  try {
    const refused = await service.toggle(hook, enabled);
    if (refused !== undefined) void vscode.window.showWarningMessage(refused);
  } finally {
    for (const { root } of hooks.folders()) await hooks.reload(root);
  }
}
