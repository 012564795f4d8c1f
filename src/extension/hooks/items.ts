/** How a row of the hooks view looks. */
import * as vscode from 'vscode';
import type { Firing } from '../../core/hooks/model';
import { resultWords } from '../../core/hooks/resultWords';
import type { Shared } from '../app';
import { uriOf } from '../paths';
import { firingUri } from './firingText';
import { type HookNode, type HookRow, idOf } from './rows';
import { lastWords, messageOf } from './words';

/** The row as the editor draws it. */
export function itemOf(app: Shared, node: HookNode): vscode.TreeItem {
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
  const { hook, root, last, isNew, uncalled } = node;
  const { triggerWords, hookLines } = app.part().hooks;
  const state = last === undefined ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(hook.name, state);
  const standing = [
    ...(isNew && hook.enabled ? ['new'] : []),
    ...(uncalled === undefined ? [] : ['git does not call it']),
  ];
  const result = last === undefined ? [] : [lastWords(last, new Date())];
  item.id = idOf(node);
  item.description = [...standing, ...result, triggerWords(hook)].join(' · ');
  item.iconPath = iconOf(last, (isNew && hook.enabled) || uncalled !== undefined, hook.enabled);
  item.contextValue = [
    'hook',
    ...(isNew ? ['new'] : []),
    ...(uncalled === undefined ? [] : ['uncalled']),
    ...(last?.result.kind === 'running' ? ['running'] : []),
  ].join(';');
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
    ...(uncalled === undefined ? [] : [`${uncalled} It never fires until “Install or Remove Git Hooks” was run.`]),
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
