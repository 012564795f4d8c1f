/** Agents at work in this process, and what hooks have to add to their conversations. */
import type { Cause } from '../hooks/model';
import type { Message } from '../messages';

/** A request of a hook. */
export interface Posting {
  readonly message: Message;
  /** What everything that comes of it is caused by. */
  readonly cause: Cause;
}

/** What became of one: it stands in the conversation, or the run was over before it could, or somebody stopped it. */
export type Posted = 'taken' | 'ended' | 'stopped';

/** A run that is registered; whoever runs the agent ends it. */
export interface RunningSession {
  /** Everything that waits, once; it is appended before the next request. */
  take(): readonly Posting[];
  /** The run is over: what still waits is told so. */
  end(how: 'ended' | 'stopped'): void;
}

/** The sessions whose agents are at work. */
export interface RunningSessions {
  begin(session: string, root: string): RunningSession;
  /** Undefined where no agent is at work in the session. Once the signal is aborted it waits no longer. */
  post(session: string | undefined, posting: Posting, signal: AbortSignal): Promise<Posted> | undefined;
  /** For the next run in the workspace folder, since it is about its prompt. */
  postNext(root: string, posting: Posting): void;
}

type Waiting = Posting & { readonly done: (how: Posted) => void };

/** Makes them, without any. */
export function createRunningSessions(): RunningSessions {
  const running = new Map<string, Set<Waiting>>();
  const next = new Map<string, readonly Waiting[]>();
  return {
    begin: (session, root) => {
      const waiting = new Set<Waiting>(next.get(root));
      next.delete(root);
      running.set(session, waiting);
      const settle = (how: Posted): readonly Posting[] => {
        const all = [...waiting];
        waiting.clear();
        for (const { done } of all) done(how);
        return all;
      };
      return {
        take: () => settle('taken'),
        end: (how) => {
          if (running.get(session) === waiting) running.delete(session);
          settle(how);
        },
      };
    },
    post: (session, posting, signal) => {
      const waiting = session === undefined ? undefined : running.get(session);
      if (waiting === undefined || signal.aborted) return undefined;
      return new Promise((resolve) => {
        const entry: Waiting = {
          ...posting,
          done: (how) => {
            signal.removeEventListener('abort', withdraw);
            resolve(how);
          },
        };
        const withdraw = () => {
          waiting.delete(entry);
          resolve('stopped');
        };
        signal.addEventListener('abort', withdraw, { once: true });
        waiting.add(entry);
      });
    },
    postNext: (root, posting) => {
      next.set(root, [...(next.get(root) ?? []), { ...posting, done: () => undefined }]);
    },
  };
}
