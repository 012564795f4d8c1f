/** A command's own time: it stands still while somebody is asked something that the command waits for. */
import type { CommandRequest, Disposable } from '../../core/host';

/** Runs from the moment that it was made. */
export interface Stopwatch {
  /** Milliseconds so far, those that were held left out. */
  ms(): number;
  /** Calls `act` once when so many more milliseconds have passed; disposed, it is not called. */
  after(ms: number, act: () => void): Disposable;
  /** Nothing that is still to come is called. */
  dispose(): void;
}

/** One timer, kept with what is left of it while it stands still. */
interface Timer {
  left: number;
  readonly act: () => void;
  running: { readonly handle: NodeJS.Timeout; readonly since: number } | undefined;
}

/** Starts one for a command. */
export function startStopwatch({ held }: Pick<CommandRequest, 'held'>): Stopwatch {
  const timers = new Set<Timer>();
  let counted = 0;
  let since: number | undefined;
  const run = (timer: Timer) => {
    const end = () => {
      timers.delete(timer);
      timer.act();
    };
    timer.running = { handle: setTimeout(end, timer.left), since: performance.now() };
  };
  const halt = (timer: Timer) => {
    if (timer.running === undefined) return;
    clearTimeout(timer.running.handle);
    timer.left -= performance.now() - timer.running.since;
    timer.running = undefined;
  };
  const follow = () => {
    const still = held?.now() === true;
    if (still === (since === undefined)) return;
    if (since !== undefined) counted += performance.now() - since;
    since = still ? undefined : performance.now();
    for (const timer of timers) (still ? halt : run)(timer);
  };
  if (held?.now() !== true) since = performance.now();
  const following = held?.onChange(follow);
  return {
    ms: () => Math.round(counted + (since === undefined ? 0 : performance.now() - since)),
    after: (ms, act) => {
      const timer: Timer = { left: ms, act, running: undefined };
      timers.add(timer);
      if (since !== undefined) run(timer);
      const forget = () => {
        halt(timer);
        timers.delete(timer);
      };
      return { dispose: forget };
    },
    dispose: () => {
      following?.dispose();
      for (const timer of timers) halt(timer);
      timers.clear();
    },
  };
}
