import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readHookFile } from '../../../src/core/hooks/read/readHookFile';
import { setEnabled } from '../../../src/core/hooks/read/toggle';
import { hooksYamlSchema, kiro0Schema, kiro1Schema } from '../../../src/core/hooks/schema';
import { triggerNames, triggerOf } from '../../../src/core/hooks/triggers/index';

const read = (name: string, text: string) =>
  readHookFile({ path: `/w/.kiro/hooks/${name}`, name: `.kiro/hooks/${name}`, scope: 'workspace' }, text);
const yaml = (text: string) =>
  readHookFile({ path: '/w/.kiro/hooks.yaml', name: '.kiro/hooks.yaml', scope: 'workspace' }, text);
const told = ({ diagnostics }: ReturnType<typeof read>) =>
  diagnostics.map(({ code, place }) => `${code.slice(6)} ${place.line}:${place.column}`);

const issue = `hooks:
  - name: keep tests in step
    trigger: on_save            # aliases of PostFileSave, ...
    pattern: "src/components/**/*.tsx"
    action: "regenerate unit tests for this component"   # a sentence is an agent action
  - trigger: on_commit
    scan: secrets               # built in, no download, no network
    on_failure: block
  - trigger: spec_approved
    if: { document: tasks }
    steps:
      - run: "npm run lint -- --fix"
      - run: "npm test"
        on_failure: { agent: "Fix what these tests report: {output}", retries: 2 }
      - agent: "Write a draft pull request description from the spec with the acceptance criteria as a checklist"
`;

describe('hooks.yaml', () => {
  it('reads the example', () => {
    const file = yaml(issue);
    expect(file.diagnostics).toEqual([]);
    expect(file.hooks.map(({ name, trigger, conditions, steps }) => ({ name, trigger, conditions, steps }))).toEqual([
      {
        name: 'keep tests in step',
        trigger: { name: 'PostFileSave', patterns: ['src/components/**/*.tsx'], matchers: [], tools: [] },
        conditions: [],
        steps: [{ action: { kind: 'agent', prompt: 'regenerate unit tests for this component', session: 'own' } }],
      },
      {
        name: 'Before commit: scan for secrets',
        trigger: { name: 'PreCommit', patterns: [], matchers: [], tools: [] },
        conditions: [],
        steps: [{ action: { kind: 'scan', scan: 'secrets' }, onFailure: { kind: 'block' } }],
      },
      {
        name: 'Spec approved (tasks): npm run lint -- --fix',
        trigger: { name: 'SpecApprove', patterns: [], matchers: [], tools: [] },
        conditions: [{ kind: 'document', documents: ['tasks'] }],
        steps: [
          { action: { kind: 'run', command: 'npm run lint -- --fix' } },
          {
            action: { kind: 'run', command: 'npm test' },
            onFailure: {
              kind: 'agent',
              prompt: 'Fix what these tests report: {output}',
              retries: 2,
              afterwards: 'warn',
            },
          },
          {
            action: {
              kind: 'agent',
              prompt:
                'Write a draft pull request description from the spec with the acceptance criteria as a checklist',
              session: 'own',
            },
          },
        ],
      },
    ]);
  });

  it.each([
    [
      'one bad hook stops no other',
      'hooks:\n  - trigger: on_sve\n    run: a\n  - trigger: on_save\n    run: b\n',
      ['unknown-trigger 2:14'],
      1,
    ],
    [
      'a condition that is not known',
      'hooks:\n  - trigger: on_save\n    if: { code: "x()" }\n    run: b\n',
      ['unknown-key 3:11'],
      0,
    ],
    ['no action', 'hooks:\n  - trigger: on_save\n', ['missing-action 2:5'], 0],
    ['two actions', 'hooks:\n  - trigger: on_save\n    run: a\n    notify: b\n', ['two-actions 2:5'], 0],
    ['a message that is empty', 'hooks:\n  - trigger: on_save\n    notify: ""\n', ['wrong-value 3:5'], 0],
    ['a draft that is off', 'hooks:\n  - trigger: on_save\n    pull_request: false\n', ['wrong-value 3:5'], 0],
    ['a checklist without a name', 'hooks:\n  - trigger: on_save\n    checklist: ""\n', ['wrong-value 3:5'], 0],
    [
      'an end that is mistyped, which would let everything through',
      'hooks:\n  - trigger: on_commit\n    run: a\n    on_failure: { agent: fix, then: blok }\n',
      ['wrong-value 4:37'],
      0,
    ],
    [
      'more tries than there are',
      'hooks:\n  - trigger: on_commit\n    run: a\n    on_failure: { agent: fix, retries: 50 }\n',
      ['wrong-value 4:31'],
      1,
    ],
    ['a list of nothing', 'hooks: 3\n', ['no-hooks 1:8'], 0],
    ['broken YAML', 'hooks:\n  - trigger: [a\n', ['invalid-yaml 3:1'], 0],
    ['the same key twice', 'hooks:\n  - trigger: a\n    trigger: b\n', ['invalid-yaml 3:5'], 0],
    ['a schedule without times', 'hooks:\n  - trigger: schedule\n    run: a\n', ['missing-cron 2:5'], 0],
    ['a regex that is none', 'hooks:\n  - trigger: on_save\n    matcher: "("\n    run: a\n', ['invalid-regex 3:15'], 0],
    ['nothing', '', [], 0],
  ])('%s', (_, text, diagnostics, hooks) => {
    const file = yaml(text);
    expect(told(file)).toEqual(diagnostics);
    expect(file.hooks.length).toBe(hooks);
  });

  const names = (hooks: string) => yaml(`hooks:\n${hooks}`).hooks.map(({ id, name }) => [id, name] as const);
  it.each([
    ['a command', 'on_save\n    pattern: "src/**"\n    run: npm run lint', 'On save (src/**): npm run lint'],
    ['the first line of a long one', 'manual\n    run: |\n      make a\n      make b', 'By hand: make a'],
    ['a sentence', 'after_commit\n    action: Write the changelog', 'After commit: Write the changelog'],
    ['what is built in', 'on_commit\n    scan: secrets', 'Before commit: scan for secrets'],
    ['a tool', 'before_tool\n    tools: [shell]\n    notify: hm', 'Before tool use (shell): say: hm'],
    ['times', 'schedule\n    cron: "0 9 * * 1"\n    run: x', 'On schedule (0 9 * * 1): x'],
  ])('names a hook by its trigger and first step: %s', (_, hook, name) => {
    expect(names(`  - trigger: ${hook}\n`)).toEqual([[`.kiro/hooks.yaml#${name}`, name]]);
  });

  it('gives each hook without a name one of its own, which stays when others come and go', () => {
    const save = (run: string) => `  - trigger: on_save\n    run: ${run}\n`;
    const [one, two] = names(save('a') + save('b'));
    expect(names(`  - trigger: on_commit\n    scan: secrets\n${save('b')}${save('a')}`).slice(1)).toEqual([two, one]);
    expect(names(save('a') + save('a')).map(([, name]) => name)).toEqual(['On save: a', 'On save: a (2)']);
  });

  it('refuses a bomb of aliases', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi']
      .map((char, at) => `${char}: &${char} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(',')}]`)
      .join('\n')}\nhooks: *i\n`;
    expect(told(yaml(bomb))).toEqual([expect.stringMatching(/^invalid-yaml /u)]);
    expect(told(yaml('['.repeat(5000)))).toEqual([expect.stringMatching(/^invalid-yaml /u)]);
  });
});

describe('files of Kiro', () => {
  it('of several hooks, those without a name have one each; a hook alone in its file has the name of the file', () => {
    const each = (command: string) => ({ trigger: 'PostFileSave', action: { type: 'command', command } });
    const v1 = read(
      'checks.json',
      JSON.stringify({ version: 'v1', hooks: [each('a'), { ...each('b'), name: 'mine' }] }),
    );
    expect(v1.hooks.map(({ name, unnamed }) => [name, unnamed])).toEqual([
      ['On save: a', true],
      ['mine', undefined],
    ]);
    const v0 = '{"when":{"type":"fileEdited","patterns":["*.ts"]},"then":{"type":"runCommand","command":"a"}}';
    expect(read('lint-on-save.kiro.hook', v0).hooks.map(({ name }) => name)).toEqual(['lint-on-save']);
  });

  const old =
    '{"name":"a","when":{"type":"fileEdited","patterns":["**/*.{ts","tsx}"]},"then":{"type":"askAgent","prompt":"p"}}';
  it.each([
    ['a.kiro.hook', old, ['split-pattern 1:41'], 1],
    ['a.json', old, ['old-form 1:1', 'split-pattern 1:41'], 1],
    ['a.kiro.hook', '---\ntrigger: preToolUse\n', ['yaml-instead 1:1'], 0],
    ['a.kiro.hook', '', ['empty 1:1'], 0],
    ['a.kiro.hook', '{"when":{"type":"fileEdited"},"then":{"type":"askAgent","prompt":""}}', ['empty-prompt 1:66'], 0],
    [
      'a.json',
      '{"version":"v1","hooks":[{"trigger":"PostFileSave","matcher":"**/*.ts","action":{"type":"command","command":"x"}},{"trigger":"Stop","action":{"type":"prompt","prompt":"x"}}]}',
      ['invalid-regex 1:62', 'old-name 1:150'],
      1,
    ],
    ['a.json', '{"a":', ['invalid-json 1:6'], 0],
    ['a.json', '{"actions":[],"trigger":{}}', ['unknown-form 1:1'], 0],
    ['a.json', '[]', ['unknown-form 1:1'], 0],
  ])('%s %s', (name, text, diagnostics, hooks) => {
    const file = read(name, text);
    expect(told(file)).toEqual(diagnostics);
    expect(file.hooks.length).toBe(hooks);
  });

  /** Empty, a comment, or a null in any of its spellings: `~`, `---`, an anchor without a value. */
  const saysNothing = (text: string): boolean => {
    try {
      return (load(text) ?? null) === null;
    } catch {
      return text.trim() === '';
    }
  };

  it('never fails', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('a.json', 'a.kiro.hook', 'a.yaml'),
        fc.oneof(fc.string(), fc.json()),
        (name, text) => {
          const file = read(name, text);
          if (!saysNothing(text)) expect(file.hooks.length + file.diagnostics.length).toBeGreaterThan(0);
        },
      ),
    ));
});

describe('enabled', () => {
  const check = (name: string, text: string, index: number, enabled: boolean, expected: string) => {
    const format = name.endsWith('.yaml') ? 'yaml' : text.includes('"when"') ? 'kiro-0' : 'kiro-1';
    const edits = setEnabled(text, { format, index }, enabled) ?? [];
    const result = edits.reduce((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);
    expect(result).toBe(expected);
    expect(read(name, result).hooks[index]?.enabled).toBe(enabled);
  };
  const then = '"then":{"type":"runCommand","command":"x"}';

  it.each([
    [
      'a.kiro.hook',
      `{ "enabled" : true, "when":{"type":"manual"},${then}}`,
      0,
      false,
      `{ "enabled" : false, "when":{"type":"manual"},${then}}`,
    ],
    [
      'a.kiro.hook',
      `{\r\n\t"when":{"type":"manual"},\r\n\t${then} // c\r\n}`,
      0,
      false,
      `{\r\n\t"enabled": false,\r\n\t"when":{"type":"manual"},\r\n\t${then} // c\r\n}`,
    ],
    [
      'h.yaml',
      'hooks:\n  - trigger: manual # c\n    run: a\n',
      0,
      false,
      'hooks:\n  - trigger: manual # c\n    enabled: false\n    run: a\n',
    ],
    [
      'h.yaml',
      '# ours\r\nhooks:\r\n  - trigger: manual\r\n    name: "a: b"   # c\r\n\r\n    run: a',
      0,
      false,
      '# ours\r\nhooks:\r\n  - trigger: manual\r\n    name: "a: b"   # c\r\n    enabled: false\r\n\r\n    run: a',
    ],
    [
      'h.yaml',
      'hooks:\n  - run: a\n    trigger: manual\n    name: last',
      0,
      false,
      'hooks:\n  - run: a\n    trigger: manual\n    name: last\n    enabled: false',
    ],
    [
      'h.yaml',
      'hooks:\n  - name: >\n      in two\n      lines\n    trigger: manual\n    run: a\n',
      0,
      false,
      'hooks:\n  - name: >\n      in two\n      lines\n    enabled: false\n    trigger: manual\n    run: a\n',
    ],
    [
      'h.yaml',
      'hooks:\n- {trigger: manual, run: a}\n- trigger: manual\n  enabled:   false  # why\n  run: a\n',
      1,
      true,
      'hooks:\n- {trigger: manual, run: a}\n- trigger: manual\n  enabled:   true  # why\n  run: a\n',
    ],
    [
      'h.yaml',
      'hooks:\n- {trigger: manual, run: a}\n',
      0,
      false,
      'hooks:\n- {trigger: manual, enabled: false, run: a}\n',
    ],
  ])('%s %s', check);
});

/** Parts of a hook in the layouts that people write; each has its name and trigger somewhere. */
const pieces = fc.record({
  name: fc.constantFrom(
    'name: a',
    'name:   "a: b"',
    "name: 'a'   # why",
    'name: >\n      a\n      b',
    'name: &n a',
    '',
  ),
  trigger: fc.constantFrom('trigger: manual', 'trigger: on_save # s', '"trigger": manual'),
  more: fc.constantFrom('run: a', 'run: |\n      a\n\n      b', 'steps:\n      - run: a', '# only words\n    run: a'),
  order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
  gap: fc.constantFrom('', '\n', '\n    # between\n'),
  eol: fc.constantFrom('\n', '\r\n'),
  end: fc.constantFrom('', '\n', '\n\n# end\n'),
});

it('a hook of any layout is switched off by one line or entry more, and by nothing else', () =>
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 3 }), fc.nat(2), (all, at) => {
      const index = at % all.length;
      const items = all.map(({ name, trigger, more, order, gap }) => {
        const lines = order.map((n) => [name, trigger, more][n] ?? '').filter((line) => line !== '');
        // A comment can't begin an item.
        const sorted = lines.sort((a, b) => Number(a.startsWith('#')) - Number(b.startsWith('#')));
        return `  - ${sorted.join(`\n${gap.slice(1)}    `)}`;
      });
      const text = `hooks:\n${items.join('\n')}${all[0]?.end}`.replaceAll('\n', all[0]?.eol ?? '\n');
      const before = read('h.yaml', text).hooks;
      const edits = setEnabled(text, { format: 'yaml', index }, false) ?? [];
      expect(edits).toHaveLength(1);
      const [edit] = edits;
      expect([edit?.start, edit?.text.trim()]).toEqual([edit?.end, 'enabled: false']);
      const result = text.slice(0, edit?.start) + edit?.text + text.slice(edit?.start);
      const after = read('h.yaml', result).hooks;
      expect(after.map(({ enabled, fingerprint }) => [enabled, fingerprint])).toEqual(
        before.map(({ fingerprint }, each) => [each !== index, fingerprint]),
      );
      // What it is called by stays in front.
      const hook = result.slice(result.indexOf('- '));
      expect(hook.startsWith('- enabled')).toBe(false);
    }),
  ));

it('knows every name and alias once, and the schemas hold them', () => {
  const names = triggerNames();
  const plain = names.map((name) => name.toLowerCase().replace(/_/gu, ''));
  const doubled = plain.filter((name, at) => plain.indexOf(name) !== at && triggerOf(name) === undefined);
  expect(doubled).toEqual([]);
  for (const name of names) expect(triggerOf(name)?.aliases.concat(triggerOf(name)?.name ?? '')).toContain(name);
  for (const schema of [kiro0Schema(), kiro1Schema(), hooksYamlSchema()]) expect(schema).toHaveProperty('properties');
});
