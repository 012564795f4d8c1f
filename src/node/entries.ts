/** What the port of files says of what Node found. */
import type { Dirent, Stats } from 'node:fs';
import type { FileStat, FolderEntry } from '../core/host';

/** What the port says of a file. */
export function statOf(found: Stats): FileStat {
  return { kind: kindOf(found), size: found.size, modified: found.mtimeMs, changed: found.ctimeMs };
}

/** What the port says of a folder. */
export function folderEntries(entries: readonly Dirent[]): readonly FolderEntry[] {
  return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function kindOf(entry: Dirent | Stats): FileStat['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}
