/** The hooks view: each hook with its switch, trigger and last result, under it what became of its firings. */
import * as vscode from 'vscode';
import type { Firing, Hook, HookFile } from '../../core/hooks/model';
import { resultWords } from '../../core/hooks/resultWords';
import type { Shared } from '../app';
import { guarded, quietly } from '../boundary';
import { uriOf } from '../paths';
import { followFocus } from '../views/followFocus';
import { inTimeOrder } from './firings';
import { firingUri } from './firingText';
import type { FolderHooks, WindowHooks } from './windowHooks';
import { isOwnWork, lastWords, messageOf } from './words';

/** A row. */
export type HookNode =
  | { readonly kind: 'scope'; readonly title: string; readonly root: string; readonly scope: 'user' | 'workspace' }
  | {
      readonly kind: 'hook';
      readonly root: string;
      readonly hook: Hook;
      readonly last: Firing | undefined;
      readonly isNew: boolean;
    }
  | { readonly kind: 'file'; readonly root: string; readonly file: HookFile }
  | { readonly kind: 'firing'; readonly root: string; readonly firing: Firing };

type HookRow = Extract<HookNode, { kind: 'hook' }>;

/** The view, and what it shows. */
export interface HooksTree {
  readonly view: vscode.TreeView<HookNode>;
  readonly provider: vscode.TreeDataProvider<HookNode>;
  /** The row that a key was pressed on, right after it was. */
  readonly focused: () => Promise<HookNode | undefined>;
}

/** Firings that are listed of one hook. */
const mostFirings = 20;
/** Milliseconds in which changes become one: steps of a firing follow each other quickly. */
const settleMs = 100;

/** Registers the view; hooks are read when there are some, or it is looked at. */
export function registerHooksTree(app: Shared, hooks: WindowHooks): HooksTree {
  const changed = new vscode.EventEmitter<HookRow[] | undefined>();
  const drawn = drawnRows(hooks);
  const provider: vscode.TreeDataProvider<HookNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) =>
      quietly(app.log, 'The hooks view', async () => drawn.take(node, await childrenOf(hooks, node)), []),
    getTreeItem: (node) => itemOf(app, node.kind === 'hook' ? drawn.asItStands(node) : node),
  };
  const view = vscode.window.createTreeView('tracewright.hooks', {
    treeDataProvider: provider,
    manageCheckboxStateManually: true,
    showCollapseAll: true,
  });
  const focus = followFocus(view, idOf);
  let timer: NodeJS.Timeout | undefined;
  let whole = false;
  const redraw = (): void => {
    timer = undefined;
    const rows = whole ? undefined : drawn.changed();
    if (view.visible && rows?.length !== 0) changed.fire(rows);
    whole = false;
  };
  const refresh = (what?: 'firing'): void => {
    whole ||= what !== 'firing';
    timer ??= setTimeout(redraw, settleMs);
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

/**
 * The hooks' rows as the editor has them. What a firing changes is its hook's row alone: while a whole view is drawn
 * anew, the editor knows none of its rows, and a command on one would not find it.
 */
function drawnRows(hooks: WindowHooks) {
  const rows = new Map<string, HookRow>();
  const newest = new Map<string, Firing | undefined>();
  const latest = ({ root, hook }: HookRow, ofAll: boolean): Firing | undefined =>
    inTimeOrder(
      hooks
        .firings()
        .filter((each) => each.hook === hook.id && each.event.root === root && (ofAll || !isOwnWork(each.result))),
    ).at(-1);
  return {
    /** Children of a row, as the editor is about to know them. */
    take: (parent: HookNode | undefined, nodes: readonly HookNode[]): HookNode[] => {
      if (parent === undefined) rows.clear();
      for (const node of nodes) {
        if (node.kind !== 'hook') continue;
        rows.set(idOf(node), node);
        newest.set(idOf(node), latest(node, true));
      }
      return [...nodes];
    },
    /** Rows of hooks of which something became since they were drawn, or this was asked. */
    changed: (): HookRow[] =>
      [...rows].flatMap(([id, row]) => {
        const now = latest(row, true);
        if (now === newest.get(id)) return [];
        newest.set(id, now);
        return [row];
      }),
    asItStands: (row: HookRow): HookRow => ({
      ...row,
      last: inTimeOrder([row.last, latest(row, false)].flatMap((each) => each ?? [])).at(-1),
    }),
  };
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

async function childrenOf(hooks: WindowHooks, node: HookNode | undefined): Promise<readonly HookNode[]> {
  if (node === undefined) {
    await hooks.start();
    const scopes = scopesOf(hooks.folders());
    return scopes.length === 1 && scopes[0] !== undefined ? rowsOf(hooks, scopes[0]) : scopes;
  }
  if (node.kind === 'scope') return rowsOf(hooks, node);
  if (node.kind !== 'hook') return [];
  const firings = await hooks.history(node.root, node.hook.id);
  return firings.slice(0, mostFirings).map((firing) => ({ kind: 'firing', root: node.root, firing }));
}

type ScopeNode = Extract<HookNode, { kind: 'scope' }>;

/** The user's own hooks fire in every folder and are listed once. */
function scopesOf(folders: readonly FolderHooks[]): readonly ScopeNode[] {
  const own = folders.map(({ root, name }): ScopeNode => ({ kind: 'scope', title: name, root, scope: 'workspace' }));
  const [first] = folders;
  const users: readonly ScopeNode[] =
    first === undefined ? [] : [{ kind: 'scope', title: 'Yours, in every workspace', root: first.root, scope: 'user' }];
  return [...own, ...users].filter(({ root, scope }) =>
    folders.some((folder) => folder.root === root && folder.set.files.some((file) => file.scope === scope)),
  );
}

async function rowsOf(hooks: WindowHooks, { root, scope }: ScopeNode): Promise<readonly HookNode[]> {
  const folder = hooks.folders().find((each) => each.root === root);
  if (folder === undefined) return [];
  const files = folder.set.files.filter((file) => file.scope === scope);
  const bad = files.filter(({ diagnostics }) =>
    diagnostics.some(({ severity }) => severity === 'error' || severity === 'warning'),
  );
  const kept = await (await hooks.service()).history(root);
  const last = new Map(
    inTimeOrder(
      [...kept, ...hooks.firings()].filter(({ event, result }) => event.root === root && !isOwnWork(result)),
    ).map((each) => [each.hook, each]),
  );
  return [
    ...files
      .flatMap((file) => file.hooks)
      .map(
        (hook): HookNode => ({ kind: 'hook', root, hook, last: last.get(hook.id), isNew: folder.unknown.has(hook.id) }),
      ),
    ...bad.map((file): HookNode => ({ kind: 'file', root, file })),
  ];
}

/** What tells a row from the others, also after the tree was drawn anew. */
function idOf(node: HookNode): string {
  switch (node.kind) {
    case 'scope':
      return `${node.scope} ${node.root}`;
    case 'hook':
      return `${node.root} ${node.hook.id}`;
    case 'file':
      return `${node.root} file ${node.file.path}`;
    case 'firing':
      return `${node.root} firing ${node.firing.id}`;
  }
}

function itemOf(app: Shared, node: HookNode): vscode.TreeItem {
  switch (node.kind) {
    case 'scope': {
      const item = new vscode.TreeItem(node.title, vscode.TreeItemCollapsibleState.Expanded);
      item.id = idOf(node);
      item.contextValue = 'scope';
      item.iconPath = new vscode.ThemeIcon(node.scope === 'user' ? 'account' : 'root-folder');
      return item;
    }
    case 'hook':
      return hookItem(app, node);
    case 'file':
      return fileItem(node);
    case 'firing':
      return firingItem(node);
  }
}

function hookItem(app: Shared, node: HookRow): vscode.TreeItem {
  const { hook, root, last, isNew } = node;
  const { triggerWords, hookLines } = app.part().hooks;
  const state = last === undefined ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(hook.name, state);
  const standing = isNew && hook.enabled ? ['new'] : [];
  const result = last === undefined ? [] : [lastWords(last, new Date())];
  item.id = idOf(node);
  item.description = [...standing, ...result, triggerWords(hook)].join(' · ');
  item.iconPath = iconOf(last, isNew && hook.enabled, hook.enabled);
  item.contextValue = ['hook', ...(isNew ? ['new'] : []), ...(last?.result.kind === 'running' ? ['running'] : [])].join(
    ';',
  );
  item.checkboxState = {
    state: hook.enabled ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
    tooltip: hook.enabled ? 'Switch this hook off' : 'Switch this hook on',
    accessibilityInformation: { label: `${hook.name}, ${hook.enabled ? 'on' : 'off'}`, role: 'checkbox' },
  };
  item.command = { command: 'tracewright.openHook', title: 'Open', arguments: [{ root, hook }] };
  item.tooltip = [
    hook.name,
    ...(hook.description === '' ? [] : [hook.description]),
    ...hookLines(hook),
    ...(isNew ? ['It is new or changed: it fires once you have allowed it.'] : []),
    ...(last === undefined
      ? []
      : [`Last: ${resultWords(last.result)}, because ${last.why}. ${messageOf(last.result)}`.trim()]),
    hook.id,
  ].join('\n');
  item.accessibilityInformation = {
    label: `${hook.name}, ${hook.enabled ? 'on' : 'off'}, ${item.description}`,
  };
  return item;
}

function fileItem(node: Extract<HookNode, { kind: 'file' }>): vscode.TreeItem {
  const { file } = node;
  const found = file.diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const [first] = found;
  const item = new vscode.TreeItem(file.path.slice(file.path.lastIndexOf('/') + 1));
  item.id = idOf(node);
  item.description = found.length === 1 ? '1 problem' : `${found.length} problems`;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'file';
  item.tooltip = found.map(({ message, place }) => `Line ${place.line}: ${message}`).join('\n');
  const line = Math.max(0, (first?.place.line ?? 1) - 1);
  const selection = new vscode.Range(line, 0, line, 0);
  item.command = { command: 'vscode.open', title: 'Open', arguments: [uriOf(file.path), { selection }] };
  item.accessibilityInformation = { label: `${String(item.label)}, ${item.description}. ${item.tooltip}` };
  return item;
}

function firingItem(node: Extract<HookNode, { kind: 'firing' }>): vscode.TreeItem {
  const { firing } = node;
  const item = new vscode.TreeItem(lastWords(firing, new Date()));
  item.id = idOf(node);
  item.description = [firing.why, messageOf(firing.result)].filter((each) => each !== '').join(' · ');
  item.iconPath = iconOf(firing, false, true);
  item.contextValue = firing.result.kind === 'running' ? 'firing;running' : 'firing';
  item.tooltip = [`Because ${firing.why}`, messageOf(firing.result)].filter(Boolean).join('\n');
  item.command = { command: 'vscode.open', title: 'Show', arguments: [firingUri(firing)] };
  item.accessibilityInformation = { label: `${String(item.label)}, ${item.description}` };
  return item;
}

function iconOf(last: Firing | undefined, isNew: boolean, enabled: boolean): vscode.ThemeIcon {
  if (!enabled) return new vscode.ThemeIcon('circle-slash');
  if (last?.result.kind === 'running') return new vscode.ThemeIcon('loading~spin');
  if (isNew) return new vscode.ThemeIcon('bell-dot', new vscode.ThemeColor('list.warningForeground'));
  switch (last?.result.kind) {
    case 'ok':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'warning':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'blocked':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'held':
      return new vscode.ThemeIcon('circle-slash');
    case 'stopped':
      return new vscode.ThemeIcon('stop-circle');
    default:
      return new vscode.ThemeIcon('zap');
  }
}
