/** Specs that Tracewright did not make. */
import { expect, test } from 'vitest';
import {
  approved,
  askTurn,
  created,
  designText,
  editTurn,
  harness,
  opened,
  repository,
  requirementsText,
  root,
  stateOf,
  tasksText,
} from '../../support/flowHarness';

const bug = `${root}/.kiro/specs/nested/fix-dates`;
const feature = `${root}/.kiro/specs/old`;
const bugfixText =
  '# Bugfix Requirements Document\n\n## Introduction\n\nDates are wrong.\n\n## Bug Analysis\n\n### Current Behavior (Defect)\n\n1.1 WHEN a date is exported THEN the system writes it in US form\n';

test('a bugfix is shown, refined and approved; nothing is written that no flow can write', async () => {
  const files = { ...repository, [`${bug}/bugfix.md`]: bugfixText, [`${bug}/tasks.md`]: tasksText };
  const { workspace, host } = harness([editTurn('bugfix.md', [['US form', 'US order']]), { text: 'Done.' }], {
    memory: { files },
  });
  const handle = await opened(workspace, bug);
  expect(handle.snapshot().documents.map(({ name, state }) => [name, state])).toEqual([
    ['bugfix.md', 'draft'],
    ['design.md', 'locked'],
    ['tasks.md', 'draft'],
  ]);
  expect(host.paths().filter((path) => path.startsWith(`${bug}/`))).toHaveLength(2);
  expect(await handle.refine('bugfix.md', 'say order')).toEqual({ kind: 'done' });
  expect(host.text(`${bug}/bugfix.md`)).toContain('US order');
  expect(stateOf(handle, 'bugfix.md').versions.map((version) => version.cause)).toEqual([
    'As it was found',
    'Refined: say order',
  ]);
  expect(await approved(handle, 'bugfix.md')).toEqual({ kind: 'done' });
  expect(await handle.generate('design.md')).toMatchObject({ kind: 'refused', code: 'invalid' });
});

test('a feature of another tool is opened without a trace and can be approved', async () => {
  const files = {
    ...repository,
    [`${feature}/requirements.md`]: requirementsText,
    [`${feature}/design.md`]: designText,
  };
  const { workspace, host } = harness([], { memory: { files } });
  const before = host.paths();
  const handle = await opened(workspace, feature);
  expect(handle.snapshot()).toMatchObject({
    activity: { kind: 'idle' },
    questions: [],
    documents: [{ state: 'draft' }, { state: 'draft' }, { state: 'locked' }],
  });
  expect(host.paths()).toEqual(before);
  expect(await approved(handle, 'design.md')).toMatchObject({ kind: 'refused', code: 'gate' });
  expect(await approved(handle, 'requirements.md')).toEqual({ kind: 'done' });
});

test('a folder that holds no spec has no handle', async () => {
  const { workspace } = harness([]);
  expect(await workspace.specs.open(`${root}/.kiro/specs/none`)).toBeUndefined();
  expect(await workspace.specs.open('/elsewhere/.kiro/specs/x')).toBeUndefined();
});

test('the steps that led to the questions are there after a reload', async () => {
  const { workspace, host } = harness([{ calls: [{ name: 'read_file', input: { path: 'README.md' } }] }, askTurn()]);
  const steps = (await created(workspace)).snapshot().steps;
  expect(steps.map((step) => step.label)).toEqual(['Read README.md', 'Asked a question']);
  expect((await opened(harness([], { host }).workspace)).snapshot().steps).toEqual(steps);
});
