/** Drafts of steering files: shown as a difference, written only when the user says so. */
import * as vscode from 'vscode';
import { money } from '../../core/runs/estimate';
import type { SteeringDraft, SteeringWish } from '../../core/workspace/draftSteering';
import type { App } from '../app';
import { signalOf } from '../boundary';

const scheme = 'tracewright-steering';
const texts = new Map<string, string>();

/** Registers the scheme in which drafts are shown. */
export function registerDrafts(context: vscode.ExtensionContext): void {
  const provider: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  };
  context.subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
}

/** Has drafts made, shows each, and writes those that the user picks. Gives the paths that were written. */
export async function draftAndShow(
  app: App,
  root: string,
  wish: SteeringWish,
  title: string,
): Promise<readonly string[]> {
  const { steering } = await app.engine();
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => steering.draft(root, wish, signalOf(token), (message) => progress.report({ message })),
  );
  if (outcome.kind === 'stopped') return [];
  if (outcome.kind === 'failed') throw new Error(outcome.failure.message);
  if (outcome.drafts.length === 0) {
    void vscode.window.showInformationMessage(outcome.words || 'There is nothing to change.');
    return [];
  }
  const shown = new Map<SteeringDraft, ShownDraft>();
  for (const draft of outcome.drafts) shown.set(draft, await show(draft));
  const chosen = await pick(outcome.drafts, outcome.cost?.dollars);
  const written: string[] = [];
  for (const draft of chosen) {
    const refused = await steering.write(root, draft);
    if (refused !== undefined) {
      void vscode.window.showWarningMessage(refused);
      continue;
    }
    written.push(draft.path);
    await shown.get(draft)?.close();
  }
  return written;
}

/** A draft that stands in a tab. */
export interface ShownDraft {
  /** Closes the tab: once the draft is written, its title is no longer true. One that was left stays readable. */
  close(): Promise<void>;
}

/** Shows a draft beside what is there; nothing is written. */
export async function show({ path, before, after }: SteeringDraft): Promise<ShownDraft> {
  const at = Date.now();
  const side = (name: string, text: string): vscode.Uri => {
    const uri = vscode.Uri.from({ scheme, path: `/${name}/${path}`, query: String(at) });
    texts.set(uri.toString(), text);
    return uri;
  };
  const title = `${path} (draft, nothing is written yet)`;
  const [now, draft] = [side('now', before ?? ''), side('draft', after)];
  await vscode.commands.executeCommand('vscode.diff', now, draft, title, { preview: false });
  const isOurs = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputTextDiff && input.modified.toString() === draft.toString();
  return {
    close: async () => {
      await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(isOurs)));
      for (const uri of [now, draft]) texts.delete(uri.toString());
    },
  };
}

async function pick(drafts: readonly SteeringDraft[], dollars: number | undefined): Promise<readonly SteeringDraft[]> {
  const items = drafts.map((draft) => ({
    label: draft.path,
    description: draft.before === undefined ? 'new' : 'changed',
    picked: true,
    draft,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Write these steering files?',
    placeHolder: `Each difference is open in a tab${dollars === undefined ? '' : `; the draft cost ${money(dollars)}`}`,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return (chosen ?? []).map(({ draft }) => draft);
}
