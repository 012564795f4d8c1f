/** A first look at a repository: names only, a screenful, so that the agent knows where to look. */
import type { Files, FolderEntry } from '../host';
import type { GitIgnored } from './gitIgnored';

const mostEntries = 60;
const mostInside = 12;
/** Never the repository's own. */
const foreign = ['.git', 'node_modules', '.venv', 'venv', '__pycache__', '.next', 'coverage'];
/** Made by a build, as a rule; some repositories keep their own scripts there. */
const builds = ['dist', 'build', 'out', 'target'];

/** Files whose presence says what a repository is built with. */
const manifests = new RegExp(
  `^(?:${[
    String.raw`package\.json|deno\.jsonc?|pyproject\.toml|setup\.(?:py|cfg)|requirements\.txt|tox\.ini|pixi\.toml`,
    String.raw`cargo\.toml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|build\.sbt|gemfile|rakefile|[^/]+\.gemspec|composer\.json|mix\.exs`,
    String.raw`rebar\.config|pubspec\.yaml|package\.swift|build\.zig|dune-project|stack\.yaml|[^/]+\.(?:cabal|csproj|fsproj|slnx?)`,
    String.raw`configure\.(?:ac|in)|(?:gnu)?makefile(?:\.(?:am|in))?|meson\.build|cmakelists\.txt|(?:module|build)\.bazel|justfile|taskfile\.ya?ml`,
    String.raw`dockerfile|(?:docker-)?compose\.ya?ml|flake\.nix|cdk\.json|template\.ya?ml|serverless\.ya?ml`,
  ].join('|')})$`,
  'iu',
);

/** What the overview is made from. */
export interface OverviewSource {
  readonly files: Pick<Files, 'list'>;
  readonly root: string;
  /** False for what .kiroignore hides. */
  readonly visible: (path: string) => Promise<boolean>;
  /** What git ignores, where there is a repository: what a build makes is named then where git keeps it. */
  readonly ignored?: GitIgnored | undefined;
}

/** Top-level entries with what lies directly below folders; a sentence where there is nothing. */
export async function repositoryOverview(source: OverviewSource): Promise<string> {
  const { root, ignored } = source;
  const quiet = new Set([...foreign, ...(ignored === undefined ? builds : [])]);
  const shown = await seen(source, root);
  const own = shown.filter((entry) => !quiet.has(entry.name) && entry.name !== '.kiro');
  if (own.length === 0) {
    const specs = shown.some(({ name }) => name === '.kiro');
    return `Folder ${nameOf(root)}. The repository ${specs ? 'holds no code, only .kiro/' : 'is empty'}.`;
  }
  const lines = await Promise.all(own.slice(0, mostEntries).map((entry) => lineOf(source, entry)));
  const more = own.length > mostEntries ? [`- … ${own.length - mostEntries} more`] : [];
  const built = own.filter((entry) => manifests.test(entry.name)).map((entry) => entry.name);
  const head = `Folder ${nameOf(root)}.${built.length === 0 ? '' : ` How it is built is in ${listed(built)}.`}`;
  return [head, ...lines, ...more].join('\n');
}

async function lineOf(source: OverviewSource, entry: FolderEntry): Promise<string> {
  if (entry.kind !== 'folder') return `- ${entry.name}`;
  const inside = await seen(source, `${source.root}/${entry.name}`);
  const names = inside.slice(0, mostInside).map((each) => (each.kind === 'folder' ? `${each.name}/` : each.name));
  const more = inside.length > mostInside ? [`… ${inside.length - mostInside} more`] : [];
  return `- ${entry.name}/: ${[...names, ...more].join(', ') || '(empty)'}`;
}

async function seen({ files, visible, ignored }: OverviewSource, folder: string): Promise<readonly FolderEntry[]> {
  const entries = await files.list(folder);
  const isSeen = async ({ name, kind }: FolderEntry) => {
    const path = `${folder}/${name}`;
    return (await visible(path)) && !(await ignored?.(path, kind === 'folder'));
  };
  const flags = await Promise.all(entries.map(isSeen));
  return entries.filter((_, index) => flags[index]);
}

/** "a, b and c" */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function nameOf(root: string): string {
  return root.slice(root.lastIndexOf('/') + 1);
}
