/** Commands of agents on the machine: how they end, whatever they do. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CommandEnd, CommandRequest } from '../../src/core/host';
import { grantAgentWrite, grantCommand } from '../../src/core/permissions/grants';
import { type CommandTimes, createCommands } from '../../src/node/commands/commands';
import { markName } from '../../src/node/commands/environment';
import { bundleProgram, startProgram } from '../support/childProgram';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/temporary';

const folder = temporaryFolder({ 'a.txt': 'in a\n' });
const times: CommandTimes = { patience: 300, linger: 50, question: 100 };
const env = { PATH: process.env.PATH ?? '' };

async function start(line: string, request: Partial<CommandRequest> = {}) {
  return createCommands(undefined, times).start(grantCommand(line, 'a rule'), { line, cwd: folder, env, ...request });
}

async function run(line: string, request: Partial<CommandRequest> = {}): Promise<CommandEnd & { text: string }> {
  const running = await start(line, request);
  return { ...(await running.ended), text: running.output().text };
}

/** Processes whose command line holds the words. */
function alive(words: string): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((name) => {
      try {
        // A process that has ended and waits for its parent has no command line any more.
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(words);
      } catch {
        return false;
      }
    }).length;
}

let made = 0;
/** A name for a sleeping process that no other test uses. */
const unique = () => `${900_000 + process.pid * 10 + made++}`;

describe('a command', () => {
  it.each<[string, Partial<CommandEnd> & { readonly text?: string }]>([
    ['echo out', { code: 0, by: 'exit', text: 'out\n' }],
    ['cat a.txt', { code: 0, by: 'exit', text: 'in a\n' }],
    ['exit 3', { code: 3, by: 'exit', text: '' }],
    ['echo 1; echo 2 >&2; echo 3; echo 4 >&2', { code: 0, text: '1\n2\n3\n4\n' }],
    ['no-such-program-here', { code: 127 }],
    ['if then', { code: 2 }],
    ['kill -9 $$', { code: undefined, by: 'signal' }],
    ['false | true', { code: 0 }],
    [`printf 'gr\\303\\274n'`, { text: 'grün' }],
    ['echo "a  b" \'$HOME\'', { text: 'a  b $HOME\n' }],
    ['cat <<X\nin a here document\nX', { text: 'in a here document\n' }],
    ['[[ abc == a* ]] && echo bash', { text: 'bash\n' }],
  ])('%j', async (line, expected) => {
    expect(await run(line)).toMatchObject(expected);
  });

  it('has the environment that it is given, and nothing of ours', async () => {
    process.env.OUR_SECRET = 'x';
    const { text } = await run('env', { env: { ...env, GIVEN: 'yes', PAGER: 'less' } });
    delete process.env.OUR_SECRET;
    expect(text).not.toContain('OUR_SECRET');
    expect(text.split('\n')).toEqual(
      expect.arrayContaining(['GIVEN=yes', 'PAGER=less', 'CI=1', 'TRACEWRIGHT_AGENT=1']),
    );
  });

  it('can not take the mark of an agent off its environment', async () => {
    const { text } = await run('env', { env: { ...env, TRACEWRIGHT_AGENT: '0' } });
    expect(text).toContain('TRACEWRIGHT_AGENT=1');
  });

  it('gives its output as it comes', async () => {
    const heard: string[] = [];
    const running = await start('echo first; read -r line < fifo || true; sleep 30', {
      onOutput: (text) => heard.push(text),
    });
    await eventually('it prints', () => heard.join('').includes('first\n'));
    expect((await running.stop()).by).toBe('stop');
  });

  it('needs a grant for exactly its line', async () => {
    const commands = createCommands();
    const request = { line: 'touch made', cwd: folder, env };
    const grants = [
      grantCommand('touch other', 'r'),
      grantAgentWrite(`${folder}/made`, folder, 'r'),
      { kind: 'exec', subject: 'touch made', rule: 'r' },
    ];
    for (const grant of grants) await expect(commands.start(grant as never, request)).rejects.toThrow(/grant|allowed/u);
    expect(readdirSync(folder)).not.toContain('made');
    await (await createCommands(() => undefined).start(grants[0] as never, request)).ended;
    expect(readdirSync(folder)).toContain('made');
  });

  it('that can not be started is a sentence', async () => {
    await expect(run('true', { cwd: `${folder}/gone` })).rejects.toThrow(/could not be started in .*gone/u);
  });

  it('whose run was stopped is not started', async () => {
    await expect(run('true', { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe('a command that is ended', () => {
  it('hangs', async () => {
    expect(await run(`sleep ${unique()}`, { timeoutMs: 50 })).toMatchObject({ code: undefined, by: 'timeout' });
  });
  it('not while somebody is asked for it: that time is none of its own', async () => {
    const held = { now: () => true, onChange: () => ({ dispose: () => undefined }) };
    const answered = `${folder}/answered-${unique()}`;
    const waiting = await start(`printf 'Continue?'; until [ -e ${answered} ]; do sleep 0.02; done`, {
      timeoutMs: 50,
      held,
    });
    // One that began later is over by its time, and one more by its question.
    expect((await run(`sleep ${unique()}`, { timeoutMs: 50 })).by).toBe('timeout');
    expect((await run(`printf 'Continue?'; sleep ${unique()}`)).by).toBe('input');
    writeFileSync(answered, '');
    expect(await waiting.ended).toMatchObject({ code: 0, by: 'exit', ms: 0 });
  });

  it('ignores being asked', async () => {
    const line = `trap '' TERM INT HUP; echo ready; while true; do sleep 0.05; done`;
    const abort = new AbortController();
    const running = await start(line, { signal: abort.signal, onOutput: () => abort.abort() });
    expect(await running.ended).toMatchObject({ code: undefined, by: 'stop' });
  });

  it('says that it went well when it is asked to end', async () => {
    const running = await start(`trap 'exit 0' TERM; echo ready; while true; do sleep 0.05; done`);
    await eventually('it is ready', () => running.output().text.includes('ready'));
    expect(await running.stop()).toMatchObject({ code: undefined, by: 'stop' });
  });

  it('stopped twice, and after its end, is stopped once', async () => {
    const running = await start('true');
    const end = await running.ended;
    expect([await running.stop(), await running.stop()]).toEqual([end, end]);
    expect(end.by).toBe('exit');
  });

  const escapes: readonly (readonly [string, (name: string) => string])[] = [
    ['a child in the background', (name) => `sleep ${name} &`],
    ['children of children', (name) => `(sleep ${name} & sleep ${name}) & (sleep ${name} &)`],
    ['a child that ignores the end of its parent', (name) => `nohup sleep ${name} >/dev/null 2>&1 &`],
    ['a session of its own', (name) => `setsid sleep ${name} &`],
    ['a daemon with a second fork', (name) => `setsid sh -c 'sleep ${name} & exit' </dev/null >/dev/null 2>&1 &`],
    ['a stubborn child', (name) => `(trap '' TERM; sleep ${name}; sleep ${name}) &`],
    ['many', (name) => `for i in $(seq 50); do sleep ${name} & done`],
  ];
  it.each(escapes)('leaves nothing: %s, when it exits', async (_, lineOf) => {
    const name = unique();
    expect(await run(`${lineOf(name)}\necho done`)).toMatchObject({
      code: 0,
      by: 'exit',
      text: expect.stringContaining('done'),
    });
    await eventually('nothing is left', () => alive(`sleep\0${name}`) === 0);
  });
  it.each(escapes)('leaves nothing: %s, when it is stopped', async (_, lineOf) => {
    const name = unique();
    const running = await start(`${lineOf(name)}\necho ready; sleep ${name}`);
    await eventually('it is ready', () => running.output().text.includes('ready'));
    await running.stop();
    await eventually('nothing is left', () => alive(`sleep\0${name}`) === 0);
  });
  it('every one of its processes has the mark by which strays are found', async () => {
    expect((await run(`setsid sh -c 'env' | grep ${markName}`)).text).toMatch(/^TRACEWRIGHT_COMMAND=[0-9a-f-]{36}$/mu);
  });

  it('exits while a child holds the pipe: the end is told, not waited for', async () => {
    const name = unique();
    // Without the mark nobody can find the child, which goes on holding the pipe.
    const end = await run(`env -i setsid sleep ${name} & echo $! ; exit 4`);
    expect(end).toMatchObject({ code: 4, by: 'exit' });
    process.kill(Number(end.text.trim()), 'SIGKILL');
  });

  it('forks without end', async () => {
    const name = unique();
    const running = await start(`f() { sleep ${name} & sleep 0.01; f; }; f`);
    await eventually('it forks', () => alive(`sleep\0${name}`) > 3);
    expect((await running.stop()).by).toBe('stop');
    await eventually('nothing is left', () => alive(`sleep\0${name}`) === 0);
  });
});

describe('when we are gone', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)('by %s, commands go with us', async (signal) => {
    const name = unique();
    const script = bundleProgram('test/support/programs/startCommand.ts');
    const program = startProgram(script, [`sleep ${name} & (sleep ${name} &); sleep ${name}`, folder]);
    await program.printed(1);
    await eventually('they run', () => alive(`sleep\0${name}`) === 3);
    program.child.kill(signal);
    await eventually('nothing is left', () => alive(`sleep\0${name}`) === 0);
  });
});

describe('much output', () => {
  it('of 100 MB costs a bounded memory, and its end is there', async () => {
    let heard = 0;
    const running = await start(`head -c 100000000 /dev/zero | tr '\\0' x; echo; echo end`, {
      onOutput: (text) => {
        heard += text.length;
      },
    });
    expect(await running.ended).toMatchObject({ code: 0 });
    const { text, dropped } = running.output();
    expect(heard).toBe(100_000_005);
    expect(text.length + dropped).toBe(heard);
    expect(text.length).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(text.endsWith('x\nend\n')).toBe(true);
  });
  it('without end is stopped', async () => {
    const running = await start('yes');
    await eventually('it floods', () => running.output().dropped > 0);
    expect(await running.stop()).toMatchObject({ by: 'stop' });
  });
  it('a character in two pieces is one', async () => {
    expect((await run(`printf '\\342'; sleep 0.05; printf '\\202\\254'`)).text).toBe('€');
  });
});

describe('a command that asks', () => {
  it.each([
    'read -r answer; echo "got $answer, $?"',
    'cat; echo "got nothing, 0"',
    `read -r answer < /dev/tty && exit 0; echo 'got no terminal, 1'`,
  ])('finds nobody: %s', async (line) => {
    expect(await run(line)).toMatchObject({ by: 'exit', text: expect.stringMatching(/got (nothing|no terminal)?/u) });
  });
  it.each([
    'Password: ',
    "Password for 'https://ana@example.com': ",
    'Enter passphrase for key /home/ana/.ssh/id: ',
    'Overwrite? [y/N] ',
    'Do you want to continue? (y/n)',
    'Are you sure you want to continue connecting (yes/no/[fingerprint])? ',
    'Press any key to continue . . . ',
    'Username for example.com: ',
    'Ok to proceed? (y) ',
  ])('is ended: %j', async (question) => {
    expect(await run(`printf '%s' "${question}"; sleep ${unique()}`)).toMatchObject({ by: 'input', code: undefined });
  });
  it('over and over is ended, however fast', async () => {
    expect(await run(`while true; do printf 'Continue? [y/n] '; echo; printf 'Continue? [y/n] '; done`)).toMatchObject({
      by: 'input',
    });
  });
  it.each([
    `echo 'Password: '; sleep 0.3`,
    `printf 'compiling'; sleep 0.3`,
    `printf 'see [y/n] in the manual, then'; sleep 0.3`,
  ])('others go on: %s', async (line) => {
    expect(await run(line)).toMatchObject({ by: 'exit', code: 0 });
  });
});
