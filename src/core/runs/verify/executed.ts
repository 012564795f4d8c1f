/** Which test files a run executed. */
import type { Files } from '../../host';
import type { FileReview } from '../snapshot';
import { takenBy } from './habits';
import type { CheckRun } from './judge';
import type { Started } from './resolves/index';
import { isTestFile } from './testFiles';
import { executesNoTest } from './testless';

const skipped = /^(?:node_modules|\.git|dist|build|out|target|vendor|\.?venv|env|__pycache__|coverage|\.\w.*)$/u;
const mostFolders = 2000;

/** A change's path relative to its workspace folder: with several folders reviews put the folder's name in front. */
export function relativeTo({ root, path }: Pick<FileReview, 'root' | 'path'>, severalRoots: boolean): string {
  if (!severalRoots) return path;
  const name = `${root.slice(root.lastIndexOf('/') + 1)}/`;
  return path.startsWith(name) ? path.slice(name.length) : path;
}

/** Which test files ran, and how far that is only taken to be so. */
export interface Executed {
  /** Relative to the root. */
  readonly tests: readonly string[];
  /** A sentence for each run that named none of its files. */
  readonly taken: readonly string[];
}

type Ports = Pick<Files, 'list' | 'stat' | 'read'>;

/**
 * The test files that these runs of tests executed: those that the runner names; else those that it is given or looks
 * for by itself; else all below the folder that it ran in.
 */
export async function executedTests(
  files: Ports,
  root: string,
  runs: readonly CheckRun[],
  startedBy: (run: CheckRun) => Promise<Started>,
): Promise<Executed> {
  const found = new Set<string>();
  const taken: string[] = [];
  for (const run of runs) {
    const started = await startedBy(run);
    const named = await existing(files, root, [run.cwd, ...started.invocations.map(({ folder }) => folder)], run);
    const { paths, how } =
      named.length > 0 ? { paths: named, how: undefined } : await unnamed(files, root, run, started);
    for (const path of paths) found.add(path);
    if (how !== undefined) taken.push(how);
  }
  return { tests: [...found], taken };
}

/** Names are relative to the folder that the runner works in, which may be that of a package below the check's. */
async function existing(
  files: Ports,
  root: string,
  folders: readonly string[],
  { report, cwd }: CheckRun,
): Promise<readonly string[]> {
  const found: string[] = [];
  const classes: string[] = [];
  const bases = [...new Set(folders)];
  for (const name of report?.files ?? []) {
    const plain = name.replaceAll('\\', '/').replace(/^\.\//u, '');
    const places = plain.startsWith('/') ? [plain] : bases.map((folder) => `${folder}/${plain}`);
    const there = await Promise.all(places.map((path) => files.stat(path).catch(() => undefined)));
    const own = places.filter((path, at) => there[at]?.kind === 'file' && path.startsWith(`${root}/`));
    if (own.length > 0) found.push(...own);
    else if (/^[\w$]+(?:\.[\w$]+)*$/u.test(plain)) classes.push(`/${plain.replaceAll('.', '/')}`);
    else found.push(...(await goTests(files, bases, plain)));
  }
  const below = classes.length === 0 ? [] : await filesBelow(files, root, relativeFolder(root, cwd));
  const ofClasses = below.filter((path) => classes.some((name) => `/${path}`.replace(/\.\w+$/u, '').endsWith(name)));
  return [...found.map((path) => path.slice(root.length + 1)), ...ofClasses];
}

/** `go test` names packages: a package is a folder of its module. */
async function goTests(files: Ports, folders: readonly string[], name: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const bytes = await files.read(`${folder}/go.mod`).catch(() => undefined);
    const module = bytes && /^module\s+(\S+)/mu.exec(new TextDecoder().decode(bytes))?.[1];
    if (module === undefined || (name !== module && !name.startsWith(`${module}/`))) continue;
    const place = `${folder}${name.slice(module.length)}`;
    for (const each of await files.list(place).catch(() => []))
      if (each.kind === 'file' && each.name.endsWith('_test.go')) found.push(`${place}/${each.name}`);
  }
  return found;
}

function relativeFolder(root: string, cwd: string): string {
  return cwd.startsWith(`${root}/`) ? cwd.slice(root.length + 1) : '';
}

async function unnamed(files: Ports, root: string, run: CheckRun, { invocations }: Started) {
  const below = relativeFolder(root, run.cwd);
  const read = async (path: string) => {
    const bytes = await files.read(path).catch(() => undefined);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const isFolder = async (path: string) => (await files.stat(path).catch(() => undefined))?.kind === 'folder';
  const runners = invocations.filter(({ name }) => !executesNoTest(name));
  const known = await Promise.all(runners.map((each) => takenBy(each, read, isFolder)));
  const all = await filesBelow(files, root, below);
  // Another program beside them may run tests that nobody sees here.
  if (known.length > 0 && known.every((each) => each !== undefined)) {
    const paths = all.filter((path) => known.some((each) => each.takes(`${root}/${path}`)));
    // What passed there came from somewhere else than is known here.
    if (paths.length === 0 && (run.report?.passed ?? 0) > 0) return everything(run, all);
    const names = [...new Set(known.map(({ runner }) => runner))].join(', ');
    return { paths, how: `${run.line} does not say which test files ran: those that ${names} takes were counted.` };
  }
  return everything(run, all);
}

function everything({ line }: CheckRun, all: readonly string[]) {
  return {
    // Rust keeps tests in the code itself.
    paths: all.filter((path) => isTestFile(path) || path.endsWith('.rs')),
    how: `${line} does not say which test files ran: all of its folder were counted.`,
  };
}

async function filesBelow(files: Pick<Files, 'list'>, root: string, below: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [below];
  for (let at = 0; at < folders.length && at < mostFolders; at++) {
    const folder = folders[at] ?? '';
    for (const { name, kind } of await files.list(folder === '' ? root : `${root}/${folder}`)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (kind === 'folder' && !skipped.test(name)) folders.push(path);
      else if (kind === 'file') found.push(path);
    }
  }
  return found;
}
