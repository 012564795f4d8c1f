import { describe, expect, test } from 'vitest';
import type { DocumentSnapshot, SpecSnapshot } from '../../../src/core/flows/snapshot';
import type { DocumentName } from '../../../src/core/specs/model';
import { nextStep } from '../../../src/webview/model/nextStep';
import { documentSnapshot, snapshot, threeDocuments } from '../gallery/fixtures';

type States = readonly DocumentSnapshot['state'][];

const unfollowed = ['1.4', '2.4'].map((id) => ({ kind: 'reworded' as const, id }));

/** A document that is behind does not follow two criteria. */
function behindAt(states: States, at: number): DocumentSnapshot['behind'] {
  return states[at] === 'behind' ? [{ source: 'requirements.md', changes: unfollowed }] : [];
}

function offers(
  states: States,
  shown: DocumentName,
  options: {
    readonly ticked?: readonly string[];
    readonly snapshot?: Partial<SpecSnapshot>;
    readonly document?: Partial<DocumentSnapshot>;
    readonly behind?: Partial<Record<DocumentName, DocumentSnapshot['behind']>>;
  } = {},
) {
  const documents = threeDocuments.map((name, at) =>
    documentSnapshot(name, {
      state: states[at] ?? 'locked',
      behind: options.behind?.[name] ?? behindAt(states, at),
      ...(name === shown ? options.document : {}),
    }),
  );
  const now = snapshot({ documents, ...options.snapshot });
  const document = documents.find(({ name }) => name === shown);
  if (!document) throw new Error(`${shown} is no document of the fixtures.`);
  return nextStep({ snapshot: now, document, hash: 'a'.repeat(64), ticked: options.ticked ?? [] });
}

describe('in a team', () => {
  const team = { needed: 2, by: ['Bo'], lacking: 'One more is needed.', approvals: [], passedOver: [], owners: [] };

  test('the plan says which of the approvals one’s own is', () => {
    expect(offers(['draft', 'locked', 'locked'], 'requirements.md', { document: { team } })).toMatchObject({
      primary: { label: 'Approve requirements' },
      plan: 'Yours is approval 2 of 2.',
    });
  });

  test.each<readonly [string, States, DocumentName, Partial<DocumentSnapshot>, readonly string[]]>([
    ['of a draft', ['draft', 'locked', 'locked'], 'requirements.md', {}, []],
    ['of what changed', ['changed', 'behind', 'locked'], 'requirements.md', { changes: unfollowed }, []],
    ['of what is behind', ['approved', 'behind', 'locked'], 'design.md', {}, ['Update for these 2']],
  ])('an approval that would not count is not offered: %s', (_, states, shown, more, left) => {
    const inVain = 'Ana wrote it, and somebody else has to approve it.';
    const { primary, others, plan } = offers(states, shown, {
      ticked: unfollowed.map(({ id }) => id),
      document: { ...more, team: { ...team, inVain } },
    });
    expect([...(primary ? [primary] : []), ...others].map(({ label }) => label)).toEqual(left);
    expect(plan).toBe(`Your approval would not count. ${inVain}`);
  });
});

describe('the primary button', () => {
  test.each<readonly [string, States, DocumentName, readonly string[], string | undefined, readonly string[]]>([
    ['a draft is approved', ['draft', 'locked', 'locked'], 'requirements.md', [], 'Approve requirements', []],
    [
      'a claimed document is approved',
      ['claimed', 'locked', 'locked'],
      'requirements.md',
      [],
      'Approve requirements',
      [],
    ],
    [
      'behind an approval the next is written',
      ['approved', 'absent', 'locked'],
      'requirements.md',
      [],
      'Write design',
      [],
    ],
    ['or looked at', ['approved', 'draft', 'locked'], 'requirements.md', [], 'Go to design', []],
    ['an empty document is written', ['approved', 'absent', 'locked'], 'design.md', [], 'Write design', []],
    ['a locked one leads back', ['draft', 'locked', 'locked'], 'tasks.md', [], 'Go to requirements', []],
    [
      'ticked changes are updated',
      ['changed', 'behind', 'behind'],
      'requirements.md',
      ['1.4', '2.4'],
      'Approve and update these 2',
      ['Approve only'],
    ],
    [
      'one change is this one',
      ['changed', 'behind', 'behind'],
      'requirements.md',
      ['1.4'],
      'Approve and update this 1',
      ['Approve only'],
    ],
    [
      'without a tick only the approval remains',
      ['changed', 'behind', 'behind'],
      'requirements.md',
      [],
      'Approve only',
      [],
    ],
    [
      'without later documents it is all there is',
      ['changed', 'locked', 'locked'],
      'requirements.md',
      ['1.4'],
      'Approve requirements',
      [],
    ],
    [
      'behind something unapproved it leads there',
      ['changed', 'behind', 'behind'],
      'design.md',
      ['1.4'],
      'Go to requirements',
      [],
    ],
    [
      'behind something approved it is updated',
      ['approved', 'behind', 'behind'],
      'design.md',
      ['1.4'],
      'Update for this 1',
      ['Approve only'],
    ],
    [
      'nothing is approved before what it rests on',
      ['draft', 'draft', 'draft'],
      'design.md',
      [],
      'Go to requirements',
      [],
    ],
    ['the end of the way has none', ['approved', 'approved', 'approved'], 'tasks.md', [], undefined, []],
  ])('%s', (_, states, shown, ticked, primary, others) => {
    const step = offers(states, shown, { ticked });
    expect(step.primary?.label).toBe(primary);
    expect(step.others.map(({ label }) => label)).toEqual(others);
  });

  test('a stop is resumed', () => {
    const activity = { kind: 'stopped', by: 'user', document: 'requirements.md', message: '' } as const;
    expect(offers(['absent', 'locked', 'locked'], 'requirements.md', { snapshot: { activity } }).primary?.label).toBe(
      'Resume',
    );
  });

  test('a conflict is ended in its notice', () => {
    const conflict = { versionId: 'v1', message: '' };
    expect(offers(['draft', 'locked', 'locked'], 'requirements.md', { document: { conflict } })).toEqual({
      others: [],
    });
  });
});

test('an approval carries the hash that is shown, and exactly what is ticked', () => {
  const { primary } = offers(['changed', 'behind', 'behind'], 'requirements.md', { ticked: ['1.4'] });
  expect(primary?.act).toEqual({
    post: { type: 'approve', document: 'requirements.md', hash: 'a'.repeat(64), update: ['1.4'] },
  });
});

describe('only what is behind is offered', () => {
  const some: DocumentSnapshot['behind'] = [{ source: 'requirements.md', changes: unfollowed.slice(0, 1) }];
  const all: DocumentSnapshot['behind'] = [{ source: 'requirements.md', changes: unfollowed }];

  test.each<
    readonly [
      string,
      States,
      DocumentName,
      Partial<Record<DocumentName, DocumentSnapshot['behind']>>,
      string,
      readonly string[],
    ]
  >([
    ['all in line', ['changed', 'changed', 'changed'], 'requirements.md', {}, 'Approve requirements', []],
    [
      'one change left in one document',
      ['changed', 'changed', 'changed'],
      'requirements.md',
      { 'tasks.md': some },
      'Approve and update this 1',
      ['Approve only'],
    ],
    ['an updated document is approved', ['approved', 'changed', 'changed'], 'design.md', {}, 'Approve design', []],
    [
      'an edited document that is behind besides',
      ['approved', 'changed', 'changed'],
      'design.md',
      { 'design.md': all },
      'Approve design',
      ['Update design for 2 changes in requirements'],
    ],
    ['behind in name only', ['approved', 'approved', 'behind'], 'tasks.md', { 'tasks.md': [] }, 'Approve tasks', []],
    [
      'approved without its update',
      ['approved', 'changed', 'changed'],
      'requirements.md',
      { 'design.md': all, 'tasks.md': some },
      'Go to design',
      ['Update design and tasks for 2 changes in requirements'],
    ],
  ])('%s', (_, states, shown, behind, primary, others) => {
    const step = offers(states, shown, { behind, ticked: ['1.4', '2.4'] });
    expect(step.primary?.label).toBe(primary);
    expect(step.others.map(({ label }) => label)).toEqual(others);
  });
});
