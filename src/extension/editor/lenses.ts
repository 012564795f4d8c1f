/** Above a spec document: where it stands, and the next step. */
import * as vscode from 'vscode';
import type { DocumentSnapshot } from '../../core/flows/snapshot';
import { handleOf, type Shared } from '../app';
import { quietly } from '../boundary';
import { type SpecPlace, specDocuments, specPlaceOf } from '../paths';
import { canApprove, documentWords } from '../words';
import type { LiveSpecs } from './liveSpecs';
import { taskLenses } from './taskLenses';

/** Registers the lenses; they are made when a spec document is shown. */
export function registerLenses(app: Shared, live: LiveSpecs): void {
  const changed = new vscode.EventEmitter<void>();
  app.context.subscriptions.push(
    changed,
    app.onDidChange(() => changed.fire()),
    app.onDidChangeRuns(soon(() => changed.fire())),
    vscode.languages.registerCodeLensProvider(specDocuments, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => quietly(app.log, 'The lenses', () => lensesFor(app, live, document), []),
    }),
  );
}

async function lensesFor(app: Shared, live: LiveSpecs, document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  const place = specPlaceOf(document.uri);
  const parsed = await live.parse(document);
  if (!place || !parsed) return [];
  const snapshot = (await handleOf(app, place.spec)).snapshot();
  const state = snapshot.documents.find(({ name }) => name === place.document);
  if (!state) return [];
  const top = new vscode.Range(0, 0, 0, 0);
  const approvable = canApprove(snapshot, state.name) && vscode.workspace.isTrusted;
  const lenses = lensCommands(place, state, parsed.hash, approvable).map(
    (command) => new vscode.CodeLens(top, command),
  );
  if (parsed.name !== 'tasks.md') return lenses;
  const runs = (await app.runs.open(place.spec))?.snapshot();
  return [...lenses, ...taskLenses(place.spec, parsed, runs, vscode.workspace.isTrusted)];
}

/** Milliseconds in which changes of a run become one. */
const pace = 500;

/** Calls at most once in a while, after the last of several calls. */
function soon(act: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      act();
    }, pace);
  };
}

/** The approval carries the hash of the text in this editor, saved or not: core refuses what is not saved. */
function lensCommands(
  place: SpecPlace,
  state: DocumentSnapshot,
  hash: string,
  approvable: boolean,
): readonly vscode.Command[] {
  const open = { command: 'tracewright.openPanel', arguments: [place] };
  const decide = { arguments: [{ ...place, hash }] };
  return [
    { ...open, title: documentWords(state), tooltip: 'Show this document in the panel' },
    ...(state.state === 'claimed'
      ? [{ ...decide, command: 'tracewright.reviewClaim', title: 'Review claim' }]
      : approvable
        ? [{ ...decide, command: 'tracewright.approve', title: 'Approve' }]
        : []),
    ...(state.versions.length > 1
      ? [{ command: 'tracewright.showVersions', arguments: [place], title: `${state.versions.length} versions` }]
      : []),
  ];
}
