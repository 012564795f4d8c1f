/**
 * Regular expressions of hooks. They are matched by an engine whose time grows with the text only; a pattern that only
 * backtracking can match (lookaround, back references) is handed to `bounded`, which ends it after a while.
 */
import { RE2JS } from 're2js';

/** Matches with JavaScript's own engine, with a limit of time; undefined where the limit was met. Must not throw. */
export type BoundedRegex = (pattern: string, text: string) => boolean | undefined;

/** So often a pattern may meet the limit of time; then it is not tried again. */
const mostLimits = 3;

/**
 * The same search, which gives a pattern up that has met the limit a few times: many files or many hooks would otherwise
 * add up to a standstill. `gaveUp` hears of each such pattern once. What was given up is `undefined` ever after.
 */
export function givingUp(bounded: BoundedRegex, gaveUp: (pattern: string) => void): BoundedRegex {
  const limits = new Map<string, number>();
  return (pattern, text) => {
    const met = limits.get(pattern) ?? 0;
    if (met >= mostLimits) return undefined;
    const found = bounded(pattern, text);
    if (found !== undefined) return found;
    limits.set(pattern, met + 1);
    if (met + 1 === mostLimits) gaveUp(pattern);
    return undefined;
  };
}

/** A pattern that is ready to be searched for. */
export type CompiledRegex =
  /** `test` is undefined where the limit of time was met. */
  | { readonly kind: 'ready'; test(text: string): boolean | undefined }
  | { readonly kind: 'invalid'; readonly why: string };

/** Longer texts are searched in their first so many characters. */
const longestText = 1_000_000;
const longestPattern = 5000;

/** Compiles a pattern in JavaScript's syntax; searched for anywhere in a text, `^` and `$` are the text's ends. */
export function compileRegex(pattern: string, bounded: BoundedRegex): CompiledRegex {
  if (pattern.length > longestPattern) return { kind: 'invalid', why: 'it is too long' };
  try {
    new RegExp(pattern, 'u');
  } catch {
    try {
      new RegExp(pattern);
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /u, '') : String(error);
      return { kind: 'invalid', why };
    }
  }
  try {
    const linear = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return { kind: 'ready', test: (text) => linear.test(text.slice(0, longestText)) };
  } catch {
    return { kind: 'ready', test: (text) => bounded(pattern, text.slice(0, longestText)) };
  }
}
