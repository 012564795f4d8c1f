/** When exported signatures change, hooks hear of it; when comments, bodies or half a word do, they do not. */
import { expect, test } from 'vitest';
import type { HookEvent } from '../../../src/core/hooks/model';
import { defaultSettings } from '../../../src/core/settings';
import { createWorkspace } from '../../../src/core/workspace';
import { part as outline } from '../../../src/node/outline/outline.part';
import { createMemoryHost } from '../../support/memoryHost';

const root = '/w';

async function world(files: Readonly<Record<string, string>>, hook = 'pattern: "src/**/*.ts"') {
  const host = createMemoryHost({
    files: {
      ...files,
      [`${root}/.kiro/hooks.yaml`]: `hooks:\n  - trigger: on_api_change\n    ${hook}\n    notify: heard\n    debounce: 0\n`,
    },
    parts: { outline },
  });
  const workspace = createWorkspace({ host, roots: [root], trusted: true, settings: defaultSettings, watch: false });
  const told: HookEvent[] = [];
  workspace.hooks.connect({ onFiring: ({ event, result }) => void (result.kind === 'ok' && told.push(event)) });
  const save = async (path: string, text: string) => {
    host.put(`${root}/${path}`, text);
    await workspace.hooks.filesChanged(root, [{ kind: 'saved', path }]);
    await workspace.hooks.idle();
  };
  const changes = () => told.flatMap(({ api = [] }) => api.map(({ name, before, after }) => [name, before, after]));
  return { host, workspace, save, changes, told };
}

const first = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n';

test.each([
  ['a body', first.replace('a + b', 'b + a'), 0],
  ['a comment', `// adds\n${first}`, 0],
  ['layout', first.replace('(a: number, b: number)', '(\n  a: number,\n  b: number,\n)'), 0],
  ['half a word', 'export func', 0],
  ['what is not exported', `${first}function own(): void {}\n`, 0],
  ['a parameter', first.replace('b: number', 'b: string'), 1],
  ['a new function', `${first}export function sub(): void {}\n`, 1],
  ['all of it', '', 1],
])('%s that changes is told as so many differences', async (_, text, count) => {
  const { save, changes } = await world({});
  await save('src/a.ts', first);
  expect(changes()).toEqual([]);
  await save('src/a.ts', text);
  expect(changes()).toHaveLength(count);
});

test('a difference says what was and what is, and is told once', async () => {
  const { save, changes, told } = await world({});
  await save('src/a.ts', first);
  const text = first.replace('b: number', 'b: string');
  await save('src/a.ts', text);
  await save('src/a.ts', `${text}\n`);
  expect(changes()).toHaveLength(1);
  const [[name, before, after] = []] = changes();
  expect(name).toContain('add');
  expect(before).toContain('b : number');
  expect(after).toContain('b : string');
  expect(told[0]?.files.map(({ path }) => path)).toEqual(['src/a.ts']);
});

test('what was known outlives the process', async () => {
  const { host, save } = await world({});
  await save('src/a.ts', first);
  const next = createWorkspace({ host, roots: [root], trusted: true, settings: defaultSettings, watch: false });
  const told: string[] = [];
  next.hooks.connect({ onFiring: ({ event, result }) => void (result.kind === 'ok' && told.push(event.trigger)) });
  host.put(`${root}/src/a.ts`, first.replace('add', 'sum'));
  await next.hooks.filesChanged(root, [{ kind: 'saved', path: 'src/a.ts' }]);
  await next.hooks.idle();
  expect(told).toEqual(['ApiChange']);
});

test('a file that no hook waits for is not read', async () => {
  const { host, save } = await world({}, 'pattern: "lib/**"');
  await save('src/a.ts', first);
  await save('src/a.ts', `${first}export const more = 1;\n`);
  expect(host.paths().filter((path) => path.endsWith('api.json'))).toEqual([]);
});
