/** What a tool is: a name, an input schema, and a function over the few ports it uses. */
import type * as z from 'zod';
import type { Clock, Documents, Files, Search } from '../host';
import type { ImageBlock, TextBlock } from '../messages';
import type { Acting } from './acting';
import type { PathGuards } from './pathGuards';

/** What tools receive. Paths they get from the model are resolved by `resolvePath`, never by hand. */
export interface ToolContext {
  /** Absolute paths of the workspace folders; the first is where the spec lives. */
  readonly roots: readonly string[];
  readonly files: Files;
  readonly documents: Documents;
  readonly search: Search;
  readonly clock: Clock;
  /** What tools change things with; absent where nothing may be changed. */
  readonly acting?: Acting;
  /** False for what .kiroignore hides and for what lies outside the roots after links are resolved. */
  readonly visible: (path: string) => Promise<boolean>;
  readonly guards: PathGuards;
  /**
   * What a phase does with the tools that belong to it (`ask_user`, `edit_document`, `report_findings`); absent, the
   * tool answers with a sentence that says when it may be used.
   */
  readonly phase: Readonly<Partial<Record<string, (input: never) => Promise<PhaseAnswer>>>>;
}

/** What a phase answers to the call of one of its tools. */
export interface PhaseAnswer {
  readonly text: string;
  readonly isError?: boolean;
  /** Ends the agent's run after this turn. */
  readonly stop?: boolean;
}

/** What a tool answers; `stop` ends the agent's run after the turn. */
export interface ToolOutput {
  readonly content: readonly (TextBlock | ImageBlock)[];
  readonly stop?: boolean;
}

/** A failure is thrown as a `ToolError` whose sentence the model can act on. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

/** A tool: what the model reads of it, and what it does. */
export interface Tool<Input = unknown> {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType<Input>;
  /** Read-only calls of one turn run side by side. */
  readonly readOnly: boolean;
  /** Calls of it that stand beside each other in a turn run side by side all the same: it keeps them apart itself. */
  readonly sideBySide?: boolean;
  /** "Read src/server.ts" */
  label(input: Input): string;
  /** `output` gets what a command prints, as it comes. */
  run(input: Input, context: ToolContext, signal: AbortSignal, output?: (text: string) => void): Promise<ToolOutput>;
}
