import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { markdownAsText } from '../support/markdownAsText';

/** The panel in a real browser: the bundle as it ships, fed with messages as the extension sends them. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  plugins: [markdownAsText],
  test: {
    // A report of a run elsewhere has to say what was found instead.
    chaiConfig: { truncateThreshold: 2000 },
    include: ['test/webview/**/*.browser.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A browser a worker; a page waits more for its next picture than it works.
    maxWorkers: Math.max(2, availableParallelism()),
    maxConcurrency: 3,
  },
});
