/** What a panel is sent, at most ten times a second, and only while it is there to hear it. Knows no editor. */
import type { Disposable } from '../../core/host';

/** Milliseconds between two updates. */
const pace = 100;

/** Something being followed for one panel. Disposing it leaves what is followed alone. */
export interface Paced extends Disposable {
  /** False before the first `restart`, and once it was disposed. */
  live(): boolean;
  /** Updates soon, with everything that changes until then. */
  later(): void;
  /** Updates now, with everything anew: the webview was just loaded. */
  restart(): void;
}

/** What is followed. */
export interface Followed {
  /** Hears of every change. */
  readonly subscribe: (changed: () => void) => Disposable;
  /** Nothing was sent yet. */
  readonly forget: () => void;
  /** Sends what is not sent yet; must not throw. */
  readonly update: () => void;
}

/** Starts following; nothing is sent before the first `restart`. */
export function paced({ subscribe, forget, update }: Followed): Paced {
  let live = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = (): void => {
    timer = undefined;
    update();
  };
  const later = (): void => {
    if (live) timer ??= setTimeout(now, pace);
  };
  const subscription = subscribe(later);
  return {
    live: () => live,
    later,
    restart: () => {
      live = true;
      forget();
      clearTimeout(timer);
      now();
    },
    dispose: () => {
      live = false;
      clearTimeout(timer);
      subscription.dispose();
    },
  };
}
