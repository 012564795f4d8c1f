import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [
    {
      name: 'markdown-as-text',
      // The same import that esbuild's text loader serves in the bundles.
      load(id) {
        return id.endsWith('.md') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined;
      },
    },
  ],
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
