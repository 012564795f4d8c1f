import type { ReplaceResult } from '../host';

/**
 * The writes of the flow engine. Each is made with a grant of its own kind, which this folder can't make itself:
 * `workspace.ts` hands in the functions. A path outside its kind's place rejects.
 */
export interface SpecStore {
  /** A document of a spec, in one step; see `Documents.replace`. */
  document(path: string, text: string, expected: string | undefined): Promise<ReplaceResult>;
  /** tasks.md with one box changed. */
  tick(path: string, text: string, expected: string): Promise<ReplaceResult>;
  /** `.tracewright/spec.json` and `.config.kiro`. */
  sidecar(path: string, text: string): Promise<void>;
  /** A new record below `.tracewright/approvals`. */
  approval(path: string, text: string): Promise<void>;
  /** A file of the state folder, replaced. */
  state(path: string, text: string): Promise<void>;
  /** A file of the state folder, one line added. */
  appendState(path: string, line: string): Promise<void>;
}
