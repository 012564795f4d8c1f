/** Runs of the todo API spec, as the run engine would show them. */
import type { PermissionRequest } from '../../../src/core/permissions/types';
import type {
  CurrentRun,
  DiffLine,
  FileReview,
  HunkReview,
  RunSnapshot,
  RunStep,
  TaskRun,
  VerificationView,
} from '../../../src/core/runs/snapshot';
import type { Task } from '../../../src/core/specs/model';
import type { HostMessage, RunView } from '../../../src/webview/protocol';
import { path, spec, today } from './fixtures';

const began = today - 252_000;
const at = (seconds: number): number => began + seconds * 1000;

const tasks = spec.documents.find((document) => document.name === 'tasks.md');
const all: readonly Task[] = tasks?.name === 'tasks.md' ? tasks.tasks.flatMap((task) => [task, ...task.children]) : [];

/** Identity of the task with this number. */
export function identityOf(id: string): string {
  const task = all.find((each) => each.id === id);
  if (!task) throw new Error(`There is no task ${id}.`);
  return task.identity;
}

export function taskRun(id: string, state: TaskRun['state'], more: Partial<TaskRun> = {}): TaskRun {
  const task = all.find((each) => each.id === id);
  return {
    identity: identityOf(id),
    id,
    title: task?.title ?? '',
    state,
    expected: 'green',
    turns: 0,
    corrections: 0,
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    ...more,
  };
}

function lines(text: string): readonly DiffLine[] {
  const kinds = { '+': 'added', '-': 'removed', ' ': 'same' } as const;
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ kind: kinds[line[0] as '+' | '-' | ' '], text: line.slice(1) }));
}

export function hunk(id: string, start: number, state: HunkReview['state'], text: string): HunkReview {
  return { id, oldStart: start, newStart: start, lines: lines(text), state };
}

const validate = `   router.post('/todos', requireSession, async (req, res) => {
-    const { title } = req.body;
+    const title = String(req.body.title ?? '').trim();
+    if (title.length < 1 || title.length > 200) {
+      throw new ValidationError('title', '1 to 200 characters');
+    }
     const todo = await todos.create(req.user.id, title);
`;

export const changes: readonly FileReview[] = [
  {
    path: 'src/todos/routes.ts',
    root: '/workspace/server',
    kind: 'changed',
    added: 11,
    removed: 2,
    state: 'mixed',
    hunks: [
      hunk('h1', 14, 'open', validate),
      hunk('h2', 31, 'accepted', '-    res.json(todo);\n+    res.status(201).json(todo);\n'),
    ],
  },
  {
    path: 'test/todos/routes.test.ts',
    root: '/workspace/server',
    kind: 'added',
    added: 38,
    removed: 0,
    state: 'accepted',
    hunks: [hunk('h3', 1, 'accepted', "+import { test } from 'vitest';\n")],
  },
  {
    path: 'package-lock.json',
    root: '/workspace/server',
    kind: 'changed',
    added: 410,
    removed: 12,
    state: 'open',
    hunks: [],
    whole: 'Too large to show line by line. It is decided as a whole.',
  },
];

export const failed: VerificationView = {
  attempt: 1,
  state: 'failed',
  sentence: '2 tests of criterion 1.4 are red. The failing part went back to the agent.',
  warnings: ['test/todos/routes.test.ts: a test that was there before is skipped now.'],
  checks: [
    { line: 'npm run lint', cwd: '/workspace/server', state: 'passed', code: 0, ms: 2100, output: '', failing: [] },
    {
      line: 'npm test',
      cwd: '/workspace/server',
      state: 'failed',
      code: 1,
      ms: 6200,
      output:
        'FAIL test/todos/routes.test.ts\n  x 1.4 rejects a title of spaces (12 ms)\n    expected 422, received 500',
      failing: ['1.4 rejects a title of spaces', '1.4 names the field'],
    },
  ],
};

export const steps: readonly RunStep[] = [
  { id: 'e1', at: at(2), kind: 'checkpoint', checkpoint: 'c1', label: 'Before turn 1' },
  {
    id: 'e2',
    at: at(4),
    kind: 'looked',
    labels: ['Read src/todos/repository.ts', 'Read src/http/errors.ts', 'Searched for "ValidationError"'],
    running: false,
    ms: 3100,
  },
  {
    id: 'e3',
    at: at(20),
    kind: 'said',
    text: 'The repository already checks the owner. I add the route, a validator for the title, and a test for each criterion: **1.1** and **1.4**.',
  },
  {
    id: 'e4',
    at: at(40),
    kind: 'edited',
    label: 'Added test/todos/routes.test.ts',
    path: 'test/todos/routes.test.ts',
    added: 38,
    removed: 0,
    running: false,
  },
  {
    id: 'e5',
    at: at(60),
    kind: 'edited',
    label: 'Edited src/todos/routes.ts',
    path: 'src/todos/routes.ts',
    added: 11,
    removed: 2,
    running: false,
  },
  {
    id: 'e6',
    at: at(70),
    kind: 'decision',
    effect: 'deny',
    by: 'rule',
    what: 'git push --force origin main',
    rule: { text: 'catalogue: history rewriting', scope: 'builtin' },
  },
  {
    id: 'e7',
    at: at(80),
    kind: 'command',
    line: 'npm test -- todos',
    state: 'ended',
    ending: 'exit 1',
    code: 1,
    ms: 6000,
    output:
      'FAIL test/todos/routes.test.ts\n  x 1.4 rejects a title of spaces (12 ms)\n    expected 422, received 500\n  x 1.4 names the field (4 ms)',
    where: 'sandboxed',
  },
  { id: 'e8', at: at(100), kind: 'verification', verification: failed },
  { id: 'e9', at: at(110), kind: 'told', text: 'Trim the title before you measure it.' },
  {
    id: 'e9b',
    at: at(112),
    kind: 'reviewed',
    what: 'Rejected a change in src/todos/routes.ts',
    said: 'Answer with the field that is wrong.',
  },
  {
    id: 'e10',
    at: at(115),
    kind: 'notice',
    level: 'info',
    text: 'The model was asked again, attempt 2 of 5: the model is overloaded.',
  },
  {
    id: 'e11',
    at: at(118),
    kind: 'delegated',
    role: 'research',
    goal: 'How do other routes answer 422?',
    running: false,
    report: 'All through `ValidationError` in src/http/errors.ts.',
  },
  { id: 'e12', at: at(119), kind: 'compacted', kept: 'The task, its criteria and what was decided.' },
  {
    id: 'e13',
    at: at(121),
    kind: 'edited',
    label: 'Edited src/app.ts',
    path: 'src/app.ts',
    added: 0,
    removed: 0,
    running: false,
    failed: 'The file changed since it was read. Read it again.',
  },
  {
    id: 'e14',
    at: at(130),
    kind: 'command',
    line: 'npm run dev',
    state: 'background',
    ms: 400,
    output: 'listening on 3000',
    where: 'free',
  },
];

/** What a look at the finished change against the steering found. */
export const steering: RunStep = {
  id: 'e15',
  at: at(140),
  kind: 'steering',
  check: {
    sentence: 'The change seems to break steering rules in 2 places.',
    findings: [
      {
        rule: {
          file: '.kiro/steering/errors.md',
          path: '/workspace/server/.kiro/steering/errors.md',
          line: 12,
          text: '- Errors name the field and what it may be.',
        },
        change: {
          path: 'src/todos/routes.ts',
          line: 16,
          text: "throw new ValidationError('title', '1 to 200 characters');",
        },
        why: 'The message holds the limits, but for an empty title it does not say that one is needed.',
      },
      {
        rule: { file: 'AGENTS.md', path: '/workspace/server/AGENTS.md', line: 3, text: 'Lock files change alone.' },
        change: { path: 'package-lock.json', text: '' },
        why: 'The lock file changed together with code.',
      },
    ],
    notes: ['A finding was left out: “src/todos/list.ts” was not changed.'],
    against: ['AGENTS.md', '.kiro/steering/errors.md'],
    model: 'anthropic/claude-haiku-4-5',
  },
};

export function permission(more: Partial<PermissionRequest> = {}): PermissionRequest {
  return {
    id: 'p1',
    action: {
      kind: 'command',
      line: 'npm install zod@4.1.12',
      cwd: '/workspace/server',
      shell: 'posix',
      sandboxed: true,
    },
    subject: { agent: 'main', mode: 'supervised', headless: false },
    judgement: {
      effect: 'ask',
      reason: 'Installing packages changes what runs later, so it asks.',
      rule: {
        text: 'ask shell npm install*',
        scope: 'user',
        file: '/home/ada/.kiro/settings/permissions.yaml',
        line: 12,
      },
      suggestions: [
        {
          pattern: 'npm install zod@4.1.12',
          capability: 'shell',
          meaning: 'Runs exactly npm install zod@4.1.12, here, from now on.',
        },
        {
          pattern: 'npm install *',
          capability: 'shell',
          meaning: 'Runs npm install with any package, here, from now on.',
        },
      ],
    },
    why: 'A schema validator is named in design.md, section Validation.',
    ...more,
  };
}

export function current(more: Partial<CurrentRun> = {}): CurrentRun {
  return {
    task: taskRun('2.3', 'running', { startedAt: began, session: 's1', turns: 9, corrections: 1, dollars: 0.31 }),
    steps,
    text: '',
    changes,
    questions: [],
    checkpoints: [
      { id: 'c9', label: 'Before turn 9', at: new Date(at(200)).toISOString(), changed: 2 },
      { id: 'c1', label: 'Before turn 1', at: new Date(at(2)).toISOString(), changed: 3 },
    ],
    verification: failed,
    correctionLimit: 3,
    criteria: [
      {
        id: '1.1',
        text: 'WHEN a caller sends `POST /todos`, THE Todo_API SHALL store the todo and answer 201.',
        tests: ['test/todos/routes.test.ts:4'],
      },
      { id: '1.4', text: 'IF the title is empty, THEN THE Todo_API SHALL answer 422.', tests: [] },
    ],
    design: ['Validation', 'Errors'],
    budget: [
      { name: 'money', of: 'task', used: 0.31, limit: 0.6 },
      { name: 'turns', of: 'task', used: 9, limit: 25 },
      { name: 'minutes', of: 'task', used: 4.2, limit: 20 },
      { name: 'money', of: 'day', used: 3.31, limit: 4 },
    ],
    contextUsed: 88_000,
    contextWindow: 200_000,
    cached: 0.93,
    ...more,
  };
}

export function runs(more: Partial<RunSnapshot> = {}): RunSnapshot {
  return {
    spec: path,
    mode: 'supervised',
    active: true,
    tasks: [
      taskRun('1.1', 'done', { turns: 4, dollars: 0.08, evidence: '.tracewright/evidence/a.json' }),
      taskRun('2.2', 'not_verifiable', {
        message: 'Done, but no command can prove it. Not ticked until you have looked.',
      }),
      taskRun('2.3', 'running', { startedAt: began }),
      taskRun('2.4', 'queued', { position: 1 }),
      taskRun('3.2', 'failed', {
        message: 'Stopped: the same test failed twice.',
        turns: 7,
        dollars: 0.22,
        corrections: 2,
      }),
    ],
    current: current(),
    sandbox: {
      kind: 'bubblewrap',
      sentence: 'Writes only inside the workspace; no network but registry.npmjs.org.',
      doors: [{ kind: 'host', host: 'registry.npmjs.org' }],
    },
    today: { dollars: 3.31, limit: 4 },
    next: { identity: identityOf('2.4'), id: '2.4' },
    ...more,
  };
}

/** A snapshot as the extension sends it. */
export function runMessages(snapshot: RunSnapshot, difference?: RunView['difference']): readonly HostMessage[] {
  const { current: now, ...rest } = snapshot;
  if (!now) return [{ type: 'runs', runs: rest }, estimate];
  const { steps: ownSteps, changes: files, ...shown } = now;
  const view: RunView = { ...rest, current: shown, ...(difference ? { difference } : {}) };
  return [
    { type: 'runSteps', from: 0, steps: ownSteps },
    { type: 'runChanges', changes: files },
    { type: 'runs', runs: view },
    estimate,
  ];
}

const estimate: HostMessage = {
  type: 'runEstimate',
  estimate: { tasks: 7, dollars: 1.2, minutes: 30, basis: 'the last 3 tasks of this spec' },
};

/** The current task in another state, with what belongs to it. */
export function runIn(
  state: TaskRun['state'],
  more: Partial<CurrentRun> = {},
  snapshot: Partial<RunSnapshot> = {},
): RunSnapshot {
  const base = runs(snapshot);
  const task = { ...current().task, state, ...(more.task ?? {}) };
  return {
    ...base,
    tasks: base.tasks.map((each) => (each.identity === task.identity ? { ...each, ...task } : each)),
    current: current({ ...more, task }),
  };
}

export const deletion = lines(
  " import { pool } from './pool';\n-export const secret = 'x';\n+export const secret = process.env.SECRET;\n",
);
