/** Approvals that travel in git: whose commits count, and when. */
import { expect, test } from 'vitest';
import { approvalFileName, signedText } from '../../../src/core/flows/approvalRecord';
import { folder, forged } from '../../support/attack';
import {
  askTurn,
  created,
  documentTurn,
  harness,
  opened,
  requirementsText,
  root,
  spec,
  stateOf,
} from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';

/** A spec whose requirements somebody else approved and committed. */
async function claimed(signed: boolean) {
  const { workspace, host } = harness([askTurn(), documentTurn(requirementsText)]);
  const handle = await created(workspace);
  await handle.answer([]);
  const theirs = createMemoryHost({ machine: 'bo' });
  const record = forged({ host: theirs }, requirementsText, { by: { name: 'Bo', email: 'bo@example.com' } });
  const file = approvalFileName({ ...record, mac: await theirs.mac.sign(signedText(record, spec)) });
  host.put(`${folder}/${file}`, JSON.stringify({ ...record, mac: await theirs.mac.sign(signedText(record, spec)) }));
  host.commit(`${folder}/${file}`, { commit: 'c0ffee', author: 'Bo', email: 'bo@example.com', signed });
  return { host, file };
}

test('an author is accepted once, and then their committed approvals open gates', async () => {
  const { host, file } = await claimed(false);
  const { workspace } = harness([], { host });
  const handle = await opened(workspace);
  expect(stateOf(handle, 'requirements.md')).toMatchObject({
    state: 'claimed',
    approval: {
      by: 'Bo',
      vouched: 'none',
      why: 'Bo approved it and Bo <bo@example.com> committed the approval. Accept approvals committed by Bo to open the gate.',
      author: { name: 'Bo', email: 'bo@example.com', commit: 'c0ffee' },
    },
  });
  expect(await handle.generate('design.md')).toMatchObject({ kind: 'refused', code: 'gate' });
  expect(await workspace.specs.acceptAuthor(root, 'BO@example.com')).toEqual({ kind: 'done' });
  expect(stateOf(handle, 'requirements.md')).toMatchObject({ state: 'approved', approval: { vouched: 'commit' } });
  host.commit(`${folder}/${file}`, undefined);
  expect(stateOf(await opened(harness([], { host }).workspace), 'requirements.md').state).toBe('claimed');
});

test.each([
  ['committed', false, 'approved'],
  ['signed', false, 'claimed'],
  ['signed', true, 'approved'],
  [undefined, true, 'claimed'],
] as const)(
  'headless with --accept-approvals %s, commit signed: %s gives %s',
  async (acceptApprovals, signed, state) => {
    const { host } = await claimed(signed);
    const options = acceptApprovals === undefined ? { host } : { host, acceptApprovals };
    expect(stateOf(await opened(harness([], options).workspace), 'requirements.md').state).toBe(state);
  },
);

test('a commit that changes no file of a spec counts once the specs are read anew, and everybody is told', async () => {
  const { host, file } = await claimed(false);
  const commit = { commit: 'c0ffee', author: 'Bo', email: 'bo@example.com', signed: false };
  host.commit(`${folder}/${file}`, undefined);
  const { workspace } = harness([], { host });
  await workspace.specs.acceptAuthor(root, commit.email);
  const handle = await opened(workspace);
  expect(stateOf(handle, 'requirements.md').state).toBe('claimed');
  const told: string[] = [];
  workspace.specs.onDidChange((paths) => told.push(...paths));
  host.commit(`${folder}/${file}`, commit);
  await workspace.specs.refresh();
  expect(stateOf(handle, 'requirements.md').state).toBe('approved');
  expect(told).toEqual([spec]);
});
