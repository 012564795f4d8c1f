/** Snapshots and messages of a todo API spec, made by the same code that makes them in the extension. */

import type { Diagnostic } from '../../../src/core/diagnostic';
import type {
  ApprovalInfo,
  DocumentSnapshot,
  Finding,
  Question,
  SpecSnapshot,
  VersionInfo,
} from '../../../src/core/flows/snapshot';
import { parseDocument } from '../../../src/core/specs/document';
import type { DocumentName, Spec } from '../../../src/core/specs/model';
import { diagnosticsOf, parseSpec } from '../../../src/core/specs/spec';
import { viewOf } from '../../../src/extension/panel/documentView';
import type { HostMessage, StartView } from '../../../src/webview/protocol';
import { design, requirements, tasks } from './documents';

/** Pictures must not change from day to day. */
export const today = new Date(2026, 10, 21, 10, 30).getTime();
const minutesAgo = (minutes: number): string => new Date(today - minutes * 60_000).toISOString();

export const path = '/workspace/server/.kiro/specs/todo-api';
export const files = { 'requirements.md': requirements, 'design.md': design, 'tasks.md': tasks } as const;
export const spec: Spec = parseSpec({ path, files });

export const labels: Readonly<Record<DocumentName, string>> = {
  'requirements.md': 'Requirements',
  'bugfix.md': 'Bug report',
  'design.md': 'Design',
  'tasks.md': 'Tasks',
};

export function version(number: number, cause: string, minutes: number, more: Partial<VersionInfo> = {}): VersionInfo {
  const fixed = { hash: String(number).repeat(64).slice(0, 64), approved: false, sample: false, partial: false };
  return { id: `v${number}`, number, cause, at: minutesAgo(minutes), ...fixed, ...more };
}

export function documentSnapshot(name: DocumentName, more: Partial<DocumentSnapshot> = {}): DocumentSnapshot {
  const hash = spec.documents.find((document) => document.name === name)?.hash;
  return {
    name,
    label: labels[name],
    state: 'draft',
    changes: [],
    behind: [],
    diagnostics: diagnosticsOf(spec, name),
    versions: [version(1, 'First draft', 35)],
    ...(hash ? { hash } : {}),
    ...more,
  };
}

export const byYou: ApprovalInfo = {
  by: 'Ada Example',
  at: minutesAgo(9 * 24 * 60),
  hash: '4'.repeat(64),
  vouched: 'key',
};
export const byTeam: ApprovalInfo = {
  by: 'a teammate',
  at: minutesAgo(9 * 24 * 60),
  hash: '2'.repeat(64),
  vouched: 'commit',
};

export const threeDocuments = ['requirements.md', 'design.md', 'tasks.md'] as const;

/** Nothing is written yet: the first may be, the others wait. */
export const unwritten: readonly DocumentSnapshot[] = [
  documentSnapshot('requirements.md', { state: 'absent', versions: [], diagnostics: [] }),
  documentSnapshot('design.md', { state: 'locked', versions: [], diagnostics: [] }),
  documentSnapshot('tasks.md', { state: 'locked', versions: [], diagnostics: [] }),
];

export function snapshot(more: Partial<SpecSnapshot> = {}): SpecSnapshot {
  return {
    path,
    root: '/workspace/server',
    name: 'todo-api',
    title: 'Todo API',
    flow: 'requirements-first',
    kind: 'feature',
    sentence: 'Build a REST API for a todo list with CRUD operations, user authentication, and PostgreSQL storage',
    model: { label: 'Claude Sonnet', sample: false },
    activity: { kind: 'idle' },
    steps,
    questions: [],
    answers: [],
    facts: [
      { file: 'src/server.ts', line: 14, today: 'Starts Express on PORT with JSON bodies.', callers: ['package.json'] },
      {
        file: 'src/db/pool.ts',
        today: 'One PostgreSQL pool for the process.',
        callers: ['src/health.ts', 'src/app.ts'],
      },
    ],
    reply: 'I assumed **soft limits** of 50 todos a page. Look at 2.2 first: it hides that a todo exists.',
    documents: threeDocuments.map((name) => documentSnapshot(name)),
    findings: [],
    comments: [],
    cost: {
      usage: { input: 9000, output: 4000, cacheRead: 52_000, cacheWrite: 8000 },
      dollars: 0.18,
      contextUsed: 62_000,
      contextWindow: 200_000,
      cached: 0.88,
    },
    ...more,
  };
}

export const steps: SpecSnapshot['steps'] = [
  { tool: 'list_files', label: 'Listed server/, 46 files', state: 'done' },
  { tool: 'search_text', label: 'Searched "passport|jwt|session", no match', state: 'done' },
  { tool: 'read_file', label: 'Read package.json', state: 'done' },
  { tool: 'read_file', label: 'Read src/app.ts lines 1-88', state: 'done' },
  { tool: 'read_file', label: 'Read .env: left out, excluded by .kiroignore', state: 'failed' },
];

export const questions: readonly Question[] = [
  {
    id: 'signIn',
    question: 'How do users sign in?',
    why: 'Decides the data model for accounts and every protected route.',
    kind: 'single',
    choices: [
      { label: 'Email and password', detail: 'Hashed with argon2; a session token per device.' },
      { label: 'OAuth with Google or GitHub', detail: 'No passwords stored.' },
      { label: 'Both', detail: '' },
    ],
    default: ['Email and password'],
    ifSkipped: 'The agent assumes email and password and writes that down as an assumption.',
  },
  {
    id: 'fields',
    question: 'Which of these should a todo have?',
    why: 'Each one adds criteria, a column and a filter.',
    kind: 'multiple',
    choices: ['Due date', 'Priority', 'Tags', 'Shared with other users'].map((label) => ({ label, detail: '' })),
    default: ['Due date', 'Tags'],
    ifSkipped: 'The agent assumes a title and a state only.',
  },
  {
    id: 'deletion',
    question: 'What happens to todos when an account is deleted?',
    why: 'There is a legal side to this, and it cannot be changed cheaply later.',
    kind: 'text',
    choices: [],
    default: [],
    ifSkipped: 'The agent assumes they are deleted with the account.',
  },
  {
    id: 'users',
    question: 'How many users do you expect?',
    why: 'Decides indexes and page sizes.',
    kind: 'single',
    choices: ['Up to 10,000', 'More'].map((label) => ({ label, detail: '' })),
    default: [],
    ifSkipped: 'The agent assumes up to 10,000 accounts and writes that down as an assumption.',
  },
];

export const findings: readonly Finding[] = [
  {
    id: 'f1',
    kind: 'untestable',
    severity: 'blocks',
    criterion: '1.3',
    evidence: [{ where: '1.3', quote: 'answer quickly' }],
    consequence: 'Two people would test this with two different limits.',
    action: 'replace',
    wording: 'WHEN a todo is stored, THE Todo_API SHALL answer within 300 ms.',
    question: '',
    state: 'open',
  },
];

/** Lines of a text, for a problem at it. */
export function problem(name: keyof typeof files, needle: string, diagnostic: Omit<Diagnostic, 'place'>): Diagnostic {
  const start = files[name].indexOf(needle);
  const before = files[name].slice(0, start).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, start, end: start + needle.length };
  return { ...diagnostic, place };
}

export const problems: readonly Diagnostic[] = [
  problem('requirements.md', 'quickly', {
    code: 'requirements/untestable',
    severity: 'warning',
    message: '"quickly" cannot be tested. Give a number and a condition.',
    fix: { title: 'Replace with "within 300 ms"', edits: [] },
  }),
  problem('requirements.md', '401', {
    code: 'requirements/unresolved-reference',
    severity: 'error',
    message: '3.2 refers to criterion 1.9, which does not exist. Name one that does.',
  }),
];

/** Everything a panel gets when it is loaded. */
export function messages(now: SpecSnapshot, shown: readonly DocumentName[] = threeDocuments): readonly HostMessage[] {
  const documents = spec.documents.filter(({ name }) => shown.includes(name));
  return [
    ...documents.map((document) => ({ type: 'document', name: document.name, view: viewOf(document) }) as const),
    { type: 'spec', snapshot: now, where: '.kiro/specs/todo-api', trusted: true },
  ];
}

/** A document as far as it has come. */
export function streamed(name: DocumentName, text: string): HostMessage {
  return { type: 'stream', name, from: 0, blocks: viewOf(parseDocument(name, text)).blocks };
}

export function startView(more: Partial<StartView> = {}): StartView {
  const ago = (hours: number): number => today - hours * 3_600_000;
  return {
    roots: [
      { path: '/workspace/server', name: 'server' },
      { path: '/workspace/web', name: 'web' },
    ],
    flows: [
      {
        id: 'requirements-first',
        label: 'Feature',
        detail: 'Requirements, then design, then tasks.',
        icon: 'list-ordered',
      },
      { id: 'bugfix', label: 'Bugfix', detail: 'What is wrong, what is right, what must not change.', icon: 'bug' },
    ],
    recent: [
      {
        path: `${path}`,
        name: 'todo-api',
        root: 'server',
        kind: 'feature',
        state: 'working',
        words: 'Requirements: writing',
        at: ago(0),
      },
      {
        path: '/a',
        name: 'invoice-export',
        root: 'server',
        kind: 'feature',
        state: 'attention',
        words: 'Requirements changed since approval',
        at: ago(24),
      },
      {
        path: '/b',
        name: 'login-redirect-loop',
        root: 'web',
        kind: 'bugfix',
        state: 'draft',
        words: 'Bug report: draft',
        at: ago(18 * 24),
      },
      {
        path: '/c',
        name: 'rate-limits',
        root: 'server',
        kind: 'feature',
        state: 'approved',
        words: 'All 6 tasks done',
        at: ago(24 * 24),
      },
    ],
    model: { label: 'Sample answers', sample: true },
    exampleSentence:
      'Build a REST API for a todo list with CRUD operations, user authentication, and PostgreSQL storage',
    trusted: true,
    ...more,
  };
}
