/** Where specs are: every folder below any `.kiro/specs`. */
import type { Files } from '../host';
import { DOCUMENT_NAMES } from './spec';

const SKIPPED = new Set(['node_modules', '.git']);
const AT_ONCE = 32;

/**
 * Absolute paths of the spec folders under the given paths, sorted, each once: every folder below a `.kiro/specs`, at
 * any depth, that holds one of the four documents. Only node_modules and .git are skipped; no ignore file is read, and
 * links are not followed. A path may itself be, or lie in, a spec folder, or be a document in one.
 */
export async function findSpecs(
  files: Pick<Files, 'list' | 'stat'>,
  roots: readonly string[],
): Promise<readonly string[]> {
  return [...(await findSpecFolders(files, roots)).keys()].sort();
}

/** The same folders in no order, each with the names of what lies in it, so that nobody asks for what is not there. */
export async function findSpecFolders(
  files: Pick<Files, 'list' | 'stat'>,
  roots: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  let waiting: readonly string[] = await Promise.all(roots.map((root) => folderOf(files, root)));
  const seen = new Set<string>(waiting);
  while (waiting.length > 0) {
    const batch = waiting.slice(0, AT_ONCE);
    const lists = await Promise.all(batch.map(async (path) => ({ path, entries: await files.list(path) })));
    const below: string[] = [];
    for (const { path, entries } of lists) {
      const documents: readonly string[] = DOCUMENT_NAMES;
      if (isBelowSpecs(path) && entries.some((entry) => entry.kind !== 'folder' && documents.includes(entry.name))) {
        const names = entries.map(({ name }) => name);
        found.set(path, names);
      }
      for (const entry of entries) {
        const child = `${path === '/' ? '' : path}/${entry.name}`;
        if (entry.kind === 'folder' && !SKIPPED.has(entry.name) && !seen.has(child)) {
          seen.add(child);
          below.push(child);
        }
      }
    }
    waiting = [...waiting.slice(AT_ONCE), ...below];
  }
  return found;
}

async function folderOf(files: Pick<Files, 'stat'>, path: string): Promise<string> {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  const stat = await files.stat(clean);
  return stat?.kind === 'file' ? clean.slice(0, Math.max(1, clean.lastIndexOf('/'))) : clean;
}

function isBelowSpecs(path: string): boolean {
  return /(^|\/)\.kiro\/specs\/./.test(path);
}
