/** Questions of hooks at a real terminal, with the real command line: answered, broken off with Ctrl+C, left with Ctrl+D. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleCommandLine } from '../support/childProgram';
import { ctrlC, ctrlD, endTerminals, inTerminal } from '../support/pseudoTerminal';
import { fill, temporaryFolder } from '../support/temporary';

const program = `${temporaryFolder()}/cli.js`;
const hooks = `hooks:
  - {name: one, trigger: on_create, pattern: "src/**", run: "touch one.txt"}
  - {name: two, trigger: on_create, pattern: "src/**", run: "touch two.txt"}
  - {name: push, trigger: manual, run: "git push --force"}
  - {name: careful, trigger: manual, confirm: true, run: "touch careful.txt"}
`;

beforeAll(() => {
  bundleCommandLine(program);
}, 120_000);

afterEach(endTerminals);

/** A trusted folder with the hooks, and what to run the command line in it with. */
function place(more: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder({ '.kiro/hooks.yaml': hooks, 'src/a.ts': '' });
  const state = temporaryFolder();
  const env = { ...process.env, TRACEWRIGHT_STATE: state, HOME: temporaryFolder(), CI: '' };
  const inThere = { ...env, ...more };
  const plain = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8', env, input: '' });
  const trusted = plain('trust');
  if (trusted.status !== 0) throw new Error(trusted.stderr);
  const terminal = (...args: string[]) =>
    inTerminal([process.execPath, program, ...args], { cwd: folder, env: inThere });
  const roots = () => readdirSync(join(state, 'roots')).flatMap((root) => readdirSync(join(state, 'roots', root)));
  return { folder, plain, terminal, kept: roots, has: (name: string) => existsSync(join(folder, name)) };
}

const agreement = 'fire from now on? [y/N]';

describe.skipIf(process.platform !== 'linux')('at a terminal', () => {
  it.each([
    ['Ctrl+C stops the command', ctrlC, 130, false],
    ['Ctrl+D is a no', ctrlD, 5, false],
    ['Enter is a no', '\r', 5, false],
    ['a yes lets it run', 'y\r', 0, true],
  ])('%s at the question whether a hook may fire', async (_, keys, code, ran) => {
    const { terminal, has, kept } = place();
    const run = terminal('hooks', 'run', 'one');
    await run.type(agreement, keys);
    expect(await run.end()).toMatchObject({ code });
    expect(has('one.txt')).toBe(ran);
    expect(kept().filter((name) => /lock$/u.test(name))).toEqual([]);
    expect(kept().includes('hooks.json')).toBe(ran);
  });

  it.each([
    ['Ctrl+C', ctrlC, 130, undefined],
    ['no', 'n\r', 1, 'git push --force was refused. '],
    // It runs, and fails by itself: there is no repository.
    ['yes', 'y\r', 1, 'not a git repository'],
  ])('what is dangerous asks there although the hook was agreed to: %s', async (_, keys, code, words) => {
    const { terminal, plain } = place();
    expect(plain('hooks', 'list', '--accept').status).toBe(0);
    const run = terminal('hooks', 'run', 'push');
    await run.type('y = once', keys);
    const { said, ...end } = await run.end();
    expect(end).toEqual({ code });
    expect(said).toContain('The hook "push" asks: Running git push --force');
    if (words !== undefined) expect(said).toContain(words);
  });

  it.each([
    ['yes', 'y\r', 0, true],
    ['no', '\r', 5, false],
    ['Ctrl+C', ctrlC, 130, false],
  ])('a hook that asks each time asks there: %s', async (_, keys, code, ran) => {
    const { terminal, plain, has } = place();
    plain('hooks', 'list', '--accept');
    const run = terminal('hooks', 'run', 'careful');
    await run.type('Run it now? [y/N]', keys);
    expect(await run.end()).toMatchObject({ code });
    expect(has('careful.txt')).toBe(ran);
  });

  it.each([
    ['of a person', '', true],
    ['that an agent made for itself', '1', false],
  ])('a terminal %s asks: %s', async (_, mark, asks) => {
    const { terminal, has } = place({ TRACEWRIGHT_AGENT: mark });
    const run = terminal('hooks', 'run', 'one');
    if (asks) await run.type(agreement, 'y\r');
    expect((await run.end()).said.includes(agreement)).toBe(asks);
    expect(has('one.txt')).toBe(asks);
  });

  it('Ctrl+C while two hooks of `watch` wait to be asked about ends it, and neither fires', async () => {
    const { folder, terminal, has, kept } = place();
    const watch = terminal('hooks', 'watch');
    await watch.hears('for 4 hooks. Files are watched by chokidar. Ctrl+C ends it.');
    fill(folder, { 'src/b.ts': 'b' });
    await watch.type(agreement, ctrlC);
    const { code, said } = await watch.end();
    expect(code).toBe(130);
    expect(said.split(agreement)).toHaveLength(2);
    expect([has('one.txt'), has('two.txt')]).toEqual([false, false]);
    expect(kept().filter((name) => /lock$|hooks\.json$/u.test(name))).toEqual([]);
  });
});

it('where nobody can be asked, what is dangerous is refused with one sentence for the person', () => {
  const { plain } = place();
  plain('hooks', 'list', '--accept');
  const { status, stdout } = plain('hooks', 'run', 'push');
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /git push --force was refused\. .* Nobody can be asked here\. \(Rule: catalogue: [^)]*\.\) Agreeing/u,
  );
  expect(stdout).not.toContain('tell the user');
});
