/**
 * The public package registries that everybody of a language uses, by name: what a rule `registry:npm` stands for.
 * Hosts are in here because this list says so, never because a repository does.
 */

/** A package registry and the hosts that its clients need. */
export interface Registry {
  /** As in `registry:npm`. */
  readonly name: string;
  /** "npm packages" */
  readonly what: string;
  readonly hosts: readonly string[];
  /** Names of files that say that a project uses it. */
  readonly files: RegExp;
}

/** A registry that a project uses, and the file that says so. */
export interface RegistryOffer {
  readonly name: string;
  readonly what: string;
  readonly hosts: readonly string[];
  /** Relative to its workspace folder. */
  readonly source: string;
}

export const registries: readonly Registry[] = [
  {
    name: 'npm',
    what: 'JavaScript packages',
    hosts: ['registry.npmjs.org', 'registry.yarnpkg.com'],
    files: /^(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?)$/u,
  },
  {
    name: 'pypi',
    what: 'Python packages',
    hosts: ['pypi.org', 'files.pythonhosted.org'],
    files: /^(?:requirements[\w.-]*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile(?:\.lock)?|poetry\.lock|uv\.lock)$/u,
  },
  {
    name: 'crates',
    what: 'Rust crates',
    hosts: ['crates.io', 'index.crates.io', 'static.crates.io'],
    files: /^Cargo\.(?:toml|lock)$/u,
  },
  { name: 'go', what: 'Go modules', hosts: ['proxy.golang.org', 'sum.golang.org'], files: /^go\.(?:mod|sum|work)$/u },
  {
    name: 'maven',
    what: 'Java packages',
    hosts: ['repo.maven.apache.org', 'repo1.maven.org'],
    files: /^(?:pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|build\.sbt)$/u,
  },
  {
    name: 'gradle',
    what: 'Gradle and its plug-ins',
    hosts: ['services.gradle.org', 'plugins.gradle.org', 'plugins-artifacts.gradle.org'],
    files: /^(?:build|settings)\.gradle(?:\.kts)?$/u,
  },
  {
    name: 'rubygems',
    what: 'Ruby gems',
    hosts: ['rubygems.org', 'index.rubygems.org'],
    files: /^(?:Gemfile(?:\.lock)?|gems\.rb|[^/]+\.gemspec)$/u,
  },
  {
    name: 'nuget',
    what: '.NET packages',
    hosts: ['api.nuget.org'],
    files: /^(?:[^/]+\.(?:cs|fs|vb)proj|packages\.config|Directory\.Packages\.props)$/u,
  },
  {
    name: 'packagist',
    what: 'PHP packages',
    hosts: ['packagist.org', 'repo.packagist.org'],
    files: /^composer\.(?:json|lock)$/u,
  },
  { name: 'hex', what: 'Elixir packages', hosts: ['hex.pm', 'repo.hex.pm'], files: /^mix\.(?:exs|lock)$/u },
  { name: 'pub', what: 'Dart packages', hosts: ['pub.dev'], files: /^pubspec\.(?:yaml|lock)$/u },
];

/** Names of the grants that speak of a host: `registry:npm`. */
export function registryGrants(host: string): readonly string[] {
  return registries.filter(({ hosts }) => hosts.includes(host.toLowerCase())).map(({ name }) => grantName(name));
}

/** The name under which a registry is granted. */
export function grantName(name: string): string {
  return `registry:${name}`;
}

/** Whether a pattern of a rule is about registries by name; such a one never speaks of a host. */
export function isGrantName(pattern: string): boolean {
  return pattern.startsWith('registry:');
}

/** "npm (JavaScript packages, for package.json)" */
export function offerWords({ name, what, source }: RegistryOffer): string {
  return `${name} (${what}, for ${source})`;
}
