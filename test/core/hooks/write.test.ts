/** Hooks that are written: templates, drafts of the form in every format, items added to files of every layout. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readHookFile } from '../../../src/core/hooks/read/readHookFile';
import { hookTemplates } from '../../../src/core/hooks/templates/index';
import { triggers } from '../../../src/core/hooks/triggers/index';
import { addToYaml } from '../../../src/core/hooks/write/addToYaml';
import { fileNameOf, formatsOf, type HookDraft, kiroFile, yamlItem } from '../../../src/core/hooks/write/draft';
import { matcherOfGlobs } from '../../../src/core/hooks/write/globMatcher';
import { conditionProblem, madeHook } from '../../../src/core/hooks/write/madeHook';
import { itemOf } from '../../../src/core/workspace/draftHook';

const read = (text: string, name = '.kiro/hooks.yaml') =>
  readHookFile({ path: `/w/${name}`, name, scope: 'workspace' }, text);

/** The text with the items added; throws where they can't be. */
function added(before: string | undefined, ...items: string[]): string {
  const result = addToYaml(before, items);
  if ('problem' in result) throw new Error(result.problem);
  return result.text;
}

test.each(hookTemplates)('the template "$title" is a hook that says what its draft says', ({ draft }) => {
  const file = read(added(undefined, yamlItem(draft)));
  expect(file.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  const [hook] = file.hooks;
  expect(hook?.name).toBe(draft.name);
  expect(hook?.trigger).toMatchObject({ name: draft.trigger, patterns: draft.patterns });
  expect(hook?.steps).toHaveLength(1);
});

describe('a draft', () => {
  const draft = fc.record({
    name: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
    trigger: fc.constantFrom('PostFileSave', 'PostFileCreate', 'Stop', 'Manual', 'PreTaskExec') as fc.Arbitrary<
      HookDraft['trigger']
    >,
    patterns: fc.array(fc.constantFrom('src/**/*.ts', '!**/*.test.ts', 'a b/*.md', '**/*.{js,jsx}'), { maxLength: 3 }),
    action: fc.constantFrom('run', 'agent') as fc.Arbitrary<'run' | 'agent'>,
    text: fc
      .string({ minLength: 1, unit: 'binary' })
      .filter((text) => text.trim() !== '' && !/[\p{Cc}\p{Cs}\uFEFF\uFFFE\uFFFF]/u.test(text)),
  });
  it('is read back as it was, whatever was typed, in every form that can say it', () => {
    fc.assert(
      fc.property(draft, (given) => {
        const own =
          triggers.find(({ name }) => name === given.trigger)?.about === 'files' ? given : { ...given, patterns: [] };
        for (const format of formatsOf(own)) {
          const file =
            format === 'yaml'
              ? read(added(undefined, yamlItem(own)))
              : read(kiroFile(own, format), format === 'kiro-0' ? '.kiro/hooks/x.kiro.hook' : '.kiro/hooks/x.json');
          const [hook] = file.hooks;
          expect(file.hooks).toHaveLength(1);
          expect(hook?.trigger.name).toBe(own.trigger);
          const matcher = format === 'kiro-1' ? matcherOfGlobs(own.patterns) : undefined;
          expect(hook?.trigger.patterns).toEqual(format === 'kiro-1' ? [] : own.patterns);
          expect(hook?.trigger.matchers).toEqual(matcher === undefined ? [] : [matcher]);
          const [step] = hook?.steps ?? [];
          expect(step?.action).toMatchObject(
            own.action === 'run' ? { kind: 'run', command: own.text } : { kind: 'agent', prompt: own.text },
          );
        }
      }),
    );
  });

  const check = (more: Partial<HookDraft>, formats: readonly string[]) =>
    it(`${JSON.stringify(more)}: ${formats.join(', ')}`, () => {
      const base: HookDraft = { name: 'x', trigger: 'Stop', patterns: [], action: 'run', text: 'make' };
      expect(formatsOf({ ...base, ...more })).toEqual(formats);
    });
  check({}, ['yaml', 'kiro-0', 'kiro-1']);
  check({ trigger: 'PostFileSave', patterns: ['*.ts'] }, ['yaml', 'kiro-0', 'kiro-1']);
  check({ trigger: 'PostFileSave', patterns: ['src/**', '!**/*.test.ts'] }, ['yaml', 'kiro-0']);
  check({ trigger: 'PreToolUse', tools: ['write'] }, ['yaml', 'kiro-0', 'kiro-1']);
  check({ trigger: 'PreToolUse', tools: ['write', 'shell'] }, ['yaml', 'kiro-0']);
  check({ trigger: 'SessionEnd' }, ['yaml', 'kiro-1']);
  check({ trigger: 'PreCompaction' }, ['yaml', 'kiro-1']);
  check({ trigger: 'PreCommit' }, ['yaml']);
  check({ action: 'scan' }, ['yaml']);
  check({ onFailure: 'block' }, ['yaml']);
  check({ condition: { key: 'branch', value: 'main' } }, ['yaml']);
});

describe('an item is added', () => {
  const item = 'name: "new"\ntrigger: manual\nrun: "make"';
  const check = (title: string, before: string, names: readonly string[]) =>
    it(title, () => {
      const after = added(before, item);
      const file = read(after);
      expect(file.diagnostics).toEqual([]);
      expect(file.hooks.map(({ name }) => name)).toEqual(names);
      // What was there is still there, line by line and in order.
      const lines = after.split('\n');
      for (const line of before.split('\n').filter((each) => each.trim() !== '')) {
        const found = lines.indexOf(line);
        expect(found, line).toBeGreaterThanOrEqual(0);
        lines.splice(0, found + 1);
      }
    });
  check('to an empty file', '', ['new']);
  check('to a file of comments', '# ours\n', ['new']);
  check('under hooks without any', 'hooks:\n', ['new']);
  check('to indented items', 'hooks:\n  - name: a\n    trigger: manual\n    run: x # why\n', ['a', 'new']);
  check('to items at the margin', 'hooks:\n- name: a\n  trigger: manual\n  run: x\n', ['a', 'new']);
  check('before another key', 'hooks:\n  - name: a\n    trigger: manual\n    run: x\nversion: 1\n', ['a', 'new']);
  check('without a last line end', 'hooks:\n  - name: a\n    trigger: manual\n    run: x', ['a', 'new']);
  check('after a comment at the end', 'hooks:\n  - name: a\n    trigger: manual\n    run: x\n# the end\n', [
    'a',
    'new',
  ]);
  check('with the line ends of the file', 'hooks:\r\n  - name: a\r\n    trigger: manual\r\n    run: x\r\n', [
    'a',
    'new',
  ]);
  check('after a block of text', 'hooks:\n  - name: a\n    trigger: manual\n    run: |\n      one\n      two\n', [
    'a',
    'new',
  ]);

  test.each([
    ['a list in brackets', 'hooks: []\n', /by hand/],
    ['what is no YAML', 'hooks: [\n', /can't be read/],
    ['what is no map', '- a\n', /needs "hooks:"/],
  ])('but not to %s', (_, before, expected) => {
    const result = addToYaml(before, [item]);
    expect('problem' in result ? result.problem : '').toMatch(expected);
  });
});

test.each([
  ['in a fence', 'Here:\n```yaml\nname: a\ntrigger: on_save\nrun: "make"\n```\n', 'a'],
  [
    'with the dash and the list',
    '```yaml\nhooks:\n  - name: a\n    trigger: on_save\n    steps:\n      - run: "make"\n```',
    'a',
  ],
  ['without a fence', 'name: a\ntrigger: on_save\nrun: "make"', 'a'],
])('the hook of an answer %s', (_, answer, name) => {
  const result = itemOf(answer);
  expect('hook' in result ? result.hook.name : result.wrong).toBe(name);
});

test.each([
  ['no hook', 'I would rather not.', /./],
  ['an unknown trigger', '```yaml\ntrigger: on_sav\nrun: "x"\n```', /no trigger/],
  [
    'two hooks',
    '```yaml\n- trigger: manual\n  run: "x"\n- trigger: manual\n  run: "y"\n```',
    /more than one|indentation/,
  ],
])('an answer with %s is sent back', (_, answer, expected) => {
  const result = itemOf(answer);
  expect('wrong' in result ? result.wrong : '').toMatch(expected);
});

test.each([
  ['Tests follow code', 'tests-follow-code'],
  ['../../etc/passwd', 'etc-passwd'],
  ['Ünïcode — ok', 'ünïcode-ok'],
  ['***', 'hook'],
])('%s is written to %s', (name, expected) => {
  expect(fileNameOf(name)).toBe(expected);
});

describe('the hook that an item makes of a file', () => {
  const pulled = 'hooks:\n  - name: pulled\n    trigger: manual\n    run: "curl x | sh"\n';
  const broken = `${pulled}  - name: broken\n    trigger: on_sav\n    run: "x"\n`;
  const draft: HookDraft = { name: 'mine', trigger: 'Manual', patterns: [], action: 'run', text: 'make' };
  const madeOf = (before: string | undefined, item: string): string => {
    const made = madeHook(before === undefined ? undefined : read(before), read(added(before, item)));
    return 'problem' in made ? made.problem : made.name;
  };
  test.each([
    ['a file that is not there', undefined, yamlItem(draft), /^mine$/],
    ['a file with hooks', pulled, yamlItem(draft), /^mine$/],
    ['a file with a hook that is wrong', broken, yamlItem(draft), /^mine$/],
    [
      'a pattern that is none',
      pulled,
      yamlItem({ ...draft, condition: { key: 'regex', value: '(' } }),
      /nothing was written\. "regex" is no regular/,
    ],
    [
      'an exit code that is none',
      pulled,
      yamlItem({ ...draft, condition: { key: 'exit_code', value: 'maybe' } }),
      /written\. "exit_code" must/,
    ],
    ['an unknown trigger', broken, 'trigger: on_sav\nrun: "x"', /"on_sav" is no trigger/],
    ['two hooks', pulled, `${yamlItem(draft)}\n`.replace(/$/u, '- trigger: manual\n  run: "x"'), /nothing was written/],
  ])('%s', (_, before, item, expected) => {
    expect(madeOf(before, item)).toMatch(expected);
  });
});

test.each([
  ['regex', 'TODO', undefined],
  ['regex', '(', /no regular expression/],
  ['exit_code', 'failed', undefined],
  ['exit_code', 2, undefined],
  ['exit_code', 'maybe', /must be a number, ok, failed/],
  ['branch', ['main', 'release/*'], undefined],
  ['branch', [], /needs a value/],
  ['tests_exist', false, undefined],
] as const)('a condition %s: %j', (key, value, expected) => {
  const problem = conditionProblem({ key, value });
  if (expected === undefined) expect(problem).toBeUndefined();
  else expect(problem).toMatch(expected);
});
