/** What the engine is made of: ports of the host, and functions from folders that flows may not import. */
import type { AgentEnd, AgentRun, ToolRunner } from '../../agent/types';
import type { Host } from '../../host';
import type { ModelFailure, Usage } from '../../messages';
import type { SessionStore } from '../../sessions/store';
import type { FinishedTask } from '../../specs/impact';
import type { CheckOptions } from '../../specs/severity';
import type { ApprovalGuard } from '../approvals';
import type { Flow } from '../flow';
import type { SpecStore } from '../store';
import type { TeamGuard, TeamPolicy } from '../team';
import type { ApproveGuard } from './approveGuards';
import type { EditGuard } from './editGuards';

/** A model that can be asked. */
export type PlanningModel = AgentRun['model'];

/** What a tool of a phase answers; `stop` ends the agent's run after the turn. */
export interface PhaseAnswer {
  readonly text: string;
  readonly isError?: boolean;
  readonly stop?: boolean;
}

/** What a phase does with the tools that belong to it; the input has been checked against the tool's schema. */
export type PhaseHandlers = Readonly<Partial<Record<string, (input: never) => Promise<PhaseAnswer>>>>;

/** The system prompt in its parts, and the overview that it was made with. */
export interface SystemPrompt {
  readonly parts: readonly string[];
  readonly overview: string;
}

/** What keeps gates closed, as data: a test switches each off and shows what then gets through. */
export interface FlowGuards {
  readonly approval: readonly ApprovalGuard[];
  readonly approve: readonly ApproveGuard[];
  readonly edit: readonly EditGuard[];
  readonly team: readonly TeamGuard[];
}

/** The ports that the engine uses. */
export type FlowHost = Pick<
  Host,
  'files' | 'documents' | 'clock' | 'git' | 'mac' | 'locks' | 'log' | 'watcher' | 'stateFolder' | 'userName' | 'env'
>;

/** Everything that the engine is handed. */
export interface FlowDeps {
  readonly host: FlowHost;
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
  readonly flows: readonly Flow[];
  readonly store: SpecStore;
  /** The session logs of a folder of the state folder. */
  sessions(folder: string): SessionStore;
  readonly guards: FlowGuards;
  /** The model of the role `planning`, or why there is none. */
  model(): Promise<PlanningModel | ModelFailure>;
  /** The same tools in every phase; the first root is where the spec lives. */
  tools(roots: readonly string[], phase: PhaseHandlers): ToolRunner;
  /** Runs an agent that works on the spec of a workspace folder. */
  run(root: string, run: AgentRun, signal: AbortSignal): Promise<AgentEnd>;
  /**
   * `about`: what the repository's map is ranked for. `overview` absent: it is made anew; else it is kept, so that the
   * prompt stays as it was. `off`: steering files that are left out, by label.
   */
  system(root: string, about: string, overview: string | undefined, off: readonly string[]): Promise<SystemPrompt>;
  /** Files that matter for what is planned, with what they declare; empty where no map can be made. */
  map(
    root: string,
    wish: { readonly about: string; readonly files: readonly string[] },
    signal: AbortSignal,
  ): Promise<string>;
  /** What was finished of a spec, from its records of evidence. */
  finished(spec: string): Promise<readonly FinishedTask[]>;
  /** How much findings matter here; what is shown has these severities. */
  readonly check: CheckOptions;
  /** How many approvals a document needs, and whose. */
  readonly team: TeamPolicy;
  /** US dollars for `provider/model`; undefined where there is no price. */
  dollars(model: string, usage: Usage): number | undefined;
  /** False for a path (absolute) that no prompt may show. */
  visible(path: string): Promise<boolean>;
  /** Enters what was paid for in planning, answer by answer, as it is written down; absent, nobody counts. Must not throw. */
  paid?(answer: {
    /** Absolute path of the spec folder. */
    readonly spec: string;
    readonly session: string;
    /** `provider/model` */
    readonly model: string;
    readonly usage: Usage;
  }): void;
  /** Before a prompt of the user is worked on: a sentence holds it back. Must not reject. */
  submitted?(
    place: { readonly root: string; readonly path: string },
    prompt: string,
    signal: AbortSignal,
  ): Promise<string | undefined>;
  /** Follow what others change on disk. */
  readonly watch: boolean;
  /** Approvals that the command line accepts besides those of accepted authors. */
  readonly acceptApprovals?: 'committed' | 'signed';
}

/** There is no model, and this says why. */
export function isFailure(model: PlanningModel | ModelFailure): model is ModelFailure {
  return !('client' in model);
}
