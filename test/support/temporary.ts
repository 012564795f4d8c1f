/** Folders on disk that last as long as a test file. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** Content by relative path; `-> target` makes a link. */
export type Tree = Readonly<Record<string, string | Uint8Array>>;

/** Makes a folder with files in it, removed after the tests of the file. Its path has no links. */
export function temporaryFolder(tree: Tree = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tracewright-test-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  fill(folder, tree);
  return folder;
}

/** Adds files to a folder. */
export function fill(folder: string, tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    if (typeof content === 'string' && content.startsWith('-> ')) symlinkSync(content.slice(3), full);
    else writeFileSync(full, content);
  }
}
