/** Keeps an answer in the session log while it arrives, so that a killed process loses at most a second of it. */
import type { Clock } from '../host';
import type { Session } from '../sessions/store';
import type { AgentEvent } from './types';

/** Milliseconds that text waits at most before it is written; one event holds all that came meanwhile. */
const pace = 1000;

/** Writes down the text of answers behind the loop. */
export interface Arriving {
  /** Takes every event of the loop. Never throws. */
  heard(event: AgentEvent): void;
  /** Writes what is not written yet of an answer that will bring no message. Rejects where the log can't be written. */
  flush(): Promise<void>;
  /** Forgets what is not written yet. */
  drop(): void;
}

/** `failed` hears of text that could not be written. */
export function keepArriving(
  session: Session,
  clock: Pick<Clock, 'sleep'>,
  failed: (error: unknown) => void,
): Arriving {
  let written = 0;
  let text = '';
  let timer: AbortController | undefined;
  const cancel = () => {
    timer?.abort();
    timer = undefined;
  };
  const flush = async (): Promise<void> => {
    cancel();
    if (text === '') return;
    const event = { type: 'arriving' as const, from: written, text };
    written += text.length;
    text = '';
    await session.append(event);
  };
  const wait = () => {
    if (timer !== undefined) return;
    timer = new AbortController();
    // Cancelling rejects the sleep, and then there is nothing to write.
    clock.sleep(pace, timer.signal).then(
      () => flush().catch(failed),
      () => {},
    );
  };
  const drop = () => {
    cancel();
    written = 0;
    text = '';
  };
  return {
    heard: (event) => {
      if (event.type === 'text') {
        text += event.text;
        wait();
      } else if (event.type === 'stop') cancel();
      else if (event.type === 'turn' || event.type === 'waiting' || event.type === 'message') drop();
    },
    flush,
    drop,
  };
}
