/** Finds steering: `.kiro/steering/**\/*.md`, `.kiro/steering.md`, the same below the home folder, and AGENTS.md. */
import picomatch from 'picomatch';
import type { Files } from '../host';
import { readFrontMatter } from './frontMatter';
import { type Inclusion, inclusionOf } from './inclusion';

/** One steering file. */
export interface SteeringFile {
  readonly path: string;
  /** `.kiro/steering/tech.md`, `~/.kiro/steering.md` */
  readonly label: string;
  readonly origin: 'user' | 'workspace';
  readonly inclusion: Inclusion;
  /** The text without front matter. */
  readonly body: string;
  /** What is wrong with it, in a sentence; it takes part all the same. */
  readonly problem?: string;
}

/** Where steering is looked for. */
export interface SteeringSource {
  readonly files: Pick<Files, 'read' | 'list'>;
  /** Workspace folder. */
  readonly root: string;
  readonly home: string;
  /** Nothing of an untrusted workspace is loaded. */
  readonly trusted: boolean;
}

const deepest = 8;

/** Every steering file in the order in which it is shown: the user's, then the workspace's, which wins. */
export async function loadSteering(source: SteeringSource): Promise<readonly SteeringFile[]> {
  const user = await loadFrom(source.files, source.home, 'user');
  return source.trusted ? [...user, ...(await loadFrom(source.files, source.root, 'workspace'))] : user;
}

/** Those that take part in every prompt. */
export function alwaysIncluded(files: readonly SteeringFile[]): readonly SteeringFile[] {
  return files.filter((file) => file.inclusion.kind === 'always' && file.body.trim() !== '');
}

/** Those that take part because of the files that are worked on; paths are relative to the workspace folder, with `/`. */
export function includedFor(files: readonly SteeringFile[], paths: readonly string[]): readonly SteeringFile[] {
  return files.filter(({ inclusion, body }) => {
    if (inclusion.kind !== 'fileMatch' || body.trim() === '') return false;
    const matches = picomatch([...inclusion.patterns], { dot: true, posix: true });
    return paths.some((path) => matches(path));
  });
}

async function loadFrom(
  files: SteeringSource['files'],
  base: string,
  origin: SteeringFile['origin'],
): Promise<readonly SteeringFile[]> {
  const agents = origin === 'workspace' ? [`${base}/AGENTS.md`] : [];
  const below = await markdownBelow(files, `${base}/.kiro/steering`, deepest);
  const paths = [...agents, `${base}/.kiro/steering.md`, ...below];
  const loaded = await Promise.all(paths.map((path) => loadFile(files, path, base, origin)));
  return loaded.flatMap((file) => file ?? []);
}

async function loadFile(
  files: SteeringSource['files'],
  path: string,
  base: string,
  origin: SteeringFile['origin'],
): Promise<SteeringFile | undefined> {
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  const label = `${origin === 'user' ? '~/' : ''}${path.slice(base.length + 1)}`;
  // AGENTS.md knows no modes; what looks like front matter in it is text.
  if (path.endsWith('/AGENTS.md')) return { path, label, origin, inclusion: { kind: 'always' }, body: text };
  const { values, body, unreadable } = readFrontMatter(text);
  const problem = unreadable
    ? { problem: `The front matter of ${label} is not readable YAML; the file is always included.` }
    : {};
  return { path, label, origin, inclusion: inclusionOf(values), body, ...problem };
}

/** Markdown files of a folder and its folders, by name; links are not followed into folders. */
async function markdownBelow(
  files: SteeringSource['files'],
  folder: string,
  depth: number,
): Promise<readonly string[]> {
  if (depth === 0) return [];
  const entries = await files.list(folder);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.kind === 'folder') return markdownBelow(files, path, depth - 1);
      return /\.md$/iu.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}
