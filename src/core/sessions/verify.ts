import { readChain } from './chain';
import type { Seals } from './seal';

/** What can be said of a session log. */
export type Verdict =
  /** Every event is under a seal. */
  | { readonly kind: 'sealed'; readonly events: number }
  /**
   * The chain is sound, and events after number `sealed` (0: all of them) are under no seal: the session is open, or
   * its process ended before it closed. `torn` bytes at the end are an event that was being written.
   */
  | { readonly kind: 'unsealed'; readonly events: number; readonly sealed: number; readonly torn: number }
  /** Something was changed, taken out or put in; `line` is 1-based. */
  | { readonly kind: 'broken'; readonly file: 'session' | 'index'; readonly line: number; readonly why: string }
  | { readonly kind: 'absent' };

/** Judges a session's bytes by its chain and by the seals of the index. */
export function verdictOf(bytes: Uint8Array | undefined, { seals, broken }: Seals, id: string): Verdict {
  const own = seals.filter(({ session }) => session === id);
  const seal = own.at(-1);
  if (broken !== undefined) return { kind: 'broken', file: 'index', ...broken };
  if (bytes === undefined) return seal === undefined ? { kind: 'absent' } : missing(1);
  const { lines, rest, unended } = readChain(bytes);
  if (rest.kind === 'broken') return { kind: 'broken', file: 'session', line: rest.line, why: rest.why };
  for (const [at, { value }] of lines.entries()) {
    if (value.seq !== at + 1)
      return { kind: 'broken', file: 'session', line: at + 1, why: 'its number is not its place' };
  }
  for (const { last, lastHash } of own) {
    if (lines.length < last) return missing(lines.length + 1);
    if (lines[last - 1]?.hash !== lastHash)
      return { kind: 'broken', file: 'session', line: last, why: 'it is not the event that was sealed' };
  }
  const torn = rest.kind === 'torn' ? rest.bytes : 0;
  const sealed = seal?.last ?? 0;
  const complete = sealed > 0 && sealed === lines.length && torn === 0 && !unended;
  return complete ? { kind: 'sealed', events: lines.length } : { kind: 'unsealed', events: lines.length, sealed, torn };
}

function missing(line: number): Verdict {
  return { kind: 'broken', file: 'session', line, why: 'events that were sealed are missing from here on' };
}
