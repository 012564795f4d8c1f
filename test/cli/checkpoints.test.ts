import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import { checkpointLimits, createCheckpoints } from '../../src/core/runs/checkpoints/index';
import { defaultSettings } from '../../src/core/settings';
import { createMemoryHost, type MemoryHost } from '../support/memoryHost';
import { recordedTerminal } from '../support/recordedTerminal';

const about = { label: 'Before turn 1', spec: '/w/.kiro/specs/a', task: 't', session: 's', turn: 1, seq: 3 };

async function world(env: Readonly<Record<string, string>> = {}) {
  const host = createMemoryHost({ files: { '/w/.git/HEAD': '', '/w/src/a.ts': 'one\ntwo\n', '/w/b.ts': '1\n' }, env });
  const limits = () => checkpointLimits(defaultSettings);
  const { id } = await createCheckpoints({ host, roots: ['/w'], limits }).take(about);
  host.put('/w/src/a.ts', 'one\n2\n');
  host.put('/w/b.ts', '2\n');
  await host.advance(1000);
  return { host, id };
}

async function cli(host: MemoryHost, argv: readonly string[], reply?: string) {
  const { terminal, out, notes } = recordedTerminal(reply === undefined ? undefined : async () => reply);
  const code = await run(['checkpoints', ...argv], { host, terminal, cwd: '/w/src', version: '1.2.3' });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

describe('checkpoints', () => {
  test('are listed, as text and as JSON', async () => {
    const { host, id } = await world();
    expect((await cli(host, ['list'])).out).toBe(`${id}  2026-01-05T09:00:00.000Z  Before turn 1  /w/.kiro/specs/a`);
    expect(JSON.parse((await cli(host, ['list', '--json'])).out)).toMatchObject({ checkpoints: [{ id, about }] });
    const empty = createMemoryHost({ files: { '/w/.git/HEAD': '' } });
    expect(await cli(empty, ['list'])).toMatchObject({
      code: 0,
      out: '',
      notes: expect.stringContaining('no checkpoints'),
    });
  });
  test('are compared with the present, whole or one path of it', async () => {
    const { host, id } = await world();
    expect((await cli(host, ['diff', id.slice(0, 10), 'a.ts'])).out.split('\n')).toEqual([
      'changed src/a.ts (+1 -1)',
      '@@ -1 +1 @@',
      ' one',
      '-two',
      '+2',
    ]);
    expect((await cli(host, ['diff', id])).out).toContain('changed b.ts (+1 -1)');
    expect(JSON.parse((await cli(host, ['diff', id, '--json'])).out).files).toHaveLength(2);
    expect(await cli(host, ['diff', 'nope'])).toMatchObject({
      code: 2,
      notes: expect.stringContaining('no checkpoint'),
    });
    expect(await cli(host, ['diff', id, '/elsewhere'])).toMatchObject({ code: 2 });
  });
  test('are gone back to, and that is undone the same way', async () => {
    const { host, id } = await world();
    const ran = await cli(host, ['restore', id]);
    expect(ran).toMatchObject({ code: 0, out: '2 files were put back.' });
    expect(ran.notes).toContain('would be changed: src/a.ts');
    expect(host.text('/w/src/a.ts')).toBe('one\ntwo\n');
    const undo = /restore (\S+)$/u.exec(ran.notes)?.[1] ?? '';
    expect(await cli(host, ['restore', undo, '--json'])).toMatchObject({ code: 0 });
    expect(host.text('/w/src/a.ts')).toBe('one\n2\n');
  });
  test('put back only the files that are named', async () => {
    const { host, id } = await world();
    expect((await cli(host, ['restore', id, '../b.ts'])).notes).not.toContain('src/a.ts');
    expect([host.text('/w/b.ts'), host.text('/w/src/a.ts')]).toEqual(['1\n', 'one\n2\n']);
  });
  test('ask a person first, and change nothing without a yes', async () => {
    const { host, id } = await world();
    expect(await cli(host, ['restore', id], 'n')).toMatchObject({
      code: 130,
      notes: expect.stringContaining('Nothing was changed'),
    });
    expect(host.text('/w/b.ts')).toBe('2\n');
    expect((await cli(host, ['restore', id, '--yes'], 'n')).code).toBe(0);
    expect(host.text('/w/b.ts')).toBe('1\n');
  });
  test('are not an agent’s to go back to, nor anybody’s while another works here', async () => {
    const agent = await world({ TRACEWRIGHT_AGENT: '1' });
    expect(await cli(agent.host, ['restore', agent.id])).toMatchObject({ code: 5 });
    const { host, id } = await world();
    await cli(host, ['list']);
    const lock = `/state/roots/${await rootKey()}/lock`;
    host.holdLock(lock, 'Tracewright in a window');
    expect(await cli(host, ['restore', id])).toMatchObject({ code: 1, notes: expect.stringContaining('in a window') });
    for (const each of [agent.host, host]) expect(each.text('/w/b.ts')).toBe('2\n');
  });
});

async function rootKey(): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update('/w').digest('hex').slice(0, 16);
}
