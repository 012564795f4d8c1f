import { describe, expect, it } from 'vitest';
import { discoverChecks } from '../../../../src/core/runs/verify/discover/index';
import { createMemoryHost } from '../../../support/memoryHost';

type Tree = Readonly<Record<string, string>>;

const hostOf = (tree: Tree) =>
  createMemoryHost({ files: Object.fromEntries(Object.entries(tree).map(([path, text]) => [`/w/${path}`, text])) });

/** `line` of what is found, with the folder in front where it is not the root. */
async function check(tree: Tree): Promise<readonly string[]> {
  const found = await discoverChecks(hostOf(tree).files, '/w');
  return found.map(({ line, cwd }) => (cwd === '/w' ? line : `${cwd.slice(3)}: ${line}`));
}

const scripts = (own: Readonly<Record<string, string>>) => JSON.stringify({ name: 'x', scripts: own });

describe('commands that prove the work', () => {
  const cases: readonly (readonly [string, Tree, readonly string[]])[] = [
    ['nothing', { 'README.md': '# x' }, []],
    [
      'npm',
      { 'package.json': scripts({ test: 'vitest run', lint: 'biome check', typecheck: 'tsc', dev: 'vite' }) },
      ['npm run typecheck', 'npm run lint', 'npm test'],
    ],
    ['npm without tests', { 'package.json': scripts({ test: 'echo "Error: no test specified" && exit 1' }) }, []],
    [
      'a watcher never ends',
      { 'package.json': scripts({ test: 'jest --watch', 'test:unit': 'jest' }) },
      ['npm run test:unit'],
    ],
    [
      'a watcher that is off',
      { 'package.json': scripts({ test: 'react-scripts test --watchAll=false' }) },
      ['npm test'],
    ],
    ['pnpm', { 'package.json': scripts({ test: 'vitest run' }), 'pnpm-lock.yaml': '' }, ['pnpm run test']],
    ['yarn', { 'package.json': scripts({ test: 'jest' }), 'yarn.lock': '' }, ['yarn run test']],
    ['bun', { 'package.json': scripts({ test: 'bun test' }), 'bun.lock': '' }, ['bun run test']],
    ['a broken package.json', { 'package.json': '{' }, []],
    ['a package.json of another shape', { 'package.json': '{"scripts":[1]}' }, []],
    ['pytest by its configuration', { 'pytest.ini': '[pytest]' }, ['python -m pytest']],
    ['pytest by a requirement', { 'pyproject.toml': '[tool.pytest.ini_options]', 'uv.lock': '' }, ['uv run pytest']],
    ['poetry', { 'pyproject.toml': 'pytest = "^8"', 'poetry.lock': '' }, ['poetry run pytest']],
    ['python without pytest', { 'pyproject.toml': '[project]' }, []],
    ['cargo', { 'Cargo.toml': '[package]' }, ['cargo test']],
    ['go', { 'go.mod': 'module x' }, ['go test ./...']],
    ['maven with its wrapper', { 'pom.xml': '<project/>', mvnw: '' }, ['./mvnw -B test']],
    ['gradle', { 'build.gradle.kts': '' }, ['gradle test']],
    [
      'two languages',
      { 'go.mod': 'module x', 'package.json': scripts({ test: 'jest' }) },
      ['go test ./...', 'npm test'],
    ],
    ['make', { Makefile: 'build:\n\tcc\ntest: build\n\t./run\n' }, ['make test']],
    ['make with a variable of that name', { Makefile: 'test := 1\n' }, []],
    ['make only where nothing else is', { Makefile: 'test:\n\tgo test\n', 'go.mod': 'module x' }, ['go test ./...']],
    [
      'tech.md',
      {
        '.kiro/steering/tech.md': '# Tech\n\n## Testing\n\nRun `bazel test //...` before each commit.\n',
        Makefile: 'test:\n',
      },
      ['bazel test //...'],
    ],
    [
      'tech.md with a fence',
      {
        '.kiro/steering/tech.md': '## Common commands\n```bash\n# all tests\n$ just test   # quick\njust build\n```\n',
      },
      ['just test'],
    ],
    [
      'packages below',
      { 'packages/a/package.json': scripts({ test: 'jest' }), 'packages/b/Cargo.toml': '' },
      ['packages/a: npm test', 'packages/b: cargo test'],
    ],
    ['not what is installed', { 'node_modules/a/package.json': scripts({ test: 'jest' }) }, []],
  ];
  it.each(cases)('%s', async (_name, tree, expected) => {
    expect(await check(tree)).toEqual(expected);
  });
});
