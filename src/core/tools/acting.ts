/** What tools that change something receive besides; planning has none of it. */
import type { CodeView, Commands, OutlineSymbol } from '../host';
import type { Authority } from '../permissions/types';
import type { Jobs } from './jobs';
import type { Seen } from './seen';
import { type ToolContext, ToolError } from './tool';

/** How an agent acts: one for each agent of a session; `commands`, `jobs` and the policy behind `authority` are shared. */
export interface Acting {
  /** The only source of grants. */
  readonly authority: Authority;
  /** Inside the session's sandbox, or on the machine itself. */
  readonly commands: Commands;
  readonly sandboxed: boolean;
  /** The environment of a command that starts now: without credentials, except those granted by name. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** What this agent knows of files; a conversation that goes on knows what it knew. */
  readonly seen: Seen;
  readonly code: CodeView;
  /** The outline of a file's text without an editor; undefined where its language is not known. */
  readonly outline: (path: string, text: string) => Promise<readonly OutlineSymbol[] | undefined>;
  /** The commands of the session; whoever made them calls `stopAll` at its end. */
  readonly jobs: Jobs;
  /** Where commands of this session wanted to go on the network and were not let: "registry.npmjs.org". */
  readonly closed: () => readonly string[];
  /** Hears of every file that a tool has changed, after it has. Must not throw. */
  readonly touched: (path: string) => void;
}

/** What a tool acts with; where nothing may act, a sentence that says so. */
export function actingOf(context: Pick<ToolContext, 'acting'>, name: string): Acting {
  if (context.acting !== undefined) return context.acting;
  throw new ToolError(`${name} has no effect while a spec is planned. Files are changed when a task is built.`);
}
