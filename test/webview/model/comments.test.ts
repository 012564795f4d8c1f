import { expect, test } from 'vitest';
import type { CommentView } from '../../../src/core/flows/snapshot';
import { arrived, waitingDrafts } from '../../../src/webview/model/comments';
import type { CommentDraft } from '../../../src/webview/saved';

const at: CommentDraft = { document: 'design.md', target: 'line 80', line: 80, text: 'Why? ', sent: true };
const item: CommentDraft = { document: 'design.md', target: '1.2', text: 'Why?', sent: true };
const comment: CommentView = {
  id: 'design-0123456789ab',
  document: 'design.md',
  line: 80,
  was: '',
  quote: '**Responsibilities:**',
  text: 'Why?',
  by: 'Ana',
  at: '2026-11-29T00:00:00.000Z',
};
const answer = { outcome: 'reason', reason: 'So.', by: 'model', at: comment.at, hash: '' } as const;

test.each<[string, CommentDraft, Partial<CommentView>, boolean]>([
  ['on its line', at, {}, true],
  ['on a line that moved meanwhile', at, { line: 82 }, true],
  ['on the item that the line belongs to', at, { line: 79, target: '1.2', was: '1.2' }, true],
  ['with other words', at, { text: 'Why not?' }, false],
  ['in another document', at, { document: 'tasks.md' }, false],
  ['that was answered', at, { answer }, false],
  ['on its item', item, { target: '1.2', was: '1.2' }, true],
  ['on its item, which has another number now', item, { target: '1.3', was: '1.2' }, true],
  ['on another item', item, { target: '1.4', was: '1.4' }, false],
])('a comment %s', (_what, draft, view, expected) => expect(arrived(draft, [{ ...comment, ...view }])).toBe(expected));

const typed: CommentDraft = { document: 'tasks.md', target: '3', text: 'Both?' };
const { sent: _sent, ...again } = at;

test.each<[string, readonly CommentDraft[], readonly CommentView[], boolean, readonly CommentDraft[]]>([
  ['one on its way waits', [at, typed], [], false, [at, typed]],
  ['one that has arrived is gone', [at, typed], [comment], false, [typed]],
  ['one that was on its way before a reload can be sent again', [at, typed], [], true, [again, typed]],
  ['one that arrived during a reload is gone', [at, typed], [comment], true, [typed]],
  ['one that was not sent stays, whatever the comments say', [again], [comment], true, [again]],
])('%s', (_what, drafts, comments, reloaded, expected) => {
  const waiting = waitingDrafts(drafts, comments, reloaded);
  expect(waiting).toEqual(expected);
  if (JSON.stringify(expected) === JSON.stringify(drafts)) expect(waiting).toBe(drafts);
});
