import { describe, expect, it } from 'vitest';
import type { CommandRequest, EditorProblem } from '../../../../src/core/host';
import { part as shell } from '../../../../src/core/permissions/shell.part';
import { stateFiles } from '../../../../src/core/permissions/stateFiles';
import type { ChecksStanding, Verdict, VerifyContext } from '../../../../src/core/runs/deps';
import type { FileReview, VerificationView } from '../../../../src/core/runs/snapshot';
import { createVerifier } from '../../../../src/core/runs/verify/verifier';
import { flattenTasks, readSpec } from '../../../../src/core/specs/index';
import { fakeAuthority } from '../../../support/acting';
import { createMemoryHost, type MemoryHost } from '../../../support/memoryHost';

const root = '/w';
const spec = `${root}/.kiro/specs/cart`;
const checks = `/state/roots/x/checks.json`;
const test = { line: 'npm test', cwd: root };

type Played = readonly [code: number, output: string];
/** What `npm test` prints for these files and names. */
const vitest = (failing: readonly string[], files = ['test/cart.test.ts'], passed = 3): Played => [
  failing.length === 0 ? 0 : 1,
  ` RUN  v4.1.12 /w\n\n${files.map((file) => ` ✓ ${file} (3 tests) 3ms\n`).join('')}${failing.map((name) => ` FAIL  ${name}\n`).join('')}\n Test Files  1 passed (1)\n      Tests  ${passed} passed (3)\n`,
];

interface Setting {
  readonly title?: string;
  /** What `npm test` runs. */
  readonly script?: string;
  /** What the check prints, run by run. */
  readonly plays?: readonly (Played | 'hang')[];
  /** Relative paths with what stands in them before and after; undefined where there is none. */
  readonly changed?: Readonly<Record<string, readonly [before: string | undefined, after: string | undefined]>>;
  readonly problems?: readonly EditorProblem[];
  readonly deny?: string;
  readonly roots?: readonly string[];
  readonly headless?: boolean;
  readonly due?: readonly string[];
}

const tree = {
  [`${root}/package.json`]: JSON.stringify({ scripts: { test: 'vitest run' } }),
  [`${root}/test/cart.test.ts`]:
    "import { total } from '../src/cart';\nit('adds', () => { expect(total([1])).toBe(1); });",
  [`${root}/src/cart.ts`]: "export { total } from './total';",
  [`${root}/src/total.ts`]: 'export const total = 1;',
  [`${root}/src/alone.ts`]: '',
};

const scripts = { lint: 'eslint .', unit: 'node --test' };

async function rig(setting: Setting = {}) {
  const { changed = {}, plays = [], roots = [root] } = setting;
  const after = Object.entries(changed).flatMap(([path, [, text]]) =>
    text === undefined ? [] : [[`${root}/${path}`, text]],
  );
  const lines: CommandRequest[] = [];
  const host = createMemoryHost({
    stateFolder: '/state',
    parts: { shell },
    files: {
      ...tree,
      ...(setting.script === undefined
        ? {}
        : { [`${root}/package.json`]: JSON.stringify({ scripts: { ...scripts, test: setting.script } }) }),
      ...Object.fromEntries(after),
      [`${spec}/tasks.md`]: `# Implementation Plan\n\n## Tasks\n\n- [ ] ${setting.title ?? '1. Add totals'}\n`,
    },
    commands: (request, print, stopped) => {
      const play = plays[lines.length];
      lines.push(request);
      if (play === 'hang') return new Promise((resolve) => stopped.addEventListener('abort', () => resolve(1)));
      print(play?.[1] ?? '');
      return play?.[0] ?? 0;
    },
    code: { problems: async () => setting.problems },
  });
  const state = stateFiles(host.files, host.stateFolder);
  const verifier = createVerifier({
    files: host.files,
    loadPart: host.loadPart,
    clock: host.clock,
    store: { state: (path, text) => state.write(path, new TextEncoder().encode(text)) },
    roots,
    stateOf: async () => '/state/roots/x',
    timeoutMs: 60_000,
    ...(setting.headless === undefined ? {} : { headless: setting.headless }),
  });
  const views: VerificationView[] = [];
  const context = await contextOf(host, setting, views, verifier.expected);
  return { host, verifier, context, views, lines, ...signals() };
}

function signals() {
  const stop = new AbortController();
  return { stop, signal: stop.signal };
}

async function contextOf(
  host: MemoryHost,
  { changed = {}, deny, due = [] }: Setting,
  views: VerificationView[],
  expected: (task: VerifyContext['task']) => VerifyContext['expected'],
): Promise<VerifyContext> {
  const parsed = await readSpec(host.files, spec);
  const document = parsed.documents.find((each) => each.name === 'tasks.md');
  const [task] = document?.name === 'tasks.md' ? [...flattenTasks(document.tasks)] : [];
  if (task === undefined) throw new Error('There is no task.');
  const reviews = Object.entries(changed).map(([path, [before, after]]): FileReview => {
    const kind = before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed';
    return { path, root, kind, added: 1, removed: 0, hunks: [], state: 'open' };
  });
  const unused = () => Promise.reject(new Error('Nobody asks for this.'));
  return {
    spec: parsed,
    task,
    expected: expected(task),
    since: 'before',
    due,
    onView: (view) => views.push(view),
    checkpoints: {
      take: unused,
      list: unused,
      undo: unused,
      preview: unused,
      restore: unused,
      changes: async () => reviews,
      sides: async (_from: string, _to: string | undefined, { path }: { readonly path: string }) => {
        const [before, after] = changed[path] ?? [];
        return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
      },
    } as unknown as VerifyContext['checkpoints'],
    workshop: {
      facts: () => ({ kind: 'none', sentence: '', doors: [] }),
      sandboxed: false,
      authority: fakeAuthority([root], () => deny),
      commands: host.commands,
      environment: () => ({}),
      code: host.code,
      tools: () => {
        throw new Error('Nobody asks for this.');
      },
      allowCommand: () => undefined,
      endCommands: async () => undefined,
      close: async () => undefined,
    },
  };
}

/** Confirms `npm test`, runs the baseline and the proof. */
async function proven(setting: Setting): Promise<Verdict> {
  const { verifier, context, signal } = await rig(setting);
  await verifier.confirm(root, [test]);
  const { data } = await verifier.baseline(context, signal);
  return verifier.verify(context, JSON.parse(JSON.stringify(data)), 1, signal);
}

describe('the commands', () => {
  const standing = async (change: (host: MemoryHost) => void, lines: readonly (typeof test)[] | undefined) => {
    const { host, verifier } = await rig();
    if (lines !== undefined) await verifier.confirm(root, lines);
    change(host);
    return verifier.checks(root);
  };
  const put = (path: string, text: string) => (host: MemoryHost) => host.put(`${root}/${path}`, text);
  const nothing = () => undefined;
  const cases: readonly (readonly [
    string,
    (host: MemoryHost) => void,
    readonly (typeof test)[] | undefined,
    ChecksStanding['kind'],
    RegExp,
  ])[] = [
    ['are asked for first', nothing, undefined, 'ask', /look at what they do/u],
    [
      'are asked for where none is found',
      (host) => host.drop(`${root}/package.json`),
      undefined,
      'ask',
      /No command was found/u,
    ],
    ['hold once confirmed', nothing, [test], 'confirmed', /npm test/u],
    ['hold while code changes', put('src/cart.ts', ''), [test], 'confirmed', /npm test/u],
    [
      'are asked for again with another script',
      put('package.json', '{"scripts":{"test":"true"}}'),
      [test],
      'ask',
      /changed since .*npm test: package\.json, script test/u,
    ],
    ['are asked for again with other configuration', put('vitest.config.ts', ''), [test], 'ask', /vitest\.config\.ts/u],
    ['are not asked for again where the user said that nothing proves it', nothing, [], 'confirmed', /^$/u],
    [
      'are asked for when another one is found',
      put('package.json', '{"scripts":{"test":"vitest run","types":"tsc"}}'),
      [],
      'ask',
      /commands now/u,
    ],
    ['are none where none is', (host) => host.drop(`${root}/package.json`), [], 'confirmed', /^$/u],
    [
      'are asked for where the file was spoilt',
      (host) => host.put(checks, '{'),
      [test],
      'ask',
      /look at what they do/u,
    ],
  ];
  it('are asked for when there are some at last', async () => {
    const { host, verifier } = await rig();
    const text = host.text(`${root}/package.json`) ?? '';
    host.drop(`${root}/package.json`);
    await verifier.confirm(root, []);
    expect((await verifier.checks(root)).kind).toBe('confirmed');
    host.put(`${root}/package.json`, text);
    expect(await verifier.checks(root)).toMatchObject({ kind: 'ask' });
  });
  it.each(cases)('%s', async (_name, change, lines, kind, words) => {
    const found = await standing(change, lines);
    expect(found.kind).toBe(kind);
    expect(found.kind === 'ask' ? found.confirm.reason : found.lines.join()).toMatch(words);
  });
});

const total = { 'src/total.ts': ['export const total = 0;', 'export const total = 1;'] } as const;
const green = vitest([]);
/** As a runner that was told that this is fine. */
const nothing: Played = [0, ' RUN  v4.1.12 /w\n\nNo test files found, exiting with code 0\n'];
const quiet: Played = [0, ''];
/** As a runner that could not even begin. */
const strange: Played = [1, "Could not find '/w/test/**/*.test.ts'\n"];

describe('a verdict', () => {
  const cases: readonly (readonly [string, Setting, Verdict['kind'], RegExp])[] = [
    ['green, and a test touches the change', { plays: [green, green], changed: total }, 'passed', /^Passed: npm test/u],
    [
      'red',
      { plays: [green, vitest(['test/cart.test.ts > adds'])], changed: total },
      'failed',
      /test\/cart\.test\.ts > adds/u,
    ],
    [
      'red before too',
      { plays: [vitest(['test/old.test.ts > x']), vitest(['test/old.test.ts > x'])], changed: total },
      'passed',
      /before the task too: test\/old/u,
    ],
    [
      'green, but no test touches the change',
      { plays: [green, green], changed: { 'src/alone.ts': ['', 'x'] } },
      'not_verifiable',
      /No test that ran touches a changed file \(src\/alone\.ts\)/u,
    ],
    [
      'green, but no test ran',
      { plays: [green, [0, ' RUN  v4 /w\n\n Test Files  no tests\n      Tests  0 passed (0)\n']], changed: total },
      'not_verifiable',
      /No test was run/u,
    ],
    [
      'red before too, in words that nobody understands',
      { plays: [strange, strange], changed: total },
      'not_verifiable',
      /npm test failed as before the task, and no test was seen to pass/u,
    ],
    [
      'red before too, with no test that passed',
      { plays: [vitest(['test/cart.test.ts > x'], [], 0), vitest(['test/cart.test.ts > x'], [], 0)], changed: total },
      'not_verifiable',
      /no test was seen to pass/u,
    ],
    [
      'a checkpoint where nothing can be seen to pass',
      { title: '1. Checkpoint - Ensure all tests pass', plays: [strange, strange] },
      'not_verifiable',
      /no test was seen to pass/u,
    ],
    [
      'a checkpoint where nothing is there to pass',
      { title: '1. Checkpoint - Ensure all tests pass', plays: [nothing, nothing] },
      'not_verifiable',
      /^No test was run: npm test executed none\.$/u,
    ],
    [
      'green, though nothing is there to pass',
      { plays: [nothing, nothing], changed: total },
      'not_verifiable',
      /^No test was run: npm test executed none\.$/u,
    ],
    ...['true', 'echo all is well', 'exit 0', 'tsc --noEmit && eslint .', 'npm run lint', 'cargo check'].map(
      (script): (typeof cases)[number] => [
        `green by a script that executes no test: ${script}`,
        { script, plays: [quiet, quiet], changed: total },
        'not_verifiable',
        /^No test was run: npm test executed none\.$/u,
      ],
    ),
    ...(
      [
        ['node test/all.js', /^Passed: npm test\. npm test does not say which test files ran: all of its folder/u],
        ['./check.sh', /^Passed: npm test\. npm test does not say which test files ran: all of its folder/u],
        ['tsc && node --test test', /: those that node --test takes were counted\.$/u],
        ['npm run lint && npm run unit', /: those that node --test takes were counted\.$/u],
        ['cargo test', /^Passed: npm test\. npm test does not say which test files ran: all of its folder/u],
      ] as const
    ).map(([script, words]): (typeof cases)[number] => [
      `green without a word by a script that may execute tests, which is told: ${script}`,
      { script, plays: [quiet, quiet], changed: total },
      'passed',
      words,
    ]),
    [
      'a test that the runner does not take touches it',
      { script: 'node --test lib', plays: [quiet, quiet], changed: total },
      'not_verifiable',
      /No test was run/u,
    ],
    [
      'a record that came meanwhile is no change',
      { plays: [green, green], changed: { '.kiro/specs/cart/.tracewright/approvals/tasks-1.json': [undefined, '{}'] } },
      'not_verifiable',
      /Nothing was changed/u,
    ],
    ['nothing was changed', { plays: [green, green] }, 'not_verifiable', /Nothing was changed/u],
    ['only words were changed', { plays: [green, green], changed: { 'README.md': ['a', 'b'] } }, 'passed', /^Passed/u],
    [
      'a checkpoint changes nothing',
      { title: '1. Checkpoint - Ensure all tests pass', plays: [green, green] },
      'passed',
      /^Passed/u,
    ],
    [
      'a test that is to fail does',
      {
        title: '1. Write a failing test',
        plays: [green, vitest(['test/new.test.ts > x'])],
        changed: { 'test/new.test.ts': [undefined, 'x'] },
      },
      'passed',
      /^Red, as the task wants/u,
    ],
    [
      'a test that is to fail does not',
      { title: '1. Write a failing test', plays: [green, green], changed: { 'test/new.test.ts': [undefined, 'x'] } },
      'failed',
      /none of the new ones does/u,
    ],
    [
      'a command that is denied',
      { plays: [], changed: total, deny: 'Commands are denied here.' },
      'failed',
      /did not run: Commands are denied here/u,
    ],
    [
      'an error in the editor',
      {
        plays: [green, green],
        changed: total,
        problems: [
          { path: '/w/src/total.ts', line: 3, severity: 'error', message: 'Cannot find name x', source: 'ts 2304' },
        ],
      },
      'failed',
      /Cannot find name x/u,
    ],
    [
      'a warning in the editor',
      {
        plays: [green, green],
        changed: total,
        problems: [{ path: '/w/src/total.ts', line: 3, severity: 'warning', message: 'unused', source: 'ts' }],
      },
      'passed',
      /^Passed/u,
    ],
  ];
  it.each(cases)('%s', async (_name, setting, kind, sentence) => {
    const verdict = await proven(setting);
    expect([verdict.kind, verdict.view.state]).toEqual([kind, kind]);
    expect(verdict.view.sentence).toMatch(sentence);
  });
  it('green by another test command is for the user to confirm', async () => {
    const { host, verifier, context, signal } = await rig({ plays: [green, green], changed: total });
    await verifier.confirm(root, [test]);
    const { data } = await verifier.baseline(context, signal);
    host.put(`${root}/package.json`, '{"scripts":{"test":"true"}}');
    const verdict = await verifier.verify(context, data, 1, signal);
    expect(verdict).toMatchObject({
      kind: 'not_verifiable',
      why: expect.stringContaining('package.json, script test'),
    });
    expect(verdict.view.warnings[0]).toContain('changed what a check runs');
    expect((await verifier.checks(root)).kind).toBe('ask');
  });
  it.each<[string, string | undefined, string | undefined, string]>([
    ['another line', 'npm test\nexit 1\n', 'npm test\nexit 0\n', 'line 2, “exit 1” became “exit 0”'],
    ['several lines', 'a\nb\nc\nd\n', 'a\nx\ny\nd\n', 'line 2, “b” became “x”, and 1 more line'],
    ['lines that are gone', 'a\nb\n', 'a\n', 'line 2, “b” became nothing'],
    ['a new file', undefined, 'exit 0\n', 'it is new, and begins with “exit 0”'],
    ['a file that is gone', 'exit 1\n', undefined, 'it is gone; it began with “exit 1”'],
  ])('what a task changed of its check is shown: %s', async (_name, before, after, words) => {
    const changed = { ...total, 'ci.sh': [before, after] } as const;
    const { host, verifier, context, signal } = await rig({ plays: [green, green], changed });
    const put = (text: string | undefined) => (text === undefined ? host.drop('/w/ci.sh') : host.put('/w/ci.sh', text));
    put(before);
    await verifier.confirm(root, [{ line: './ci.sh', cwd: root }]);
    const { data } = await verifier.baseline(context, signal);
    put(after);
    const verdict = await verifier.verify(context, data, 1, signal);
    expect(verdict.view.warnings).toEqual([`The task changed what a check runs. ./ci.sh: ci.sh: ${words}.`]);
    expect(verdict.kind).toBe('not_verifiable');
  });
  it('weakened tests are pointed out beside green', async () => {
    const before = "it('a', () => { expect(f()).toBe(1); });";
    const verdict = await proven({
      plays: [green, green],
      changed: {
        ...total,
        'test/cart.test.ts': [before, `import '../src/total';\n${before.replace('it(', 'it.skip(')}`],
      },
    });
    expect(verdict.view.warnings).toEqual(['test/cart.test.ts: 1 test is skipped or expected to fail.']);
  });
  it('a command that the user named runs in the workspace folder', async () => {
    const { verifier, context, signal, lines } = await rig({ plays: [green], changed: total });
    await verifier.confirm(root, [{ line: 'npm test', cwd: '' }]);
    const verdict = await verifier.verify(context, [], 1, signal);
    expect([verdict.kind, lines[0]?.cwd, (await verifier.checks(root)).kind]).toEqual(['passed', root, 'confirmed']);
  });
  it('a check that executes no test is pointed out beside one that does', async () => {
    const { verifier, context, signal } = await rig({ plays: [nothing, green], changed: total });
    await verifier.confirm(root, [test, { line: 'npm run test:unit', cwd: root }]);
    const verdict = await verifier.verify(context, [], 1, signal);
    expect([verdict.kind, verdict.view.warnings]).toEqual(['passed', ['npm test executed no test.']]);
  });
  it('the view grows while the check runs', async () => {
    const { verifier, context, views, signal } = await rig({ plays: [green], changed: total });
    await verifier.confirm(root, [test]);
    await verifier.verify(context, [], 1, signal);
    expect(views.map(({ state, checks: shown }) => [state, shown.map((each) => each.state)])).toEqual([
      ['running', ['running']],
      ['passed', ['passed']],
    ]);
  });
  it('a stop in the middle rejects, and ends the command', async () => {
    const { verifier, context, signal, stop, lines } = await rig({ plays: ['hang'], changed: total });
    await verifier.confirm(root, [test]);
    const verdict = verifier.verify(context, [], 1, signal);
    await expect.poll(() => lines.length).toBe(1);
    stop.abort();
    await expect(verdict).rejects.toThrow();
  });
  it('with several workspace folders it finds its own', async () => {
    const { verifier, context, signal } = await rig({
      plays: [green],
      changed: { 'w/src/total.ts': ['0', '1'] },
      roots: ['/other', root],
    });
    await verifier.confirm(root, [test]);
    expect((await verifier.verify(context, [], 1, signal)).kind).toBe('passed');
  });
  it.each<[string, boolean, string | undefined, number, Verdict['kind'], RegExp]>([
    ['headless, what was found is run', true, undefined, 2, 'passed', /^Passed: npm test\.$/u],
    ['headless, the policy decides', true, 'No commands here.', 0, 'failed', /did not run: No commands here/u],
    ['nothing that was not confirmed is run unasked', false, undefined, 0, 'not_verifiable', /^No test was run\.$/u],
  ])('without a confirmation: %s', async (_, headless, deny, runs, kind, words) => {
    const allowed: string[] = [];
    const { verifier, context, signal, lines } = await rig({
      plays: [green, green],
      changed: total,
      headless,
      ...(deny === undefined ? {} : { deny }),
    });
    const workshop = { ...context.workshop, allowCommand: (line: string) => void allowed.push(line) };
    const { data, view } = await verifier.baseline({ ...context, workshop }, signal);
    const verdict = await verifier.verify({ ...context, workshop }, JSON.parse(JSON.stringify(data)), 1, signal);
    expect([lines.length, verdict.kind, allowed]).toEqual([runs, kind, []]);
    expect(verdict.view.sentence).toMatch(words);
    if (!headless)
      expect(view.sentence).toBe('There is no command that proves the work, so nothing was run before the task.');
  });
  it.each<[string, Setting, string]>([
    ['passes', { plays: [vitest([])] }, 'Everything passed before the task.'],
    ['fails', { plays: [vitest(['test/cart.test.ts > adds'])] }, 'Failing before the task: npm test.'],
    [
      'is refused',
      { deny: 'A rule refuses npm test.' },
      'npm test did not run before the task: A rule refuses npm test.',
    ],
    [
      'names a program that is not there',
      { plays: [[127, 'sh: 1: vitest: not found']] },
      'npm test could not start before the task: a program that it needs is not there (exit 127).',
    ],
    [
      'names a program that may not be executed',
      { plays: [[126, 'sh: 1: vitest: Permission denied']] },
      'npm test could not start before the task: a program that it needs could not be executed (exit 126).',
    ],
  ])('before the task, a check that %s', async (_, setting, sentence) => {
    const { verifier, context, signal } = await rig(setting);
    await verifier.confirm(root, [test]);
    expect((await verifier.baseline(context, signal)).view.sentence).toBe(sentence);
  });
  it('headless, a check that the task changed since its baseline proves nothing', async () => {
    const { verifier, context, signal, host } = await rig({ plays: [green, green], changed: total, headless: true });
    const { data } = await verifier.baseline(context, signal);
    host.put(`${root}/package.json`, JSON.stringify({ scripts: { test: 'vitest run || true' } }));
    const verdict = await verifier.verify(context, JSON.parse(JSON.stringify(data)), 1, signal);
    expect([verdict.kind, verdict.view.sentence]).toEqual(['not_verifiable', expect.stringContaining('npm test')]);
  });
  it.each<[string, readonly string[], readonly Played[], Verdict['kind']]>([
    ['red before and not due stays as it is', [], [vitest(['test/cart.test.ts > adds'])], 'passed'],
    ['red before and due goes back', ['test/cart.test.ts'], [vitest(['test/cart.test.ts > adds'])], 'failed'],
    ['due by its title', ['test/cart.test.ts'], [vitest(['adds'])], 'failed'],
    ['another file is due', ['test/other.test.ts'], [vitest(['test/cart.test.ts > adds'])], 'passed'],
    ['due where the runner is not understood', ['test/cart.test.ts'], [[1, 'boom at test/cart.test.ts:3']], 'failed'],
    ['not due where the runner is not understood', [], [[1, 'boom at test/cart.test.ts:3']], 'not_verifiable'],
  ])('a test of an earlier task: %s', async (_, due, [play], kind) => {
    if (play === undefined) throw new Error('Nothing is played.');
    const verdict = await proven({ plays: [play, play], changed: total, due });
    expect(verdict.kind).toBe(kind);
  });
});
