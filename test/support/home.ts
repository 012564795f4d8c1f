/** A home folder for what is started by tests, and what was left in it. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Makes the home folder of a run below its temporary folder, apart from what the run is told to keep elsewhere. */
export function homeBelow(temporary: string): string {
  const home = join(temporary, 'home');
  mkdirSync(home, { recursive: true });
  return home;
}

/** Files below a home folder, relative, but for the `expected` ones. Nothing of ours belongs there, nor the editor's. */
export function strayFiles(home: string, expected: readonly string[] = []): readonly string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !expected.includes(path))
    .sort();
}
