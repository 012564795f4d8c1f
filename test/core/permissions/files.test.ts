import { describe, expect, test } from 'vitest';
import { deferredChanges, deferredKinds, deferredWhy } from '../../../src/core/permissions/files/deferred';
import { protectedKinds, protectedPaths } from '../../../src/core/permissions/files/protected';
import type { Action } from '../../../src/core/permissions/types';
import { home, judgeAction, root, type Scene, state } from './bench';

type How = Extract<Action, { kind: 'write' }>['how'];

const everything: Scene = {
  rules: [
    ['allow', 'all'],
    ['allow', 'fs_write', '/**'],
  ],
};

async function write(path: string, scene: Scene = everything, how: How = 'edit') {
  const { effect, rule } = await judgeAction({ kind: 'write', path, how }, scene);
  return `${effect}: ${rule.text}`;
}

describe.each(protectedKinds.map((kind) => [kind.id, kind] as const))('%s', (id, { examples }) => {
  test.each(examples)('%s is nobody’s to open', async (path) => {
    expect(await write(`${root}/${path}`)).toBe(`deny: guard: protected (${id})`);
    expect(await write(`${root}/${path}`, { ...everything, headless: true })).toMatch(/^deny/);
    expect(await write(`${root}/${path}`, { ...everything, without: ['protected', 'deferred'] })).toMatch(/^allow/);
  });
});

describe.each(deferredKinds.map((kind) => [kind.id, kind] as const))('%s', (id, { examples }) => {
  test.each(examples)('%s asks in every mode', async (path) => {
    for (const mode of ['supervised', 'autopilot'] as const)
      expect(await write(`${root}/${path}`, { ...everything, mode })).toBe(`ask: guard: deferred (${id})`);
    expect(await write(`${root}/${path}`, { ...everything, without: ['deferred'] })).toMatch(/^allow/);
    expect(deferredChanges([{ path }])).toMatchObject([{ path, id }]);
  });
});

test.each([
  'src/a.ts',
  'src/build.ts',
  'src/next.ts',
  'build/out.js',
  'src/config.ts',
  'docs/tasks.md',
  'src/vite.ts',
  'README.md',
  'test/setup.ts',
  'src/makefile.ts',
  'notes.kiro.md',
  '.gitignore',
  'src/agents.ts',
  '.env.example',
  'src/Head.tsx',
  'package-lock.json',
  'Dockerfile',
  'scripts/run.sh',
  'requirements.md',
  'src/agents/index.ts',
  'src/run/App.tsx',
  'src/taskfile.ts',
  'src/mcp.ts',
  'src/mise/config.ts',
  'src/guardfile.ts',
  'src/gatsby.ts',
  'src/plop.ts',
  'docs/rust-toolchain.md',
  'docs/agent-guide.md',
  'src/hooks/useThing.ts',
  'src/wrapper/index.ts',
  'app/models/gems.py',
  'lib/rake.rb',
  'tests/test_tox.py',
])('%s is everyday work', async (path) => {
  expect(await write(`${root}/${path}`, {})).toBe('allow: default: edits in the workspace');
  expect(deferredWhy(path)).toBeUndefined();
});

test('records and key of the state folder are refused, for reading too', async () => {
  expect(await write(`${state}/key`)).toBe('deny: guard: protected');
  const read = await judgeAction({ kind: 'read', path: `${state}/key` }, everything);
  expect(read).toMatchObject({ effect: 'deny', rule: { text: 'guard: protected' } });
});

test('folders that hold protected files are not moved or deleted', async () => {
  for (const path of [root, `${root}/.kiro`, `${root}/.kiro/specs/todo`, '/code', home])
    for (const how of ['move', 'delete'] as const) expect(await write(path, everything, how)).toMatch(/^deny/);
});

test('a link does not lead around it', async () => {
  const links = { [`${root}/notes`]: `${root}/.git`, [`${root}/plain.json`]: `${root}/.vscode/tasks.json` };
  expect(await write(`${root}/notes/config`, { ...everything, links })).toMatch(/^deny: guard: protected/);
  expect(await write(`${root}/plain.json`, { ...everything, links })).toMatch(/^ask: guard: deferred/);
});

test('steering that the task is about asks; other steering is refused', async () => {
  const steering = [`${root}/.kiro/steering/tech.md`];
  expect(await write(`${root}/.kiro/steering/tech.md`, { ...everything, steering })).toMatch(/^ask: guard: deferred/);
  expect(await write(`${root}/.kiro/steering/product.md`, { ...everything, steering })).toMatch(/^deny/);
});

interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const inert: readonly Change[] = [
  {
    path: 'package.json',
    before: '{"scripts":{"a":"b"},"dependencies":{}}',
    after: '{"dependencies":{"x":"1"},"scripts":{"a":"b"},"version":"2"}',
  },
  {
    path: 'tsconfig.json',
    before: '{"compilerOptions":{"strict":true}}',
    after: '{"compilerOptions":{"strict":false}} // why',
  },
  {
    path: 'pyproject.toml',
    before: '[project]\ndependencies = []\n[tool.ruff]\nx = 1\n',
    after: '[project]\ndependencies = ["x"]\n[tool.ruff]\nx = 2\n',
  },
  { path: 'Cargo.toml', before: '[dependencies]\n', after: '[dependencies]\nserde = "1"\n' },
];

const running: readonly Change[] = [
  { path: 'package.json', before: '{"scripts":{"a":"b"}}', after: '{"scripts":{"a":"c"}}' },
  { path: 'package.json', before: '{}', after: '{"eslintConfig":{}}' },
  { path: 'package.json', before: '{}', after: '{"scripts":{},' },
  { path: 'package.json', before: '{}', after: '{"type":"commonjs","main":"x"}' },
  { path: 'tsconfig.json', before: '{}', after: '{"compilerOptions":{"plugins":[{"name":"./evil"}]}}' },
  { path: 'tsconfig.json', before: '{}', after: '{"extends":"./evil"}' },
  { path: 'tsconfig.json', before: '{}', after: '{"compilerOptions":{"\\u0070lugins":[]}}' },
  { path: 'pyproject.toml', before: '', after: '[build-system]\nbuild-backend = "evil"\n' },
  { path: 'pyproject.toml', before: '', after: '[tool.pytest.ini_options]\naddopts = "-p evil"\n' },
  { path: 'pyproject.toml', before: '', after: '[ tool . "pytest" . ini_options ]\naddopts = "-p evil"\n' },
  { path: 'Cargo.toml', before: '[package]\n', after: '[package]\nbuild = "evil.rs"\n' },
  { path: 'Cargo.toml', before: '[dependencies]\n', after: '[dependencies]\n[build-dependencies]\nevil = "1"\n' },
  { path: 'eslint.config.js', before: 'a', after: 'a ' },
];

test.each(inert)('a change of $path that runs nothing: $after', ({ path, before, after }) => {
  expect(deferredChanges([{ path, before, after }])).toEqual([]);
});

test.each(running)('a change of $path that runs something: $after', ({ path, before, after }) => {
  expect(deferredChanges([{ path, before, after }])).toHaveLength(1);
});

test('a tool’s change of package.json asks only where something runs', async () => {
  const action = { kind: 'write', path: `${root}/package.json`, how: 'edit' } as const;
  const [quiet, loud] = [inert[0], running[0]];
  expect(await judgeAction({ ...action, before: quiet?.before ?? '', after: quiet?.after ?? '' })).toMatchObject({
    effect: 'allow',
  });
  expect(await judgeAction({ ...action, before: loud?.before ?? '', after: loud?.after ?? '' })).toMatchObject({
    effect: 'ask',
    suggestions: [],
  });
});

test('a sandbox hides keys and keeps what is not an agent’s', () => {
  const { readOnly, hidden } = protectedPaths(root, { home, stateFolder: state });
  expect(readOnly).toContain(`${root}/.git`);
  expect(readOnly).toContain(`${root}/.kiro`);
  expect(hidden).toContain(state);
  expect(hidden).toContain(`${home}/.ssh`);
});
