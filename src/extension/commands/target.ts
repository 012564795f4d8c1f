/** Finds out what a command is about: what it was called on, else what the user looks at, else what they pick. */
import * as vscode from 'vscode';
import type { SpecHandle } from '../../core/flows/service';
import type { DocumentSnapshot } from '../../core/flows/snapshot';
import type { DocumentName } from '../../core/specs/model';
import { type App, handleOf } from '../app';
import { isDocumentName, pathOf, rootOf, specPlaceOf, workspaceRoots } from '../paths';
import { focusedRow } from '../views/focusedRow';
import { documentWords, specWords } from '../words';

/** What the editor, a tree node or a lens names. */
export interface Target {
  readonly spec: string;
  readonly document?: DocumentName;
  /** Identity of a task. */
  readonly task?: string;
  /** The hash that was shown where the command was offered. */
  readonly hash?: string;
  /** Ready text for a command that else asks. */
  readonly text?: string;
  /** 1-based. */
  readonly line?: number;
}

/** Reads what a command was called with; undefined where it names no spec. */
export function targetOf(argument: unknown): Target | undefined {
  if (argument instanceof vscode.Uri) return targetOfUri(argument);
  if (typeof argument !== 'object' || argument === null || !('spec' in argument)) return undefined;
  const { spec } = argument;
  if (typeof spec !== 'string') return undefined;
  const field = (name: string): unknown => (name in argument ? Reflect.get(argument, name) : undefined);
  const text = (name: string): string | undefined => {
    const value = field(name);
    return typeof value === 'string' ? value : undefined;
  };
  const [document, line] = [field('document'), field('line')];
  const [task, hash, given] = [text('task'), text('hash'), text('text')];
  return {
    spec,
    ...(isDocumentName(document) && { document }),
    ...(task !== undefined && { task }),
    ...(hash !== undefined && { hash }),
    ...(given !== undefined && { text: given }),
    ...(typeof line === 'number' && { line }),
  };
}

function targetOfUri(uri: vscode.Uri): Target | undefined {
  const place = specPlaceOf(uri);
  if (place) return place;
  return /\/\.kiro\/specs\/./.test(pathOf(uri)) ? { spec: pathOf(uri) } : undefined;
}

function isFocusedRow(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'from' in argument && argument.from === focusedRow.from;
}

/** What the user looks at: the spec document in the editor, the panel, or what is selected in the tree. */
function targetInView(app: App): Target | undefined {
  const editor = vscode.window.activeTextEditor;
  const inEditor = editor && specPlaceOf(editor.document.uri);
  if (editor && inEditor) return { ...inEditor, line: editor.selection.active.line + 1 };
  const inPanel = app.panels.active();
  return inPanel === undefined ? targetOf(app.selection()) : { spec: inPanel };
}

/** The target of a command; asks with a quick pick where nothing names one. Undefined when the user leaves it. */
export async function findTarget(app: App, argument: unknown): Promise<Target | undefined> {
  const named = isFocusedRow(argument) ? targetOf(await app.focusedRow()) : (targetOf(argument) ?? targetInView(app));
  if (named) return named;
  const specs = await (await app.engine()).specs.list();
  if (specs.length === 0) throw new Error('There is no spec in this workspace yet. Start one with "New Spec".');
  const [only] = specs;
  if (only && specs.length === 1) return { spec: only.path };
  const items = await Promise.all(
    specs.map(async (spec) => ({
      label: spec.name,
      description: specWords((await handleOf(app, spec.path)).snapshot()),
      detail: vscode.workspace.asRelativePath(spec.path, true),
      spec: spec.path,
    })),
  );
  const picked = await vscode.window.showQuickPick(items, { title: 'Spec', matchOnDetail: true });
  return picked && { spec: picked.spec };
}

/** A document a command is about, with the handle of its spec. */
export interface DocumentTarget {
  readonly target: Target;
  readonly handle: SpecHandle;
  readonly document: DocumentSnapshot;
}

/** The document a command is about, among those that `fits` lets through; asks where several do. */
export async function findDocument(
  app: App,
  argument: unknown,
  fits: (document: DocumentSnapshot) => boolean,
  none: string,
): Promise<DocumentTarget | undefined> {
  const target = await findTarget(app, argument);
  if (!target) return undefined;
  const handle = await handleOf(app, target.spec);
  const fitting = handle.snapshot().documents.filter(fits);
  const named = fitting.find((document) => document.name === target.document);
  if (named) return { target, handle, document: named };
  if (target.document !== undefined && argument !== undefined) throw new Error(none);
  const document = await pickDocument(fitting, none);
  return document && { target: { spec: target.spec }, handle, document };
}

async function pickDocument(
  documents: readonly DocumentSnapshot[],
  none: string,
): Promise<DocumentSnapshot | undefined> {
  const [first] = documents;
  if (first === undefined) throw new Error(none);
  if (documents.length === 1) return first;
  const items = documents.map((document) => ({
    label: document.label,
    description: documentWords(document),
    document,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Document' }))?.document;
}

/** The workspace folder a new thing belongs to: the named one, the one in view, the only one, else the picked one. */
export async function findRoot(argument: unknown): Promise<string | undefined> {
  const roots = workspaceRoots();
  const [first] = roots;
  if (first === undefined) throw new Error('Specs live in a folder, and none is open. Open one first.');
  const named = argument instanceof vscode.Uri ? rootOf(pathOf(argument)) : undefined;
  if (named !== undefined || roots.length === 1) return named ?? first.path;
  const items = roots.map((root) => ({ label: root.name, description: root.path, path: root.path }));
  return (await vscode.window.showQuickPick(items, { title: 'Workspace folder' }))?.path;
}
