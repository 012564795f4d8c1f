/** Notices a stream that has gone quiet. Neither vendor's SDK does. */

export interface Watchdog {
  /** A sign of life: the time starts again. */
  alive(): void;
  stop(): void;
}

/**
 * Calls `stalled` once, when nothing was alive for `idleMs`. It runs on the system's timers and not on the clock port
 * since it measures the network, not the program: a clock that is moved by hand must not fail a stream.
 */
export function watchdog(idleMs: number, stalled: () => void): Watchdog {
  let last = performance.now();
  let timer = setTimeout(check, idleMs);
  // One timer re-armed for the rest, and not one a chunk: an answer has thousands of chunks.
  function check(): void {
    const left = last + idleMs - performance.now();
    if (left <= 1) stalled();
    else timer = setTimeout(check, left);
  }
  return {
    alive: () => {
      last = performance.now();
    },
    stop: () => clearTimeout(timer),
  };
}
