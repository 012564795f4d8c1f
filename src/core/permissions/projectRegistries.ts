/** Which package registries a project uses: the public ones by its manifests, and those that its own files name. */
import type { Files } from '../host';
import { type RegistryOffer, registries } from './registries';

/** What was found. */
export interface ProjectRegistries {
  /** Public ones, which are offered together. */
  readonly offers: readonly RegistryOffer[];
  /** Hosts that a file of the repository names, lower case, with that file. Nobody vouches for them. */
  readonly named: ReadonlyMap<string, string>;
}

/** Files in which projects say where packages come from. */
const naming =
  /^(?:\.npmrc|\.yarnrc(?:\.yml)?|bunfig\.toml|package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pip\.(?:conf|ini)|requirements[\w.-]*\.txt|pyproject\.toml|Pipfile(?:\.lock)?|uv\.lock|poetry\.lock|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|Gemfile(?:\.lock)?|nuget\.config|composer\.(?:json|lock)|go\.env|config\.toml|settings\.xml)$/iu;
const skipped = /^(?:node_modules|\.git|dist|build|out|target|vendor|\.?venv|env|__pycache__|coverage)$/u;
const deepest = 2;
const mostFolders = 300;
const mostBytes = 2_000_000;

/** Looks through the workspace folders. Never rejects: what can't be read names nothing. */
export async function projectRegistries(
  files: Pick<Files, 'read' | 'list'>,
  roots: readonly string[],
): Promise<ProjectRegistries> {
  const offers = new Map<string, RegistryOffer>();
  const named = new Map<string, string>();
  for (const root of roots) {
    for (const folder of await foldersOf(files, root)) {
      for (const { name, kind } of await files.list(folder).catch(() => [])) {
        if (kind !== 'file' && kind !== 'link') continue;
        const source = `${folder}/${name}`.slice(root.length + 1);
        for (const { name: registry, what, hosts, files: pattern } of registries)
          if (pattern.test(name) && !offers.has(registry))
            offers.set(registry, { name: registry, what, hosts, source });
        if (!naming.test(name)) continue;
        for (const host of await hostsIn(files, `${folder}/${name}`)) if (!named.has(host)) named.set(host, source);
      }
    }
  }
  return { offers: [...offers.values()], named };
}

async function foldersOf(files: Pick<Files, 'list'>, root: string): Promise<readonly string[]> {
  const found = [root];
  let level = [root];
  for (let depth = 0; depth < deepest && found.length < mostFolders; depth++) {
    const below = await Promise.all(
      level.map(async (folder) =>
        (await files.list(folder).catch(() => [])).flatMap(({ name, kind }) =>
          kind === 'folder' && !skipped.test(name) ? [`${folder}/${name}`] : [],
        ),
      ),
    );
    level = below.flat().slice(0, mostFolders - found.length);
    found.push(...level);
  }
  return found;
}

async function hostsIn(files: Pick<Files, 'read'>, path: string): Promise<readonly string[]> {
  const bytes = await files.read(path, { start: 0, end: mostBytes }).catch(() => undefined);
  if (bytes === undefined) return [];
  const text = new TextDecoder().decode(bytes);
  const hosts = [...text.matchAll(/\bhttps?:\/\/(?:[^\s/@"'<>]+@)?([\w.-]+)/gu)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  );
  return [...new Set(hosts)];
}
