/**
 * The context view: what the model sees, part by part, with why, tokens, cost and cache, and what leaves the machine.
 * Boxes switch steering files and the map off for the sessions of the spec. Nothing is sent for it.
 */
import * as vscode from 'vscode';
import type { ContextPart, EffectiveContext } from '../../core/context/effective';
import { handleOf, type Shared } from '../app';
import { guarded, quietly } from '../boundary';
import { partUri } from '../effectiveContext';
import { report } from '../outcome';
import { uriOf } from '../paths';
import { followFocus } from '../views/followFocus';
import { whenQuiet } from '../whenQuiet';
import { type ContextNode, contextRows, idOf, type PartRow, partSentence, rowsBelow, rowWords } from './rows';
import { type ContextSubject, subjectInView } from './subject';

/** The view, what it shows, and what commands do with it. */
export interface ContextTree {
  readonly view: vscode.TreeView<ContextNode>;
  readonly provider: vscode.TreeDataProvider<ContextNode>;
  /** What it is about right now. */
  subject(): ContextSubject | undefined;
  /** Pins it to a subject, or with `undefined` to what the user looks at. */
  choose(subject: ContextSubject | undefined): void;
  visible(): boolean;
  /** The row of a part that a key was pressed on; to be asked at once. */
  focused(): Promise<PartRow | undefined>;
  /** Shows the view and gives it the focus. */
  reveal(): Promise<void>;
  /** Switches a part off, or on again, for the sessions of the spec that its row was drawn for. */
  toggle(row: PartRow): Promise<void>;
}

/** Milliseconds in which changes are drawn once: a context takes a look at the whole repository. */
const waits = { quiet: 400, most: 4000 };

/** Registers the view; `panel` gives the spec of the active panel. Nothing is put together before it is looked at. */
export function registerContextTree(app: Shared, panel: () => string | undefined): ContextTree {
  const changed = new vscode.EventEmitter<undefined>();
  let chosen: ContextSubject | undefined;
  const subject = (): ContextSubject | undefined => chosen ?? subjectInView(app, panel());
  const provider: vscode.TreeDataProvider<ContextNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) =>
      quietly(
        app.log,
        'The context view',
        async () => [...(node ? rowsBelow(node) : await topRows(app, subject()))],
        [],
      ),
    getTreeItem: itemOf,
  };
  const view = vscode.window.createTreeView('tracewright.context', {
    treeDataProvider: provider,
    manageCheckboxStateManually: true,
    showCollapseAll: true,
  });
  const refresh = whenQuiet(() => {
    if (view.visible) changed.fire(undefined);
  }, waits);
  const focus = followFocus(view, idOf);
  const toggle = async ({ part, query: { spec } }: PartRow): Promise<void> => {
    if (spec === undefined) throw new Error('Parts are switched for the sessions of a spec: choose one first.');
    await switchPart(app, spec, part).finally(() => changed.fire(undefined));
  };
  app.context.subscriptions.push(
    view,
    changed,
    focus,
    refresh,
    view.onDidChangeVisibility(refresh.soon),
    view.onDidChangeCheckboxState(({ items }) =>
      guarded(app.log, 'Switching a part of the context', async () => {
        for (const [node] of items) if (node.kind === 'part') await toggle(node);
      }),
    ),
    vscode.window.tabGroups.onDidChangeTabs(refresh.soon),
    vscode.window.onDidChangeActiveTextEditor(refresh.soon),
    app.onDidChange(refresh.soon),
    // A running task reads files and says things: its conversation and what is cached grow with each turn.
    app.onDidChangeRuns(refresh.soon),
  );
  return {
    view,
    provider,
    subject,
    choose: (next) => {
      chosen = next;
      changed.fire(undefined);
    },
    visible: () => view.visible,
    focused: async () => {
      const node = await focus.row();
      return node?.kind === 'part' ? node : undefined;
    },
    reveal: async () => void (await vscode.commands.executeCommand('tracewright.context.focus')),
    toggle,
  };
}

async function topRows(app: Shared, subject: ContextSubject | undefined): Promise<readonly ContextNode[]> {
  if (subject === undefined || !vscode.workspace.isTrusted) return [];
  const context = await (await app.engine()).effective(subject.query);
  return contextRows(subject, context);
}

async function switchPart(app: Shared, spec: string, part: ContextPart): Promise<void> {
  const handle = await handleOf(app, spec);
  const off = handle.snapshot().off ?? [];
  const next = part.switch === 'off' ? off.filter((name) => name !== part.label) : [...off, part.label];
  report(await handle.switchOff(next));
}

function itemOf(node: ContextNode): vscode.TreeItem {
  const { label, description, spoken } = rowWords(node);
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const state = node.kind === 'leaving' ? Collapsed : node.kind === 'group' ? groupState(node.of) : None;
  const item = new vscode.TreeItem(label, state === Expanded || state === Collapsed ? state : None);
  item.description = description;
  item.id = idOf(node);
  item.contextValue = node.kind;
  switch (node.kind) {
    case 'subject':
      item.iconPath = new vscode.ThemeIcon('target');
      item.tooltip = sentenceOf(node.context);
      item.command = { command: 'tracewright.chooseContext', title: 'Choose What the Context Is Of' };
      break;
    case 'leaving':
      item.iconPath = new vscode.ThemeIcon('cloud-upload');
      item.tooltip =
        'Where requests go, and the files of which something is in the prompt or was sent in this session.';
      break;
    case 'group':
      item.iconPath = new vscode.ThemeIcon(groupIcons[node.of] ?? 'list-unordered');
      break;
    case 'part':
      dressPart(item, node);
      break;
    case 'file':
      item.resourceUri = uriOf(node.path);
      item.description = vscode.workspace.asRelativePath(node.path);
      item.iconPath = vscode.ThemeIcon.File;
      item.command = { command: 'vscode.open', title: 'Open', arguments: [uriOf(node.path)] };
  }
  item.accessibilityInformation = { label: node.kind === 'file' ? `${label}, ${item.description}` : spoken };
  return item;
}

/** A row without an icon would stand further in than those below it. */
const groupIcons: Readonly<Partial<Record<ContextPart['kind'], string>>> = {
  tools: 'tools',
  steering: 'compass',
  spec: 'checklist',
};

function groupState(of: ContextPart['kind']): vscode.TreeItemCollapsibleState {
  return of === 'tools' ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded;
}

function dressPart(item: vscode.TreeItem, { part, query }: PartRow): void {
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  item.tooltip = partSentence(part);
  item.iconPath = new vscode.ThemeIcon(
    part.switch === 'off' ? 'circle-slash' : part.included ? 'pass-filled' : 'circle-outline',
  );
  item.contextValue = ['part', ...(part.switch === undefined ? [] : ['switchable', part.switch])].join(';');
  if (part.switch !== undefined)
    item.checkboxState = {
      state: part.switch === 'on' ? Checked : Unchecked,
      tooltip: part.switch === 'on' ? 'Switch off for the sessions of this spec' : 'Switch on again',
    };
  const uri = part.path === undefined ? partUri(query, part) : uriOf(part.path);
  item.command = { command: 'vscode.open', title: 'Open', arguments: [uri] };
}

function sentenceOf({ reader, last }: EffectiveContext): string {
  const sent =
    last === undefined
      ? ''
      : `\nThe last request had ${last.tokens} tokens, ${Math.round(100 * last.cached)} % of them out of the cache.`;
  return `${reader.failure ?? `${reader.model}, ${reader.where}.`}${sent}\nChoose what the context is of.`;
}
