/** Screens of a review: comments and their answers in every document, and what changed between two sides. */

import { compareParsed } from '../../../src/core/flows/documents';
import type { CommentView, DocumentSnapshot, TeamInfo } from '../../../src/core/flows/snapshot';
import { type TracedChange, traceChanges } from '../../../src/core/specs/impact';
import type { DocumentName } from '../../../src/core/specs/model';
import { parseSpec } from '../../../src/core/specs/spec';
import type { HostMessage } from '../../../src/webview/protocol';
import { byYou, documentSnapshot, files, messages, path, snapshot, spec, today, unwritten, version } from './fixtures';
import type { Scene } from './scenes';

const at = (minutes: number): string => new Date(today - minutes * 60_000).toISOString();

/** Requirements that one of two has approved. */
function inTeam(team: Omit<TeamInfo, 'needed' | 'by'>): readonly HostMessage[] {
  const approval = { ...byYou, hash: hashOf('requirements.md') };
  const first = documentSnapshot('requirements.md', {
    approval,
    diagnostics: [],
    team: { needed: 2, by: ['Ada Example'], ...team },
  });
  return messages(snapshot({ documents: [first, ...unwritten.slice(1)] }), ['requirements.md']);
}

function comment(document: DocumentName, place: Partial<CommentView>, text: string, more: Partial<CommentView> = {}) {
  const id = `${document.replace('.md', '')}-${text.length.toString(16).padStart(12, '0')}`;
  const own = spec.documents.find(({ name }) => name === document);
  const line = place.line ?? lineOf(own?.text ?? '', place.target ?? '');
  return {
    id,
    document,
    line,
    was: place.target ?? '',
    quote: '',
    by: 'Ada Example',
    at: at(40),
    ...place,
    text,
    ...more,
  };
}

/** The line that an item of the gallery's documents stands on. */
function lineOf(text: string, id: string): number {
  const requirement = id.split('.')[0];
  const lines = text.split('\n');
  const from = lines.findIndex((each) => each.startsWith(`### Requirement ${requirement}:`));
  const item = id.split('.')[1];
  if (from !== -1)
    return lines.findIndex((each, index) => index >= from && (item === undefined || each.startsWith(`${item}. `))) + 1;
  const task = lines.findIndex((each) => new RegExp(String.raw`^\s*- \[.\]\*? ${id}\.? `).test(each));
  return (task === -1 ? lines.findIndex((each) => each.startsWith(`### Property ${id}:`)) : task) + 1;
}

const hashOf = (name: DocumentName): string => spec.documents.find((each) => each.name === name)?.hash ?? '';

export const comments: readonly CommentView[] = [
  comment('requirements.md', { target: '1.4' }, 'Also when the title is only spaces? Say which status code.'),
  comment('requirements.md', { target: '2' }, 'Name the owner here, not only in the criteria.', { by: 'Bo Example' }),
  comment('requirements.md', { line: 7 }, 'Say who runs it.'),
  comment('requirements.md', { target: '2.1' }, 'What does "mine" mean?', {
    answer: {
      outcome: 'changed',
      reason: '2.1 now names the owner of the session.',
      by: 'Claude Sonnet',
      at: at(5),
      hash: hashOf('requirements.md'),
    },
  }),
  comment('requirements.md', { target: '3.1' }, 'Drop this, we have single sign-on.', {
    answer: {
      outcome: 'reason',
      reason: 'Question "How do users sign in?" was answered with email and password. Change the answer first.',
      by: 'Claude Sonnet',
      at: at(5),
      hash: hashOf('requirements.md'),
    },
  }),
  comment('design.md', { target: '1' }, 'Property-based, please: random owners and ids.'),
  comment('design.md', { line: 57 }, 'Where does the session live?'),
  comment('tasks.md', { target: '2.1' }, 'Split the migration out of this.'),
];

const withComments = (more: Partial<Parameters<typeof snapshot>[0]> = {}) => messages(snapshot({ comments, ...more }));

const before = parseSpec({
  path,
  files: {
    ...files,
    'requirements.md': files['requirements.md']
      .replace('longer than 200 characters', 'longer than 500 characters')
      .replace(/^2\. WHEN the owner.*$/mu, '2. WHEN the owner asks, THE Todo_API SHALL answer with everything.'),
  },
});
const [was, is] = [before, spec].map(({ documents }) => documents.find(({ name }) => name === 'requirements.md'));
const finished = [
  {
    identity: '',
    id: '1.1',
    title: 'Schema and migrations',
    at: at(900),
    path: '.tracewright/evidence/1.1-0123456789ab.json',
    requirements: ['1.4'],
  },
];
const real =
  was && is
    ? traceChanges(compareParsed(was, is), {
        document: 'requirements.md',
        before,
        after: spec,
        now: spec,
        finished: [],
      })
    : [];
const traced: readonly TracedChange[] = [
  ...real.filter(({ id }) => id !== '1.4'),
  {
    kind: 'reworded',
    id: '1.4',
    of: 'criterion',
    under: 'Create a todo',
    before: 'IF the title is longer than 500 characters, THEN THE Todo_API SHALL answer 422.',
    after: 'IF the title is longer than 200 characters, THEN THE Todo_API SHALL answer 422.',
    touches: {
      criteria: [],
      properties: [{ id: '2', title: 'Titles are kept as they were given' }],
      sections: ['Todo routes', 'Error Handling'],
      tasks: spec.documents.flatMap((each) =>
        each.name === 'tasks.md'
          ? each.tasks
              .slice(0, 1)
              .flatMap(({ children }) =>
                children
                  .slice(0, 2)
                  .map(({ id, identity, title }) => ({ id, identity, title, state: 'done' as const })),
              )
          : [],
      ),
      finished,
    },
  },
  {
    kind: 'renumbered',
    id: '2.4',
    previousId: '2.3',
    of: 'criterion',
    under: 'See only my own todos',
    before: 'THE Todo_API SHALL answer 404.',
    after: 'THE Todo_API SHALL answer 404.',
    touches: { criteria: [], properties: [], sections: [], tasks: [], finished: [] },
  },
  {
    kind: 'removed',
    id: '3.4',
    of: 'criterion',
    under: 'Sign in',
    before: 'WHEN a session is 30 minutes old, THE Todo_API SHALL renew it.',
    touches: { criteria: [], properties: [], sections: [], tasks: [], finished: [] },
  },
];

const changed: DocumentSnapshot = documentSnapshot('requirements.md', {
  state: 'changed',
  approval: byYou,
  diagnostics: [],
  versions: [version(5, 'Edited by hand', 6), version(4, 'First draft', 9000, { approved: true })],
  changes: traced,
});

/** What the extension answers when the approved text is compared with the text as it stands. */
export const sinceApproval: HostMessage = {
  type: 'diff',
  document: 'requirements.md',
  from: 'approved',
  to: 'draft',
  diff: {
    document: 'requirements.md',
    from: { kind: 'approved', label: 'as approved', hash: byYou.hash },
    to: { kind: 'draft', label: 'as it stands', hash: hashOf('requirements.md') },
    changes: traced,
  },
};

const stale = snapshot({ documents: [changed, documentSnapshot('design.md'), documentSnapshot('tasks.md')] });

export const reviewScenes: readonly Scene[] = [
  {
    name: 'comments',
    messages: withComments(),
    state: {
      drafts: [
        { document: 'requirements.md', target: '1.2', text: 'In which zone are the times?' },
        { document: 'requirements.md', target: '9.9', text: 'This one lost its place.' },
      ],
    },
  },
  { name: 'comments-design', messages: withComments(), state: { shown: 'design.md' } },
  { name: 'comments-tasks', messages: withComments(), state: { shown: 'tasks.md' } },
  {
    name: 'team',
    messages: inTeam({
      lacking: '1 of 2 approvals, by Ada Example. One more is needed, of an owner (@shop/api, bo@example.com).',
      approvals: [{ by: 'Ada Example', at: at(90), committed: true }],
      passedOver: [{ by: 'Eve', why: 'Eve is no owner: CODEOWNERS does not name eve@example.com for this folder.' }],
      owners: ['@shop/api', 'bo@example.com'],
    }),
  },
  {
    name: 'team-in-vain',
    messages: inTeam({
      lacking: '1 of 2 approvals, by Ada Example. One more is needed.',
      approvals: [{ by: 'Ada Example', at: at(0), committed: false }],
      passedOver: [],
      owners: [],
      inVain: 'Ada Example approved on this machine, where somebody approved already: that is one person.',
    }),
  },
  { name: 'stale-traced', messages: [...messages(stale), sinceApproval] },
  {
    name: 'comparison',
    messages: [
      ...messages(stale),
      sinceApproval,
      {
        type: 'commits',
        document: 'requirements.md',
        commits: [
          {
            commit: 'a1'.repeat(20),
            author: 'Ada Example',
            at: at(4000),
            email: 'ada@example.com',
            subject: 'Titles are at most 200 characters',
          },
        ],
      },
    ],
    state: { compared: { document: 'requirements.md', from: 'approved', to: 'draft' } },
  },
];
