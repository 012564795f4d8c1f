/** For whose commands somebody is being asked: their time stands still meanwhile. */
import type { Held } from '../host';

/** Who is held in one session, by the agent's name. */
export interface Holding {
  /** Holds the commands of these agents until what is given is called. */
  hold(agents: readonly string[]): () => void;
  /** For the commands of one agent. */
  of(agent: string): Held;
}

/** Nobody is. */
export function createHolding(): Holding {
  /** How many questions are open for each. */
  const open = new Map<string, number>();
  const listeners = new Set<() => void>();
  const add = (agents: readonly string[], count: number) => {
    for (const agent of agents) open.set(agent, (open.get(agent) ?? 0) + count);
    for (const listener of [...listeners]) listener();
  };
  return {
    hold: (agents) => {
      add(agents, 1);
      return () => add(agents, -1);
    },
    of: (agent) => ({
      now: () => (open.get(agent) ?? 0) > 0,
      onChange: (listener) => {
        listeners.add(listener);
        return { dispose: () => void listeners.delete(listener) };
      },
    }),
  };
}
