import type { SessionEvent } from './events';
import type { Session, SessionStore } from './store';

/** The store with a listener that hears of every event after it was appended; without one, the store itself. */
export function observed(store: SessionStore, listener: ((event: SessionEvent) => void) | undefined): SessionStore {
  if (listener === undefined) return store;
  const listening = (session: Session): Session => ({
    ...session,
    append: async (body) => {
      const event = await session.append(body);
      listener(event);
      return event;
    },
  });
  return {
    ...store,
    create: async (id, start) => listening(await store.create(id, start)),
    resume: async (id) => {
      const session = await store.resume(id);
      return session && listening(session);
    },
  };
}
