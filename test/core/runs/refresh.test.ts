import { expect, test } from 'vitest';
import { lastText, reached, reports, runHarness, spec, writes } from '../../support/runHarness';

test('approvals and documents that change show in what can be run, once that is asked for', async () => {
  let gate: string | undefined = 'Tasks are not approved.';
  const harness = runHarness([], { gate: () => gate });
  const runs = await harness.runs();
  const told: unknown[] = [];
  harness.service.onDidChange((path) => told.push(path));
  expect(runs.snapshot()).toMatchObject({ closed: 'Tasks are not approved.', next: { id: '1.1' } });

  gate = undefined;
  expect(runs.snapshot().closed).toBe('Tasks are not approved.');
  await harness.service.refresh(['/elsewhere']);
  expect(runs.snapshot().closed).toBe('Tasks are not approved.');
  await harness.service.refresh([spec]);
  expect(runs.snapshot().closed).toBeUndefined();
  await Promise.resolve();
  expect(told).toEqual([spec]);

  gate = 'Design changed.';
  await harness.service.refresh();
  expect(runs.snapshot().closed).toBe('Design changed.');
});

test('what runs is left alone', async () => {
  let gate: string | undefined;
  const harness = runHarness(
    [
      writes('src/todos/csv.ts', 'a\n'),
      (request) => {
        expect(lastText(request)).not.toBe('');
        return reports();
      },
    ],
    { gate: () => gate },
  );
  const runs = await harness.runs();
  const outcome = runs.start({ what: 'next' });
  await reached(runs, (snapshot) => snapshot.current?.task.state === 'reviewing');
  gate = 'Design changed.';
  await harness.service.refresh();
  expect(runs.snapshot()).toMatchObject({ active: true, current: { task: { state: 'reviewing' } } });
  expect(runs.snapshot().closed).toBeUndefined();
  await runs.review({ accept: true });
  expect((await outcome).kind).toBe('done');
});
