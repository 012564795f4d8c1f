/** `tracewright hooks list|run|test|explain|watch` over a real folder, as somebody types them. */
import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run';
import { part as shell } from '../../src/core/permissions/shell.part';
import { installGitHooks } from '../../src/node/gitHooks/install';
import { createNodeHost } from '../../src/node/host';
import { eventually } from '../support/eventually';
import { recordedTerminal } from '../support/recordedTerminal';
import { fill, temporaryFolder } from '../support/temporary';

const hooks = `hooks:
  - name: lists
    trigger: on_save
    pattern: "src/**/*.ts"
    notify: "saved {files}"
  - name: marked
    trigger: on_save
    if: { changed_lines: TODO }
    run: "echo {file}"
  - name: off
    trigger: on_save
    enabled: false
    run: "x"
  - name: shells
    trigger: before_tool
    tools: shell
    run: "x"
  - name: approved
    trigger: spec_approved
    if: { document: tasks }
    notify: "approved"
  - name: broken
    trigger: on_test
    if: { exit_code: failed }
    notify: "broken"
  - name: ready
    trigger: manual
    if: { branch: "release/*" }
    notify: "ready {argument}"
`;

/** A folder with these hooks, and a command line in it. */
function world(text = hooks, { trusted = true, environment = {} as Readonly<Record<string, string>> } = {}) {
  const folder = realpathSync(
    temporaryFolder({ '.kiro/hooks.yaml': text, 'src/a.ts': 'const a = 1; // TODO\n', 'src/b.ts': 'b\n' }),
  ).replaceAll('\\', '/');
  execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: folder });
  const stateFolder = temporaryFolder();
  const base = createNodeHost({ stateFolder, env: (name) => environment[name] });
  const host: typeof base = {
    ...base,
    // What commands run is read off them; no other part is needed.
    loadPart: async (name) => {
      if (name !== 'shell') throw new Error(`no part ${name}`);
      return shell as never;
    },
  };
  const ended: (() => void)[] = [];
  const start = (at: string, ...args: readonly string[]) => {
    const { terminal, out, notes } = recordedTerminal();
    const onInterrupt = (stop: () => void) => {
      ended.push(stop);
      return () => undefined;
    };
    const listening = { ...terminal, onInterrupt };
    const words = ['hooks', ...args, ...(trusted ? ['--trust'] : [])];
    return { out, notes, code: run(words, { host, terminal: listening, cwd: at, version: '1.0.0' }) };
  };
  const typed = async (...args: readonly string[]) => {
    const { out, notes, code } = start(folder, ...args);
    return { code: await code, out: out.join('\n'), notes: notes.join('\n') };
  };
  const interrupt = () => {
    for (const stop of ended.splice(0)) stop();
  };
  return { folder, start, typed, interrupt };
}

describe('explain says of every hook why, or why not', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'a save',
      ['on_save', 'src/a.ts', 'src/b.ts'],
      [
        'fires  lists: src/a.ts and 1 more match src/**/*.ts',
        'would fire once you agree  marked: a file was saved (src/a.ts and 1 more)',
        'does not  off: it is switched off',
        'does not  shells: it is for "Before tool use", not for "On save"',
      ],
    ],
    ['a file that no pattern fits', ['on_save', 'x.md'], ['does not  lists: no file matches src/**/*.ts']],
    ['lines that do not say it', ['on_save', 'src/b.ts'], ['does not  marked: no changed line has /TODO/']],
    ['the first name of 0.x', ['fileEdited', 'src/b.ts'], ['fires  lists: src/b.ts matches src/**/*.ts']],
    [
      'a tool',
      ['PreToolUse', '--tool', 'run_command'],
      ['would fire once you agree  shells: the tool run_command is used'],
    ],
    ['another tool', ['before_tool', '--tool', 'read_file'], ['does not  shells: read_file is none of shell']],
    ['a document', ['spec_approved', '--document', 'tasks'], ['fires  approved: a document was approved (tasks)']],
    ['another document', ['spec_approved', '--document', 'design'], ['does not  approved: the document is design']],
    ['a failure', ['on_test', '--exit-code', '3'], ['fires  broken: tests have ended (exit code 3)']],
    ['a success', ['on_test', '--exit-code', '0'], ['does not  broken: it ended with 0']],
    ['the branch that is there', ['manual'], ['does not  ready: the branch is main']],
    ['a branch', ['manual', '--branch', 'release/1'], ['fires  ready: it was started by hand']],
  ])('%s', async (_, args, expected) => {
    const { code, out } = await world().typed('explain', ...args);
    expect(code).toBe(0);
    for (const line of expected) expect(out.split('\n')).toContain(line);
    expect(out.split('\n')).toHaveLength(7);
  });

  it('as JSON, and with paths from where the user is', async () => {
    const { folder, start } = world();
    const { out, code } = start(`${folder}/src`, 'explain', 'on_save', 'a.ts', '--root', folder, '--json');
    expect(await code).toBe(0);
    expect(out.map((line) => JSON.parse(line)).slice(0, 2)).toEqual([
      { hook: '.kiro/hooks.yaml#lists', kind: 'match', why: 'src/a.ts matches src/**/*.ts', agreed: true },
      { hook: '.kiro/hooks.yaml#marked', kind: 'match', why: 'a file was saved (src/a.ts)', agreed: false },
    ]);
  });

  it.each([
    [['explain', 'on_sav'], '"on_sav" is no trigger. Did you mean "on_save"?'],
    [['explain', 'on_test', '--exit-code', 'x'], '"x" is no exit code.'],
    [['test', 'nobody'], 'There is no hook "nobody". Here are: lists, marked'],
    [['run', 'nobody'], 'There is no hook "nobody".'],
  ])('%j is a mistake that is told', async (args, said) => {
    const { code, notes } = await world().typed(...args);
    expect({ code, notes }).toMatchObject({ code: 2, notes: expect.stringContaining(said) });
  });
});

describe('test', () => {
  it.each<readonly [readonly string[], number, string]>([
    [
      ['lists', 'src/a.ts'],
      0,
      'It would fire: src/a.ts matches src/**/*.ts.\n    When: On save (src/**/*.ts)\n    Then tell you: saved {files}',
    ],
    [['marked', 'src/a.ts'], 0, 'Then run: echo {file}\n    new or changed: fires once you agree'],
    [['marked', 'src/b.ts'], 1, 'It would not fire: no changed line has /TODO/.'],
    [['approved', '--document', 'tasks'], 0, 'It would fire: a document was approved (tasks).'],
    [['off', 'src/a.ts'], 1, 'It would not fire: it is switched off.'],
  ])('%j ends with %i', async (args, code, said) => {
    const result = await world().typed('test', ...args);
    expect(result).toMatchObject({ code, out: expect.stringContaining(said) });
  });
});

describe('run', () => {
  it.each<readonly [readonly string[], number, string]>([
    [['lists', 'src/b.ts'], 0, 'saved src/b.ts'],
    // By its id, on something that its pattern does not fit: the user says so.
    [['.kiro/hooks.yaml#lists', 'x.md'], 0, 'ok  lists (it was started by hand; '],
    [['marked', 'src/a.ts'], 5, 'not fired  marked'],
  ])('%j ends with %i', async (args, code, said) => {
    expect(await world().typed('run', ...args)).toMatchObject({ code, out: expect.stringContaining(said) });
  });

  it('a condition that does not hold is told', async () => {
    expect(await world().typed('run', 'ready', '--argument', 'now')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('Its condition does not hold'),
    });
  });
});

describe('list', () => {
  it('shows each hook with what it would run, what is wrong with its file, and what waits for agreement', async () => {
    const { out, notes, code } = await world(`${hooks}  - trigger: on_sve\n    run: x\n`).typed('list');
    expect(code).toBe(0);
    expect(out).toContain('● lists  (.kiro/hooks.yaml#lists)\n    When: On save (src/**/*.ts)\n');
    expect(out).toContain('○ off  (.kiro/hooks.yaml#off)');
    expect(out).toContain('Then run: echo {file}\n    new or changed: fires once you agree');
    expect(notes).toContain('.kiro/hooks.yaml:30:14 error: "on_sve" is no trigger. Did you mean "on_save"?');
    expect(notes).toContain('hooks list --accept');
  });

  it('agrees to all of them where that is asked for, and never for an agent', async () => {
    const { typed } = world();
    const said = await typed('list', '--accept');
    expect(said.out).not.toContain('new or changed');
    expect((await typed('test', 'marked', 'src/a.ts')).out).not.toContain('new or changed');
    const agents = world(hooks, { environment: { TRACEWRIGHT_AGENT: 'task-1' } });
    expect(await agents.typed('list', '--accept')).toMatchObject({ code: 5 });
    expect((await agents.typed('list')).out).toContain('new or changed');
  });

  it('nothing of a folder that is not trusted is read', async () => {
    const { out, notes } = await world(hooks, { trusted: false }).typed('list');
    expect({ out, notes }).toEqual({ out: '', notes: expect.stringContaining('not trusted') });
  });
});

describe('a hook that git would have to tell', () => {
  const guard = 'hooks:\n  - name: guard\n    trigger: on_commit\n    scan: secrets\n';
  const never =
    'Git does not call Tracewright here. So this hook never fires: "guard". Let it call: tracewright hooks install';

  it('is said never to fire, until git calls', async () => {
    const { folder, typed } = world(guard);
    expect((await typed('list')).notes).toContain(never);
    expect((await typed('test', 'guard', 'src/a.ts')).notes).toContain(never);
    await installGitHooks(folder, { node: process.execPath, electron: false, cli: '/cli.js' });
    expect((await typed('list')).notes).toBe('');
  });

  it.each([
    ['is off', `${guard}    enabled: false\n`],
    ['waits for something else', guard.replace('on_commit', 'manual')],
  ])('nothing is said of one that %s', async (_, text) => {
    expect((await world(text).typed('list')).notes).toBe('');
  });
});

describe('watch', () => {
  it('fires for what happens until it is ended, with hooks as they are by then', async () => {
    const { folder, start, interrupt } = world();
    const { out, notes, code } = start(folder, 'watch');
    await eventually('the watch', () => notes.some((line) => line.startsWith(`Watching ${folder}`)));
    fill(folder, { 'src/b.ts': 'changed\n' });
    await eventually('the hook', () => out.includes('saved src/b.ts'));
    fill(folder, { '.kiro/hooks.yaml': hooks.replace('saved {files}', 'now {files}') });
    await eventually('the changed hooks', () => notes.includes('Hook files changed: watching for 6 hooks now.'));
    fill(folder, { 'src/b.ts': 'changed again\n' });
    await eventually('the changed hook', () => out.includes('now src/b.ts'));
    interrupt();
    expect(await code).toBe(130);
  });

  it('leaves a folder to whoever fires its hooks already, and says who', async () => {
    const { folder, start, typed, interrupt } = world();
    const first = start(folder, 'watch');
    await eventually('the watch', () => first.notes.length > 0);
    expect(await typed('watch')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('two would fire each twice'),
    });
    interrupt();
    expect(await first.code).toBe(130);
  });
});
