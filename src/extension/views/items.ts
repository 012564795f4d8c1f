/** How each node of the specs tree looks. */
import * as vscode from 'vscode';
import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import type { RunSnapshot } from '../../core/runs/snapshot';
import type { Spec } from '../../core/specs/model';
import { plainText } from '../markdown';
import { baseName } from '../paths';
import { runOfTask } from '../runs/windowRuns';
import { buildingWords, needsUser, runIcon, runWords, shownRun, taskMarks } from '../runs/words';
import {
  activityWords,
  canApprove,
  documentHelp,
  documentIcon,
  documentWords,
  type Icon,
  isWorking,
  specWords,
  taskCount,
  taskWords,
  workingIcon,
} from '../words';
import type { DocumentNode, FolderNode, SpecNode, TaskNode } from './nodes';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** A workspace folder of several, or a folder between it and its specs. */
export function folderItem(node: FolderNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.folder.name, node.root ? Expanded : Collapsed);
  item.id = `folder:${node.folder.id}`;
  item.iconPath = new vscode.ThemeIcon(node.root ? 'root-folder' : 'folder');
  item.contextValue = 'folder';
  return item;
}

/** A spec with where it stands; `expanded` unfolds it when it is first shown. */
export function specItem(
  node: SpecNode,
  snapshot: SpecSnapshot,
  runs: RunSnapshot | undefined,
  expanded: boolean,
): vscode.TreeItem {
  const item = new vscode.TreeItem(snapshot.name, expanded ? Expanded : Collapsed);
  item.id = `spec:${node.spec}`;
  item.description = buildingWords(runs) ?? specWords(snapshot);
  item.accessibilityInformation = { label: `${snapshot.name}, ${item.description}` };
  item.iconPath = themed(buildingIcon(runs) ?? specIcon(snapshot));
  item.tooltip = [snapshot.title, snapshot.sentence, tooltipOf(snapshot)].filter(Boolean).join('\n\n');
  item.contextValue = ['spec', ...specMarks(snapshot)].join(';');
  return item;
}

function tooltipOf(snapshot: SpecSnapshot): string | undefined {
  if (snapshot.heldBy !== undefined) return `Read-only: ${snapshot.heldBy} works on it.`;
  return snapshot.activity.kind === 'stopped' ? snapshot.activity.message : undefined;
}

function buildingIcon(runs: RunSnapshot | undefined): Icon | undefined {
  if (!runs?.active) return undefined;
  return needsUser(runs) ? { id: 'bell-dot', color: 'list.warningForeground' } : workingIcon;
}

function specIcon(snapshot: SpecSnapshot): Icon {
  if (isWorking(snapshot)) return workingIcon;
  const { kind } = snapshot.activity;
  if (kind === 'asking') return { id: 'comment-unresolved', color: 'list.warningForeground' };
  if (kind === 'stopped') return { id: 'debug-pause', color: 'list.warningForeground' };
  return { id: snapshot.kind === 'bugfix' ? 'bug' : 'checklist' };
}

function specMarks(snapshot: SpecSnapshot): readonly string[] {
  return [
    ...(isWorking(snapshot) ? ['working'] : []),
    ...(isApproved(snapshot) ? ['runnable'] : []),
    ...(snapshot.activity.kind === 'stopped' ? ['stopped'] : []),
    ...(snapshot.kind === 'feature' && snapshot.documents.some(({ state }) => state === 'absent') ? ['writable'] : []),
  ];
}

/** A document with its state in icon and words, its count of tasks and of errors. */
export function documentItem(
  node: DocumentNode,
  document: DocumentSnapshot,
  snapshot: SpecSnapshot,
  spec: Spec,
): vscode.TreeItem {
  const tasks = spec.documents.find((each) => each.name === 'tasks.md');
  const count = node.document === 'tasks.md' && tasks?.name === 'tasks.md' ? taskCount(tasks.tasks) : undefined;
  const item = new vscode.TreeItem(document.label, count ? Expanded : None);
  const written = 'document' in snapshot.activity && snapshot.activity.document === node.document;
  const working = written && isWorking(snapshot);
  const problems = document.diagnostics.filter((each) => each.severity === 'error').length;
  item.id = `document:${node.spec}/${node.document}`;
  item.description = [
    working ? (activityWords(snapshot)?.split(' ')[0] ?? '') : documentWords(document),
    ...(count && count.of > 0 ? [`${count.done} of ${count.of} done`] : []),
    ...(problems > 0 ? [problems === 1 ? '1 error' : `${problems} errors`] : []),
    ...(document.conflict ? ['conflict'] : []),
  ].join(', ');
  item.iconPath = themed(working ? workingIcon : documentIcon(document.state));
  item.tooltip = document.conflict?.message ?? documentHelp(document);
  item.contextValue = ['document', document.state, ...documentMarks(document, snapshot)].join(';');
  item.accessibilityInformation = { label: `${document.label}, ${item.description}` };
  if (document.hash !== undefined) {
    item.command = { command: 'tracewright.openDocument', title: 'Open Document', arguments: [node] };
  }
  return item;
}

/** Its tasks can be run: all documents are approved. */
function isApproved({ documents }: SpecSnapshot): boolean {
  return documents.some(({ name }) => name === 'tasks.md') && documents.every(({ state }) => state === 'approved');
}

function documentMarks(document: DocumentSnapshot, snapshot: SpecSnapshot): readonly string[] {
  const exists = document.hash !== undefined;
  return [
    ...(exists ? ['exists'] : []),
    ...(document.name === 'tasks.md' && isApproved(snapshot) ? ['runnable'] : []),
    ...(document.state !== 'claimed' && canApprove(snapshot, document.name) ? ['approvable'] : []),
    ...(document.versions.length > 0 ? ['versions'] : []),
  ];
}

/** A document that lies in the folder and is not one of the spec's flow. */
export function otherItem(node: DocumentNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.document === 'bugfix.md' ? 'Bug analysis' : node.document);
  item.id = `document:${node.spec}/${node.document}`;
  item.iconPath = new vscode.ThemeIcon('markdown');
  item.contextValue = 'document;exists';
  item.command = { command: 'tracewright.openDocument', title: 'Open Document', arguments: [node] };
  return item;
}

/** A task with its box; the words say what the box does not. */
export function taskItem(node: TaskNode, runs: RunSnapshot | undefined): vscode.TreeItem {
  const { data } = node;
  const run = shownRun(runOfTask(runs, data.identity), data.state === 'done');
  const open = data.state !== 'done' && !node.folded;
  const item = new vscode.TreeItem(
    data.id === null ? data.title : `${data.id} ${data.title}`,
    data.children.length === 0 ? None : open ? Expanded : Collapsed,
  );
  item.id = `task:${node.id}`;
  const words = run ? runWords(run) : taskWords(data);
  if (words !== undefined) item.description = words;
  const icon = run ? themed(runIcon(run.state)) : taskIcon(node);
  if (icon) item.iconPath = icon;
  item.checkboxState = {
    state: data.state === 'done' ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
    tooltip: data.state === 'done' ? 'Done. Clear the box in tasks.md' : 'Tick the box in tasks.md',
  };
  const { runnable, children } = data;
  const traits = { done: data.state === 'done', runnable, leaf: !children.some((child) => child.runnable) };
  const closed = !runs || runs.closed !== undefined || runs.active;
  item.contextValue = ['task', data.state, ...taskMarks(run, traits, closed)].join(';');
  if (run) item.accessibilityInformation = { label: `${item.label?.toString() ?? ''}, ${runWords(run)}` };
  item.command = { command: 'tracewright.openDocument', title: 'Open Document', arguments: [node] };
  return item;
}

function taskIcon({ data }: TaskNode): vscode.ThemeIcon | undefined {
  if (data.state === 'running' && data.children.length === 0) return new vscode.ThemeIcon('play-circle');
  if (data.state === 'queued') return new vscode.ThemeIcon('clockface');
  if (data.state === 'malformed') return themed({ id: 'warning', color: 'list.warningForeground' });
  return undefined;
}

/** A task's own lines, read only when somebody points at it. */
export function taskTooltip({ data }: TaskNode): vscode.MarkdownString {
  const lines = [
    `**${plainText(data.id === null ? data.title : `${data.id} ${data.title}`)}**`,
    ...data.details.map((detail) => `- ${plainText(detail.text)}`),
    ...(data.requirements.length === 0
      ? []
      : [`Requirements: ${plainText(data.requirements.map((each) => each.text).join(', '))}`]),
  ];
  return new vscode.MarkdownString(lines.join('\n\n'));
}

/** A node whose spec went away before the tree was drawn anew. */
export function goneItem(node: SpecNode | DocumentNode): vscode.TreeItem {
  const item = new vscode.TreeItem(baseName(node.kind === 'spec' ? node.spec : node.document));
  item.description = 'Gone';
  return item;
}

/** Everything about a row that shows, as text to compare. What a command is about the row itself knows. */
export function lookOf({ command, resourceUri: _, ...shown }: vscode.TreeItem): string {
  return JSON.stringify([shown, command?.command]);
}

function themed(icon: Icon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon.id, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
}
