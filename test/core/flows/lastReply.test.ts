import { describe, expect, it } from 'vitest';
import { type FlowNote, lastReply, type PhaseStart } from '../../../src/core/flows/log';
import type { DocumentName } from '../../../src/core/specs/model';

/** A phase and what was said at its end: `kind document source`. */
type Said = readonly [
  kind: PhaseStart['kind'],
  document: DocumentName,
  source: DocumentName | undefined,
  reply: string,
];

function check(said: readonly Said[]): string | undefined {
  const notes = said.flatMap(([kind, document, source, reply], at): FlowNote[] => [
    {
      type: 'phase',
      id: `p${at}`,
      kind,
      document,
      ...(source !== undefined && { source }),
      at: 0,
      model: 'p/m',
      sample: false,
      shows: {},
      startedAt: 0,
    },
    { type: 'end', id: `p${at}`, outcome: 'done', at: 1, reply },
  ]);
  return lastReply(notes);
}

describe('what was said last', () => {
  const cases: readonly (readonly [string, readonly Said[], string | undefined])[] = [
    ['nothing', [], undefined],
    ['one document', [['write', 'design.md', undefined, 'Look at 1.']], 'Look at 1.'],
    [
      'the later of two',
      [
        ['write', 'design.md', undefined, 'One.'],
        ['refine', 'design.md', undefined, 'Two.'],
      ],
      'Two.',
    ],
    [
      'silence does not count',
      [
        ['write', 'design.md', undefined, 'One.'],
        ['refine', 'design.md', undefined, ''],
      ],
      'One.',
    ],
    [
      'an update of two documents',
      [
        ['update', 'design.md', 'requirements.md', 'The design follows.'],
        ['update', 'tasks.md', 'requirements.md', 'So do the tasks.'],
      ],
      'The design follows.\n\nSo do the tasks.',
    ],
    [
      'the newer of two updates',
      [
        ['update', 'design.md', 'requirements.md', 'Old design.'],
        ['update', 'tasks.md', 'requirements.md', 'Old tasks.'],
        ['update', 'design.md', 'requirements.md', 'Design.'],
        ['update', 'tasks.md', 'requirements.md', 'Tasks.'],
      ],
      'Design.\n\nTasks.',
    ],
    [
      'updates of different sources',
      [
        ['update', 'design.md', 'requirements.md', 'Design.'],
        ['update', 'tasks.md', 'design.md', 'Tasks.'],
      ],
      'Tasks.',
    ],
  ];
  it.each(cases)('%s', (_name, said, expected) => {
    expect(check(said)).toBe(expected);
  });
});
