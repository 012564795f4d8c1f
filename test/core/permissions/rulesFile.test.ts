import { describe, expect, test } from 'vitest';
import { presetNames } from '../../../src/core/permissions/presets';
import { keepRule, ruleSources, userRulesPath, workspaceRulesPath } from '../../../src/core/permissions/ruleSources';
import { pathMatches, type Rule, ruleText, textMatches } from '../../../src/core/permissions/rules';
import { readRulesFile, withRule } from '../../../src/core/permissions/rulesFile';
import { createMemoryHost } from '../../support/memoryHost';
import { home, judgeAction, judgeLine, root } from './bench';

const file = '/p.yaml';

function told(text: string): readonly string[] {
  const { rules, problems } = readRulesFile(text, file, 'user');
  return [...rules.map((rule) => `${rule.line ?? '-'} ${ruleText(rule)}`), ...problems];
}

test.each<[string, string, readonly string[]]>([
  ['nothing', '', []],
  ['a comment', '# none yet\n', []],
  ['a rule', 'rules:\n  - capability: shell\n    match: ["npm *"]\n    effect: allow\n', ['2 allow shell "npm *"']],
  ['a single pattern', 'rules:\n- {capability: fs_read, match: src, effect: deny}\n', ['2 deny fs_read "src"']],
  ['flow', 'rules: [{capability: all, effect: ask}]\n', ['1 ask all']],
  [
    'comments and blank lines',
    '\n# a\nrules:\n\n  # b\n  - effect: deny\n    capability: shell # c\n\n  - capability: mcp\n    effect: allow\n',
    ['6 deny shell', '9 allow mcp'],
  ],
  [
    'other keys before',
    'version: 1\nother:\n  - a: [b]\nrules:\n  - {capability: all, effect: deny}\n',
    ['5 deny all'],
  ],
  ['a preset', 'policies: [read-workspace]\n', ['- allow fs_read "."']],
  ['CRLF', 'rules:\r\n  - capability: shell\r\n    effect: deny\r\n', ['2 deny shell']],
  ['no YAML', 'rules: [', ['/p.yaml:1: this is not YAML']],
  ['no mapping', '- a\n', ['/p.yaml: this is no mapping with "rules" and "policies".']],
  ['no list', 'rules: {a: b}\n', ['/p.yaml: "rules" has to be a list.']],
  ['an unknown preset', 'policies: everything\n', ['/p.yaml: there is no policy "everything"; there are']],
  [
    'an unknown capability',
    'rules:\n  - {capability: shel, effect: deny}\n',
    ['/p.yaml:2: this rule is not one of permissions.yaml ("capability"'],
  ],
  [
    'a mistyped exclude',
    'rules:\n  - {capability: shell, excludes: [a], effect: allow}\n',
    ['/p.yaml:2: this rule is not one of permissions.yaml (Unrecognized key'],
  ],
  [
    'a rule that is broken beside others: what refuses stays, what allows does not',
    'rules:\n  - {capability: shell, match: a, effect: deny}\n  - {capability: shell, match: b, effect: allow}\n  - nonsense\n',
    ['2 deny shell "a"', '/p.yaml:4: this rule is not one'],
  ],
  ['too many aliases', `a: &a [x]\nb: [${Array(30).fill('*a').join(', ')}]\n`, ['/p.yaml']],
  ['too deep', `${'['.repeat(60)}\n`, ['/p.yaml']],
  ['a list twice', 'rules:\n  - {capability: all, effect: allow}\nrules: []\n', ['/p.yaml:3: this is not YAML']],
])('%s', (_, text, expected) => {
  const found = told(text);
  expect(found).toHaveLength(expected.length);
  for (const [at, each] of expected.entries()) expect(found[at]).toContain(each);
});

test('every preset is readable', () => {
  for (const name of presetNames) expect(readRulesFile(`policies: ${name}`, file, 'user').problems).toEqual([]);
});

describe('patterns of commands', () => {
  test.each<[string, string, boolean]>([
    ['npm *', 'npm test', true],
    ['npm *', 'npm', true],
    ['npm *', 'npmx', false],
    ['npm*', 'npmx', true],
    ['npm test', 'npm test', true],
    ['npm test', 'npm test -- x', false],
    ['git * main', 'git push origin main', true],
    ['*', 'anything\nat all', true],
    ['a.c [x] (y) +?', 'a.c [x] (y) +?', true],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, text, expected) => expect(textMatches(pattern, text)).toBe(expected));
});

describe('patterns of files', () => {
  const places = { roots: ['/w/a', '/w/[b]'], home: '/h' };
  test.each<[string, string, boolean]>([
    ['src', '/w/a/src/x.ts', true],
    ['src/', '/w/a/src', true],
    ['src/**', '/w/a/src/x/y.ts', true],
    ['src/*', '/w/a/src/x/y.ts', false],
    ['*.ts', '/w/a/x.ts', true],
    ['**/*.{ts,js}', '/w/a/b/x.js', true],
    ['.', '/w/a/x', true],
    ['.', '/w/c/x', false],
    ['src', '/w/[b]/src/x', true],
    ['src', '/w/b/src/x', false],
    ['~/x', '/h/x/y', true],
    ['/etc', '/etc/passwd', true],
    ['/etc/*', '/etc/a/b', false],
    ['.env', '/w/a/.env', true],
    ['**', '/w/a/.hidden/x', true],
  ])('%s and %s: %s', (pattern, path, expected) => expect(pathMatches(pattern, path, places)).toBe(expected));
});

describe('deny beats ask, ask beats allow, whatever the order', () => {
  const deny = ['deny', 'shell', 'git push *'] as const;
  const ask = ['ask', 'shell', 'git *'] as const;
  const allow = ['allow', 'all'] as const;
  test.each([
    ['git push', [deny, ask, allow], 'deny'],
    ['git push', [allow, ask, deny], 'deny'],
    ['git fetch', [allow, ask, deny], 'ask'],
    ['npm test', [ask, allow], 'allow'],
    ['/usr/bin/git push', [deny, allow], 'deny'],
    ['git -C . push', [deny, allow], 'deny'],
    ['sudo git push', [deny, allow], 'deny'],
    ['"git" pu""sh', [deny, allow], 'deny'],
    ['sh -c "git push"', [deny, allow], 'deny'],
    ['ls && git push', [deny, allow], 'deny'],
    ['cat src/a.ts', [['deny', 'fs_read', 'src'], allow], 'deny'],
    ['node x.js src/a.ts', [['deny', 'fs_read', 'src'], allow], 'deny'],
    ['echo x > src/b.ts', [['deny', 'fs_write', 'src/**'], allow], 'deny'],
    ['mv src lib', [['deny', 'fs_write', 'src/keep/**'], allow], 'deny'],
    ['echo x > src/b.ts', [['ask', 'filesystem', 'src'], allow], 'ask'],
  ] as const)('%s', async (line, rules, expected) => {
    expect((await judgeLine(line, { rules })).effect).toBe(expected);
  });

  test('an allow rule knows a program by the name it gives only', async () => {
    for (const line of [
      './npm test',
      'node_modules/.bin/npm test',
      'npm test; ./evil',
      'npm test | ./evil',
      './evil $(npm test)',
      'npm test > /etc/x',
    ])
      expect((await judgeLine(line, { rules: [['allow', 'shell', 'npm *']] })).effect).toBe('ask');
  });

  test('reads and writes outside the workspace ask, unless a rule opens the place', async () => {
    const read = { kind: 'read', path: '/etc/hosts' } as const;
    expect(await judgeAction(read)).toMatchObject({
      effect: 'ask',
      suggestions: [{ pattern: '/etc/hosts' }, { pattern: '/etc/**' }],
    });
    expect((await judgeAction(read, { rules: [['allow', 'fs_read', '/etc']] })).effect).toBe('allow');
  });
});

describe('adding a rule', () => {
  const rule = { capability: 'shell', match: ['npm run "x"'], effect: 'allow' } as const;
  const added = '- capability: shell\n    match: ["npm run \\"x\\""]\n    effect: allow\n';
  test.each<[string, string, string]>([
    ['an empty file', '', `rules:\n  ${added}`],
    ['only a comment', '# mine', `# mine\nrules:\n  ${added}`],
    ['other keys', 'policies: [read-all]\n', `policies: [read-all]\nrules:\n  ${added}`],
    ['no rule yet', 'rules:\n# later\n', `rules:\n  ${added}# later\n`],
    [
      'a list',
      'rules:\n  - {capability: all, effect: ask} # why\n# end\n',
      `rules:\n  - {capability: all, effect: ask} # why\n  ${added}# end\n`,
    ],
    ['an empty list', 'rules: []\n', 'rules: [{ capability: shell, match: ["npm run \\"x\\""], effect: allow }]\n'],
    [
      'a list in one line',
      'rules: [{capability: all, effect: ask}]\n',
      'rules: [{capability: all, effect: ask}, { capability: shell, match: ["npm run \\"x\\""], effect: allow }]\n',
    ],
    [
      'no line end',
      'rules:\n  - capability: all\n    effect: ask',
      `rules:\n  - capability: all\n    effect: ask\n  ${added}`,
    ],
    [
      'keys after',
      'rules:\n  - capability: all\n    effect: ask\nx: 1\n',
      `rules:\n  - capability: all\n    effect: ask\n  ${added}x: 1\n`,
    ],
  ])('to %s leaves everything else as it is', (_, text, expected) => expect(withRule(text, rule, file)).toBe(expected));

  test('keeps CRLF and the list’s own indent', () => {
    const text = 'rules:\r\n- capability: all\r\n  effect: ask\r\n';
    expect(withRule(text, rule, file)).toBe(
      `${text}- capability: shell\r\n  match: ["npm run \\"x\\""]\r\n  effect: allow\r\n`,
    );
  });

  test('to a file that is broken says what to mend', () => {
    expect(() => withRule('rules: [', rule, file)).toThrow('/p.yaml:1: this is not YAML');
  });

  test('lands in the user’s file or outside the repository in the folder’s own', async () => {
    const host = createMemoryHost();
    await keepRule(host.files, home, undefined, { capability: 'shell', match: ['a'] });
    await keepRule(host.files, home, root, { capability: 'shell', match: ['b'] });
    const workspaceFile = workspaceRulesPath(home, root);
    expect(host.writes.map(({ path, grant }) => `${grant.kind} ${path}`)).toEqual([
      `permission ${userRulesPath(home)}`,
      `permission ${workspaceFile}`,
    ]);
    expect(workspaceFile).toMatch(/^\/home\/user\/\.kiro\/workspace-roots\/[0-9a-f]{16}\/permissions\.yaml$/);
  });
});

describe('where rules come from', () => {
  const managed = '/etc/kiro/managed-settings.json';
  const yaml = (effect: Rule['effect'], match: string) =>
    `rules:\n  - {capability: shell, match: ${match}, effect: ${effect}}\n`;

  test('user, folder and administration; a changed file is read again', async () => {
    const host = createMemoryHost({
      files: {
        [userRulesPath(home)]: yaml('allow', 'a'),
        [workspaceRulesPath(home, root)]: yaml('ask', 'b'),
        [managed]: '{"permissions":{"rules":[{"capability":"shell","match":["c"],"effect":"deny"}]}}',
      },
    });
    const rules = ruleSources({ files: host.files, homeFolder: home, roots: [root] });
    const texts = async () => (await rules()).rules.map((rule) => `${rule.scope} ${ruleText(rule)}`);
    expect(await texts()).toEqual(['managed deny shell "c"', 'user allow shell "a"', 'workspace ask shell "b"']);
    host.put(userRulesPath(home), yaml('allow', 'another'));
    expect(await texts()).toContain('user allow shell "another"');
    host.drop(userRulesPath(home));
    expect(await texts()).not.toContain('user allow shell "another"');
  });

  test.each([
    '{',
    '{"permissions": 3}',
    '{"permissions":{"rules":[{"capability":"x","effect":"deny"}]}}',
    '{"rules":[{"capability":"all","effect":"allow"}]}',
  ])('managed settings that can’t be read close everything: %s', async (text) => {
    const host = createMemoryHost({ files: { [managed]: text } });
    const set = await ruleSources({ files: host.files, homeFolder: home, roots: [root] })();
    expect(set.closed).toContain(managed);
    expect(await judgeLine('ls', { set })).toMatchObject({ effect: 'deny', rule: { text: 'managed rules' } });
  });

  test('nothing in a repository is a rule', async () => {
    const places = [
      '.kiro/settings/permissions.yaml',
      '.kiro/permissions.yaml',
      'permissions.yaml',
      'managed-settings.json',
    ];
    const host = createMemoryHost({
      files: Object.fromEntries(places.map((each) => [`${root}/${each}`, yaml('allow', '"*"')])),
    });
    const set = await ruleSources({ files: host.files, homeFolder: home, roots: [root] })();
    expect(set).toMatchObject({ rules: [], problems: [] });
  });

  test('what one folder allows is not allowed in another', async () => {
    const set = {
      rules: [
        {
          effect: 'allow',
          capability: 'shell',
          match: ['npm *'],
          exclude: [],
          scope: 'workspace',
          root: '/code/other',
        } as const,
      ],
    };
    expect((await judgeLine('npm test', { set })).effect).toBe('ask');
    expect((await judgeLine('npm test', { set, cwd: '/code/other' })).effect).toBe('allow');
  });
});
