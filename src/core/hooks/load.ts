/** Finds and reads every hook file that holds for a workspace folder. */
import type { Files } from '../host';
import type { HookFile, HookSet } from './model';
import { readHookFile } from './read/readHookFile';

/** What is read. */
export interface HookPlaces {
  readonly files: Pick<Files, 'read' | 'list'>;
  /** Absolute path of the workspace folder. */
  readonly root: string;
  readonly home: string;
  /** False: nothing of the workspace is read, the user's own hooks neither. */
  readonly trusted: boolean;
}

/** The workspace's hooks before the user's, files by name. A file that can't be read is a diagnostic of its own. */
export async function loadHooks({ files, root, home, trusted }: HookPlaces): Promise<HookSet> {
  if (!trusted) return { root, files: [], hooks: [] };
  const found = [
    ...(await hookFilesIn(files, `${root}/.kiro/hooks`, '.kiro/hooks', 'workspace')),
    { path: `${root}/.kiro/hooks.yaml`, name: '.kiro/hooks.yaml', scope: 'workspace' as const },
    ...(root === home ? [] : await hookFilesIn(files, `${home}/.kiro/hooks`, '~/.kiro/hooks', 'user')),
  ];
  const read = await Promise.all(found.map((each) => readOne(files, each)));
  const all = read.filter((each) => each !== undefined);
  return { root, files: all, hooks: all.flatMap(({ hooks }) => hooks) };
}

type Found = Parameters<typeof readHookFile>[0];

async function hookFilesIn(
  files: HookPlaces['files'],
  folder: string,
  name: string,
  scope: 'workspace' | 'user',
): Promise<readonly Found[]> {
  const entries = await files.list(folder);
  return entries
    .filter((entry) => entry.kind !== 'folder' && isHookFile(entry.name))
    .map((entry) => ({ path: `${folder}/${entry.name}`, name: `${name}/${entry.name}`, scope }));
}

/** The names that hook files have in a `hooks` folder. */
export function isHookFile(name: string): boolean {
  return /\.kiro\.hook$|\.json$|\.ya?ml$/u.test(name);
}

async function readOne(files: HookPlaces['files'], found: Found): Promise<HookFile | undefined> {
  try {
    const bytes = await files.read(found.path);
    return bytes && readHookFile(found, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const place = { line: 1, column: 1, start: 0, end: 0 };
    const message = `The file can't be read: ${why}`;
    const diagnostics = [{ code: 'hooks/unreadable', severity: 'error' as const, message, place }];
    return { path: found.path, format: 'kiro-1', scope: found.scope, hooks: [], diagnostics, text: '' };
  }
}
