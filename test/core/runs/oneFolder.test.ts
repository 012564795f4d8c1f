/** Two specs of one workspace folder: their tasks are built one after the other. */
import { expect, test } from 'vitest';
import { part as shell } from '../../../src/core/permissions/shell.part';
import { approved, harness, opened, root } from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';
import { builtFrom, reached, spec } from '../../support/runHarness';

const second = `${root}/.kiro/specs/another`;

test('a task of another spec waits until the first is stopped', async () => {
  const files = Object.entries(builtFrom);
  const copies = files.flatMap(([path, text]) => (path.startsWith(spec) ? [[path.replace(spec, second), text]] : []));
  const host = createMemoryHost({
    identity: { name: 'Ana', email: 'ana@example.com' },
    files: Object.fromEntries([...files, ...copies]),
    parts: { shell },
  });
  const { workspace } = harness([], { host });
  for (const path of [spec, second]) {
    const handle = await opened(workspace, path);
    for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const) await approved(handle, name);
  }
  const [one, two] = [await workspace.runs.open(spec), await workspace.runs.open(second)];
  if (one === undefined || two === undefined) throw new Error('There is no tasks.md.');
  const first = one.start({ what: 'next' });
  await reached(one, ({ confirm }) => confirm !== undefined, first);
  expect(await two.start({ what: 'next' })).toEqual({
    kind: 'refused',
    code: 'busy',
    message: `A task of ${spec.slice(root.length + 1)} is at work in this workspace folder. Wait for it or stop it, then try again.`,
  });
  one.stop();
  await first;
  const next = two.start({ what: 'next' });
  await reached(two, ({ confirm }) => confirm !== undefined, next);
  two.stop();
  expect(await next).toMatchObject({ kind: 'stopped' });
});
