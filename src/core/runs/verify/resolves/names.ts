/** Which files are a runner's configuration, by name. */

const configurations =
  /^(?:vitest|vite|jest|mocha|ava|karma|playwright|cypress|babel|eslint|biome|tsconfig|jsconfig|webpack|rollup|rsbuild|rspack|rstest|pytest|tox|conftest|setup|pyproject|noxfile|ruff|mypy|sitecustomize|usercustomize|Cargo|build|settings|gradle|pom|go|Makefile|makefile|GNUmakefile|justfile|Justfile|Taskfile|Rakefile|gulpfile|Gruntfile|phpunit|CMakeLists|meson|deno|bunfig|lerna|nx|turbo|project|moon|pnpm-workspace|rust-toolchain|wallaby|stryker|jasmine|nuget|global|mise|\.mocharc|\.eslintrc|\.babelrc|\.swcrc|\.taprc|\.nycrc|\.c8rc|\.rspec|\.npmrc|\.yarnrc|\.pnpmfile|\.pnp|\.coveragerc|\.pylintrc|\.flake8|\.ruff|\.mypy|\.golangci|\.bazelrc|\.tool-versions|\.mise|rustfmt|clippy|nextest)(?:[.-].*)?$/u;
/** Locks change with every new package, and hold no command. */
const notConfiguration = /\.(?:lock|sum|md|log|tsbuildinfo)$|^go\.sum$|(?:^|[.-])lock(?:[.-]|$)/u;

/** Folders of configuration. */
export const configurationFolders = ['.cargo', '.mvn', '.config', 'gradle', 'gradle/wrapper', 'buildSrc'] as const;

/** Whether a file of this name configures what runs beside it. */
export function isConfiguration(name: string): boolean {
  return configurations.test(name) && !notConfiguration.test(name);
}

const toolFolder =
  /(?:^|\/)(?:scripts?|tools?|tooling|build|bin|ci|hack|config|configs|\.config|dev|make|mk|tasks|gulp|test-utils|testing)\//u;

/**
 * Whether a file is of what builds and checks the project, and not of what is built. Imports are followed among those
 * only: a check is not to be confirmed again with every change of the code that it proves.
 */
export function isTooling(name: string): boolean {
  return toolFolder.test(name) || isConfiguration(name.slice(name.lastIndexOf('/') + 1));
}
