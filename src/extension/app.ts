/** What commands, trees and editor features share: one engine for the window, made when it is first needed. */
import type * as vscode from 'vscode';
import type { SpecHandle } from '../core/flows/service';
import type { DocumentName } from '../core/specs/model';
import type { ContextTree } from './context/tree';
import type { Engine, EnginePart } from './engine';
import type { Hooks } from './hooks';
import type { Panels } from './panel';
import type { WindowRuns } from './runs/windowRuns';
import type { Front } from './steering/places';

/** What every part of the extension receives. Getting it loads nothing; calling `part` or `engine` does. */
export interface Shared {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Core as it is loaded from its own bundle on first use. */
  part(): EnginePart;
  /** The engine over the folders, trust and settings of this moment; made on first use. */
  engine(): Promise<Engine>;
  /** The runs of specs, as they were opened. */
  readonly runs: WindowRuns;
  /** Spec folders whose runs changed. */
  readonly onDidChangeRuns: vscode.Event<string>;
  /** Spec folders that changed, by anybody; undefined where anything may have (a new engine). */
  readonly onDidChange: vscode.Event<readonly string[] | undefined>;
  /** The document in front of the user. */
  readonly front: Front;
}

/** What commands receive: the shared things and what was registered over them. */
export interface App extends Shared {
  readonly panels: Panels;
  readonly findings: Findings;
  readonly contextView: ContextView;
  readonly hooks: Hooks;
  /** What is selected in the specs tree. */
  selection(): unknown;
  /** The row of the specs tree that a key was pressed on; to be asked at once, for the next key means another. */
  focusedRow(): Promise<unknown>;
}

/** What commands do with the context view. */
export type ContextView = Omit<ContextTree, 'view' | 'provider'>;

/** The Problems view's entries of ours. */
export interface Findings {
  /** Checks every spec and lists what it found; resolves with the counts. */
  checkAll(): Promise<{ readonly specs: number; readonly errors: number; readonly warnings: number }>;
}

/** The handle of a spec folder; throws a sentence where there is no spec any more. */
export async function handleOf(app: Shared, spec: string): Promise<SpecHandle> {
  const handle = await (await app.engine()).specs.open(spec);
  if (handle === undefined) throw new Error(`There is no spec document in ${spec} any more.`);
  return handle;
}

/** Shows the run of a spec in its panel; `ask` goes on to what waits for the user. */
export function showRun(app: App, spec: string, at: 'watch' | 'ask' = 'watch'): void {
  app.panels.openSpec(spec, { document: 'tasks.md', run: at });
}

/** Shows the panel of a spec, at a document where one is given. */
export function showPanel(app: App, spec: string, document?: DocumentName): void {
  app.panels.openSpec(spec, document && { document });
}
