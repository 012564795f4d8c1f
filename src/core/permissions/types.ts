/**
 * What an agent wants to do, what the policy says to it, and how a person is asked. One policy serves every agent: main,
 * sub-agent, hook action, headless. All of it is plain JSON, since requests cross to the panel and decisions go into
 * the session log.
 */
import type { Grant } from '../host';
import type { RegistryOffer } from './registries';

/** How far an agent goes without its user: supervised stops after each turn with changes, autopilot goes on. */
export type Mode = 'supervised' | 'autopilot';

/** The capabilities of Kiro's `permissions.yaml` (formats page, section 5). */
export type Capability =
  | 'fs_read'
  | 'fs_write'
  | 'filesystem'
  | 'shell'
  | 'web_fetch'
  | 'web_search'
  | 'mcp'
  | 'subagent'
  | 'skill'
  | 'power'
  | 'context'
  | 'diagnostics'
  | 'sandbox_network'
  | 'builtin'
  | 'all';

/** One thing that an agent wants to do. Paths are absolute with links resolved; what a model wrote is never in here unresolved. */
export type Action =
  | { readonly kind: 'read'; readonly path: string }
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly how: 'create' | 'edit' | 'delete' | 'move';
      /** The text as it is; absent for new and binary files. A change that runs nothing later is told by both texts. */
      readonly before?: string;
      /** The new text, so that a person who is asked sees the difference; absent for deletions and binary files. */
      readonly after?: string;
    }
  | {
      readonly kind: 'command';
      /** As the model wrote it. */
      readonly line: string;
      readonly cwd: string;
      readonly shell: 'posix' | 'powershell' | 'cmd';
      /** It will run inside the OS sandbox. */
      readonly sandboxed: boolean;
    }
  /** A door in the sandbox: a host or a service of this machine, for the rest of the session. */
  | {
      readonly kind: 'network';
      readonly host: string;
      readonly port?: number;
      /** The public package registries of the project, this host's among them, which are opened together. */
      readonly registries?: readonly RegistryOffer[];
    }
  | { readonly kind: 'delegate'; readonly role: string };

/** Who wants it. */
export interface Subject {
  /** `main`, or the role of a sub-agent. */
  readonly agent: string;
  readonly mode: Mode;
  /** Nobody can be asked: ask becomes deny. */
  readonly headless: boolean;
  /** Absolute path of the spec folder that is worked on, where there is one. */
  readonly spec?: string;
  /** Steering files that the task itself is about, absolute: changing one asks, any other is refused. */
  readonly steering?: readonly string[];
}

/** Which rule said so: its text, where it stands. */
export interface RuleRef {
  /** "deny shell git push*", "catalogue: history rewriting", "default: reads in the workspace". */
  readonly text: string;
  readonly scope: 'builtin' | 'managed' | 'user' | 'workspace' | 'agent' | 'session';
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
}

/** A rule that would have made the question needless, for "always allow"; the narrowest first. */
export interface RuleSuggestion {
  /** "npm run test", "npm run *", "src/todos/**" */
  readonly pattern: string;
  readonly capability: Capability;
  /** "Runs exactly npm run test, here, from now on." */
  readonly meaning: string;
}

/** What the policy says. */
export interface Judgement {
  readonly effect: 'allow' | 'ask' | 'deny';
  readonly rule: RuleRef;
  /** One sentence for the person who is asked, and for the model that is refused. */
  readonly reason: string;
  /** For commands: each part as it was understood, with what was said to it. */
  readonly parts?: readonly {
    readonly text: string;
    readonly effect: 'allow' | 'ask' | 'deny';
    readonly rule: RuleRef;
    readonly reason: string;
  }[];
  /** It names production: the person has to type this name. */
  readonly typeToConfirm?: string;
  /** Empty where nothing may be remembered. */
  readonly suggestions: readonly RuleSuggestion[];
}

/** A question to the user about one action. */
export interface PermissionRequest {
  readonly id: string;
  readonly action: Action;
  readonly subject: Subject;
  readonly judgement: Judgement;
  /** The agent's own words for why, where it gave some. */
  readonly why?: string;
}

/** What the user said. */
export type PermissionAnswer =
  | {
      readonly kind: 'allow';
      /** `always` writes `pattern` into the user's or the workspace's rules, outside the repository. */
      readonly remember: 'once' | 'session' | 'always';
      /** For `session` and `always`: one of the suggestions, or what the user made of it. */
      readonly pattern?: string;
      readonly scope?: 'user' | 'workspace';
      /** What the user typed where `typeToConfirm` asked for it. */
      readonly typed?: string;
    }
  | { readonly kind: 'deny'; readonly say?: string };

/** One decision, for the session log and the panel. */
export interface Decision {
  readonly action: Action;
  readonly effect: 'allow' | 'deny';
  readonly rule: RuleRef;
  readonly by: 'rule' | 'user';
  readonly reason: string;
  /** What the user said with a refusal, to be followed instead. */
  readonly said?: string;
}

/** Refused; the sentence says what was refused, by which rule, and what the agent can do instead. */
export class DeniedError extends Error {
  override readonly name = 'DeniedError';
  constructor(
    message: string,
    readonly decision: Decision,
  ) {
    super(message);
  }
}

/**
 * What tools go through before they act. Judges, asks the user where the policy says ask, and makes the grant that the
 * port wants. Rejects with a `DeniedError`, and with the signal's reason when aborted while the user was asked.
 */
export interface Authority {
  /** A grant for exactly this action; for `read`, `network` and `delegate` there is no port to hand it to, and it only says yes. */
  permit(action: Action, signal: AbortSignal, why?: string): Promise<Grant>;
  /** What would be said, without asking anybody. */
  judge(action: Action): Promise<Judgement>;
}

/** How an authority reaches its user. Rejects with the signal's reason when aborted. */
export type AskPermission = (request: PermissionRequest, signal: AbortSignal) => Promise<PermissionAnswer>;
