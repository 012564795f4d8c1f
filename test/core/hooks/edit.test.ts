/** Hooks that are there, edited through the form: the answers get into the file, and no other byte changes. */
import { describe, expect, it } from 'vitest';
import { readHookFile } from '../../../src/core/hooks/read/readHookFile';
import type { HookDraft } from '../../../src/core/hooks/write/draft';
import { editable, editHook } from '../../../src/core/hooks/write/editHook';

/** Answers; undefined takes one away. */
type Change = { readonly [Key in keyof HookDraft]?: HookDraft[Key] | undefined };

/** Changes the hook of that number; `parts` are [what stood there, what stands there then], or a sentence. */
function check(
  title: string,
  name: string,
  before: string,
  index: number,
  change: Change,
  expected: readonly (readonly [string, string])[] | RegExp,
): void {
  it(title, () => {
    const read = (text: string) => readHookFile({ path: `/w/${name}`, name, scope: 'workspace' }, text);
    const file = read(before);
    const hook = file.hooks[index];
    if (hook === undefined) throw new Error(`There is no hook ${index}: ${JSON.stringify(file.diagnostics)}`);
    const answers = Object.entries({ ...editable(hook, before).draft, ...change }).filter(
      ([, each]) => each !== undefined,
    );
    const edited = editHook(file, hook, Object.fromEntries(answers) as unknown as HookDraft, read);
    if (expected instanceof RegExp) {
      expect('problem' in edited ? edited.problem : edited.text).toMatch(expected);
      return;
    }
    let wanted = before;
    for (const [old, now] of expected) {
      expect(wanted).toContain(old);
      wanted = wanted.replace(old, () => now);
    }
    expect('text' in edited ? edited.text : edited.problem).toBe(wanted);
  });
}

const yaml = `# The team's hooks
hooks:
  - name: keep tests in step   # theirs
    trigger: on_save            # aliases of PostFileSave, ...
    pattern: "src/components/**/*.tsx"
    action: "regenerate unit tests"   # a sentence

  # Nothing leaves with a key.
  - trigger: on_commit
    scan: secrets
    on_failure: block
  - trigger: spec_approved
    if: { document: tasks }
    steps:
      - run: "npm test"
      - agent: "Write"
  - name:   lint
    trigger: on_save
    patterns:
      - "*.ts"   # one
      - '*.js'
    run: |
      npm run lint
    on_failure: { agent: "Fix {output}", retries: 2 }
  - { name: flow, trigger: manual, run: "x" }
  - pattern: a.txt
    trigger: on_save
    action:
      run: make   # it
`;
const file = '.kiro/hooks.yaml';

describe('hooks.yaml', () => {
  const say = (title: string, index: number, change: Change, expected: Parameters<typeof check>[5], text = yaml) =>
    check(title, file, text, index, change, expected);
  for (const index of [0, 1, 2, 3, 4, 5]) say(`hook ${index} as it is`, index, {}, []);
  say('a pattern', 0, { patterns: ['a/*.ts', '!b'] }, [['"src/components/**/*.tsx"', '["a/*.ts", "!b"]']]);
  say('no pattern', 0, { patterns: [] }, [['    pattern: "src/components/**/*.tsx"\n', '']]);
  say('a name', 0, { name: 'x: y' }, [['keep tests in step', '"x: y"']]);
  say('a trigger of a hook without a name', 1, { trigger: 'PrePush' }, [['trigger: on_commit', 'trigger: PrePush']]);
  say('a first name', 1, { name: 'guard' }, [['on_commit\n', 'on_commit\n    name: "guard"\n']]);
  say('another sentence', 0, { text: 'do "it"' }, [['"regenerate unit tests"', '"do \\"it\\""']]);
  say('a command for a sentence', 0, { action: 'run', text: 'make' }, [
    ['action: "regenerate unit tests"', 'run: "make"'],
  ]);
  say('a trigger', 0, { trigger: 'PostFileCreate' }, [['on_save  ', 'PostFileCreate  ']]);
  say('a schedule', 0, { trigger: 'Schedule', patterns: [], cron: '@daily' }, [
    [
      'on_save            # aliases of PostFileSave, ...\n    pattern: "src/components/**/*.tsx"\n',
      'Schedule            # aliases of PostFileSave, ...\n    cron: "@daily"\n',
    ],
  ]);
  say('a condition', 0, { condition: { key: 'branch', value: 'main' } }, [
    ['.tsx"\n', '.tsx"\n    if: { branch: "main" }\n'],
  ]);
  say('another condition', 2, { condition: { key: 'branch', value: ['a', 'b'] } }, [
    ['{ document: tasks }', '{ branch: ["a", "b"] }'],
  ]);
  say('no condition', 2, { condition: undefined }, [['    if: { document: tasks }\n', '']]);
  say('no failure', 1, { onFailure: undefined }, [['    on_failure: block\n', '']]);
  say('a failure', 0, { onFailure: 'warn' }, [['# a sentence\n', '# a sentence\n    on_failure: warn\n']]);
  say('a list over lines', 3, { patterns: ['a'] }, [
    ['patterns:\n      - "*.ts"   # one\n      - \'*.js\'\n', 'patterns: "a"\n'],
  ]);
  say('a block of text', 3, { text: 'make' }, [['run: |\n      npm run lint\n', 'run: "make"\n']]);
  say('how often it is mended', 3, { onFailure: { agent: 'Fix', retries: 1 } }, [
    ['{ agent: "Fix {output}", retries: 2 }', '{ agent: "Fix", retries: 1 }'],
  ]);
  say('one in brackets', 4, { text: 'y', name: 'g' }, [
    ['name: flow', 'name: "g"'],
    ['run: "x"', 'run: "y"'],
  ]);
  say('a condition in brackets', 4, { condition: { key: 'branch', value: 'main' } }, [
    ['trigger: manual', 'trigger: manual, if: { branch: "main" }'],
  ]);
  say('the first key goes', 5, { patterns: [] }, [['pattern: a.txt\n    trigger', 'trigger']]);
  say('an action under action', 5, { text: 'y' }, [['make   #', '"y"   #']]);
  say(
    'line ends of Windows',
    0,
    { condition: { key: 'branch', value: 'main' } },
    [['.tsx"\r\n', '.tsx"\r\n    if: { branch: "main" }\r\n']],
    yaml.replaceAll('\n', '\r\n'),
  );
  say(
    'a value that is named',
    0,
    { patterns: ['b'] },
    /only be edited by hand/,
    'hooks:\n  - trigger: on_save\n    pattern: &all "a"\n    run: x\n',
  );
  say('what would not be read', 0, { condition: { key: 'regex', value: '(' } }, /no regular expression/);
});

const old = `{
    "enabled": true,
    "name": "Old",
    "when": { "type": "fileEdited", "patterns": ["*.ts"] },
    "then": { "type": "askAgent", "prompt": "Do it" } // really
}`;

describe('.kiro.hook', () => {
  const say = (title: string, change: Change, expected: Parameters<typeof check>[5], text = old) =>
    check(title, '.kiro/hooks/old.kiro.hook', text, 0, change, expected);
  say('as it is', {}, []);
  say('a name', { name: 'New' }, [['"Old"', '"New"']]);
  say('a trigger', { trigger: 'PostFileCreate' }, [['fileEdited', 'fileCreated']]);
  say('a prompt', { text: 'Leave it' }, [['Do it', 'Leave it']]);
  say('a prompt behind a mark', { text: 'Leave it' }, [['Do it', 'Leave it']], `\uFEFF${old}`);
  say('what it has no word for', { trigger: 'PreCommit' }, /only be edited by hand/);
});

const v1 = `{ "version": "v1",
  "hooks": [
    { "name": "a", "trigger": "PostFileSave", "matcher": "\\\\.ts$", "action": { "type": "command", "command": "x" } },
    { "name": "b", "trigger": "PreToolUse", "matcher": "write", "action": { "type": "agent", "prompt": "p" } }
  ]
}`;

describe('v1', () => {
  const say = (title: string, index: number, change: Change, expected: Parameters<typeof check>[5]) =>
    check(title, '.kiro/hooks/new.json', v1, index, change, expected);
  say('as it is', 0, {}, []);
  say('a matcher', 0, { matcher: '\\.js$' }, [['"\\\\.ts$"', '"\\\\.js$"']]);
  say('a command', 0, { text: 'y' }, [['"command": "x"', '"command": "y"']]);
  say('another trigger', 1, { trigger: 'PostToolUse' }, [['PreToolUse', 'PostToolUse']]);
});
