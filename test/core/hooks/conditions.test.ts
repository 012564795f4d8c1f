/** What `if` asks: each condition with an event that it holds for and one that it does not, and the files that are left. */
import { describe, expect, it } from 'vitest';
import { type ConditionDeps, conditionKeys, conditionsHold } from '../../../src/core/hooks/conditions';
import type { HookEvent } from '../../../src/core/hooks/model';
import { readHookFile } from '../../../src/core/hooks/read/readHookFile';
import { boundedRegex } from '../../../src/node/boundedRegex';

const texts: Readonly<Record<string, string>> = {
  'src/a.ts': 'export const a = 1; // TODO\n',
  'src/b.py': 'b = 2\n',
  'src/a.test.ts': '',
};
const changed: Readonly<Record<string, readonly string[]>> = {
  'src/a.ts': ['// TODO: one', 'two'],
  'src/b.py': ['three'],
};
const deps: ConditionDeps = {
  bounded: boundedRegex,
  read: async (_, path) => texts[path],
  exists: async (_, path) => path in texts,
  branch: async (root) => (root === '/w' ? 'release/2' : undefined),
  changedLines: async ({ path }) => changed[path] ?? [],
};

const event = (more: Partial<HookEvent>): HookEvent => ({
  id: '1',
  at: '',
  trigger: 'Manual',
  root: '/w',
  cause: { by: 'user', chain: [] },
  files: [{ path: 'src/a.ts' }, { path: 'src/b.py' }],
  ...more,
});

const both = ['src/a.ts', 'src/b.py'];
const none = { files: [] };

/** The condition as it stands under `if`, an event, and the files that are left or the sentence of why not. */
const cases: readonly (readonly [string, Partial<HookEvent>, readonly string[] | string])[] = [
  ['glob: "*.ts"', {}, ['src/a.ts']],
  ['glob: ["src/**", "!**/*.py"]', {}, ['src/a.ts']],
  ['glob: "docs/**"', {}, 'no file matches the condition docs/**'],
  ['glob: "*.ts"', none, 'no file matches the condition *.ts'],
  ['regex: TODO', {}, ['src/a.ts']],
  ['regex: "^b = \\\\d"', {}, ['src/b.py']],
  ['regex: FIXME', {}, 'no file holds /FIXME/'],
  ['regex: ship', { ...none, prompt: 'ship it' }, []],
  ['regex: ship', { ...none, tool: { name: 'run_command', input: { command: 'ship' } } }, []],
  ['regex: ship', { ...none, outcome: { ok: false, output: 'no ship' } }, []],
  ['regex: ship', { ...none, commit: { message: 'ship' } }, []],
  ['regex: ship', { ...none, argument: 'ship' }, []],
  ['regex: ship', { ...none, prompt: 'stay' }, '/ship/ is not found'],
  ['changed_lines: TODO', {}, ['src/a.ts']],
  ['changed_lines: "^t"', {}, both],
  ['changed_lines: const', {}, 'no changed line has /const/'],
  ['changed_lines: 3', {}, both],
  ['changed_lines: 4', {}, 'only 3 lines were changed'],
  ['changed_lines: 2', { files: [{ path: 'src/b.py' }] }, 'only 1 line was changed'],
  ['branch: main', {}, 'the branch is release/2'],
  ['branch: ["main", "release/*"]', {}, both],
  ['branch: ["*/*", "!release/*"]', {}, 'the branch is release/2'],
  ['branch: main', { branch: 'main' }, both],
  ['branch: "**"', { root: '/elsewhere' }, 'no branch is checked out'],
  ['document: tasks', { document: 'tasks' }, both],
  ['document: [design.md, Tasks]', { document: 'tasks' }, both],
  ['document: design', { document: 'tasks' }, 'the document is tasks'],
  ['document: design', {}, 'the event is about no document'],
  ['exit_code: failed', { outcome: { ok: false, code: 3 } }, both],
  ['exit_code: [1, 3]', { outcome: { ok: false, code: 3 } }, both],
  ['exit_code: ok', { outcome: { ok: true } }, both],
  ['exit_code: ok', { outcome: { ok: false } }, 'it ended failed'],
  ['exit_code: 0', { outcome: { ok: false, code: 3 } }, 'it ended with 3'],
  ['exit_code: ok', {}, 'the event has no exit code'],
  ['language: python', {}, ['src/b.py']],
  ['language: [Go, TypeScript]', {}, ['src/a.ts']],
  ['language: rust', {}, 'no file is written in rust'],
  ['tests_exist: true', {}, ['src/a.ts']],
  ['tests_exist: false', {}, ['src/b.py']],
  ['tests_exist: true', { files: [{ path: 'src/b.py' }] }, 'there are no tests for b.py'],
  ['tests_exist: false', { files: [{ path: 'src/a.ts' }] }, 'there are tests for a.ts'],
  // All must hold, each for the files that the ones before it left.
  ['language: typescript, changed_lines: TODO', {}, ['src/a.ts']],
  ['language: python, changed_lines: TODO', {}, 'no changed line has /TODO/'],
  ['branch: "release/*", exit_code: ok', {}, 'the event has no exit code'],
];

function hookWith(condition: string, trigger = 'manual') {
  const text = `hooks:\n  - trigger: ${trigger}\n    if: { ${condition} }\n    run: x\n`;
  const { hooks, diagnostics } = readHookFile({ path: '/w/h.yaml', name: 'h.yaml', scope: 'workspace' }, text);
  expect(diagnostics).toEqual([]);
  const [hook] = hooks;
  if (hook === undefined) throw new Error('no hook');
  return hook;
}

it.each(cases)('%s with %o', async (condition, about, expected) => {
  const told = event(about);
  const result = await conditionsHold(hookWith(condition), told, told.files, deps);
  expect(result.holds ? result.files.map(({ path }) => path) : result.why).toEqual(expected);
});

it('each condition that there is stands in a case', () => {
  expect(conditionKeys.filter((key) => !cases.some(([condition]) => condition.startsWith(`${key}:`)))).toEqual([]);
});

describe('a pattern that takes too long', () => {
  it.each([
    ['on_commit', true],
    ['on_save', false],
  ])('%s: holds %s, since a guard must not wave things through', async (trigger, holds) => {
    const told = event({});
    const slow = { ...deps, bounded: () => undefined };
    const result = await conditionsHold(hookWith('regex: "(?=a)b"', trigger), told, told.files, slow);
    expect(result.holds).toBe(holds);
  });
});
