import type { Event } from 'vscode';
import type { SpecService } from '../../core/flows/service';
import type { SpecRuns } from '../../core/runs/service';
import type { DiffLine } from '../../core/runs/snapshot';
import type { DocumentName, SpecDocument } from '../../core/specs/model';
import type { MentionChoice, MentionPlace } from '../../core/workspace/completeMentions';
import type { FlowCard, ModelChip, PanelCommand, PanelMessage, Target } from '../../webview/protocol';

/** What the panel needs of the extension. Nothing here is called before the first panel opens. */
export interface PanelDeps {
  /** The one service of this window, made on first use. */
  specs(): Promise<SpecService>;
  /** The runs of a spec folder; undefined where there are no tasks, or none can be run. */
  runs(spec: string): Promise<SpecRuns | undefined>;
  /** What a new text would change in a file (absolute path); undefined where that can't be shown. */
  difference(path: string, after: string): Promise<readonly DiffLine[] | undefined>;
  /** Parses a document, or half of one while it is written. Never throws. */
  parse(name: DocumentName, text: string): SpecDocument;
  /** What can be mentioned as far as it is typed, in these folders and, where there is one, this spec. */
  completeMention(place: MentionPlace, query: string): Promise<readonly MentionChoice[]>;
  /** A message of the panel; undefined for anything else. */
  readMessage(data: unknown): PanelMessage | undefined;
  /** The flows that exist, in the order they are offered; the first is chosen. */
  readonly flows: readonly FlowCard[];
  /** The planning model as it would be used now; undefined where none is set up. */
  model(): Promise<ModelChip | undefined>;
  readonly onDidChangeModel: Event<unknown>;
  /** Spec folders that changed, by anybody; undefined where there is a new service, whose handles replace the old. */
  readonly onDidChange: Event<readonly string[] | undefined>;
  /** A sentence that the sample answers are complete for. */
  readonly exampleSentence?: string;
  /** Runs a command of the extension for the spec at `path`, undefined on the start screen. */
  run(command: PanelCommand, path: string | undefined): unknown;
  /** One catch at this boundary: logs with context. */
  log(message: string): void;
}

/** What the extension may do with panels. */
export interface Panels {
  /** Shows the start screen, with a sentence in it where one is given. */
  openStart(sentence?: string): void;
  /** Shows the panel of a spec folder (absolute, with `/`), at a place of it where one is given. */
  openSpec(path: string, target?: Target): void;
  /** The spec folder of the panel that has the focus; undefined where there is none. */
  active(): string | undefined;
  /** Whether the panel of a spec is on the screen. */
  visible(path: string): boolean;
}
