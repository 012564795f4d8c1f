import { hasOption, operands, type Part, unversioned } from '../shell/words';
import { begins, type CatalogueEntry, runs } from './entry';

const scriptRunners = [
  'npm',
  'pnpm',
  'yarn',
  'bun',
  'make',
  'gmake',
  'just',
  'task',
  'rake',
  'invoke',
  'nx',
  'turbo',
  'lerna',
  'composer',
  'mage',
  'deno',
];

/** The name of the script or target that a part runs; undefined where it runs none. */
export function scriptName(part: Part): string | undefined {
  if (!runs(part, ...scriptRunners)) return undefined;
  const list = operands(part.args, ['-C', '--prefix', '--dir', '--cwd', '-w', '--workspace', '--filter', '-f', '-F']);
  const runner = ['npm', 'pnpm', 'yarn', 'bun', 'composer', 'deno', 'nx', 'turbo', 'lerna'].includes(part.program);
  if (!runner) return list[0];
  if (/^(?:run|run-script|rum|urn|task)$/u.test(list[0] ?? '')) return list[1];
  return list[0];
}

const interpreters =
  /^(?:(?:ba|z|k|da|a|mk)?sh|node|nodejs|tsx|ts-node|bun|deno|python[\d.]*|pypy[\d.]*|ruby|perl|php|lua|groovy|pwsh|rscript)$/u;

/** The name, without folder and ending, of a script of the project that a part runs: by its path, or by an interpreter. */
export function scriptFile(part: Part): string | undefined {
  const [first] = part.words;
  const own =
    first?.value.includes('/') === true && !/^\/(?:usr\/)?s?bin\//u.test(first.value) ? first.value : undefined;
  const given = interpreters.test(unversioned(part.program))
    ? operands(part.args, ['-r', '--require', '--import', '-W', '-X'])
    : [];
  const path = own ?? given.find((each) => !/^(?:run|watch)$/u.test(each));
  if (path === undefined || /(?:^|\/)(?:node_modules|\.venv|tests?|specs?|__tests__)\//u.test(path)) return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /[._-](?:test|spec)\.\w+$/u.test(name) ? undefined : name.replace(/\.\w{1,5}$/u, '').toLowerCase();
}

const destroys =
  /(?:^|[:._-])(?:deploy\w*|publish\w*|release|destroy|drop|nuke|purge|teardown|wipe|reset|rollback|unpublish|uninstall)(?:$|[:._-])/u;
/** Names and options of scripts that only say what would be. */
const onlySays =
  /(?:^|[._-])(?:check|checks|notes?|preview|plan|lint|status|list|info|test|tests|docs?|log|changelog)(?:$|[._-])/u;

/** Making something public, or putting it where others run it. */
export const publishing: readonly CatalogueEntry[] = [
  {
    id: 'publish',
    why: 'publishes something that can hardly be taken back',
    matches: (part) => {
      const { args } = part;
      const list = operands(args, [
        '--registry',
        '--tag',
        '--access',
        '--prefix',
        '-C',
        '--otp',
        '-w',
        '--workspace',
        '--dir',
      ]);
      if (hasOption(args, '--dry-run')) return false;
      if (runs(part, 'npm', 'pnpm', 'yarn', 'bun'))
        return (
          list.some((each) =>
            /^(?:publish|unpublish|deprecate|dist-tag|owner|access|token|adduser|login|team|hook)$/u.test(each),
          ) && !/^(?:run|run-script|test|exec)$/u.test(list[0] ?? '')
        );
      if (runs(part, 'cargo')) return begins(list, 'publish|yank|owner|login');
      if (runs(part, 'gem')) return begins(list, 'push|yank|owner|signin');
      if (runs(part, 'twine')) return begins(list, 'upload|register');
      if (runs(part, 'poetry uv pdm flit hatch rye')) return begins(list, 'publish');
      if (runs(part, 'mvn mvnw gradle gradlew sbt lein'))
        return list.some((each) => /^(?:.*:)?(?:deploy(?:-file)?|publish\w*|release\w*|upload\w*)$/iu.test(each));
      if (runs(part, 'dotnet', 'nuget')) return list.some((each) => /^(?:push|delete)$/u.test(each));
      if (runs(part, 'docker podman nerdctl buildah skopeo crane oras helm'))
        return (
          begins(list, 'push|login|copy') || begins(list, 'image|manifest|chart', 'push') || hasOption(args, '--push')
        );
      if (runs(part, 'gh', 'glab', 'hub')) return begins(list, 'release|gist|repo', 'create|upload|edit');
      if (runs(part, 'vsce', 'ovsx')) return begins(list, 'publish|unpublish|login');
      return (
        runs(part, 'semantic-release release-it np goreleaser changeset standard-version pod') &&
        (part.program !== 'changeset' || begins(list, 'publish')) &&
        (part.program !== 'pod' || begins(list, 'trunk'))
      );
    },
    examples: [
      'npm publish',
      'npm publish --access public',
      'pnpm -r publish',
      'yarn npm publish',
      'npm unpublish x --force',
      'npm dist-tag add x@1 latest',
      'cargo publish',
      'gem push x.gem',
      'twine upload dist/x',
      'poetry publish',
      'mvn deploy',
      './gradlew publishToMavenCentral',
      'docker push a/b',
      'docker buildx build --push .',
      'gh release create v1',
      'vsce publish',
      'npx semantic-release',
    ],
    harmless: [
      'npm pack',
      'npm publish --dry-run',
      'cargo build',
      'npm test -- -t publish',
      'npm run build',
      'docker build .',
    ],
  },
  {
    id: 'deploy-script',
    why: 'runs a script whose name says that it publishes, deploys or destroys',
    matches: (part) => {
      if (destroys.test(scriptName(part)?.toLowerCase() ?? '')) return true;
      const file = scriptFile(part) ?? '';
      return destroys.test(file) && !onlySays.test(file) && !hasOption(part.args, '--help', '--dry-run', '--version');
    },
    examples: [
      'npm run deploy',
      'npm run db:reset',
      'yarn deploy:staging',
      'make release',
      'make destroy',
      'pnpm run publish-all',
      'just nuke',
      './deploy.sh',
      'bash scripts/deploy-all.sh eu',
      'node scripts/release.mjs',
      'python3 tools/db-reset.py',
    ],
    harmless: [
      './scripts/deploy-check.sh',
      'node test/deploy.test.js',
      './deploy.sh --dry-run',
      'node scripts/release-notes.mjs',
      'chmod +x deploy.sh',
      'npm run build',
      'npm test',
      'make test',
      'npm run test:releases',
      'npm run dropdown-demo',
    ],
  },
];
