/** What git's hooks call: hooks of the folder run, and those that block stop git. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run';
import { part } from '../../src/core/providers/redact.part';
import { createNodeHost } from '../../src/node/host';
import { bundleCommandLine } from '../support/childProgram';
import { recordedTerminal } from '../support/recordedTerminal';
import { fill, temporaryFolder } from '../support/temporary';

const secret = `AKIA${'QWERTYUIOPASDFGH'}`;
const hook = (more = '') => `hooks:\n  - name: no secrets\n    trigger: on_commit\n    scan: secrets\n${more}`;

async function commit(hooks: string, text: string, options: { readonly trusted?: boolean; readonly parts?: boolean }) {
  const folder = temporaryFolder({ '.kiro/hooks.yaml': hooks, 'src/key.ts': text });
  execFileSync('git', ['init', '-q'], { cwd: folder });
  execFileSync('git', ['add', '-A'], { cwd: folder });
  // The file may be other than what was added: what was added counts.
  fill(folder, { 'src/key.ts': 'nothing' });
  const { terminal, out, notes } = recordedTerminal();
  const base = createNodeHost({ stateFolder: temporaryFolder(), env: () => undefined });
  const host: typeof base = {
    ...base,
    // Of all parts, the command needs this one only.
    loadPart: async (name) => {
      if (options.parts === false || name !== 'redact') throw new Error(`no part ${name}`);
      return part as never;
    },
  };
  const environment = { host, terminal, cwd: folder, version: '1.0.0' };
  if (options.trusted !== false) await run(['trust'], environment);
  const code = await run(['hooks', 'git', 'pre-commit'], environment);
  return { code, told: [...notes, ...out].join('\n') };
}

it.each([
  ['a secret stops it', hook(), `const k = '${secret}';\n`, {}, 5, 'src/key.ts:1 aws access key'],
  ['without a secret it goes on', hook(), 'const k = 1;\n', {}, 0, 'is trusted'],
  ['a hook that warns lets it go on', hook('    on_failure: warn\n'), secret, {}, 0, 'src/key.ts:1 aws access key'],
  ['a switched-off hook says nothing', hook('    enabled: false\n'), secret, {}, 0, 'is trusted'],
  ['a hook for other files says nothing', hook('    pattern: "*.py"\n'), secret, {}, 0, 'is trusted'],
  ['nothing fires in a folder that is not trusted', hook(), secret, { trusted: false }, 0, 'is not trusted'],
  ['a scan that can not be made stops it', hook(), secret, { parts: false }, 5, 'could not be made'],
] as const)('%s', async (_, hooks, text, options, code, told) => {
  const result = await commit(hooks, text, options);
  expect(result).toMatchObject({ code, told: expect.stringContaining(told) });
  expect(result.told).not.toContain(secret);
});

describe('with a real git, the real command line and installed hooks', () => {
  const folder = temporaryFolder({ '.gitignore': 'ran.txt\n' });
  const state = temporaryFolder();
  const home = temporaryFolder();
  const program = `${temporaryFolder()}/cli.js`;
  const environment = { ...process.env, TRACEWRIGHT_STATE: state, HOME: home };
  const name = ['-c', 'user.name=Ada', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]) => {
    const { status, stderr } = spawnSync('git', [...name, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: environment,
    });
    return { status, told: stderr };
  };
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8', env: environment });

  beforeAll(() => {
    bundleCommandLine(program);
    git('init', '-q', '-b', 'main');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    expect(cli('trust').status).toBe(0);
    expect(cli('hooks', 'install').status).toBe(0);
  });

  /** Commits one file; `agreed`: the user has seen the hooks. */
  function committed(hooks: string, text: string, agreed = true) {
    fill(folder, { '.kiro/hooks.yaml': hooks, 'src/key.ts': text });
    if (agreed) expect(cli('hooks', 'list', '--accept').status).toBe(0);
    git('add', '-A');
    const head = () => execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' });
    const before = head();
    const { status, told } = git('commit', '-qm', 'next');
    return { passed: status === 0, told, moved: head() !== before };
  }

  const runs = (trigger: string, command: string, more = '') =>
    `hooks:\n  - name: guard\n    trigger: ${trigger}\n    run: ${JSON.stringify(command)}\n${more}`;

  it.each<[string, string, string, boolean, boolean, string]>([
    ['a planted secret', hook(), `const k = '${secret}';\n`, true, false, 'src/key.ts:1 aws access key'],
    ['no secret', hook(), 'const k = 1;\n', true, true, ''],
    ['a command with exit code 2', runs('on_commit', 'echo no beta >&2; exit 2'), 'a\n', true, false, 'no beta'],
    ['a command with exit code 1', runs('on_commit', 'echo hm >&2; exit 1'), 'b\n', true, true, 'hm'],
    ['a command that is not there', runs('on_commit', 'no-such-program-here'), 'c\n', true, false, 'no-such-program'],
    ['on_failure: block', runs('on_commit', 'exit 1', '    on_failure: block\n'), 'd\n', true, false, 'guard'],
    ['a condition that fails', runs('on_commit', 'exit 2', '    if: { branch: release/* }\n'), 'e\n', true, true, ''],
    ['a hook nobody agreed to', runs('on_commit', 'exit 2 # new'), 'f\n', false, true, 'nobody has agreed to it'],
  ])('%s', (_, hooks, text, agreed, passes, told) => {
    const result = committed(hooks, text, agreed);
    expect(result).toMatchObject({ passed: passes, moved: passes, told: expect.stringContaining(told) });
    expect(result.told).not.toContain(secret);
  });

  it('the first line says which file and line holds what, whatever else is said', () => {
    const others =
      '  - name: says\n    trigger: on_commit\n    notify: here\n  - name: warns\n    trigger: on_commit\n';
    const hooks = `hooks:\n${others}    run: echo hm >&2; exit 1\n${hook().replace('hooks:\n', '')}`;
    const { passed, told } = committed(hooks, `a\n${secret}\n${secret.replace('Q', 'R')}\n`);
    expect(passed).toBe(false);
    const [first, ...rest] = told.trim().split('\n');
    expect(first).toMatch(/^tracewright: The hook "no secrets" stopped it: src\/key\.ts:2 aws access key/u);
    expect(rest).toEqual(
      expect.arrayContaining([expect.stringContaining('src/key.ts:3'), expect.stringMatching(/hm$/)]),
    );
    expect(rest.filter((line) => line === 'tracewright: here')).toHaveLength(1);
  });

  it('after a commit hooks run with the commit on stdin, and a hook that commits does not fire itself', () => {
    const command = 'cat >> ran.txt; git -c user.name=A -c user.email=a@b.c commit -q --allow-empty -m again || true';
    expect(committed(runs('after_commit', command), 'g\n').passed).toBe(true);
    const told = readFileSync(`${folder}/ran.txt`, 'utf8').trim().split('\n');
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0] ?? '')).toMatchObject({
      hook_event_name: 'PostCommit',
      branch: 'main',
      commit: { message: 'next' },
      file_paths: expect.arrayContaining(['src/key.ts']),
    });
  });

  it('a change of branch is told with both names', () => {
    fill(folder, { '.kiro/hooks.yaml': runs('branch_changed', 'cat > ran.txt') });
    expect(cli('hooks', 'list', '--accept').status).toBe(0);
    expect(git('checkout', '-q', '-b', 'side').status).toBe(0);
    expect(JSON.parse(readFileSync(`${folder}/ran.txt`, 'utf8'))).toMatchObject({
      hook_event_name: 'BranchChange',
      branch: 'side',
      previous_branch: 'main',
    });
  });

  it('a push of a secret that no remote has is stopped', () => {
    const remote = temporaryFolder();
    execFileSync('git', ['init', '-q', '--bare'], { cwd: remote });
    fill(folder, { '.kiro/hooks.yaml': hook().replace('on_commit', 'before_push'), 'src/push.ts': `${secret}\n` });
    git('add', '-A');
    git('commit', '-qm', 'secret', '--no-verify');
    const { status, told } = git('push', '-q', remote, 'HEAD:refs/heads/x');
    expect({ status, told }).toMatchObject({ status: 1, told: expect.stringContaining('src/push.ts:1 aws access') });
    expect(execFileSync('git', ['branch'], { cwd: remote, encoding: 'utf8' })).toBe('');
  });
});
