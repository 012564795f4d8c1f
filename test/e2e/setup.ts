/** What every test of the packaged extension starts from: a current VSIX and an editor to install it in. */
import type { TestProject } from 'vitest/node';
import { ensureCodeOss } from '../../scripts/lib/install.mjs';
import { packageExtension } from '../../scripts/package.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packaged extension, absolute. */
    readonly vsix: string;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  await ensureCodeOss();
  // TRACEWRIGHT_VSIX names one to test as it is, such as a released one.
  project.provide('vsix', process.env.TRACEWRIGHT_VSIX ?? (await packageExtension()).path);
}
