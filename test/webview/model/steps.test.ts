import { describe, expect, test } from 'vitest';
import type { DocumentSnapshot, SpecSnapshot } from '../../../src/core/flows/snapshot';
import { viewOf } from '../../../src/extension/panel/documentView';
import { defaultDocument, stepsOf } from '../../../src/webview/model/steps';
import { byTeam, byYou, documentSnapshot, snapshot, spec, threeDocuments, unwritten } from '../gallery/fixtures';

type States = readonly [DocumentSnapshot['state'], DocumentSnapshot['state'], DocumentSnapshot['state']];

function withStates(states: States, more: Partial<SpecSnapshot> = {}): SpecSnapshot {
  return snapshot({
    documents: threeDocuments.map((name, at) => documentSnapshot(name, { state: states[at] ?? 'locked' })),
    ...more,
  });
}

const tasks = spec.documents.find(({ name }) => name === 'tasks.md');
const words = (now: SpecSnapshot): readonly string[] =>
  stepsOf(now, tasks && viewOf(tasks)).map(({ name, state, more }) => `${name}: ${state}${more}`);

describe('steps', () => {
  test.each<readonly [string, SpecSnapshot, readonly string[]]>([
    [
      'asking',
      snapshot({ documents: unwritten, activity: { kind: 'asking' } }),
      ['Requirements: Asking', 'Design: not started', 'Tasks: not started', 'Build: not started'],
    ],
    [
      'reading',
      snapshot({ documents: unwritten, activity: { kind: 'reading', startedAt: 0 } }),
      ['Requirements: Reading', 'Design: not started', 'Tasks: not started', 'Build: not started'],
    ],
    [
      'writing',
      withStates(['approved', 'absent', 'locked'], { activity: { kind: 'writing', document: 'design.md', text: '' } }),
      ['Requirements: Approved', 'Design: Writing', 'Tasks: not started', 'Build: not started'],
    ],
    [
      'drafts',
      withStates(['draft', 'draft', 'draft']),
      ['Requirements: Draft', 'Design: Draft', 'Tasks: Draft', 'Build: Needs approvals'],
    ],
    [
      'stale',
      withStates(['changed', 'behind', 'behind']),
      ['Requirements: Changed since approval', 'Design: Behind', 'Tasks: Behind', 'Build: Paused'],
    ],
    [
      'approved',
      withStates(['approved', 'approved', 'approved']),
      ['Requirements: Approved', 'Design: Approved', 'Tasks: Approved', 'Build: 3 of 9'],
    ],
    [
      'claimed',
      withStates(['claimed', 'locked', 'locked']),
      ['Requirements: Claimed', 'Design: not started', 'Tasks: not started', 'Build: not started'],
    ],
    [
      'stopped',
      withStates(['absent', 'locked', 'locked'], {
        activity: { kind: 'stopped', by: 'user', document: 'requirements.md', message: '' },
      }),
      ['Requirements: Stopped', 'Design: not started', 'Tasks: not started', 'Build: not started'],
    ],
  ])('%s', (_, now, expected) => expect(words(now)).toEqual(expected));

  test('an approval by this machine is by you, another by its name', () => {
    const documents = [
      documentSnapshot('requirements.md', { state: 'approved', approval: byYou }),
      documentSnapshot('design.md', { state: 'approved', approval: byTeam }),
    ];
    expect(stepsOf(snapshot({ documents }), undefined).map(({ more }) => more)).toEqual([
      ' by you',
      ' by a teammate',
      '',
    ]);
  });
});

describe('what is shown first', () => {
  test.each<readonly [string, SpecSnapshot, string]>([
    [
      'what is being written',
      withStates(['approved', 'absent', 'locked'], { activity: { kind: 'writing', document: 'design.md', text: '' } }),
      'design.md',
    ],
    ['the first that is not approved', withStates(['approved', 'draft', 'locked']), 'design.md'],
    ['the last when all are approved', withStates(['approved', 'approved', 'approved']), 'tasks.md'],
    ['never a locked one', withStates(['draft', 'locked', 'locked']), 'requirements.md'],
  ])('%s', (_, now, expected) => expect(defaultDocument(now)).toBe(expected));
});
