// Where things are. Everything that is written goes below the clone or into a temporary folder.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What was downloaded to run and test in: editors, other versions of Node, caches. Ignored by git. */
export const downloads = join(root, '.vscode-test');

/** What the tests leave to look at: output of stages, reports, screenshots. Ignored by git. */
export const testOutput = join(root, 'test-output');

/**
 * A new folder for temporary files, with a short path: sockets in it have at most 107 bytes.
 * @param {string} name
 */
export function temporaryFolder(name) {
  return mkdtempSync(join(tmpdir(), `tracewright-${name}-`));
}
