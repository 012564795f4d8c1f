/** Completion in hooks.yaml: what is offered where the bar stands. */
import { expect, test } from 'vitest';
import { hooksYamlSchema } from '../../src/core/hooks/schema';
import { contextAt, helpOf, wordsAt } from '../../src/extension/hooks/yamlWords';

const schema = hooksYamlSchema();

function offered(text: string): readonly string[] {
  const [head = ''] = text.split('|');
  const lines = head.split('\n');
  return wordsAt(schema, contextAt(lines.slice(0, -1), lines.at(-1) ?? '')).map(({ name }) => name);
}

test.each([
  ['|', ['hooks'], ['trigger']],
  ['hooks:\n  - |', ['trigger', 'name', 'run', 'agent'], ['hooks', 'glob']],
  ['hooks:\n- |', ['trigger', 'name'], ['hooks']],
  ['hooks:\n  - name: a\n    |', ['trigger', 'steps', 'on_failure'], ['hooks']],
  ['hooks:\n  - name: a\n    tri|', ['trigger'], ['hooks']],
  ['hooks:\n  - trigger: |', ['on_save', 'on_commit', 'PostFileSave'], ['name']],
  ['hooks:\n  - trigger: on_sa|', ['on_save'], ['name']],
  ['hooks:\n  - enabled: |', ['true', 'false'], ['name']],
  ['hooks:\n  - trigger: on_save\n    steps:\n      - |', ['run', 'agent', 'on_failure'], ['trigger', 'steps']],
  ['hooks:\n  - trigger: on_save\n    steps:\n      - run: x\n        |', ['on_failure'], ['trigger']],
  ['hooks:\n  - trigger: on_save\n    if: { |', ['branch', 'language', 'tests_exist'], ['trigger']],
  ['hooks:\n  - trigger: on_save\n    if:\n      |', ['branch', 'language'], ['trigger']],
  ['hooks:\n  - trigger: on_save\n    on_failure: |', ['warn', 'block'], ['agent']],
  ['hooks:\n  - trigger: on_save\n    on_failure: { |', ['agent', 'retries'], ['trigger']],
  ['hooks:\n  - trigger: on_save\n    steps:\n      - run: x\n  - |', ['trigger'], []],
])('%j offers %j', (text, there, not) => {
  const words = offered(text);
  for (const word of there) expect(words).toContain(word);
  for (const word of not) expect(words).not.toContain(word);
});

test.each(['hooks:\n  - run: "echo |', 'hooks: # |', 'hooks:\n  - if: { branch: |'])('%j offers nothing', (text) => {
  expect(offered(text)).toEqual([]);
});

test('a trigger and a key say what they mean', () => {
  expect(helpOf(schema, contextAt(['hooks:'], '  - trigger: '), 'on_commit')).toMatch(/commit/);
  expect(helpOf(schema, contextAt(['hooks:'], '  - '), 'debounce')).toMatch(/Quiet/);
  expect(helpOf(schema, contextAt(['hooks:'], '  - '), 'nonsense')).toBeUndefined();
});
