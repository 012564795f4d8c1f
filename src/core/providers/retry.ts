/** When a failed request is made again, and after how long. The SDKs' own retries are off: ours are counted and shown. */
import type { Explained } from './provider';

const baseMs = 1_000;
const capMs = 30_000;
/** A vendor that asks for a longer pause than this is not waited for. */
const longestWaitMs = 300_000;

/**
 * Milliseconds until the next attempt, or undefined where there should be none. `made` is how many were made, `random`
 * from 0 up to 1. Backoff doubles with full jitter; a vendor's own wish is the least that is waited.
 */
export function retryDelay(why: Explained, made: number, attempts: number, random: number): number | undefined {
  if (made >= attemptsFor(why, attempts)) return undefined;
  if (why.withoutReasoning === true) return 0;
  const backoff = Math.round(random * Math.min(capMs, baseMs * 2 ** (made - 1)));
  if (why.retryAfterMs === undefined) return backoff;
  // Jitter on top: everybody who was told "in 2 seconds" must not come back in the same moment.
  return why.retryAfterMs > longestWaitMs ? undefined : Math.round(why.retryAfterMs + random * baseMs);
}

function attemptsFor(why: Explained, attempts: number): number {
  if (why.withoutReasoning === true) return Math.max(2, attempts);
  if (!why.failure.retryable) return 1;
  // A model that says nothing twice has nothing to say.
  return why.failure.kind === 'empty' ? Math.min(2, attempts) : attempts;
}
