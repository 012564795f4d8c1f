/**
 * Sessions of agents as hooks hear of them. A session is one conversation: it begins once, before its first answer, and is
 * over once, however many turns, runs, corrections and resumes it has in between. A fork is a session of its own.
 */
import type { AgentRun } from '../agent/types';
import { latestSession } from '../flows/sessionLog';
import { statePaths } from '../flows/statePaths';
import type { NewEvent } from '../hooks/engine/engine';
import type { Host } from '../host';
import type { SessionStore } from '../sessions/store';
import type { HookService } from './hooks';

/** What is known of sessions in this process. */
export interface HookedSessions {
  /** A run of a session begins; true where it is the beginning of the session. `end` is the event of its end. */
  begins(session: string, conversation: AgentRun['conversation'], end: NewEvent): boolean;
  /** The event of a session's end, once; `otherwise` is that of a session that did not run here. */
  over(session: string, otherwise?: NewEvent): NewEvent | undefined;
  /** The same store; the sessions of helpers and of agents of hooks are over when they are closed. */
  closing(store: SessionStore): SessionStore;
}

/** Makes it; `tell` hears of the end of each session that its closing ends. */
export function createHookedSessions(tell: (event: NewEvent) => Promise<void>): HookedSessions {
  const running = new Map<string, NewEvent>();
  const begun = new Set<string>();
  const ended = new Set<string>();
  const over: HookedSessions['over'] = (session, otherwise) => {
    const event = running.get(session) ?? otherwise;
    running.delete(session);
    if (event === undefined || ended.has(session)) return undefined;
    ended.add(session);
    return event;
  };
  return {
    begins: (session, conversation, end) => {
      running.set(session, end);
      if (begun.has(session)) return false;
      begun.add(session);
      // Another process may have begun it: then somebody has answered there.
      return !(conversation.answered?.() ?? conversation.messages().some(({ role }) => role === 'assistant'));
    },
    over,
    closing: (store) => ({
      ...store,
      create: async (id, start) => {
        const session = await store.create(id, start);
        if (start.kind !== 'sub-agent' && start.kind !== 'hook') return session;
        return {
          ...session,
          close: async () => {
            await session.close();
            const event = over(id);
            if (event !== undefined) await tell(event);
          },
        };
      },
    }),
  };
}

/** What the end of a planning session is told with. */
export interface PlanningParts {
  readonly host: Pick<Host, 'files' | 'stateFolder' | 'log'>;
  readonly sessions: (folder: string) => SessionStore;
  readonly hooks: Pick<HookService, 'listens' | 'tell'>;
  readonly known: Pick<HookedSessions, 'over'>;
}

/** All documents of a spec are approved: its planning session is over, which may have run in another process. Never rejects. */
export async function planningOver(
  { host, sessions, hooks, known }: PlanningParts,
  { root, spec }: { readonly root: string; readonly spec: string },
): Promise<void> {
  try {
    if (!(await hooks.listens(root, ['SessionEnd']))) return;
    const paths = await statePaths(host.files, host.stateFolder, root, spec);
    const session = await latestSession(sessions(paths.sessions), paths.sessionPrefix);
    if (session === undefined) return;
    const cause = { by: 'agent', chain: [], session } as const;
    const event = { trigger: 'SessionEnd', root, cause, files: [], session, agent: 'main', spec } as const;
    const over = known.over(session, event);
    if (over !== undefined) await hooks.tell(over);
  } catch (error) {
    host.log.write('warn', `Hooks hear nothing of the end of a session: ${String(error)}`);
  }
}
