/**
 * Notices work that goes in circles, before it costs. Three signs: the same call three times with nothing changed in
 * between, the same failure twice running, a correction that corrected nothing.
 */
import type { ToolCall } from '../messages';

/** What the guard hears of one turn. */
export interface WatchedTurn {
  readonly calls: readonly ToolCall[];
  /** Stands for the whole state of the workspace: equal exactly where nothing changed. */
  readonly fingerprint: string;
}

/** What the guard hears when the proof of the work failed. */
export interface WatchedFailure {
  /** Equal for what is the same failure to a person: names of failing tests, messages without times and addresses. */
  readonly signature: string;
  readonly fingerprint: string;
}

/** One guard a task. Each method gives the reason to stop, as a sentence, or undefined. */
export interface LoopGuard {
  turn(turn: WatchedTurn): string | undefined;
  failure(failure: WatchedFailure): string | undefined;
  /** The conversation was made shorter, or the user spoke: calls may be repeated with good reason. */
  reset(): void;
}

/** How patient a guard is. */
export interface LoopGuardOptions {
  /** The same call this often, with nothing changed in between. */
  readonly sameCalls?: number;
  /** The same failure this often running. */
  readonly sameFailures?: number;
  /** Calls that are repeated by their nature: waiting for a command in the background. */
  readonly repeats?: (call: ToolCall) => boolean;
}

/** Makes a guard that has seen nothing yet. */
export function createLoopGuard(options: LoopGuardOptions = {}): LoopGuard {
  const { sameCalls = 3, sameFailures = 2, repeats = () => false } = options;
  let seen = new Map<string, number>();
  let state: string | undefined;
  let last: { readonly failure: WatchedFailure; readonly times: number } | undefined;
  return {
    turn({ calls, fingerprint }) {
      if (fingerprint !== state) seen = new Map();
      state = fingerprint;
      for (const call of calls) {
        if (repeats(call)) continue;
        const key = `${call.name} ${canonical(call.input ?? call.inputText)}`;
        const times = (seen.get(key) ?? 0) + 1;
        seen.set(key, times);
        if (times >= sameCalls)
          return `The agent called ${call.name} ${times} times with the same input and nothing changed in between.`;
      }
      return undefined;
    },
    failure(failure) {
      const before = last;
      const times = before?.failure.signature === failure.signature ? before.times + 1 : 1;
      last = { failure, times };
      if (times >= sameFailures) return `The same failure came ${times} times running.`;
      if (before !== undefined && before.failure.fingerprint === failure.fingerprint)
        return 'The correction changed no file.';
      return undefined;
    },
    reset() {
      seen = new Map();
    },
  };
}

/** JSON with sorted keys, so that the order in which a model writes them does not matter. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, each: unknown) =>
      typeof each === 'object' && each !== null && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
        : each,
    ) ?? ''
  );
}
