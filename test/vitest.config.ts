import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { markdownAsText } from './support/markdownAsText';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [markdownAsText],
  test: {
    // A report of a run elsewhere has to say what was found instead.
    chaiConfig: { truncateThreshold: 2000 },
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/host/**', 'test/e2e/**', 'test/bench/**', '**/node_modules/**'],
    // Against what hangs: many tests start programs, and a machine may be busy.
    testTimeout: 60_000,
    // Files share what they import, which is most of the time they take; so no test leaves anything behind in a module.
    isolate: false,
    // Many tests wait for programs they start, so there is work for more than one worker a core.
    maxWorkers: availableParallelism() + 1,
  },
});
