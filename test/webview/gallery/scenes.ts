/** Every screen of the panel, as the messages that lead to it. */
import type { DocumentChange } from '../../../src/core/specs/model';
import type { HostMessage } from '../../../src/webview/protocol';
import { requirements } from './documents';
import {
  byTeam,
  byYou,
  documentSnapshot,
  findings,
  messages,
  problems,
  questions,
  snapshot,
  startView,
  steps,
  streamed,
  threeDocuments,
  today,
  unwritten,
  version,
} from './fixtures';

export interface Scene {
  readonly name: string;
  readonly messages: readonly HostMessage[];
  /** The button that is pressed then, and what comes of it. */
  readonly press?: { readonly button: string; readonly answer: readonly HostMessage[] };
  /** What the panel had kept before it was loaded. */
  readonly state?: object;
}

/** Whatever number the panel's question has. */
const offered = [1, 2, 3, 4].map(
  (ask): HostMessage => ({
    type: 'completions',
    ask,
    choices: [
      { kind: 'word', label: 'file', detail: 'A file’s text', text: '#file:' },
      { kind: 'word', label: 'terminal', detail: 'What the terminal in front printed last', text: '#terminal' },
      { kind: 'steering', label: 'tech', detail: '.kiro/steering/tech.md', text: '#steering:tech' },
      { kind: 'spec', label: 'todo-api', detail: 'Spec', text: '#spec:todo-api' },
      { kind: 'folder', label: 'routes', detail: 'src/todos/routes', text: '#folder:src/todos/routes' },
      { kind: 'file', label: 'routes.ts', detail: 'src/todos/routes.ts', text: '#file:src/todos/routes.ts' },
      {
        kind: 'criterion',
        label: '1.1',
        detail: 'WHEN a signed-in user posts a title, THE Todo_API SHALL store the todo and SHALL answer 201 with it.',
        text: 'criterion 1.1',
      },
    ],
  }),
);
const versions = [
  version(4, 'Refined: limit titles to 200', 0),
  version(3, 'Refined: 1 comment', 18),
  version(2, 'Edited by hand', 28),
  version(1, 'First draft', 35),
];
const cut = requirements.slice(
  0,
  requirements.indexOf('SHALL answer with the todos of') + 'SHALL answer with the todos of'.length,
);
const approved = [
  documentSnapshot('requirements.md', { state: 'approved', approval: byYou, diagnostics: [], versions }),
  documentSnapshot('design.md', { state: 'approved', approval: byTeam, diagnostics: [] }),
  documentSnapshot('tasks.md', { state: 'approved', approval: byYou, diagnostics: [] }),
];
const writing = { kind: 'writing', document: 'requirements.md', text: '' } as const;
const reviewing = [
  documentSnapshot('requirements.md', { diagnostics: problems, versions }),
  documentSnapshot('design.md', { state: 'locked', versions: [], diagnostics: [] }),
  documentSnapshot('tasks.md', { state: 'locked', versions: [], diagnostics: [] }),
];
const edited: readonly DocumentChange[] = [
  {
    kind: 'reworded',
    id: '1.4',
    before:
      'IF the title is empty or longer than 500 characters, THEN THE Todo_API SHALL NOT store anything and SHALL answer 422 naming the field `title`.',
    after:
      'IF the title is empty or longer than 200 characters, THEN THE Todo_API SHALL NOT store anything and SHALL answer 422 naming the field `title`.',
  },
  {
    kind: 'added',
    id: '2.3',
    after: 'WHILE the database cannot be reached, THE Todo_API SHALL answer 503 with a retry time.',
  },
  { kind: 'removed', id: '3.4', before: 'WHEN a session is 30 minutes old, THE Todo_API SHALL renew it.' },
];
const stale = [
  documentSnapshot('requirements.md', {
    state: 'changed',
    approval: byYou,
    diagnostics: [],
    versions: [
      version(5, 'Edited by hand', 6),
      version(4, 'Refined: limit titles to 200', 9 * 24 * 60, { approved: true }),
      version(3, 'First draft', 9 * 24 * 60 + 400),
    ],
    changes: edited,
  }),
  documentSnapshot('design.md', {
    state: 'behind',
    approval: byTeam,
    diagnostics: [],
    versions: [version(2, 'Refined: shorter', 9000)],
    behind: [{ source: 'requirements.md', changes: edited }],
  }),
  documentSnapshot('tasks.md', {
    state: 'behind',
    approval: byYou,
    diagnostics: [],
    behind: [{ source: 'requirements.md', changes: edited }],
  }),
];
const behind = [
  documentSnapshot('requirements.md', { state: 'approved', approval: byYou, diagnostics: [], versions }),
  documentSnapshot('design.md', {
    state: 'behind',
    approval: byTeam,
    diagnostics: [],
    changes: edited,
    behind: [{ source: 'requirements.md', changes: edited }],
  }),
  documentSnapshot('tasks.md', {
    state: 'behind',
    approval: byYou,
    diagnostics: [],
    changes: edited,
    behind: [{ source: 'requirements.md', changes: edited }],
  }),
];
const noCost = {
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  contextUsed: 0,
  contextWindow: 200_000,
  cached: 0,
};
const sample = { label: 'Sample answers', sample: true };

export const scenes: readonly Scene[] = [
  { name: 'start', messages: [{ type: 'start', start: startView() }] },
  {
    name: 'start-setup',
    messages: [{ type: 'start', start: noModel() }],
  },
  { name: 'start-restricted', messages: [{ type: 'start', start: startView({ trusted: false }) }] },
  {
    name: 'reading',
    messages: messages(
      snapshot({
        documents: unwritten,
        cost: noCost,
        facts: [],
        activity: { kind: 'reading', startedAt: today },
        steps: [...steps, { tool: 'read_file', label: 'Read src/server.ts', state: 'running' }],
      }),
      [],
    ),
  },
  {
    name: 'questions',
    messages: messages(snapshot({ documents: unwritten, activity: { kind: 'asking' }, questions }), []),
    state: { answers: { users: { chosen: [], text: '', other: false, skipped: true, touched: true } } },
  },
  {
    name: 'writing',
    messages: [
      ...messages(snapshot({ documents: unwritten, activity: writing, facts: [] }), []),
      streamed('requirements.md', cut),
    ],
  },
  {
    name: 'waiting',
    messages: [
      ...messages(
        snapshot({
          documents: unwritten,
          activity: writing,
          waiting: { attempt: 2, of: 5, untilMs: today + 12_000, reason: 'The model is overloaded.' },
        }),
        [],
      ),
      streamed('requirements.md', cut),
    ],
  },
  {
    name: 'mention',
    messages: messages(snapshot({ documents: reviewing }), ['requirements.md']),
    press: { button: 'Mention a requirement or a file', answer: offered },
  },
  { name: 'requirements', messages: messages(snapshot({ documents: reviewing }), ['requirements.md']) },
  {
    name: 'requirements-covered',
    messages: messages(
      snapshot({
        documents: [
          documentSnapshot('requirements.md', { diagnostics: problems, versions }),
          documentSnapshot('design.md'),
          documentSnapshot('tasks.md'),
        ],
        findings,
      }),
    ),
    state: {
      drafts: [
        {
          document: 'requirements.md',
          target: '1.4',
          text: 'Also when the title is only spaces. And say which status code.',
        },
      ],
    },
  },
  {
    name: 'refining',
    messages: [
      ...messages(
        snapshot({
          documents: reviewing,
          activity: {
            kind: 'refining',
            document: 'requirements.md',
            request: 'limit titles to 200 characters',
            text: '',
          },
        }),
        ['requirements.md'],
      ),
      { type: 'said', text: 'I change 1.1 and 1.4 only; the others do not speak of titles.' },
    ],
  },
  {
    name: 'stopped',
    messages: messages(
      snapshot({
        documents: reviewing,
        activity: {
          kind: 'stopped',
          by: 'failure',
          document: 'requirements.md',
          message:
            'The connection was cut while requirements were written. What arrived is kept as draft version 2. Resume goes on from there.',
          failure: {
            kind: 'sign_in',
            message: 'The AWS sign-in of profile dev has expired. Run: aws sso login --profile dev',
            retryable: false,
          },
        },
      }),
      ['requirements.md'],
    ),
  },
  {
    name: 'held',
    messages: messages(snapshot({ documents: reviewing, heldBy: 'Another window' }), ['requirements.md']),
  },
  {
    name: 'conflict',
    messages: messages(
      snapshot({
        documents: [
          documentSnapshot('requirements.md', {
            conflict: {
              versionId: 'v4',
              message: 'requirements.md has unsaved changes, so version 4 was not written over them.',
            },
            versions,
          }),
          ...unwritten.slice(1),
        ],
      }),
      ['requirements.md'],
    ),
  },
  {
    name: 'claimed',
    messages: messages(
      snapshot({
        documents: [
          documentSnapshot('requirements.md', {
            state: 'claimed',
            approval: {
              ...byTeam,
              by: 'Grace Example',
              vouched: 'none',
              why: 'The approval is not signed with a key of this machine.',
            },
          }),
          ...unwritten.slice(1),
        ],
      }),
      ['requirements.md'],
    ),
  },
  { name: 'stale', messages: messages(snapshot({ documents: stale })) },
  { name: 'behind', messages: messages(snapshot({ documents: behind })) },
  {
    name: 'design',
    messages: messages(
      snapshot({
        documents: [
          approved[0] ?? documentSnapshot('requirements.md'),
          documentSnapshot('design.md', { diagnostics: [] }),
          ...unwritten.slice(2),
        ],
        model: sample,
      }),
      ['requirements.md', 'design.md'],
    ),
  },
  {
    name: 'locked',
    messages: messages(snapshot({ documents: reviewing }), ['requirements.md']),
    state: { shown: 'design.md' },
  },
  {
    name: 'absent',
    messages: messages(
      snapshot({
        documents: [
          approved[0] ?? documentSnapshot('requirements.md'),
          documentSnapshot('design.md', { state: 'absent', versions: [], diagnostics: [] }),
          ...unwritten.slice(2),
        ],
      }),
      ['requirements.md'],
    ),
  },
  {
    name: 'tasks',
    messages: messages(snapshot({ documents: approved }), threeDocuments),
    state: { shown: 'tasks.md' },
  },
  {
    name: 'tasks-draft',
    messages: messages(snapshot({ documents: [...approved.slice(0, 2), documentSnapshot('tasks.md')] })),
  },
];

function noModel() {
  const { model: _, ...rest } = startView({ recent: [] });
  return { ...rest, roots: rest.roots.slice(0, 1) };
}
