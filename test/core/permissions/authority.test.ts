import { describe, expect, test } from 'vitest';
import { assertGrant, grantBorder } from '../../../src/core/permissions/grants';
import { createPermissions } from '../../../src/core/permissions/permissions';
import { userRulesPath, workspaceRulesPath } from '../../../src/core/permissions/ruleSources';
import { part as shell } from '../../../src/core/permissions/shell.part';
import {
  type Action,
  type AskPermission,
  type Decision,
  DeniedError,
  type PermissionAnswer,
  type PermissionRequest,
  type Subject,
} from '../../../src/core/permissions/types';
import { eventually } from '../../support/eventually';
import { createMemoryHost, type MemoryHostOptions } from '../../support/memoryHost';
import { home, productionNames, root, subjectOf } from './bench';

const once: PermissionAnswer = { kind: 'allow', remember: 'once' };

function command(line: string, cwd = root): Action {
  return { kind: 'command', line, cwd, shell: 'posix', sandboxed: false };
}

/** An authority whose user gives these answers, one a question. */
function scene(
  answers: readonly PermissionAnswer[] = [],
  subject: Partial<Subject> = {},
  options: MemoryHostOptions = {},
) {
  const host = createMemoryHost({ files: { [`${root}/a.ts`]: '' }, parts: { shell }, ...options });
  const questions: PermissionRequest[] = [];
  const decisions: Decision[] = [];
  const waiting = [...answers];
  const permissions = createPermissions({
    host,
    roots: [root],
    settings: { 'production.names': productionNames, 'permissions.environment': [] },
  });
  const session = permissions.session();
  const ask: AskPermission = async (request) => {
    questions.push(request);
    const answer = waiting.shift();
    if (answer === undefined) throw new Error('Nobody expected this question.');
    return answer;
  };
  const make = (own: AskPermission = ask, who: Partial<Subject> = subject) =>
    permissions.authority(session, {
      subject: () => ({ ...subjectOf(), ...who }),
      ask: own,
      onDecision: (decision) => void decisions.push(decision),
    });
  return { host, questions, decisions, make, authority: make() };
}

const signal = new AbortController().signal;

async function denial(attempt: Promise<unknown>): Promise<DeniedError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DeniedError)) throw new Error(`This was not denied: ${String(error)}`);
  return error;
}

describe('grants', () => {
  test('are for exactly the line, the path, and nothing else', async () => {
    const { authority } = scene([once]);
    const exec = await authority.permit(command('npm test'), signal);
    expect(() => assertGrant(exec, ['exec'], 'npm test')).not.toThrow();
    expect(() => assertGrant(exec, ['exec'], 'npm test -- x')).toThrow();
    const write = await authority.permit({ kind: 'write', path: `${root}/a.ts`, how: 'edit' }, signal);
    expect(() => assertGrant(write, ['agent_write'], `${root}/a.ts`)).not.toThrow();
    expect(grantBorder(write)).toBe(root);
    expect(() => assertGrant(write, ['exec'], `${root}/a.ts`)).toThrow();
  });

  test('that only say yes open no port', async () => {
    const { authority } = scene([once]);
    const read = await authority.permit({ kind: 'read', path: `${root}/a.ts` }, signal);
    const door = await authority.permit({ kind: 'network', host: 'registry.npmjs.org', port: 443 }, signal);
    for (const grant of [read, door])
      expect(() => assertGrant(grant, ['exec', 'agent_write', 'state', 'permission'], grant.subject)).toThrow();
  });
});

describe('questions', () => {
  test('carry what, why and what could be remembered', async () => {
    const { authority, questions } = scene([once]);
    await authority.permit(command('npm run lint'), signal, 'to see whether it is tidy');
    expect(questions).toMatchObject([
      {
        action: { line: 'npm run lint' },
        why: 'to see whether it is tidy',
        judgement: { effect: 'ask', suggestions: [{ pattern: 'npm run lint' }, { pattern: 'npm run *' }] },
      },
    ]);
  });

  test('once is once', async () => {
    const { authority, questions } = scene([once, once]);
    await authority.permit(command('npm test'), signal);
    await authority.permit(command('npm test'), signal);
    expect(questions).toHaveLength(2);
  });

  test('for the session is for its helpers too, and for what the pattern covers', async () => {
    const { authority, make, questions } = scene([{ kind: 'allow', remember: 'session', pattern: 'npm run *' }]);
    await authority.permit(command('npm run a'), signal);
    await make(undefined, { agent: 'test' }).permit(command('npm run b'), signal);
    expect(questions).toHaveLength(1);
  });

  test.each(['user', 'workspace'] as const)('always writes one rule into the file of the %s', async (scope) => {
    const { authority, questions, host, decisions } = scene([{ kind: 'allow', remember: 'always', scope }]);
    await authority.permit(command('npm run lint'), signal);
    const path = scope === 'user' ? userRulesPath('/home/user') : workspaceRulesPath('/home/user', root);
    expect(host.text(path)).toBe('rules:\n  - capability: shell\n    match: ["npm run lint"]\n    effect: allow\n');
    await authority.permit(command('npm run lint'), signal);
    expect(questions).toHaveLength(1);
    expect(decisions.map(({ by }) => by)).toEqual(['user', 'rule']);
    expect(decisions[1]?.rule).toMatchObject({ scope, file: path, line: 2 });
  });

  test('a rule that can’t be kept counts for the session, and the decision says so', async () => {
    const path = userRulesPath(home);
    const { authority, questions, decisions, host } = scene(
      [{ kind: 'allow', remember: 'always', scope: 'user' }],
      {},
      { files: { [path]: 'rules: [' } },
    );
    await authority.permit(command('npm run lint'), signal);
    await authority.permit(command('npm run lint'), signal);
    expect(questions).toHaveLength(1);
    expect(decisions[0]?.reason).toContain(`${path}:1: this is not YAML`);
    expect(host.text(path)).toBe('rules: [');
  });

  test.each([
    ['what files run later', { kind: 'write', path: `${root}/eslint.config.js`, how: 'edit' }, {}],
    ['what names production', command('psql -h prod-db'), { typed: 'prod-db' }],
    ['what can’t be read', command('echo $('), {}],
  ] as const)('%s is never remembered', async (_, action, more) => {
    const always: PermissionAnswer = { kind: 'allow', remember: 'always', scope: 'user', pattern: '*', ...more };
    const { authority, questions, host } = scene([always, always]);
    await authority.permit(action, signal);
    await authority.permit(action, signal);
    expect(questions).toHaveLength(2);
    expect(host.writes).toEqual([]);
  });

  test('even "*" remembered for everything leaves the catalogue asking', async () => {
    const { authority, questions } = scene([{ kind: 'allow', remember: 'session', pattern: '*' }, once]);
    await authority.permit(command('npm run lint'), signal);
    await authority.permit(command('anything else'), signal);
    await authority.permit(command('git push --force'), signal);
    expect(questions.map(({ judgement }) => judgement.rule.text)).toEqual([
      'default: commands ask',
      'catalogue: force-push',
    ]);
  });

  test.each([undefined, '', 'prod', 'PROD-DB', 'prod-db '])('production is not confirmed by %j', async (typed) => {
    const { authority } = scene([{ ...once, ...(typed === undefined ? {} : { typed }) }]);
    const error = await denial(authority.permit(command('psql -h prod-db'), signal));
    expect(error.message).toContain('"prod-db" had to be typed');
  });

  test('come one at a time, and the same one once', async () => {
    const { make } = scene();
    const open: { readonly line: string; readonly answer: (answer: PermissionAnswer) => void }[] = [];
    const authority = make(
      (request) =>
        new Promise((answer) =>
          open.push({ line: request.action.kind === 'command' ? request.action.line : '', answer }),
        ),
    );
    const results = ['npm run a', 'npm run a', 'npm run b'].map((line) => authority.permit(command(line), signal));
    await eventually('the first question is asked', () => open.length === 1);
    expect(open.map(({ line }) => line)).toEqual(['npm run a']);
    open[0]?.answer(once);
    await eventually('the second question is asked', () => open.length === 2);
    expect(open.map(({ line }) => line)).toEqual(['npm run a', 'npm run b']);
    open[1]?.answer(once);
    expect(await Promise.all(results)).toHaveLength(3);
  });

  test('what was remembered meanwhile needs no question any more', async () => {
    const { authority, questions, decisions } = scene([{ kind: 'allow', remember: 'session', pattern: 'npm run *' }]);
    await Promise.all(['npm run a', 'npm run b', 'npm run c'].map((line) => authority.permit(command(line), signal)));
    expect(questions).toHaveLength(1);
    expect(decisions.map(({ by }) => by).sort()).toEqual(['rule', 'rule', 'user']);
  });

  test('a stop ends the wait with its reason; who asked the same is asked anew', async () => {
    const { make } = scene();
    const stop = new AbortController();
    const asked: AbortSignal[] = [];
    const authority = make((_, own) => {
      asked.push(own);
      if (asked.length > 1) return Promise.resolve(once);
      return new Promise((_resolve, reject) => own.addEventListener('abort', () => reject(own.reason)));
    });
    const first = authority.permit(command('npm test'), stop.signal);
    const second = authority.permit(command('npm test'), signal);
    await eventually('the question is asked', () => asked.length === 1);
    const reason = new Error('The user stopped it.');
    stop.abort(reason);
    await expect(first).rejects.toBe(reason);
    expect(await second).toMatchObject({ kind: 'exec', subject: 'npm test' });
    await expect(authority.permit(command('npm test'), stop.signal)).rejects.toBe(reason);
  });
});

describe('a workspace that was opened through a link', () => {
  test('is the folder that the link leads to, for rules, borders and what is hidden', async () => {
    const opened = '/home/user/link';
    const host = createMemoryHost({
      files: { [`${root}/a.ts`]: '', [`${root}/b.ts`]: '' },
      links: { [opened]: root },
      parts: { shell },
    });
    const permissions = createPermissions({
      host,
      roots: [opened],
      settings: { 'production.names': [], 'permissions.environment': [] },
      hidden: async (path) => path === `${opened}/b.ts`,
    });
    const ask: AskPermission = async () => ({ kind: 'allow', remember: 'always', scope: 'workspace' });
    const authority = permissions.authority(permissions.session(), { subject: () => subjectOf(), ask });
    for (const path of [`${root}/a.ts`, `${opened}/a.ts`])
      expect(await authority.judge({ kind: 'write', path, how: 'edit' })).toMatchObject({ effect: 'allow' });
    for (const path of [`${root}/b.ts`, `${opened}/b.ts`])
      expect(await authority.judge({ kind: 'read', path })).toMatchObject({
        effect: 'deny',
        rule: { text: 'guard: hidden' },
      });
    expect(grantBorder(await authority.permit({ kind: 'write', path: `${root}/a.ts`, how: 'edit' }, signal))).toBe(
      root,
    );
    await authority.permit(command('npm test'), signal);
    expect(host.text(workspaceRulesPath('/home/user', root))).toContain('npm test');
  });
});

describe('denials', () => {
  test('by a rule name it and its place', async () => {
    const path = userRulesPath('/home/user');
    const { authority } = scene(
      [],
      {},
      { files: { [path]: 'rules:\n  - {capability: shell, match: "npm *", effect: deny}\n' } },
    );
    const { message } = await denial(authority.permit(command('npm test'), signal));
    expect(message).toContain('Running npm test was refused.');
    expect(message).toContain(`${path}:2`);
  });

  test('by the user pass on what they said', async () => {
    const { authority, decisions } = scene([{ kind: 'deny', say: 'Use pnpm.' }]);
    const { message } = await denial(authority.permit(command('npm test'), signal));
    expect(message).toContain('They said: Use pnpm.');
    // Their words are the way on: advice that the refusal is final would speak against them.
    expect(message).toContain('Do what they said');
    expect(message).not.toContain('find another approach');
    expect(decisions).toMatchObject([{ effect: 'deny', by: 'user' }]);
  });

  test('where nobody can be asked, nobody is asked', async () => {
    const { authority, questions } = scene([once], { headless: true });
    for (const line of ['npm test', 'psql -h prod-db', 'git push --force'])
      await denial(authority.permit(command(line), signal));
    expect(questions).toEqual([]);
  });

  test('a failure of the policy denies', async () => {
    const { authority } = scene([once], {}, { parts: {} });
    const { message } = await denial(authority.permit(command('npm test'), signal));
    expect(message).toContain('It could not be judged');
  });
});
