/** Files that editors and tools run by themselves, later: changing one counts as running it. */
import { canonicalPath } from './canonical';

/** One kind of such files. */
export interface DeferredKind {
  readonly id: string;
  /** Ends "It asks because …". */
  readonly why: string;
  /** Told by the canonical path. */
  readonly pattern: RegExp;
  readonly examples: readonly string[];
  /** Changes that run nothing, by the texts before and after; without it every change counts. */
  readonly inert?: (before: string, after: string) => boolean;
}

/** The shipped list. */
export const deferredKinds: readonly DeferredKind[] = [
  {
    id: 'editor',
    why: 'editors run tasks, launch configurations and tools that are named there',
    pattern:
      /\/\.(?:vscode|idea|run|fleet|zed|cursor|windsurf|vs|settings|theia|nova)(?:\/|$)|\.(?:code-workspace|sublime-project|iml)$|\/\.(?:vimrc|nvimrc|exrc|lvimrc|nvim\.lua|dir-locals\.el|editorconfig\.js|projectile|clangd|ycm_extra_conf\.py)$|\/\.ycm_extra_conf\.py$/u,
    examples: [
      '.vscode/tasks.json',
      '.vscode/settings.json',
      '.vscode/launch.json',
      '.idea/workspace.xml',
      'a.code-workspace',
      '.exrc',
      '.zed/tasks.json',
      '.run/App.run.xml',
      '.clangd',
    ],
  },
  {
    id: 'agents',
    why: 'agents and their tools load it by themselves',
    pattern:
      /\/\.kiro\/(?:powers|workflows|skills|prompts|mcp)(?:\/|$)|\/\.kiroignore$|\/\.(?:claude|codex|gemini|aider[^/]*|continue|agents|junie|trae|kilocode(?:rules[^/]*|modes|ignore)?|roo(?:rules[^/]*|modes|ignore)?|clinerules|cline|windsurfrules|cursorrules|augment(?:-guidelines|rules)?|goosehints|openhands|qwen|factory|firebender|mcp\.json)(?:\/|$)|\/mcp\.json$|\/\.github\/(?:copilot[^/]*|instructions|chatmodes|prompts|agents|hooks)(?:\/|$)|\/(?:agents?|claude|gemini|qwen)(?:\.local)?\.md$/u,
    examples: [
      '.kiro/workflows/a.json',
      '.kiroignore',
      '.claude/settings.json',
      '.mcp.json',
      'AGENTS.md',
      'CLAUDE.md',
      '.github/copilot-instructions.md',
      '.cursorrules',
      '.agents/skills/a/SKILL.md',
      '.junie/guidelines.md',
      '.trae/rules/project_rules.md',
      '.kilocode/rules/a.md',
      '.roo/rules/a.md',
      '.roorules-code',
      'AGENT.md',
      'tools/mcp.json',
    ],
  },
  {
    id: 'git-files',
    why: 'git runs hooks, filters and other repositories that are named there',
    pattern:
      /\/\.(?:gitattributes|gitmodules|gitconfig|lfsconfig|git[-_]?hooks|hgrc)(?:\/|$)|\/(?:hooks|githooks|git-hooks)\/(?:applypatch-msg|pre-\w[\w-]*|post-\w[\w-]*|prepare-commit-msg|commit-msg|update|fsmonitor-\w+|reference-transaction)(?:\.sample)?$|\/\.(?:husky|lefthook)(?:\/|$)|\/\.?(?:lefthook(?:-local)?|pre-commit-config|pre-commit-hooks|overcommit|commitlintrc|lintstagedrc|huskyrc)(?:\.[^/]+)?$|\/(?:commitlint|lint-staged|simple-git-hooks)(?:\.config)?\.[^/]+$|\/head$/u,
    examples: [
      '.gitattributes',
      '.gitmodules',
      '.husky/pre-commit',
      '.githooks/lib.sh',
      '.git-hooks/run',
      'lefthook.yml',
      '.pre-commit-config.yaml',
      'hooks/pre-push',
      'lint-staged.config.mjs',
      'bare/HEAD',
    ],
  },
  {
    id: 'package-scripts',
    why: 'package managers and editors run the scripts and tools that are named there',
    pattern: /\/package\.json5?$/u,
    examples: ['package.json', 'packages/a/package.json'],
    inert: packageInert,
  },
  {
    id: 'package-managers',
    why: 'package managers load code, registries and credentials from there',
    pattern:
      /\/\.(?:npmrc|yarnrc(?:\.yml)?|pnpmfile\.[cm]?js|pypirc|bazelrc|buckconfig|terraformrc|gemrc|bundle\/config|m2\/settings\.xml|mvn\/.+|cargo\/config(?:\.toml)?|pnp\.[cm]?js|nvmrc\.js|yarn\/(?:releases|plugins)\/.*)$|\/(?:pip\.(?:conf|ini)|pnpm-workspace\.yaml|pnpmfile\.[cm]?js|binding\.gyp|[^/]+\.gypi|gems\.rb|rust-toolchain(?:\.toml)?|bunfig\.toml|nuget\.config|composer\.json|pipfile|gemfile|podfile|cartfile|mix\.exs|rebar\.config|build\.sbt|project\/[^/]+\.(?:sbt|scala)|package\.swift|stack\.yaml|cabal\.project|[^/]+\.(?:gemspec|podspec|cabal))$/u,
    examples: [
      '.npmrc',
      '.yarnrc.yml',
      '.yarnrc',
      '.pnpmfile.cjs',
      'pip.conf',
      '.cargo/config.toml',
      '.yarn/releases/yarn-4.cjs',
      'bunfig.toml',
      'Gemfile',
      'Package.swift',
      '.mvn/extensions.xml',
      '.mvn/jvm.config',
      '.mvn/wrapper/maven-wrapper.properties',
      'pnpmfile.cjs',
      'native/binding.gyp',
      'gems.rb',
      'rust-toolchain',
      'rust-toolchain.toml',
    ],
  },
  {
    id: 'build-scripts',
    why: 'build tools run it, and editors start those to understand the project',
    pattern:
      /\/(?:(?:gnu)?makefile(?:\.(?:am|in|inc|win|linux|common|local))?|[^/]+\.mk|cmakelists\.txt|cmake(?:user)?presets\.json|[^/]+\.cmake|meson\.build|build\.(?:rs|zig|xml|sc|gradle(?:\.kts)?)|[^/]+\.gradle(?:\.kts)?|gradle\.properties|gradle\/wrapper\/[^/]+|gradlew(?:\.bat)?|mvnw(?:\.cmd)?|pom\.xml|build\.bazel|workspace\.bazel|module\.bazel|[^/]+\.bzl|\.?justfile|[^/]+\.just|\.?taskfile(?:\.[\w-]+)*\.ya?ml|rakefile(?:\.rb)?|rakelib\/.+|[^/]+\.(?:rake|thor)|thorfile|guardfile|capfile|brewfile|sconstruct|wscript|configure|autogen\.sh|directory\.build\.(?:props|targets)|[^/]+\.(?:cs|fs|vb)proj|[^/]+\.targets|magefile\.go|noxfile\.py|fabfile\.py|dodo\.py|tasks\.py|rebar\.config)$/u,
    examples: [
      'Makefile',
      'CMakeLists.txt',
      'build.rs',
      'build.gradle',
      'settings.gradle.kts',
      'gradlew',
      'pom.xml',
      'Justfile',
      '.justfile',
      'Taskfile.dist.yml',
      'Rakefile',
      'rakelib/a.rb',
      'lib/tasks/a.rake',
      'Thorfile',
      'Guardfile',
      'Directory.Build.props',
      'gradle/wrapper/gradle-wrapper.properties',
      'app.csproj',
    ],
  },
  {
    id: 'python',
    why: 'Python, its test runner and its installers run it by themselves',
    pattern:
      /\/(?:conftest|setup|sitecustomize|usercustomize)\.py$|\/(?:setup\.cfg|tox\.(?:ini|toml)|\.?pytest\.(?:ini|toml)|\.pylintrc|pylintrc|\.?mypy\.ini|\.pdbrc|\.coveragerc|\.flake8|manage\.py)$|\.pth$/u,
    examples: [
      'conftest.py',
      'tests/conftest.py',
      'setup.py',
      'sitecustomize.py',
      'tox.ini',
      'pytest.ini',
      'tox.toml',
      'pytest.toml',
      '.pytest.ini',
      'setup.cfg',
      'x.pth',
      '.pylintrc',
    ],
  },
  {
    id: 'pyproject',
    why: 'build backends, test runners and tools are named there',
    pattern: /\/pyproject\.toml$/u,
    examples: ['pyproject.toml'],
    inert: (before, after) =>
      sameSections(
        before,
        after,
        /^(?:build-system|project\.(?:scripts|gui-scripts|entry-points.*)|tool\..*)$/u,
        /^tool\.(?:poetry(?:\.group\.[^.]+)?\.(?:dev-)?dependencies|uv\.sources|pdm\.dev-dependencies|black|isort|ruff.*)$/u,
      ),
  },
  {
    id: 'cargo',
    why: 'cargo and the editor run build scripts and procedural macros that are named there',
    pattern: /\/cargo\.toml$/u,
    examples: ['Cargo.toml', 'crates/a/Cargo.toml'],
    inert: (before, after) =>
      lines(before, /^\s*(?:build|links|proc-macro|path|crate-type|runner)\s*=/u) ===
        lines(after, /^\s*(?:build|links|proc-macro|path|crate-type|runner)\s*=/u) &&
      sameSections(before, after, /^(?:build-dependencies.*|patch.*|replace.*|lib|workspace)$/u),
  },
  {
    id: 'typescript',
    why: 'the editor loads the plug-ins that are named there',
    pattern: /\/[tj]sconfig(?:\.[^/]+)?\.json$/u,
    examples: ['tsconfig.json', 'tsconfig.build.json', 'jsconfig.json'],
    inert: (before, after) => mentions(before) === mentions(after),
  },
  {
    id: 'environments',
    why: 'shells and editors run it as soon as somebody enters the folder or opens it',
    pattern:
      /\/\.(?:envrc|direnv(?:\/.*)?|autoenv[^/]*|in|out|mise(?:\.[^/]+)?\.toml|mise(?:-tasks)?\/.*|config\/mise(?:\.toml|\/.*)|tool-versions|rtx\.toml|devcontainer(?:\/.*|\.json)|gitpod\.(?:ya?ml|dockerfile)|codesandbox\/.*|devfile\.yaml|idx\/.*|bashrc|bash_\w+|profile|zshrc|zshenv|zprofile|zlogin|zlogout|kshrc|cshrc|tcshrc|login|inputrc|xprofile|xinitrc|pam_environment|ssh\/.*|config\/(?:fish|autostart|systemd)\/.*|pythonrc(?:\.py)?|irbrc|pryrc|gdbinit|lldbinit|psqlrc|sqliterc|my\.cnf|rprofile|octaverc|screenrc|tmux\.conf|wgetrc|curlrc|netrc)$|\/(?:mise(?:\.[^/]+)?\.toml|mise\/config(?:\.[^/]+)?\.toml|mise-tasks\/.+|devcontainer\.json|devenv\.nix|shell\.nix|flake\.nix|default\.nix|devfile\.ya?ml|vagrantfile|tiltfile|procfile|launchagents\/[^/]+|cron\.d\/[^/]+)$/u,
    examples: [
      '.envrc',
      '.devcontainer/devcontainer.json',
      '.devcontainer.json',
      'mise.toml',
      '.config/mise/config.toml',
      'mise-tasks/build',
      '.tool-versions',
      '.bashrc',
      '.zshrc',
      'shell.nix',
      'flake.nix',
      '.gdbinit',
      '.config/fish/config.fish',
      '.gitpod.yml',
    ],
  },
  {
    id: 'ci',
    why: 'servers run it with their secrets as soon as it is pushed',
    pattern:
      /\/\.(?:github\/(?:workflows|actions)\/.*|github\/dependabot\.ya?ml|gitlab-ci[^/]*\.ya?ml|gitlab\/.*|circleci\/.*|travis\.ya?ml|drone\.ya?ml|buildkite\/.*|woodpecker(?:\/.*|\.ya?ml)|gitea\/.*|forgejo\/.*|semaphore\/.*|azure-pipelines\/.*|appveyor\.ya?ml|cirrus\.ya?ml|codefresh\/.*|harness\/.*|teamcity\/.*)$|\/(?:jenkinsfile[^/]*|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.ya?ml|cloudbuild\.(?:ya?ml|json)|buildspec\.ya?ml|appveyor\.ya?ml|codemagic\.ya?ml|action\.ya?ml|vercel\.json|netlify\.toml|fly\.toml|render\.yaml|app\.yaml|renovate\.json5?)$/u,
    examples: [
      '.github/workflows/ci.yml',
      '.github/actions/x/action.yml',
      '.gitlab-ci.yml',
      '.circleci/config.yml',
      'Jenkinsfile',
      'azure-pipelines.yml',
      'cloudbuild.yaml',
      'netlify.toml',
    ],
  },
  {
    id: 'tool-config',
    why: 'linters, formatters, bundlers and test runners run it, in the editor too',
    pattern:
      /\/[^/]+\.(?:config|conf|workspace|setup|preset)(?:\.[\w-]+)*\.(?:[cm]?[jt]sx?|jsonc?)$|\/\.[\w-]+rc(?:\.(?:[cm]?[jt]s|jsonc?|json5|ya?ml|toml))?$|\/(?:gulpfile|gruntfile|jakefile|knexfile|plopfile|config-overrides|craco|gatsby-[\w-]+)(?:\.[\w-]+)*\.[cm]?[jt]sx?$|\/\.?(?:biome|nx|turbo|angular|deno|import_map|lerna|rush|cdk|sst|cypress|nodemon|knip|size-limit|stryker|markdownlint|markdownlint-cli2|swagger|codegen|graphql|wrangler|serverless|drizzle)(?:\.[\w-]+)*\.(?:jsonc?|ya?ml|toml)$|\/\.(?:storybook|swc|moon|changeset)(?:\/|$)|\/(?:vite|vitest|jest|next|nuxt)\.[\w.-]+\.[cm]?[jt]s$/u,
    examples: [
      'eslint.config.js',
      '.eslintrc.cjs',
      '.eslintrc',
      '.prettierrc.js',
      'prettier.config.mjs',
      'babel.config.js',
      '.babelrc',
      'webpack.config.ts',
      'vite.config.ts',
      'vitest.config.ts',
      'vitest.workspace.ts',
      'jest.config.js',
      'rollup.config.js',
      'tsup.config.ts',
      'next.config.js',
      'postcss.config.js',
      'tailwind.config.ts',
      'packages/a/vite.config.mts',
      'gulpfile.js',
      'biome.json',
      'playwright.config.ts',
      'plopfile.mjs',
      'gatsby-node.js',
      'gatsby-ssr.tsx',
    ],
  },
  {
    id: 'project-tools',
    why: 'test runners, consoles and tools of the project load what is named there',
    pattern:
      /\/(?:\.rspec|phpunit(?:\.dist)?\.xml(?:\.dist)?|\.php-cs-fixer(?:\.dist)?\.php|\.vscode-test\.[cm]?js|\.(?:formatter|iex|credo)\.exs|project\.clj|deps\.edn|bb\.edn|fastfile|appfile|dangerfile(?:\.[cm]?[jt]s)?|devbox\.json|skaffold\.ya?ml|ansible\.cfg|\.config\/nextest\.toml|\.replit|opencode\.jsonc?)$|\/\.(?:opencode|amazonq|ipython\/[^/]+\/startup)(?:\/|$)|\.desktop$/u,
    examples: [
      '.rspec',
      'phpunit.xml',
      '.php-cs-fixer.php',
      '.vscode-test.mjs',
      '.iex.exs',
      'project.clj',
      'fastlane/Fastfile',
      'dangerfile.ts',
      'devbox.json',
      'ansible.cfg',
      '.config/nextest.toml',
      'opencode.json',
      '.amazonq/rules/a.md',
    ],
  },
];

/** Why a change of this file counts as running it; undefined where it does not. Texts where they are known. */
export function deferredWhy(
  path: string,
  change: { readonly before?: string | undefined; readonly after?: string | undefined } = {},
): { readonly id: string; readonly why: string } | undefined {
  const canonical = canonicalPath(path.startsWith('/') ? path : `/${path}`);
  const { before, after } = change;
  const found = deferredKinds.find(({ pattern }) => pattern.test(canonical));
  if (found === undefined) return undefined;
  if (found.inert !== undefined && before !== undefined && after !== undefined && found.inert(before, after))
    return undefined;
  return { id: found.id, why: found.why };
}

/** A change that a command made, with the texts where somebody has them. */
export interface MadeChange {
  /** Absolute, or relative to a workspace folder. */
  readonly path: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** The changes of a command that have to be undone and reported, with why. */
export function deferredChanges(
  changes: readonly MadeChange[],
): readonly { readonly path: string; readonly id: string; readonly why: string }[] {
  return changes.flatMap((change) => {
    const found = deferredWhy(change.path, change);
    return found === undefined ? [] : [{ path: change.path, ...found }];
  });
}

/** Fields of package.json that nothing runs by itself. */
const inertFields = [
  'name',
  'version',
  'description',
  'keywords',
  'author',
  'contributors',
  'license',
  'homepage',
  'repository',
  'bugs',
  'funding',
  'private',
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optionalDependencies',
  'files',
  'sideEffects',
  'engines',
  'publishConfig',
];

function packageInert(before: string, after: string): boolean {
  const [one, other] = [before, after].map((text) => {
    const value = parsed(text);
    return value === undefined
      ? undefined
      : JSON.stringify(sorted(Object.fromEntries(Object.entries(value).filter(([key]) => !inertFields.includes(key)))));
  });
  return one !== undefined && one === other;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/u, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/** Everything in a tsconfig that makes the editor load code: told without reading JSON with comments. */
function mentions(text: string): string {
  const at =
    /"(?:plugins|extends|ts-node|references|tsplus|moduleLoader|astTransformers)"\s*:\s*(?:\[[\s\S]*?\]|\{[\s\S]*?\}\s*[,}]|"[^"]*")/gu;
  return (
    [...text.matchAll(at)].map(([found]) => found.replace(/\s+/gu, '')).join('\n') + (/\\u00/iu.test(text) ? text : '')
  );
}

function lines(text: string, pattern: RegExp): string {
  return text
    .split(/\r?\n/u)
    .filter((line) => pattern.test(line))
    .join('\n');
}

/** The sections of a TOML file whose headers are watched (and not spared) have the same text. */
function sameSections(before: string, after: string, watched: RegExp, spared = /^$/u): boolean {
  const [one, other] = [before, after].map((text) =>
    sections(text)
      .filter(([name]) => watched.test(name) && !spared.test(name))
      .map(([name, body]) => `[${name}]\n${body.trim()}`)
      .sort()
      .join('\n'),
  );
  return one === other;
}

function sections(text: string): readonly (readonly [string, string])[] {
  // A header with quotes or an inline table above all headers could hide one.
  const pieces = text.split(/^[ \t]*\[{1,2}([^\]\n]+)\]{1,2}[^\n]*$/mu);
  const found: [string, string][] = [['tool.', pieces[0] ?? '']];
  for (let at = 1; at < pieces.length; at += 2)
    found.push([(pieces[at] ?? '').replace(/["'\s]/gu, ''), pieces[at + 1] ?? '']);
  return found;
}
