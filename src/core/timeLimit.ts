/** The longest that a timer can wait, in milliseconds: about 24 days. */
const longest = 2 ** 31 - 1;

/**
 * A signal that is aborted with another one, and after a time at the latest; `done` ends the wait and has to be called.
 * In place of `AbortSignal.any` over `AbortSignal.timeout`: only a weak reference leads to the second of these, so on
 * Node 20 the garbage collector may take it away, and its time never comes.
 */
export function timeLimit(signal: AbortSignal, ms: number): { readonly signal: AbortSignal; done(): void } {
  const limit = new AbortController();
  const stop = () => limit.abort(signal.reason);
  const timer = setTimeout(
    () => limit.abort(new Error(`It took longer than ${ms / 1000} s.`)),
    Math.min(Math.max(ms, 0), longest),
  );
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  return {
    signal: limit.signal,
    done: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}
