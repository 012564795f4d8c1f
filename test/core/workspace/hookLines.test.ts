/** Which lines a change added or altered, and which text of a file counts, by what happened to it. */
import { expect, test } from 'vitest';
import type { HookEvent, TriggerName } from '../../../src/core/hooks/model';
import { createHookLines } from '../../../src/core/workspace/hookLines';
import { createMemoryHost } from '../../support/memoryHost';

const root = '/w';
const path = 'src/a.ts';
const full = `${root}/${path}`;
const event = (trigger: TriggerName, more: Partial<HookEvent> = {}): HookEvent => ({
  id: '1',
  at: '',
  trigger,
  root,
  cause: { by: 'user', chain: [] },
  files: [{ path }],
  ...more,
});

const revisions = {
  HEAD: { [full]: 'one\ntwo\nthree\n' },
  'HEAD^': { [full]: 'one\nthree\n' },
  side: { [full]: 'three\n' },
};
const staged = [{ path, text: 'one\nnew\nthree\n', addedLines: new Set([2]) }];

test.each<readonly [string, string | undefined, HookEvent, readonly string[]]>([
  ['a save, against the last commit', 'one\n2\nthree\nfour\n', event('PostFileSave'), ['2', 'four']],
  ['line ends alone', 'one\r\ntwo\r\nthree', event('PostFileSave'), []],
  ['lines that moved', 'three\none\ntwo\n', event('PostFileSave'), []],
  ['a line that stands there once more', 'one\ntwo\ntwo\nthree\n', event('PostFileSave'), ['two']],
  ['a file that is gone', undefined, event('PostFileDelete'), []],
  ['what git would commit, not what the file holds', 'nothing\n', event('PreCommit'), ['new']],
  ['a commit, against the one before', 'later\n', event('PostCommit'), ['two']],
  ['a branch, against the one before', 'one\n', event('BranchChange', { previousBranch: 'side' }), ['one', 'two']],
  [
    'what a tool is about to write',
    'one\n',
    event('PreToolUse', { tool: { name: 'edit_file', input: { path, edits: [{ old: 'one', new: 'one\nother' }] } } }),
    ['other'],
  ],
])('%s', async (_, text, told, expected) => {
  const host = createMemoryHost({ revisions, staged, files: text === undefined ? {} : { [full]: text } });
  const { changedLines } = createHookLines(host);
  expect(await changedLines({ hook: 'h', event: told, path, keep: true })).toEqual(expected);
});

test('what a hook has seen is not new to it again, is new to another, and stays new where it was only asked', async () => {
  const host = createMemoryHost({ files: { [full]: 'one\n' } });
  const { changedLines } = createHookLines(host);
  const lines = (hook: string, keep = true) => changedLines({ hook, event: event('PostFileSave'), path, keep });
  // A file that no commit has is new as a whole.
  expect([await lines('h', false), await lines('h'), await lines('h')]).toEqual([['one'], ['one'], []]);
  host.put(full, 'one\ntwo\n');
  expect([await lines('h'), await lines('other')]).toEqual([['two'], ['one', 'two']]);
});

test('a condition reads what git would commit', async () => {
  const host = createMemoryHost({ staged, files: { [full]: 'on disk\n' } });
  const { read } = createHookLines(host);
  expect(await read(event('PreCommit'), path)).toBe('one\nnew\nthree\n');
  expect(await read(event('PostFileSave'), path)).toBe('on disk\n');
});

test('below a repository in a folder, paths are those of the workspace', async () => {
  const host = createMemoryHost({ staged: [{ path: 'a.ts', text: 'new\n', addedLines: new Set([1]) }] });
  const told = event('PreCommit', { repository: 'lib' });
  expect(await createHookLines(host).changedLines({ hook: 'h', event: told, path: 'lib/a.ts', keep: true })).toEqual([
    'new',
  ]);
});
