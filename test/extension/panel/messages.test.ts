import { describe, expect, test } from 'vitest';
import { readMessage } from '../../../src/extension/panel/messages';
import type { PanelMessage, RunAsk } from '../../../src/webview/protocol';

/** One of each, so that the schema can't fall behind the type. */
const samples: { readonly [Type in PanelMessage['type']]: Extract<PanelMessage, { type: Type }> } = {
  ready: { type: 'ready' },
  create: { type: 'create', root: '/w', sentence: 'A todo API', flow: 'requirements-first' },
  openSpec: { type: 'openSpec', path: '/w/.kiro/specs/a' },
  command: { type: 'command', command: 'setUpModel' },
  complete: { type: 'complete', ask: 1, query: 'file:src' },
  answer: { type: 'answer', answers: [{ id: 'a', answer: ['x'], source: 'user' }] },
  generate: { type: 'generate', document: 'design.md' },
  refine: { type: 'refine', document: 'design.md', request: 'shorter' },
  approve: { type: 'approve', document: 'design.md', hash: 'a'.repeat(64), update: [] },
  updateDownstream: { type: 'updateDownstream', document: 'requirements.md', only: ['1.1'] },
  analyze: { type: 'analyze', document: 'requirements.md' },
  decideFinding: { type: 'decideFinding', id: 'f', decision: 'dismissed', reason: 'Meant so.' },
  comment: { type: 'comment', document: 'design.md', hash: 'a'.repeat(64), at: { line: 3 }, text: 'Why?' },
  withdrawComment: { type: 'withdrawComment', id: 'design-0123456789ab' },
  sendComments: { type: 'sendComments', document: 'design.md' },
  diff: { type: 'diff', document: 'design.md', from: 'approved', to: 'draft' },
  commits: { type: 'commits', document: 'design.md' },
  stop: { type: 'stop' },
  resume: { type: 'resume' },
  run: { type: 'run', ask: { do: 'stop' } },
  compare: { type: 'compare', document: 'design.md', from: 'v1' },
  restore: { type: 'restore', document: 'design.md', versionId: 'v1' },
  resolveConflict: { type: 'resolveConflict', document: 'design.md', keep: 'file' },
  setTask: { type: 'setTask', identity: '1.1-0123456789ab', state: 'done' },
  openDocument: { type: 'openDocument', document: 'tasks.md', line: 3 },
  openFile: { type: 'openFile', file: 'src/a.ts' },
  openLink: { type: 'openLink', href: 'https://example.com' },
  openPreview: { type: 'openPreview', document: 'design.md' },
  fix: { type: 'fix', document: 'tasks.md', code: 'tasks/x', line: 1, column: 1 },
  explain: { type: 'explain', code: 'tasks/x' },
  copy: { type: 'copy', text: '' },
};

test.each(Object.values(samples))('$type is read', (message) => expect(readMessage(message)).toEqual(message));

/** One of each question to the runs. */
const asks: { readonly [Do in RunAsk['do']]: Extract<RunAsk, { do: Do }> } = {
  start: { do: 'start', request: { what: 'from', identity: '1.2-0123456789ab' } },
  stop: { do: 'stop' },
  resume: { do: 'resume' },
  clear: { do: 'clear' },
  raise: { do: 'raise' },
  tell: { do: 'tell', text: 'Use the repository.' },
  mode: { do: 'mode', mode: 'autopilot' },
  decide: {
    do: 'decide',
    permission: 'p',
    answer: { kind: 'allow', remember: 'always', pattern: 'npm test', scope: 'user' },
  },
  answer: { do: 'answer', question: 'q', answer: 'Yes' },
  review: { do: 'review', decision: { accept: false, path: 'src/a.ts', hunk: 'h', tell: 'No.' } },
  confirm: { do: 'confirm', lines: [{ line: 'npm test', cwd: '/w' }] },
  retry: { do: 'retry', identity: 'x' },
  skip: { do: 'skip', identity: 'x' },
  reviewed: { do: 'reviewed', identity: 'x' },
  evidence: { do: 'evidence', identity: 'x' },
  diff: { do: 'diff', identity: 'x', path: 'src/a.ts', line: 3 },
  preview: { do: 'preview', checkpoint: 'c' },
  restore: { do: 'restore', checkpoint: 'c', conversation: true },
  fork: { do: 'fork', checkpoint: 'c', files: false },
  learn: { do: 'learn', path: 'src/a.ts', change: 'src/a.ts:\n+x', comment: 'No.' },
  rule: { do: 'rule', file: '/home/ada/.kiro/settings/permissions.yaml', line: 4 },
};

test.each(Object.values(asks))('$do is read', (ask) =>
  expect(readMessage({ type: 'run', ask })).toEqual({ type: 'run', ask }),
);

describe('anything else is not', () => {
  test.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['text', 'stop'],
    ['an unknown type', { type: 'eval', code: '1' }],
    ['an unknown document', { type: 'generate', document: '../../.bashrc' }],
    ['an empty request', { type: 'refine', document: 'design.md', request: '   ' }],
    ['a hash that is none', { type: 'approve', document: 'design.md', hash: 'approved', update: [] }],
    ['a command of the editor', { type: 'command', command: 'workbench.action.terminal.new' }],
    ['a state that only the runner sets', { type: 'setTask', identity: 'x', state: 'running' }],
    ['a line that is none', { type: 'openDocument', document: 'tasks.md', line: 0 }],
    ['a huge request', { type: 'refine', document: 'design.md', request: 'x'.repeat(50_001) }],
    ['a mode that there is none', { type: 'run', ask: { do: 'mode', mode: 'free' } }],
    [
      'a decision that remembers for longer',
      { type: 'run', ask: { do: 'decide', permission: 'p', answer: { kind: 'allow', remember: 'ever' } } },
    ],
    ['a task that is none', { type: 'run', ask: { do: 'start', request: { what: 'task' } } }],
    ['a fork that leaves open what becomes of the files', { type: 'run', ask: { do: 'fork', checkpoint: 'c' } }],
    ['an answer without its source', { type: 'answer', answers: [{ id: 'a', answer: [] }] }],
  ])('%s', (_, data) => expect(readMessage(data)).toBeUndefined());
});
