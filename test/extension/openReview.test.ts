/** Which changes wait for a decision in an editor, and where their parts are now. */
import { expect, test } from 'vitest';
import type { DiffLine, FileReview, HunkReview } from '../../src/core/runs/snapshot';
import { openFiles, openParts, partAt } from '../../src/extension/runs/openReview';
import { runIn, taskRun } from '../webview/gallery/runs';

const marks = { ' ': 'same', '+': 'added', '-': 'removed' } as const;

/** A hunk of lines with their marks. */
function hunk(id: string, start: number, lines: readonly string[], state: HunkReview['state'] = 'open'): HunkReview {
  const parsed = lines.map((line): DiffLine => ({ kind: marks[line.charAt(0) as ' '], text: line.slice(1) }));
  return { id, oldStart: start, newStart: start, lines: parsed, state };
}

function file(hunks: readonly HunkReview[], state: FileReview['state'] = 'open'): FileReview {
  return { path: 'src/a.ts', root: '/w', kind: 'changed', added: 1, removed: 1, hunks, state };
}

const first = hunk('one', 1, [' a', '-b', '+B', '+B2', ' c']);
const second = hunk('two', 20, [' d', '+  e  ', ' f']);
const third = hunk('three', 40, ['-g', ' h']);

test.each<readonly [string, readonly HunkReview[], readonly string[]]>([
  ['one part alone is the file', [first], []],
  ['several, by the line of their first change', [first, second, third], ['Line 2: +B', 'Line 21: +e', 'Line 40: -g']],
  [
    'after one that was rejected they have moved',
    [{ ...first, state: 'rejected' }, second, third],
    ['Line 20: +e', 'Line 39: -g'],
  ],
  [
    'after one that was accepted they have not',
    [{ ...first, state: 'accepted' }, second, third],
    ['Line 21: +e', 'Line 40: -g'],
  ],
  ['what could not be undone is open', [{ ...first, state: 'conflict' }, second], ['Line 2: +B', 'Line 21: +e']],
  ['a file that is decided as a whole has none', [], []],
])('parts of a file: %s', (_, hunks, labels) => {
  expect(openParts(file(hunks)).map(({ label }) => label)).toEqual(labels);
});

test.each([
  [1, 'one'],
  [2, 'one'],
  [19, 'one'],
  [21, 'two'],
  [99, 'three'],
])('line %i is of part %s', (line, id) => {
  expect(partAt(openParts(file([first, second, third])), line)?.hunk).toBe(id);
});

test('only what is under review in a run that goes on is open', () => {
  const changes = [file([first]), { ...file([], 'accepted'), path: 'src/b.ts' }];
  const reviewing = runIn('reviewing', { task: taskRun('2.3', 'reviewing'), changes });
  expect(openFiles([reviewing]).map((each) => each.file.path)).toEqual(['src/a.ts']);
  expect(openFiles([{ ...reviewing, active: false }])).toEqual([]);
  expect(openFiles([runIn('running', { task: taskRun('2.3', 'running'), changes })])).toEqual([]);
});
