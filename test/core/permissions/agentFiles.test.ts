/** Rules that Kiro's files of custom agents bring: whose they are, what they may say, and what is wrong about them. */
import { describe, expect, it } from 'vitest';
import { createPermissions } from '../../../src/core/permissions/permissions';
import { ruleText } from '../../../src/core/permissions/rules';
import { part as shell } from '../../../src/core/permissions/shell.part';
import type { Action } from '../../../src/core/permissions/types';
import { defaultSettings } from '../../../src/core/settings';
import { createMemoryHost } from '../../support/memoryHost';

const home = '/home/user';
const own = `${home}/.kiro/agents`;
const theirs = '/w/.kiro/agents';

function permissionsWith(files: Readonly<Record<string, string>>, roots: readonly string[] = ['/w']) {
  const host = createMemoryHost({ files: { '/w/a.ts': '', ...files }, parts: { shell } });
  return createPermissions({ host, roots, settings: defaultSettings });
}

async function rulesOf(files: Readonly<Record<string, string>>, roots?: readonly string[]) {
  const { rules, problems } = await permissionsWith(files, roots).rules();
  return { rules: rules.map((rule) => `${rule.agent}: ${ruleText(rule)}`), problems };
}

const json = (value: unknown) => JSON.stringify(value);

/** Files, the rules that come of them, and what is said about them. */
type Case = readonly [string, Readonly<Record<string, string>>, readonly string[], readonly RegExp[]];
const older = /"toolsSettings" is Kiro's older form/u;

describe('a file of an agent', () => {
  const cases: readonly Case[] = [
    ['without rights says nothing', { [`${own}/code.json`]: json({ prompt: 'Be brief.' }) }, [], []],
    ['of the user may allow', { [`${own}/code.json`]: json({ allowedTools: ['shell'] }) }, ['code: allow shell'], []],
    [
      'of a repository may not',
      { [`${theirs}/code.json`]: json({ allowedTools: ['shell', 'write'] }) },
      [],
      [/code\.json: an agent of a repository may ask and deny, but not allow/u],
    ],
    [
      'of a repository may deny and ask, beside what it claims',
      {
        [`${theirs}/code.json`]: json({
          allowedTools: ['*'],
          permissions: {
            rules: [
              { capability: 'shell', match: 'git push*', effect: 'deny' },
              { capability: 'all', effect: 'ask' },
            ],
          },
        }),
      },
      ['code: deny shell "git push*"', 'code: ask all'],
      [/not allow/u],
    ],
    [
      'with a list of tools is denied the others',
      { [`${theirs}/research.json`]: json({ tools: ['read', 'web', '@mcp'] }) },
      ['research: deny fs_write', 'research: deny shell', 'research: deny subagent'],
      [],
    ],
    ['with every tool is denied none', { [`${theirs}/code.json`]: json({ tools: ['*'] }) }, [], []],
    [
      'with excluded tools is denied those',
      { [`${theirs}/code.json`]: json({ tools: ['*'], excludedTools: ['execute_bash'] }) },
      ['code: deny shell'],
      [],
    ],
    [
      'in Markdown speaks in its front matter',
      { [`${theirs}/test.md`]: '---\nexcludedTools: [subagent]\n---\n# You test\n' },
      ['test: deny subagent'],
      [],
    ],
    ['in Markdown without front matter is a prompt', { [`${theirs}/test.md`]: '# You test\n' }, [], []],
    [
      'speaks of the agent that it names',
      { [`${theirs}/team/planner.json`]: json({ name: 'default', excludedTools: ['web'] }) },
      ['main: deny web_fetch', 'main: deny web_search', 'main: deny sandbox_network'],
      [],
    ],
    [
      'without a name is called by its place',
      { [`${theirs}/team/planner.json`]: json({ excludedTools: ['shell'] }) },
      ['team/planner: deny shell'],
      [],
    ],
    [
      'that can’t be read asks about everything',
      { [`${theirs}/code.json`]: '{' },
      [
        'code: ask fs_write',
        'code: ask shell',
        'code: ask web_fetch',
        'code: ask subagent',
        'code: ask sandbox_network',
      ],
      [/no agent that can be read/u],
    ],
    [
      'with rules that are none allows nothing',
      {
        [`${own}/code.json`]: json({
          allowedTools: ['shell'],
          permissions: { rules: [{ capability: 'shel', effect: 'deny' }] },
        }),
      },
      [],
      [/not one of permissions\.yaml/u],
    ],
    [
      'with a list that is none is denied every tool',
      { [`${own}/test.json`]: json({ tools: [1] }) },
      [
        'test: deny fs_read',
        'test: deny fs_write',
        'test: deny shell',
        'test: deny web_fetch',
        'test: deny web_search',
        'test: deny subagent',
      ],
      [/"tools" has to be a list/u],
    ],
    [
      'with settings of tools is told of them',
      { [`${own}/code.json`]: json({ toolsSettings: { shell: { autoAllowReadonly: true } } }) },
      [],
      [older],
    ],
    [
      'with settings of tools that deny is denied that',
      {
        [`${own}/code.json`]: json({
          toolsSettings: {
            write: { deniedPaths: ['.env', 'infra/**'], allowedPaths: ['src/**'] },
            execute_bash: { deniedCommands: ['git push.*', '^rm -rf /$', 'npm publish\\b'], allowedCommands: ['.*'] },
            unknown: { deniedCommands: ['x'] },
          },
        }),
      },
      [
        'code: deny fs_write ".env", "infra/**"',
        'code: deny shell "git push*", "rm -rf /"',
        // What one of them says is more than a pattern can.
        'code: ask shell',
      ],
      [older],
    ],
    [
      'with settings of tools that deny all but some commands is denied the rest',
      { [`${own}/code.json`]: json({ toolsSettings: { shell: { denyByDefault: true, allowedCommands: ['ls .*'] } } }) },
      ['code: deny shell'],
      [older],
    ],
    [
      'of a repository, with settings of tools, is denied too',
      { [`${theirs}/code.json`]: json({ toolsSettings: { shell: { deniedCommands: ['curl .*'] } } }) },
      ['code: deny shell "curl *"'],
      [older],
    ],
    ...[7, 'all', [1]].map(
      (toolsSettings): Case => [
        `with settings of tools that are none (${JSON.stringify(toolsSettings)}) asks for everything`,
        { [`${own}/code.json`]: json({ toolsSettings }) },
        ['fs_read', 'fs_write', 'shell', 'web_fetch', 'web_search', 'subagent', 'sandbox_network'].map(
          (each) => `code: ask ${each}`,
        ),
        [older],
      ],
    ),
    [
      'with settings of a tool that are none asks for that tool',
      {
        [`${own}/code.json`]: json({
          toolsSettings: { shell: true, write: { deniedPaths: 'x' }, web_fetch: { blocked: ['a'] } },
        }),
      },
      ['code: ask shell', 'code: ask fs_write', 'code: ask web_fetch', 'code: ask sandbox_network'],
      [older],
    ],
  ];
  it.each(cases)('%s', async (_name, files, rules, problems) => {
    const found = await rulesOf(files);
    expect(found.rules).toEqual(rules);
    expect(found.problems).toEqual(problems.map((each) => expect.stringMatching(each)));
  });
  it('in a home folder that is opened as a workspace folder is a repository’s', async () => {
    for (const roots of [[home], ['/home']]) {
      const found = await rulesOf({ [`${own}/code.json`]: json({ allowedTools: ['shell'] }) }, roots);
      expect(found.rules).toEqual([]);
      expect(found.problems).toHaveLength(1);
    }
  });
});

describe('what is said to an agent', () => {
  const run: Action = { kind: 'command', line: 'npm run build', cwd: '/w', shell: 'posix', sandboxed: false };
  const push: Action = { ...run, line: 'git push --force' };
  const write: Action = { kind: 'write', path: '/w/a.ts', how: 'edit', before: '', after: 'x' };
  const files = {
    [`${own}/code.json`]: json({ allowedTools: ['shell'] }),
    [`${theirs}/test.json`]: json({ tools: ['read', 'shell'] }),
  };
  it.each<[string, Action, string, string, string]>([
    ['code', run, 'allow', 'agent', 'allow shell'],
    ['main', run, 'ask', 'builtin', ''],
    // What is dangerous asks whatever an agent's file says.
    ['code', push, 'ask', 'builtin', ''],
    ['test', write, 'deny', 'agent', 'deny fs_write'],
    ['code', write, 'allow', 'builtin', ''],
  ])('%s: %j is %s by %s', async (agent, action, effect, scope, text) => {
    const { policy } = permissionsWith(files);
    const said = await policy.judge(action, { agent, mode: 'supervised', headless: false });
    expect([said.effect, said.rule.scope]).toEqual([effect, scope]);
    if (text !== '') expect(said.rule.text).toBe(text);
    if (scope === 'agent') expect(said.rule.file).toContain('.kiro/agents/');
  });
});

it('a file that changed is read again', async () => {
  const host = createMemoryHost({ files: { '/w/a.ts': '' }, parts: { shell } });
  const permissions = createPermissions({ host, roots: ['/w'], settings: defaultSettings });
  expect((await permissions.rules()).rules).toEqual([]);
  host.put(`${theirs}/code.json`, json({ excludedTools: ['shell'] }));
  expect((await permissions.rules()).rules).toHaveLength(1);
  host.drop(`${theirs}/code.json`);
  expect((await permissions.rules()).rules).toEqual([]);
});
