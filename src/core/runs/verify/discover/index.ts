/** Finding the commands that prove work. A kind of project is a file and a line here. */
import type { Files } from '../../../host';
import { compiled } from './compiled';
import { type Discoverer, type Folder, type FoundCheck, openFolder } from './folder';
import { make } from './make';
import { npm } from './npm';
import { python } from './python';
import { tech } from './tech';

/** A command with the folder it runs in, absolute. */
export interface Check extends FoundCheck {
  readonly cwd: string;
}

/** What a project says by itself. */
export const discoverers: readonly Discoverer[] = [compiled, npm, python];

/** What counts where a project says nothing by itself; the first that finds something. */
export const fallbacks: readonly Discoverer[] = [tech, make];

const skipped = /^(?:node_modules|\..*|dist|build|out|target|vendor|venv|env|__pycache__|coverage|test|tests|docs?)$/u;
const deepest = 3;
const most = 12;

/** The commands of a workspace folder; those of packages below it where it has none of its own. */
export async function discoverChecks(files: Pick<Files, 'read' | 'list'>, root: string): Promise<readonly Check[]> {
  let level: readonly string[] = [root];
  for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
    const found = (await Promise.all(level.map((path) => checksIn(files, path)))).flat();
    if (found.length > 0) return found.slice(0, most);
    level = (await Promise.all(level.map((path) => foldersIn(files, path)))).flat().slice(0, 200);
  }
  return [];
}

async function checksIn(files: Pick<Files, 'read' | 'list'>, path: string): Promise<readonly Check[]> {
  const folder = await openFolder(files, path);
  const own = (await Promise.all(discoverers.map((each) => each(folder)))).flat();
  const found = own.length > 0 ? own : await firstOf(folder);
  return found.map((each) => ({ ...each, cwd: path }));
}

async function firstOf(folder: Folder): Promise<readonly FoundCheck[]> {
  for (const fallback of fallbacks) {
    const found = await fallback(folder);
    if (found.length > 0) return found;
  }
  return [];
}

async function foldersIn(files: Pick<Files, 'list'>, path: string): Promise<readonly string[]> {
  const entries = await files.list(path);
  return entries
    .filter(({ kind, name }) => kind === 'folder' && !skipped.test(name))
    .map(({ name }) => `${path}/${name}`);
}
