import type { SessionEvent } from './events';
import type { Session, SessionStore } from './store';

/** The store with a listener that hears of every event after it is on disk; without one, the store itself. */
export function observed(store: SessionStore, listener: ((event: SessionEvent) => void) | undefined): SessionStore {
  if (listener === undefined) return store;
  /** The event that opening or closing a session wrote by itself. */
  const tellLast = (session: Session) => {
    const last = session.events().at(-1);
    if (last !== undefined && last.type !== 'unknown') listener(last);
  };
  const listening = (session: Session): Session => {
    tellLast(session);
    return {
      ...session,
      append: async (body) => {
        const event = await session.append(body);
        listener(event);
        return event;
      },
      close: async () => {
        await session.close();
        tellLast(session);
      },
    };
  };
  return {
    ...store,
    create: async (id, start) => listening(await store.create(id, start)),
    resume: async (id) => {
      const session = await store.resume(id);
      return session && listening(session);
    },
    fork: async (id, seq, as) => {
      const session = await store.fork(id, seq, as);
      return session && listening(session);
    },
  };
}
