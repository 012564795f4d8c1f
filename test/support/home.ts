/** A home folder for what is started by tests, and what was left in it. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Makes the home folder of a run below its temporary folder, apart from what the run is told to keep elsewhere. */
export function homeBelow(temporary: string): string {
  const home = join(temporary, 'home');
  mkdirSync(home, { recursive: true });
  return home;
}

/** Files below a folder, relative and sorted. In a home folder nothing of ours belongs, nor of the editor's. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
