/** What the extension asks of core, in one place; made in a bundle of its own (engine.part.ts) on first use. */

import type { EffectiveContext } from '../core/context/effective';
import type { SpecService } from '../core/flows/service';
import type { Hook, HookFile, HookFormat, TriggerName } from '../core/hooks/model';
import type { HookTemplate } from '../core/hooks/templates/index';
import type { TriggerKind } from '../core/hooks/triggers/trigger';
import type { Added } from '../core/hooks/write/addToYaml';
import type { DraftCondition, HookDraft } from '../core/hooks/write/draft';
import type { EditableHook } from '../core/hooks/write/editHook';
import type { Grant, GrantKind, Host, Log } from '../core/host';
import type { ModelFailure } from '../core/messages';
import type { RuleSet } from '../core/permissions/ruleSources';
import type { ModelRole, ResolvedModel } from '../core/providers/provider';
import type { ModelTest } from '../core/providers/resolve';
import type { RunService } from '../core/runs/service';
import type { DiffLine } from '../core/runs/snapshot';
import type { Settings } from '../core/settings';
import type { DocumentName, Spec, SpecDocument } from '../core/specs/model';
import type { CompleteMention } from '../core/workspace/completeMentions';
import type { AgentSession } from '../core/workspace/contextOfSession';
import type { ContextRequest } from '../core/workspace/effectiveContext';
import type { HookService } from '../core/workspace/hooks';
import type { SteeringService } from '../core/workspace/steeringService';
import type { EditorEvents, EditorEventsRequest } from '../node/editorEvents';
import type { GitHooksState } from '../node/gitHooks/install';
import type { Called } from '../node/gitHooks/script';
import type { Uncalled } from '../node/gitHooks/uncalled';
import type {} from '../node/sample.part';
import type { FlowCard, PanelMessage } from '../webview/protocol';

/** What a model is tried with before anything of it is kept: it stands over what is saved. */
export interface Trial {
  readonly settings: Partial<Settings>;
  /** Secrets by name; an empty one is tried without. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** A provider's own choice for one role. */
export interface RecommendedModel {
  readonly role: ModelRole;
  /** Without the provider in front. */
  readonly id: string;
  readonly label: string;
}

/** Core, wired over one window. A new one is made when folders, trust or settings change; the old one is disposed of. */
export interface Engine {
  readonly specs: SpecService;
  readonly runs: RunService;
  readonly steering: SteeringService;
  readonly hooks: HookService;
  readonly host: Host;
  /** Whether it may load what the workspace itself brings. */
  readonly trusted: boolean;
  /** The rules that say what agents may do here, read anew. */
  permissions(): Promise<RuleSet>;
  /** What a prompt would hold, as Markdown; nothing is sent. Rejects with a sentence. */
  context(request: ContextRequest): Promise<string>;
  /** The same, part by part. */
  effective(request: ContextRequest): Promise<EffectiveContext>;
  agents(root: string): Promise<readonly AgentSession[]>;
  /** What can be mentioned with `#` as far as it is typed. */
  readonly completeMention: CompleteMention;
  /** Writes the templates of `.kiro/` that are not there; nothing is overwritten. Paths are relative to the folder. */
  initialise(root: string): Promise<{ readonly created: readonly string[]; readonly kept: readonly string[] }>;
  /** Has the command line, which git's hooks call, load what this folder holds, as the editor does. */
  trustInTerminal(root: string): Promise<void>;
  /** A spec whose findings matter as the settings say. */
  judged(spec: Spec): Spec;
  /** The model of a role as it would be used now. */
  model(role: ModelRole): Promise<ResolvedModel | ModelFailure>;
  /** Makes one small real request to `provider/model`. Never rejects for what a user can mend. */
  tryModel(named: string, trial: Trial, signal: AbortSignal): Promise<ModelTest>;
  /** The provider's own choice for each role; empty where it can't sign in. */
  recommended(provider: string, trial: Trial): Promise<readonly RecommendedModel[]>;
  /** Resolves when nothing is at work. */
  idle(): Promise<void>;
  dispose(): void;
}

/** A workspace folder as the editor has it. */
export interface EngineFolder {
  readonly path: string;
  readonly name: string;
}

/** What an engine is made of. */
export interface EngineOptions {
  readonly host: Host;
  readonly folders: readonly EngineFolder[];
  readonly trusted: boolean;
  readonly settings: Settings;
}

/** Raw settings of the places that may say something; see `readSettings`. */
export interface RawSettings {
  readonly user: unknown;
  readonly workspace: unknown;
  /** What each folder of a window says by itself. */
  readonly folders?: readonly unknown[];
}

/** What Node's host takes over from the editor. */
export interface NodeHostOptions {
  /** The folder of the heavy parts. */
  readonly partsFolder: string;
  /** Named to others that meet our locks. */
  readonly product: string;
  readonly log: Log;
  /** The ripgrep that comes with the editor; undefined where there is none. */
  readonly ripgrep: string | undefined;
}

/** What a form to make a hook is made of. */
export interface HookForm {
  readonly triggers: readonly TriggerKind[];
  readonly templates: readonly HookTemplate[];
  /** Those of the paths that globs fit; relative to the workspace folder. */
  matching(patterns: readonly string[], paths: readonly string[]): readonly string[];
  /** A sentence on what is wrong with a schedule, or when it comes next. */
  cron(form: string): { readonly problem: string } | { readonly next: Date | undefined };
  formats(draft: HookDraft): readonly HookFormat[];
  /** One item of `hooks.yaml` without the dash. */
  yamlItem(draft: HookDraft): string;
  kiroFile(draft: HookDraft, format: 'kiro-0' | 'kiro-1'): string;
  fileName(name: string): string;
  addToYaml(before: string | undefined, items: readonly string[]): Added;
  /** The one hook that a file has more than before, or a sentence on why there is not exactly one. */
  made(before: HookFile | undefined, after: HookFile): Hook | { readonly problem: string };
  /** What the form can be asked about a hook that is there, with the answers that it has now. */
  editable(hook: Hook, text: string): EditableHook;
  /** The text of a file with other answers for one of its hooks, or a sentence on why that is to be done by hand. */
  edit(
    file: HookFile,
    hook: Hook,
    wanted: HookDraft,
    read: (text: string) => HookFile,
  ): { readonly text: string; readonly hook: Hook } | { readonly problem: string };
  /** What Kiro calls a trigger in one of its forms; undefined where that form has none. */
  kiroName(trigger: TriggerName, format: 'kiro-0' | 'kiro-1'): string | undefined;
  /** A sentence on why a condition can't be used; undefined where it can. */
  conditionProblem(condition: DraftCondition): string | undefined;
}

/** What the hooks of a window need of core besides the service. */
export interface HookTools {
  /** Joins what the editor and its watcher say of files. */
  join(request: EditorEventsRequest): EditorEvents;
  /** Calls at each time of a schedule, until aborted. Never rejects. */
  keepTime(cron: string, signal: AbortSignal, due: () => void): Promise<void>;
  /** "On save (src/**)" */
  triggerWords(hook: Hook): string;
  /** What a hook waits for and would do, to the letter, one thing a line. */
  hookLines(hook: Hook): readonly string[];
  /** What a form to make a hook offers and writes. */
  readonly form: HookForm;
  /** JSON schema of `hooks.yaml`, for completion and hover. */
  yamlSchema(): Readonly<Record<string, unknown>>;
  /** Git's own hooks, which call the command line; see `node/gitHooks`. */
  readonly git: {
    state(folder: string): Promise<GitHooksState | undefined>;
    /** Hooks that git would have to tell, and does not. */
    uncalled(folder: string, hooks: readonly Hook[]): Promise<Uncalled | undefined>;
    install(folder: string, called: Called): Promise<GitHooksState>;
    uninstall(folder: string): Promise<unknown>;
  };
  /** A hook file with unsaved text. */
  read(path: string, name: string, scope: 'workspace' | 'user', text: string): HookFile;
}

/** Everything of core that the extension uses, with no vscode in it. */
export interface EnginePart {
  readonly flows: readonly FlowCard[];
  /** A sentence that the sample answers are complete for. */
  readonly exampleSentence: string;
  createEngine(options: EngineOptions): Engine;
  createNodeHost(options: NodeHostOptions): Host;
  /** Throws unless the grant was made by core for exactly this. */
  assertGrant(grant: Grant, kinds: readonly GrantKind[], subject: string): void;
  /** Every setting, without `tracewright.`. */
  readonly settingKeys: readonly string[];
  /** Those that each folder of a window can only make stricter, without `tracewright.`. */
  readonly strictKeys: readonly string[];
  readSettings(raw: RawSettings): {
    readonly settings: Settings;
    readonly ignored: readonly string[];
    readonly invalid: readonly string[];
  };
  /** Any text parses. */
  parse(name: DocumentName, text: string): SpecDocument;
  /** What would change in a text, with a few lines around each change. */
  difference(before: string, after: string): readonly DiffLine[];
  /** A message of the panel, checked; undefined for anything else. Here because zod is half of what activation could load. */
  readPanelMessage(data: unknown): PanelMessage | undefined;
  readonly hooks: HookTools;
  /** A spec with these texts, by document, in the place of its own, and with what only shows across documents. */
  parseSpec(spec: Spec, texts: Readonly<Partial<Record<DocumentName, string>>>): Spec;
  /** The page of the rule that makes findings of a code, in Markdown; undefined for what no rule says. */
  rulePage(code: string): string | undefined;
}

declare module '../core/host' {
  interface Parts {
    readonly engine: EnginePart;
  }
}
