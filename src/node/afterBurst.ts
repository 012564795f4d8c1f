/** News of files that came at once, and what may be missing among them. */

/** The system keeps so much news for us; of more at once it may have dropped some without a word (Linux: 16,384 lines). */
const burst = 4000;
/** A burst is over when it was quiet for so long, in milliseconds. */
const quietMs = 1000;

/** Calls `look` when a burst is over, to find what was not told. */
export function afterBurst(look: () => void): { heard(news: number): void; dispose(): void } {
  let count = 0;
  let quiet: NodeJS.Timeout | undefined;
  return {
    heard: (news) => {
      count += news;
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        const many = count > burst;
        count = 0;
        if (many) look();
      }, quietMs);
      quiet.unref();
    },
    dispose: () => clearTimeout(quiet),
  };
}
