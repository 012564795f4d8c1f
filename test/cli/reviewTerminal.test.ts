/** A task in a real terminal, with the real command line and a model on the wire: changes looked at, words, questions. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleCommandLine } from '../support/childProgram';
import { type Loopback, startFakeAnthropic } from '../support/fakeAnthropic';
import { approvedFolder } from '../support/headlessRun';
import { ctrlC, endTerminals, inTerminal } from '../support/pseudoTerminal';
import { temporaryFolder } from '../support/temporary';
import { says, wireCall, wireRequests } from '../support/wireModel';

const program = `${temporaryFolder()}/cli.js`;
beforeAll(() => {
  bundleCommandLine(program);
}, 120_000);
afterEach(endTerminals);

const list = 'src/todos/list.ts';
const before = `${[...'abcdefghi'].join('\n')}\n`;
const after = before.replace('a', 'A').replace('e', 'E').replace('i', 'I');

async function working(script: Parameters<typeof startFakeAnthropic>[0]) {
  const { folder, host, workspace } = await approvedFolder({ [list]: before });
  workspace.dispose();
  const server = await startFakeAnthropic(script);
  const env = {
    ...process.env,
    ...{ TRACEWRIGHT_STATE: host.stateFolder, HOME: host.homeFolder, CI: '' },
    ...{ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: server.url },
  };
  const argv = [process.execPath, program, 'run', 'todo-csv-export', '--task', '1.1', '--trust'];
  const terminal = inTerminal(argv, { cwd: folder, env });
  await terminal.type('Which command proves the work?', '\r');
  return { server, terminal, folder, text: () => readFileSync(`${folder}/${list}`, 'utf8') };
}

const changes = () => [
  wireCall('read_file', { path: list }),
  wireCall('edit_file', {
    path: list,
    edits: [...'aei'].map((letter) => ({ old: `${letter}\n`, new: `${letter.toUpperCase()}\n` })),
  }),
];

function lastOf(server: Loopback) {
  const last = wireRequests(server).at(-1);
  if (last === undefined) throw new Error('Nothing was asked.');
  return last;
}

describe.skipIf(process.platform !== 'linux')('at a terminal', () => {
  it('one part is accepted, one rejected, one rejected with words that the agent hears', async () => {
    const { server, terminal, text } = await working([...changes(), wireCall('report_task', { summary: 'Done.' })]);
    await terminal.type(`${list}: Enter accepts, "no" rejects, "parts" asks part by part, `, 'parts\r');
    await terminal.hears('-a\r\n+A\r\n');
    await terminal.type('part 1 of 3: Enter accepts', '\r');
    await terminal.hears('-e\r\n+E\r\n');
    await terminal.type('part 2 of 3: Enter accepts', 'no\r');
    await terminal.type('part 3 of 3: Enter accepts', 'Leave the last one.\r');
    const { said } = await terminal.end();
    expect(text()).toBe(before.replace('a', 'A'));
    expect([says(lastOf(server), 'Leave the last one.'), said.includes('+I')]).toEqual([true, true]);
    await server.close();
  }, 60_000);

  it('what is typed while it works is told to the agent, and answers no question that comes later', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { server, terminal } = await working([
      wireCall('run_command', { command: 'git push --force' }, () => held),
      wireCall('report_task', { summary: 'Done.' }),
    ]);
    await expect.poll(() => server.requests.length).toBe(1);
    terminal.press('y\r');
    await terminal.hears('The agent hears before its next request: y');
    terminal.press('Use commas.\r');
    await terminal.hears('The agent hears before its next request: Use commas.');
    release();
    await terminal.type('y = once', 'no\r');
    const { said } = await terminal.end();
    expect(said).toContain('Denied: Running git push --force');
    expect([says(lastOf(server), 'Use commas.'), says(lastOf(server), 'The user refused it.')]).toEqual([true, true]);
    await server.close();
  }, 60_000);

  it('Ctrl+C between two parts keeps what was decided, and what was not is asked about when it goes on', async () => {
    const { server, terminal, text } = await working(changes());
    await terminal.type('"parts" asks part by part', 'p\r');
    await terminal.type('part 1 of 3: Enter accepts', 'no\r');
    await terminal.type('part 2 of 3: Enter accepts', ctrlC);
    expect((await terminal.end()).code).toBe(130);
    expect(text()).toBe(after.replace('A', 'a'));
    await server.close();
  }, 60_000);
});
