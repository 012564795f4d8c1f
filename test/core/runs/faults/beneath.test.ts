/**
 * Files that another program changes while a task is built, at the worst moment: what it wrote is never written over, the
 * run says what happened or goes on, and ends as it should.
 */
import { describe, expect, test } from 'vitest';
import type { RunOutcome } from '../../../../src/core/runs/service';
import type { MemoryHost } from '../../../support/memoryHost';
import { reached } from '../../../support/runHarness';
import type { ScriptedTurn } from '../../../support/scriptedClient';
import { box, root, spec } from '../attacks/stage';
import type { Operation } from './places';
import {
  approvedFolder,
  csv,
  expectBuilt,
  expectFree,
  expectWhole,
  goOn,
  list,
  persistentModel,
  stateOfRoot,
  windowOn,
} from './world';

const tasks = `${spec}/tasks.md`;
const queue = `${stateOfRoot}/queue.json`;
const theirs = '// somebody else was here\n';

/** Lets another program act right before the nth time that we do this at the path. */
function beneath(memory: MemoryHost, { operation, path, nth = 0, does }: Moment): MemoryHost {
  let left = nth;
  const first = (is: Operation, at: string) => {
    if (is === operation && at === path && left-- === 0) does(memory);
  };
  const { files, documents, snapshots } = memory;
  return {
    ...memory,
    files: {
      ...files,
      write: async (grant, at, bytes) => {
        first('write', at);
        return files.write(grant, at, bytes);
      },
      remove: async (grant, at) => {
        first('remove', at);
        return files.remove(grant, at);
      },
      move: async (grants, from, to) => {
        first('move', to);
        return files.move(grants, from, to);
      },
    },
    documents: {
      ...documents,
      replace: async (grant, at, text, expected) => {
        first('replace', at);
        return documents.replace(grant, at, text, expected);
      },
    },
    snapshots: {
      ...snapshots,
      take: async (folder, about, options) => {
        first('take', folder);
        return snapshots.take(folder, about, options);
      },
    },
  };
}

/** When another program acts, and what it does. */
interface Moment {
  readonly operation: Operation;
  readonly path: string;
  /** Counted from 0. */
  readonly nth?: number;
  readonly does: (memory: MemoryHost) => void;
}

interface Case extends Moment {
  readonly name: string;
  /** How the run ends, and what it says; it was done: nothing is said. */
  readonly ends: RegExp | 'done';
  /** What the model is told on the way. */
  readonly told?: RegExp;
  /** What has to be done by hand before it goes on. */
  readonly mends?: (memory: MemoryHost) => void;
  /** Resume is refused with this until then. */
  readonly refused?: RegExp;
  /** Besides what is always true at the end. */
  readonly after: (memory: MemoryHost) => void;
}

const changes = (path: string, change: (text: string) => string) => (memory: MemoryHost) =>
  memory.put(path, change(memory.text(path) ?? ''));
const changedSince = /has changed since you read it/u;

const cases: readonly Case[] = [
  {
    name: 'a file between the read and the edit of a tool',
    operation: 'replace',
    path: list,
    does: changes(list, (text) => theirs + text),
    told: changedSince,
    ends: 'done',
    after: (memory) => expect(memory.text(list)).toContain(theirs),
  },
  {
    name: 'a file that appears where a tool makes one',
    operation: 'replace',
    path: csv,
    does: (memory) => memory.put(csv, theirs),
    told: changedSince,
    ends: 'done',
    after: () => undefined,
  },
  {
    name: 'a file that appears where a tool moves one to',
    operation: 'move',
    path: `${root}/docs/new.md`,
    does: (memory) => memory.put(`${root}/docs/new.md`, '# Old\n'),
    told: /docs\/new\.md is there already/u,
    ends: /move_file 3 times with the same input/u,
    mends: (memory) => memory.drop(`${root}/docs/new.md`),
    after: () => undefined,
  },
  {
    name: 'a file of nobody while a checkpoint is taken',
    operation: 'take',
    path: root,
    nth: 1,
    does: (memory) => memory.put(`${root}/notes.md`, theirs),
    ends: 'done',
    after: (memory) => expect(memory.text(`${root}/notes.md`)).toBe(theirs),
  },
  {
    name: 'the file of the task while a checkpoint is taken',
    operation: 'take',
    path: root,
    nth: 2,
    does: changes(list, (text) => theirs + text),
    ends: 'done',
    after: (memory) => expect(memory.text(list)).toContain(theirs),
  },
  {
    name: 'another box while a box is ticked',
    operation: 'replace',
    path: tasks,
    nth: 1,
    does: changes(tasks, (text) => text.replace('- [ ] 1.2', '- [x] 1.2')),
    ends: /its box could not be ticked.*tasks\.md has changes that are not saved, or was just changed/u,
    after: (memory) => expect(box({ host: memory }, '1.2')).toBe('x'),
  },
  {
    name: 'a word of another task while a box is ticked',
    operation: 'replace',
    path: tasks,
    nth: 1,
    does: changes(tasks, (text) => text.replace('Answer GET', 'Answer PUT')),
    ends: /its box could not be ticked/u,
    refused: /Tasks? .*changed since|is not approved/iu,
    mends: changes(tasks, (text) => text.replace('Answer PUT', 'Answer GET')),
    after: () => undefined,
  },
  {
    name: 'unsaved words in the editor while a box is ticked',
    operation: 'replace',
    path: tasks,
    nth: 1,
    does: (memory) => memory.edit(tasks, `${memory.text(tasks) ?? ''}\nA thought.\n`),
    ends: /its box could not be ticked.*not saved/u,
    mends: (memory) => memory.closeEditor(tasks),
    after: () => undefined,
  },
  {
    name: 'the queue, which is damaged while a checkpoint is taken',
    operation: 'take',
    path: root,
    nth: 2,
    does: (memory) => memory.put(queue, '{ "version": 1, "spe'),
    ends: 'done',
    after: (memory) => expect(memory.text(`${stateOfRoot}/queue.unreadable.json`)).toContain('"spe'),
  },
];

/** Reads again what somebody changed, and goes on. */
function attentiveModel(memory: MemoryHost) {
  const model = persistentModel(memory);
  return (request: Parameters<typeof model>[0]): ScriptedTurn => {
    const last = JSON.stringify(request.messages.at(-1));
    return changedSince.test(last)
      ? {
          calls: [
            { name: 'read_file', input: { path: last.includes('csv.ts') ? 'src/todos/csv.ts' : 'src/todos/list.ts' } },
          ],
        }
      : model(request);
  };
}

describe('somebody else changes', () => {
  test.each(cases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const memory = await approvedFolder();
    const original = memory.text(tasks) ?? '';
    const { runs, client } = await windowOn(beneath(memory, each), attentiveModel(memory));
    const outcome: RunOutcome = await runs.start({ what: 'next' });
    if (each.told !== undefined) expect(JSON.stringify(client.requests.at(-1)?.messages)).toMatch(each.told);
    if (each.ends === 'done') expect(outcome).toEqual({ kind: 'done' });
    else {
      expect('message' in outcome ? outcome.message : outcome.kind).toMatch(each.ends);
      await expectFree(memory);
      if (each.refused !== undefined)
        expect(await goOn(runs)).toMatchObject({ message: expect.stringMatching(each.refused) });
      each.mends?.(memory);
      expect(await goOn(runs)).toEqual({ kind: 'done' });
    }
    each.after(memory);
    await expectFree(memory);
    await expectWhole(memory, original);
    expectBuilt(memory);
  });
});

test('a file that changed between the look at a change and its rejection is not put back over', async () => {
  const memory = await approvedFolder();
  const { runs } = await windowOn(memory, attentiveModel(memory));
  runs.setMode('supervised');
  const outcome = runs.start({ what: 'next' });
  await reached(runs, ({ current }) => current?.task.state === 'reviewing', outcome);
  memory.put(csv, `${theirs}${memory.text(csv) ?? ''}`);
  const [file] = runs.snapshot().current?.changes ?? [];
  const said = await runs.review({ accept: false, path: file?.path ?? '', hunk: file?.hunks[0]?.id ?? '' });
  expect(said).toMatchObject({ kind: 'failed', message: expect.stringContaining('src/todos/csv.ts changed since') });
  expect(memory.text(csv)).toContain(theirs);
  memory.put(csv, (memory.text(csv) ?? '').replace(theirs, ''));
  runs.setMode('autopilot');
  expect(await outcome).toEqual({ kind: 'done' });
  expectBuilt(memory);
});
