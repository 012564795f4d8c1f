import type { Message, Usage } from '../messages';

/** How much of the window a conversation takes. */
export interface ContextMeter {
  /** Tokens of a request with this system prompt, these tools and messages. */
  estimate(system: readonly string[], tools: unknown, messages: readonly Message[]): number;
  /** Tells what a request that was estimated just before really took. */
  correct(usage: Usage): void;
}

/** Characters to a token: prose has about four, code and JSON about three. */
const perToken = 3.5;
/** What vendors charge for an image, about; its base64 says nothing of that. */
const perImage = 1600;

/** Estimates by counting characters; each real usage corrects the next estimates. */
export function createContextMeter(): ContextMeter {
  let factor = 1;
  let last = 0;
  return {
    estimate(system, tools, messages) {
      let images = 0;
      const text = JSON.stringify([system, tools, messages], (key, value: unknown) => {
        if (key !== 'base64') return value;
        images++;
        return '';
      });
      last = text.length / perToken + images * perImage;
      return Math.round(last * factor);
    },
    correct(usage) {
      const real = usage.input + usage.cacheRead + usage.cacheWrite;
      if (real > 0 && last > 0) factor = Math.min(3, Math.max(1 / 3, real / last));
    },
  };
}
