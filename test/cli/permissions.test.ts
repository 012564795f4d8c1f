import { expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import { part as shell } from '../../src/core/permissions/shell.part';
import { createMemoryHost } from '../support/memoryHost';
import { recordedTerminal } from '../support/recordedTerminal';

const rules = '/home/user/.kiro/settings/permissions.yaml';

async function permissions(argv: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const { terminal, out, notes } = recordedTerminal();
  const host = createMemoryHost({ files: { '/app/.git/HEAD': '', '/app/a.ts': '', ...files }, parts: { shell } });
  const code = await run(['permissions', ...argv], { host, terminal, cwd: '/app', version: '1.2.3' });
  return { code, out: out.join('\n'), notes: notes.join('\n'), writes: host.writes };
}

test('explain says what, why, by which rule, and what could be remembered', async () => {
  const ran = await permissions(['explain', 'git status && npm run lint']);
  expect(ran.code).toBe(0);
  expect(ran.out).toContain('ask: git status && npm run lint');
  expect(ran.out).toContain('allow  git status  (default: looking)');
  expect(ran.out).toContain('ask    npm run lint  (default: commands ask)');
  expect(ran.out).toContain('Can be allowed as "npm run lint"');
  expect(ran.writes).toEqual([]);
});

test('explain names file and line of the rule', async () => {
  const ran = await permissions(['explain', 'npm run lint'], {
    [rules]: '# mine\nrules:\n  - capability: shell\n    match: [npm run *]\n    effect: allow\n',
  });
  expect(ran.out).toContain(`Rule: allow shell "npm run *", user rule, ${rules}:3`);
  expect(ran).toMatchObject({ code: 0, notes: '' });
});

test('explain ends with 5 where the command would be denied', async () => {
  expect((await permissions(['explain', 'echo x > .git/config'])).code).toBe(5);
  expect((await permissions(['explain', 'npm test', '--headless'])).code).toBe(5);
  expect((await permissions(['explain', 'npm test', '--headless', '--sandboxed'])).code).toBe(0);
});

test('rules of an agent’s file are explained for that agent, and a repository’s allow nothing', async () => {
  const files = {
    '/app/.kiro/agents/test.json': '{"tools":["read"],"allowedTools":["shell"]}',
    '/home/user/.kiro/agents/code.json': '{"allowedTools":["shell"]}',
  };
  const test = await permissions(['explain', 'npm test', '--agent', 'test'], files);
  expect(test).toMatchObject({
    code: 5,
    notes: expect.stringContaining('an agent of a repository may ask and deny, but not allow'),
  });
  expect(test.out).toContain('Rule: deny shell, agent rule, /app/.kiro/agents/test.json');
  expect((await permissions(['explain', 'npm run x', '--agent', 'code'], files)).out).toContain('allow: npm run x');
  expect((await permissions(['explain', 'npm run x'], files)).out).toContain('ask: npm run x');
  const listed = (await permissions(['list'], files)).out;
  expect(listed).toContain('agent      deny shell for test  /app/.kiro/agents/test.json');
  expect(listed).toContain('agent      /home/user/.kiro/agents/code.json');
});

test('explain --json is one object', async () => {
  const { out } = await permissions(['explain', 'psql -h prod-db', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    command: 'psql -h prod-db',
    effect: 'ask',
    typeToConfirm: 'prod-db',
    suggestions: [],
  });
});

test('explain takes the folder where it would run', async () => {
  expect((await permissions(['explain', 'echo x > hooks/x', '--cwd', '.git'])).code).toBe(5);
});

test('list shows rules with their places, and what is ignored and why', async () => {
  const ran = await permissions(['list'], {
    [rules]: 'rules:\n  - {capability: shell, match: git push*, effect: deny}\n  - {capability: shel, effect: allow}\n',
  });
  expect(ran.out).toContain(`user       deny shell "git push*"  ${rules}:2`);
  expect(ran.out).toContain('force-push: overwrites or deletes what others have on the server');
  expect(ran.notes).toContain(`Ignored: ${rules}:3: this rule is not one of permissions.yaml`);
  expect(JSON.parse((await permissions(['list', '--json'])).out)).toMatchObject({ rules: [], problems: [] });
});

const organisation = '/etc/kiro/managed-settings.json';
const managed = '{"permissions":{"rules":[{"capability":"shell","match":["npm publish*"],"effect":"deny"}]}}';

test('what the organisation decides is named in explain and list, and no rule of the user loosens it', async () => {
  const files = {
    [organisation]: managed,
    [rules]: 'rules:\n  - {capability: shell, match: npm publish, effect: allow}\n',
  };
  const explained = await permissions(['explain', 'npm publish'], files);
  expect(explained).toMatchObject({ code: 5, notes: '' });
  expect(explained.out).toContain(`Rule: deny shell "npm publish*", managed rule, ${organisation}`);
  const listed = await permissions(['list'], files);
  expect(listed.out).toContain(`managed    deny shell "npm publish*"  ${organisation}`);
  expect(listed.out).toContain(`managed    ${organisation}\n`);
});

/** Files that a repository brings, and what of the user's own files says that it is the organisation's. */
const claims: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['a file of that name', { '/app/managed-settings.json': managed.replace('deny', 'allow') }],
  ['the same place below the folder', { [`/app${organisation}`]: managed.replace('deny', 'allow') }],
  ['below .kiro', { '/app/.kiro/managed-settings.json': '{"rules":[{"capability":"all","effect":"allow"}]}' }],
  [
    'a scope in its rules',
    {
      '/app/.kiro/settings/permissions.yaml':
        'scope: managed\nrules:\n  - {capability: all, effect: allow, scope: managed}\n',
    },
  ],
];

test.each(claims)('a repository makes no rule by claiming to be the organisation: %s', async (_, files) => {
  const explained = await permissions(['explain', 'npm publish'], files);
  expect(explained.out).toContain('ask: npm publish');
  expect(explained.out).not.toContain('managed');
  expect(JSON.parse((await permissions(['list', '--json'], files)).out)).toMatchObject({ rules: [] });
});

test('a rule of the user that says it is the organisation’s is none, and is named', async () => {
  const claimed = { [rules]: 'rules:\n  - {capability: all, effect: allow, scope: managed}\n' };
  const explained = await permissions(['explain', 'npm publish'], claimed);
  expect(explained.out).toContain('ask: npm publish');
  expect(explained.notes).toContain(`${rules}:2`);
});
