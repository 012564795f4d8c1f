/** Checkpoints over all folders: whose change it was, what a review undoes, what going back leaves alone. */
import { describe, expect, it } from 'vitest';
import { checkpointLimits, createCheckpoints } from '../../../../src/core/runs/checkpoints/index';
import type { CheckpointAbout, Checkpoints } from '../../../../src/core/runs/deps';
import { ofChecks } from '../../../../src/core/runs/log';
import { defaultSettings } from '../../../../src/core/settings';
import { createMemoryHost, type MemoryHost } from '../../../support/memoryHost';

const about: CheckpointAbout = {
  label: 'Before turn 1',
  spec: '/w/.kiro/specs/a',
  task: 't',
  session: 's',
  turn: 1,
  seq: 7,
};

function make(files: Readonly<Record<string, string | Uint8Array>>, roots: readonly string[] = ['/w']) {
  const host = createMemoryHost({ files });
  const again = () => createCheckpoints({ host, roots, limits: () => checkpointLimits(defaultSettings) });
  return { host, checkpoints: again(), again };
}

async function paths(checkpoints: Checkpoints, from: string): Promise<readonly string[]> {
  return (await checkpoints.changes(from)).map(({ path, kind }) => `${kind} ${path}`);
}

const ten = Array.from({ length: 20 }, (_, at) => `line ${at}\n`).join('');

describe('checkpoints', () => {
  it('are of a place in the conversation, and are found again by another process', async () => {
    const { checkpoints, again, host } = make({ '/w/a.ts': '1\n' });
    const taken = await checkpoints.take(about);
    await host.advance(1000);
    await checkpoints.take({ ...about, spec: '/w/.kiro/specs/b', label: 'Before turn 2', turn: 2, seq: 9 });
    expect((await again().list('/w/.kiro/specs/a')).map(({ id }) => id)).toEqual([taken.id]);
    expect((await again().list()).map((each) => [each.label, each.about?.seq])).toEqual([
      ['Before turn 2', 9],
      ['Before turn 1', 7],
    ]);
    await expect(again().changes('gone')).rejects.toThrow('This checkpoint is not kept any more.');
    expect(await again().preview('gone')).toBeUndefined();
  });
  it('of a moment while checks run are found, and not listed', async () => {
    const { checkpoints, again, host } = make({ '/w/a.ts': '1\n' });
    const { id } = await checkpoints.take({ ...about, label: 'Before the checks', turn: ofChecks });
    host.put('/w/a.ts', '2\n');
    expect(await paths(again(), id)).toEqual(['changed a.ts']);
    expect(await again().list()).toEqual([]);
  });
  it('review every kind of change', async () => {
    const { checkpoints, host } = make({ '/w/a.ts': ten, '/w/gone.ts': '1\n2\n', '/w/bin': new Uint8Array([0, 1]) });
    const { id } = await checkpoints.take(about);
    host.put('/w/a.ts', ten.replace('line 2\n', 'two\n').replace('line 15\n', ''));
    host.put('/w/new.ts', 'new\n');
    host.put('/w/bin', new Uint8Array([0, 2]));
    host.put('/w/huge.txt', 'x\n'.repeat(600_000));
    host.drop('/w/gone.ts');
    const found = await checkpoints.changes(id);
    expect(
      found.map(({ path, kind, added, removed, hunks, whole }) => [path, kind, added, removed, hunks.length, whole]),
    ).toEqual([
      ['a.ts', 'changed', 1, 2, 2, undefined],
      ['bin', 'changed', 0, 0, 0, 'It is not text.'],
      ['gone.ts', 'deleted', 0, 2, 1, undefined],
      ['huge.txt', 'added', 0, 0, 0, 'It is too large to be shown line by line.'],
      ['new.ts', 'added', 1, 0, 1, undefined],
    ]);
    expect(await checkpoints.sides(id, undefined, { root: '/w', path: 'gone.ts' })).toEqual({ before: '1\n2\n' });
    expect(await checkpoints.sides(id, undefined, { root: '/w', path: 'new.ts' })).toEqual({ after: 'new\n' });
    expect(await checkpoints.sides(id, undefined, { root: '/w', path: 'bin' })).toEqual({});
  });
  it('do not call the runner’s ticks a change, but anything else in tasks.md', async () => {
    const tasks = '/w/.kiro/specs/a/tasks.md';
    const { checkpoints, host } = make({ [tasks]: '- [ ] 1. One\n- [ ] 2. Two\n' });
    const { id } = await checkpoints.take(about);
    host.put(tasks, '- [x] 1. One\n- [-] 2. Two\n');
    expect(await paths(checkpoints, id)).toEqual([]);
    host.put(tasks, '- [x] 1. One\n- [x] 2. Three\n');
    expect(await paths(checkpoints, id)).toEqual(['changed .kiro/specs/a/tasks.md']);
  });
  it('name files by their folder where there are several, and each file once', async () => {
    const { checkpoints, host } = make({ '/w/a.ts': '1', '/w/inner/b.ts': '1', '/v/c.ts': '1' }, [
      '/w',
      '/w/inner',
      '/v',
    ]);
    const { id } = await checkpoints.take(about);
    for (const path of ['/w/a.ts', '/w/inner/b.ts', '/v/c.ts']) host.put(path, '2');
    expect(await paths(checkpoints, id)).toEqual(['changed w/a.ts', 'changed inner/b.ts', 'changed v/c.ts']);
    expect(await checkpoints.undo(id, { root: '/w/inner', path: 'inner/b.ts' })).toBe(true);
    expect(host.text('/w/inner/b.ts')).toBe('1');
    expect((await checkpoints.restore(id)).failed).toEqual([]);
    expect(['/w/a.ts', '/v/c.ts'].map((path) => host.text(path))).toEqual(['1', '1']);
  });
});

describe('a review', () => {
  const changed = ten.replace('line 2\n', 'two\n').replace('line 15\n', '');
  const start = async () => {
    const made = make({ '/w/a.ts': ten, '/w/gone.ts': '1\n' });
    const { id } = await made.checkpoints.take(about);
    made.host.put('/w/a.ts', changed);
    made.host.put('/w/new.ts', 'new\n');
    made.host.drop('/w/gone.ts');
    const hunks = (await made.checkpoints.changes(id))[0]?.hunks.map((hunk) => hunk.id) ?? [];
    return { ...made, id, first: hunks[0] ?? '', second: hunks[1] ?? '' };
  };
  const file = (path: string) => ({ root: '/w', path });

  it('undoes one hunk exactly, and takes that back', async () => {
    const { checkpoints, host, id, first, second } = await start();
    expect(await checkpoints.undo(id, file('a.ts'), first)).toBe(true);
    expect(host.text('/w/a.ts')).toBe(ten.replace('line 15\n', ''));
    expect(await checkpoints.undo(id, file('a.ts'), second)).toBe(true);
    expect(host.text('/w/a.ts')).toBe(ten);
    expect(await checkpoints.redo(id, file('a.ts'), first)).toBe(true);
    expect(await checkpoints.redo(id, file('a.ts'), second)).toBe(true);
    expect(host.text('/w/a.ts')).toBe(changed);
    expect(await checkpoints.redo(id, file('a.ts'), second)).toBe(false);
  });
  it('undoes whole files of every kind, and takes that back', async () => {
    const { checkpoints, host, id } = await start();
    for (const path of ['a.ts', 'new.ts', 'gone.ts']) expect(await checkpoints.undo(id, file(path))).toBe(true);
    expect([host.text('/w/a.ts'), host.text('/w/new.ts'), host.text('/w/gone.ts')]).toEqual([ten, undefined, '1\n']);
    for (const path of ['a.ts', 'new.ts', 'gone.ts']) expect(await checkpoints.redo(id, file(path))).toBe(true);
    expect([host.text('/w/a.ts'), host.text('/w/new.ts'), host.text('/w/gone.ts')]).toEqual([
      changed,
      'new\n',
      undefined,
    ]);
  });
  it('undoes the only hunk of a new file by removing it, and of a deleted one by bringing it back', async () => {
    const { checkpoints, host, id } = await start();
    for (const path of ['new.ts', 'gone.ts']) {
      const hunk = (await checkpoints.changes(id)).find((each) => each.path === path)?.hunks[0]?.id;
      expect(await checkpoints.undo(id, file(path), hunk)).toBe(true);
    }
    expect([host.text('/w/new.ts'), host.text('/w/gone.ts')]).toEqual([undefined, '1\n']);
  });
  it('touches nothing that changed since, or that an editor holds', async () => {
    const { checkpoints, host, id, first, second } = await start();
    host.put('/w/a.ts', changed.replace('two\n', 'zwei\n'));
    expect(await checkpoints.undo(id, file('a.ts'), first)).toBe(false);
    expect(await checkpoints.undo(id, file('a.ts'), second)).toBe(true);
    expect(host.text('/w/a.ts')).toBe(ten.replace('line 2\n', 'zwei\n'));
    host.edit('/w/a.ts', 'unsaved');
    expect(await checkpoints.undo(id, file('a.ts'))).toBe(false);
    expect(await checkpoints.redo(id, file('a.ts'), second)).toBe(false);
    host.closeEditor('/w/a.ts');
    expect(await checkpoints.undo(id, file('a.ts'))).toBe(true);
    host.put('/w/a.ts', 'mine\n');
    expect(await checkpoints.redo(id, file('a.ts'))).toBe(false);
    expect(host.text('/w/a.ts')).toBe('mine\n');
  });
  it('is not shown among the checkpoints', async () => {
    const { checkpoints, id } = await start();
    await checkpoints.undo(id, file('a.ts'));
    await checkpoints.ended(id);
    expect((await checkpoints.list()).map(({ label }) => label)).toEqual(['Before turn 1']);
  });
});

describe('going back', () => {
  const record = '/w/.kiro/specs/a/.tracewright/evidence/1-abc.json';
  const story = async (host: MemoryHost, checkpoints: Checkpoints) => {
    const { id } = await checkpoints.take(about);
    host.put('/w/agent.ts', 'by the agent\n');
    await host.advance(10);
    await checkpoints.ended(id);
    host.put('/w/user.ts', 'by the user\n');
    await host.advance(10);
    const second = await checkpoints.take({ ...about, label: 'Before turn 2', turn: 2 });
    host.put('/w/agent.ts', 'again by the agent\n');
    await host.advance(10);
    await checkpoints.ended(second.id);
    host.put('/w/late.ts', 'by the user, after all\n');
    host.put(record, '{}');
    await host.advance(10);
    return id;
  };
  it('says what it would change, and what of it is not the agent’s work', async () => {
    const { host, checkpoints } = make({ '/w/user.ts': 'old\n' });
    const id = await story(host, checkpoints);
    const preview = await checkpoints.preview(id);
    expect(preview?.files.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'deleted agent.ts',
      'deleted late.ts',
      'changed user.ts',
    ]);
    expect(preview?.files[2]?.hunks[0]?.lines).toEqual([
      { kind: 'removed', text: 'by the user' },
      { kind: 'added', text: 'old' },
    ]);
    expect(preview?.byUser).toEqual(['late.ts', 'user.ts']);
    expect(preview?.checkpoint.changed).toBe(3);
  });
  it('puts everything back but records, keeps the present, and is undone by going back again', async () => {
    const { host, checkpoints, again } = make({ '/w/user.ts': 'old\n' });
    const id = await story(host, checkpoints);
    const { before, failed, restored } = await checkpoints.restore(id);
    expect([failed, restored]).toEqual([[], 3]);
    const texts = () => ['agent.ts', 'user.ts', 'late.ts'].map((path) => host.text(`/w/${path}`));
    expect(texts()).toEqual([undefined, 'old\n', undefined]);
    expect(host.text(record)).toBe('{}');
    expect((await again().list())[0]).toMatchObject({ id: before.id, label: 'Before going back to "Before turn 1"' });
    await again().restore(before.id);
    expect(texts()).toEqual(['again by the agent\n', 'by the user\n', 'by the user, after all\n']);
  });
  it('to some files leaves the others', async () => {
    const { host, checkpoints } = make({ '/w/user.ts': 'old\n' });
    const id = await story(host, checkpoints);
    await checkpoints.restore(id, [{ root: '/w', path: 'user.ts' }]);
    expect(host.text('/w/user.ts')).toBe('old\n');
    expect(host.text('/w/agent.ts')).toBe('again by the agent\n');
  });
  it('is nobody’s change afterwards', async () => {
    const { host, checkpoints } = make({ '/w/user.ts': 'old\n' });
    const id = await story(host, checkpoints);
    const { before } = await checkpoints.restore(id);
    expect((await checkpoints.preview(before.id))?.byUser).toEqual([]);
  });
});
