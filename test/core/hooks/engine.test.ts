import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActionDeps, HookCommand, HookCommandEnd } from '../../../src/core/hooks/actions/action';
import { fillCommand } from '../../../src/core/hooks/actions/placeholders';
import { hookLimits } from '../../../src/core/hooks/engine/deps';
import { createHookEngine, type NewEvent } from '../../../src/core/hooks/engine/engine';
import { createHookTrust } from '../../../src/core/hooks/engine/trust';
import { compileRegex } from '../../../src/core/hooks/match/regex';
import type { Hook } from '../../../src/core/hooks/model';
import { readHookFile } from '../../../src/core/hooks/read/readHookFile';
import { boundedRegex } from '../../../src/node/boundedRegex';
import { clock } from '../../../src/node/clock';
import { eventually } from '../../support/eventually';

const done = (code: number, stdout = '', stderr = ''): HookCommandEnd => ({
  kind: 'ended',
  by: 'exit',
  code,
  stdout,
  stderr,
});

interface Options {
  readonly confirm?: () => Promise<boolean>;
  readonly waits?: boolean;
  readonly command?: (request: HookCommand) => Promise<HookCommandEnd> | HookCommandEnd;
  readonly agent?: ActionDeps['agent'];
  readonly agree?: boolean;
}

function setUp(text: string, { command = () => done(0), agent, agree = true, confirm, waits }: Options = {}) {
  const lines: string[] = [];
  const asked: string[] = [];
  let kept: string | undefined;
  const engine = createHookEngine({
    clock,
    limits: { ...hookLimits, debounceMs: 20, longestMs: 200 },
    trust: createHookTrust(
      {
        read: async () => kept,
        write: async (value) => {
          kept = value;
        },
      },
      async (hooks) => hooks.map(() => ({})),
    ),
    agree: async (hooks) => {
      asked.push(...hooks.map(({ name }) => name));
      return waits ? new Promise<never>(() => undefined) : agree;
    },
    ...(confirm === undefined ? {} : { confirm }),
    conditions: {
      bounded: boundedRegex,
      read: async () => undefined,
      exists: async () => false,
      branch: async () => 'main',
      changedLines: async () => [],
    },
    actions: {
      shell: 'posix',
      command: async (request) => {
        lines.push(request.line);
        return command(request);
      },
      agent: agent ?? (async () => ({ kind: 'failed', message: 'There is no model.', noModel: true })),
      shown: async (about) => about,
      scan: async () => [{ path: 'a.env', line: 3, what: 'AWS access key' }],
      pullRequest: async () => ({ problem: 'no spec' }),
      checklist: async () => ({ problem: 'no list' }),
      write: async () => undefined,
      notify: () => undefined,
    },
    onFiring: () => undefined,
  });
  const { hooks, diagnostics } = readHookFile(
    { path: '/w/.kiro/hooks.yaml', name: 'hooks.yaml', scope: 'workspace' },
    text,
  );
  expect(diagnostics).toEqual([]);
  engine.use(hooks);
  return { engine, lines, asked, hooks };
}

const save = (paths: readonly string[], cause: NewEvent['cause'] = { by: 'user', chain: [] }): NewEvent => ({
  trigger: 'PostFileSave',
  root: '/w',
  cause,
  files: paths.map((path) => ({ path })),
});
const tool = (name: string): NewEvent => ({
  trigger: 'PreToolUse',
  root: '/w',
  cause: { by: 'agent', chain: [] },
  files: [],
  tool: { name, input: {} },
});
const never = new AbortController().signal;
const onTool = (line: string, more = '') =>
  `hooks:\n  - trigger: before_tool\n    name: guard\n    run: ${line}\n${more}`;

describe('a burst', () => {
  it('is one firing a hook, with every file once', async () => {
    const { engine, lines } = setUp('hooks:\n  - trigger: on_save\n    pattern: "**/*.ts"\n    run: a\n');
    for (let at = 0; at < 10_000; at++) engine.tell(save([`src/${at % 5000}.ts`, 'x.md']));
    await engine.idle();
    expect(lines).toEqual(['a']);
    expect(engine.firings()[0]?.files.length).toBe(5000);
  });
});

const shut = 'The network of the sandbox was closed for a.example. A rule of yours for sandbox_network opens it.';

describe('exit codes on a trigger that blocks', () => {
  it.each([
    [done(0, 'said'), [], ['said'], []],
    [done(2, '', 'no'), ['The hook "guard" stopped it: no'], [], []],
    [done(1, '', 'hm'), [], [], ['The hook "guard" failed: hm']],
    [done(127, '', 'not found'), ['The hook "guard" stopped it: not found'], [], []],
    [{ ...done(0, 'said\n'), closed: ['a.example'] }, [], [`said\n${shut}`], []],
    [{ ...done(0), closed: ['a.example'] }, [], [shut], []],
    [{ ...done(1, 'out', 'hm'), closed: ['a.example'] }, [], [], [`The hook "guard" failed: hm\n${shut}`]],
    [{ ...done(2, '', 'no'), closed: ['a.example'] }, [`The hook "guard" stopped it: no\n${shut}`], [], []],
    [
      { kind: 'ended', by: 'signal', stdout: '', stderr: '' } as const,
      ['The hook "guard" stopped it: A signal ended it.'],
      [],
      [],
    ],
    [
      { kind: 'ended', by: 'timeout', stdout: '', stderr: '' } as const,
      ['The hook "guard" stopped it: It took longer than 60 s and was ended.'],
      [],
      [],
    ],
    [{ kind: 'refused', message: 'denied' } as const, ['The hook "guard" stopped it: denied'], [], []],
  ])('%o', async (end, blocked, context, warnings) => {
    const { engine } = setUp(onTool('x'), { command: () => end });
    expect(await engine.ask(tool('write_file'), never)).toMatchObject({ blocked, context, warnings });
  });

  const stop = (): NewEvent => ({ ...tool(''), trigger: 'Stop', response: 'Done.' });
  it.each([
    [
      'a decision',
      stop(),
      '{"decision":"block","reason":"Run the tests."}',
      ['The hook "guard" stopped it: Run the tests.'],
    ],
    [
      'a decision without a reason',
      stop(),
      ' {"decision":"block"}\n',
      ['The hook "guard" stopped it: It gave no reason.'],
    ],
    ['another decision', stop(), '{"decision":"approve"}', []],
    ['words', stop(), 'block', []],
    ['a decision before a tool', tool('write_file'), '{"decision":"block"}', []],
  ])('what is printed with exit code 0: %s', async (_, event, printed, blocked) => {
    const trigger = event.trigger === 'Stop' ? 'agentStop' : 'before_tool';
    const { engine } = setUp(onTool('x').replace('before_tool', trigger), { command: () => done(0, printed) });
    expect((await engine.ask(event, never)).blocked).toEqual(blocked);
  });

  it('an agent that fails warns, and blocks only where the hook says so and there is a model', async () => {
    const text = 'hooks:\n  - trigger: on_commit\n    agent: look\n';
    const commit: NewEvent = { ...save([]), trigger: 'PreCommit' };
    const agent = async () => ({ kind: 'failed', message: 'It was cut off.', noModel: false }) as const;
    const blocked = async (more: string, options: Options = {}) =>
      (await setUp(text + more, options).engine.ask(commit, never)).blocked.length;
    expect(await blocked('', { agent })).toBe(0);
    expect(await blocked('    on_failure: block\n', { agent })).toBe(1);
    expect(await blocked('    on_failure: block\n')).toBe(0);
    expect(
      (await setUp('hooks:\n  - trigger: on_commit\n    scan: secrets\n').engine.ask(commit, never)).blocked,
    ).toEqual([expect.stringContaining('a.env:3 AWS access key')]);
  });
});

describe('what was told', () => {
  const three = [1, 2, 3, 4, 5]
    .map((at) => `  - {name: h${at}, trigger: on_save, debounce: 0, pattern: "${at}/**", run: "${at}"}\n`)
    .join('');

  it('begins in the order of the events, so many side by side and no more, and a hook never beside itself', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const set = setUp(`hooks:\n${three}`, {
      command: ({ line }) => {
        begun.push(line);
        return new Promise((resolve) => ends.push(() => resolve(done(0))));
      },
    });
    for (const at of [2, 1, 3, 5, 4]) set.engine.tell(save([`${at}/a`]));
    await eventually('three of them', () => begun.length === 3);
    expect(begun).toEqual(['2', '1', '3']);
    set.engine.tell(save(['2/b'], { by: 'git', chain: [] }));
    ends.shift()?.();
    await eventually('the fourth', () => begun.length === 4);
    ends.shift()?.();
    await eventually('the fifth', () => begun.length === 5);
    expect(begun.slice(3)).toEqual(['5', '4']);
    while (set.engine.firings().length < 6 || ends.length > 0) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await set.engine.idle();
    expect(begun).toEqual(['2', '1', '3', '5', '4', '2']);
  });

  it('is fired as the hook is by then: not where it was switched off, with its new line where that changed', async () => {
    const text = 'hooks:\n  - {name: h, trigger: on_save, pattern: "*.ts", run: a}\n';
    const firedAs = (change: Partial<Hook>) => async () => {
      const set = setUp(text);
      set.engine.tell(save(['a.ts']));
      set.engine.use(set.hooks.map((hook) => ({ ...hook, ...change })));
      await set.engine.idle();
      return set.lines;
    };
    expect(await firedAs({})()).toEqual(['a']);
    expect(await firedAs({ enabled: false })()).toEqual([]);
    expect(await firedAs({ id: 'another' })()).toEqual([]);
    expect(await firedAs({ steps: [{ action: { kind: 'run', command: 'b' } }] })()).toEqual(['b']);
  });

  it('can be stopped: what waits is forgotten, what runs is ended and says so', async () => {
    let running = false;
    const set = setUp(
      `hooks:\n${three}  - {name: late, trigger: on_save, debounce: 1h, pattern: "late", run: "late"}\n`,
      {
        command: () => {
          running = true;
          return new Promise<HookCommandEnd>((resolve) => {
            stops.push(() => resolve({ kind: 'ended', by: 'stop', stdout: '', stderr: '' }));
          });
        },
      },
    );
    const stops: (() => void)[] = [];
    for (const each of ['1/a', 'late']) set.engine.tell(save([each]));
    await eventually('the first', () => running);
    set.engine.stop();
    for (const stop of stops) stop();
    await set.engine.idle();
    expect(set.lines).toEqual(['1']);
    expect(set.engine.firings().map(({ result }) => result.kind)).toEqual(['stopped']);
  });

  it.each([
    ['a question that nobody answers', '', { waits: true }],
    ['a question about one firing', ', confirm: true', { confirm: () => new Promise<never>(() => undefined) }],
  ])('is not held up by %s, once it is stopped', async (_, more, options) => {
    const { engine, lines } = setUp(`hooks:\n  - {trigger: before_tool, name: guard, run: x${more}}\n`, options);
    const stop = new AbortController();
    const verdict = engine.ask(tool('write_file'), stop.signal);
    stop.abort();
    expect((await verdict).firings.map(({ result }) => result.kind)).toEqual(['stopped']);
    expect(lines).toEqual([]);
  });

  it.each([
    [true, ['x'], 'ok'],
    [false, [], 'held'],
  ])('a hook that asks each time fires where the user says %s', async (says, lines, kind) => {
    const text = 'hooks:\n  - {trigger: before_tool, name: guard, run: x, confirm: true}\n';
    const set = setUp(text, { confirm: async () => says });
    const verdict = await set.engine.ask(tool('write_file'), never);
    expect([set.lines, verdict.firings[0]?.result.kind]).toEqual([lines, kind]);
  });

  it('leads to so many firings from one first cause, and to no more', async () => {
    const text = 'hooks:\n  - {name: h, trigger: on_save, debounce: 0, run: x}\n';
    const { engine, lines } = setUp(text);
    const chain = [{ hook: 'other.yaml#first', firing: 'f' }];
    for (let at = 0; at < hookLimits.perCause + 5; at++) {
      engine.tell(save([`${at}.ts`], { by: 'hook', chain }));
      await engine.idle();
    }
    expect(lines).toHaveLength(hookLimits.perCause);
    expect(engine.firings().at(-1)?.result).toMatchObject({ kind: 'held', reason: 'budget' });
  });
});

describe('cycles', () => {
  it('A, B, A is stopped and shown', async () => {
    const text =
      'hooks:\n  - {name: A, trigger: on_save, pattern: a.ts, run: a}\n  - {name: B, trigger: on_save, pattern: b.ts, run: b}\n';
    const set = setUp(text, {
      command: ({ line, cause }) => {
        set.engine.tell(save([line === 'a' ? 'b.ts' : 'a.ts'], cause));
        return done(0);
      },
    });
    set.engine.tell(save(['a.ts']));
    await set.engine.idle();
    expect(set.lines).toEqual(['a', 'b']);
    expect(set.engine.firings().at(-1)?.result).toEqual({
      kind: 'held',
      reason: 'cycle',
      message: 'A cycle was stopped: "A" → "B" → "A".',
    });
  });

  it('a hook does not fire on its own changes, and a chain has a depth', async () => {
    const many = [0, 1, 2, 3, 4, 5, 6].map(
      (at) => `  - {name: h${at}, trigger: on_save, pattern: ${at}.ts, run: "${at}"}\n`,
    );
    const set = setUp(`hooks:\n${many.join('')}`, {
      command: ({ line, cause }) => {
        set.engine.tell(save([`${line}.ts`, `${Number(line) + 1}.ts`], cause));
        return done(0);
      },
    });
    set.engine.tell(save(['0.ts']));
    await set.engine.idle();
    expect(set.lines).toEqual(['0', '1', '2', '3']);
    expect(set.engine.firings().some(({ result }) => result.kind === 'held' && result.reason === 'depth')).toBe(true);
  });
});

describe('trust', () => {
  it('asks once for a new hook, and again for a changed one', async () => {
    const set = setUp(onTool('x'));
    for (let at = 0; at < 3; at++) await set.engine.ask(tool('read_file'), never);
    expect(set.asked).toEqual(['guard']);
    set.engine.use(set.hooks.map((hook) => ({ ...hook, fingerprint: 'other' })));
    await set.engine.ask(tool('read_file'), never);
    expect(set.asked).toEqual(['guard', 'guard']);
  });

  it('runs nothing that nobody agreed to', async () => {
    const { engine, lines } = setUp(onTool('x'), { agree: false });
    const verdict = await engine.ask(tool('read_file'), never);
    expect([lines, verdict.warnings.length]).toEqual([[], 1]);
  });
});

describe('steps', () => {
  it('feed a failure back and try again, so often and no more', async () => {
    const text =
      'hooks:\n  - trigger: manual\n    name: m\n    steps:\n      - run: test\n        on_failure: {agent: "Fix: {output}", retries: 2}\n      - run: next {output}\n';
    const prompts: string[] = [];
    let tries = 0;
    const fixedAt = (at: number) =>
      setUp(text, {
        command: ({ line }) => (line === 'test' ? (++tries < at ? done(1, '1 failed') : done(0, 'green')) : done(0)),
        agent: async ({ prompt }) => {
          prompts.push(prompt);
          return { kind: 'done', text: 'mended' };
        },
      });
    const manual: NewEvent = { ...save([]), trigger: 'Manual' };
    const good = fixedAt(3);
    expect((await good.engine.run('hooks.yaml#m', manual, never))?.result).toEqual({ kind: 'ok' });
    expect(good.lines).toEqual(['test', 'test', 'test', `next "\${TRACEWRIGHT_OUTPUT}"`]);
    expect(prompts).toEqual(['Fix: 1 failed', 'Fix: 1 failed']);
    tries = 0;
    const bad = fixedAt(9);
    expect((await bad.engine.run('hooks.yaml#m', manual, never))?.result.kind).toBe('warning');
    expect(bad.lines).toEqual(['test', 'test', 'test']);
  });

  it.each<readonly [HookCommandEnd, string]>([
    [done(1, '1 failed\n'), '1 failed\n'],
    [done(1, '', '1 failed\n'), '1 failed\n'],
    [done(1, '3 passed\n', '1 failed\n'), '3 passed\n\n1 failed\n'],
    [done(2, '3 passed\n', '1 failed\n'), '1 failed\n3 passed\n'],
    [done(2, '1 failed\n'), '1 failed\n'],
    [done(127, '', 'no such program'), 'no such program'],
    [done(1), 'It ended with exit code 1.'],
    [{ kind: 'refused', message: 'A rule refuses it.' }, 'A rule refuses it.'],
  ])('tell the agent what a command said once: %o', async (end, told) => {
    const text =
      'hooks:\n  - trigger: manual\n    name: m\n    run: test\n    on_failure: {agent: "{output}", retries: 1}\n';
    const prompts: string[] = [];
    const { engine } = setUp(text, {
      command: () => end,
      agent: async ({ prompt }) => {
        prompts.push(prompt);
        return { kind: 'done', text: '' };
      },
    });
    await engine.run('hooks.yaml#m', { ...save([]), trigger: 'Manual' }, never);
    expect(prompts).toEqual([told]);
  });
});

describe('file names that try to become code', () => {
  const names = [
    '$(touch pwned)',
    '`touch pwned`',
    "'; touch pwned; '",
    '"; touch pwned; "',
    'a\ntouch pwned',
    '-rf',
    '&& touch pwned',
    '|touch pwned',
    "a'b",
    'a"b',
    '$IFS',
    `\${HOME}`,
    '*',
    '\\',
  ];
  const commands = [
    'printf %s {file}',
    'printf %s "{file}"',
    "printf %s '{file}'",
    `printf %s \${file}`,
    'printf %s {{file_path}}',
    'printf %s x={filePath}',
    'sh -c "printf %s {file}"',
    "bash -c 'printf %s {file}'",
    'eval printf %s {file}',
    'echo {file} | xargs -I% sh -c "printf %s %"',
  ];

  it.each(commands)('%s', (command) => {
    for (const path of names) {
      const folder = mkdtempSync(join(tmpdir(), 'hooks-attack-'));
      writeFileSync(join(folder, 'only'), '');
      const event = { ...save([path]), id: '1', at: '' };
      const { line, env, refused } = fillCommand(command, { event, files: [{ path }], output: '' }, 'posix');
      expect(line).not.toContain('pwned');
      const printed =
        refused ??
        execFileSync('/bin/bash', ['-c', line], { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' });
      expect(readdirSync(folder)).toEqual(['only']);
      if (command.startsWith('printf') && !command.includes('x='))
        expect(printed).toBe(path === '-rf' ? './-rf' : path);
      rmSync(folder, { recursive: true });
    }
  });

  it('get through where the value is put into the line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hooks-attack-'));
    execFileSync('/bin/bash', ['-c', `printf %s ${names[0]}`], { cwd: folder });
    expect(readdirSync(folder)).toEqual(['pwned']);
    rmSync(folder, { recursive: true });
  });
});

describe('regular expressions that never end', () => {
  const text = `${'a'.repeat(40_000)}!`;
  it.each([
    ['(a+)+$', false],
    ['(a|a)*$', true],
    ['^(?=(a+)+$)x', undefined],
    ['(a+)+\\1$', undefined],
    ['\\.tsx?$', false],
  ])('%s', (pattern, expected) => {
    const compiled = compileRegex(pattern, boundedRegex);
    expect(compiled.kind === 'ready' ? compiled.test(text) : 'invalid').toBe(expected);
  });
});
