import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What needs the packaged extension: its contents, its start on each Node, its activation, and whole stories. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    // A report of a run elsewhere has to say what was found instead.
    chaiConfig: { truncateThreshold: 2000 },
    include: ['test/{package,bench,e2e}/**/*.e2e.ts'],
    globalSetup: ['test/e2e/setup.ts'],
    // One editor at a time: two of them and two browsers starve each other on a small machine.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
