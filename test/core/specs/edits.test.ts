import { describe, expect, it } from 'vitest';
import {
  addReference,
  applyEdits,
  applyEditsToBytes,
  decodeText,
  findTasks,
  insertTask,
  parseDocument,
  removeReference,
  removeTask,
  type SettableState,
  setTaskState,
  type Task,
  type TaskPosition,
} from '../../../src/core/specs';

const parse = (text: string) => parseDocument('tasks.md', text);
function task(text: string, id: string): Task {
  const [found] = findTasks(parse(text), id);
  if (found === undefined) {
    throw new Error(`no task ${id}`);
  }
  return found;
}

describe('setting a state', () => {
  const set = (text: string, id: string, state: SettableState) =>
    applyEdits(text, setTaskState(parse(text), task(text, id), state));
  const cases: readonly (readonly [string, string, SettableState, string])[] = [
    ['- [ ] 1. A', '1', 'done', '- [x] 1. A'],
    ['- [ ] 1. A', '1', 'running', '- [-] 1. A'],
    ['- [ ] 1. A', '1', 'queued', '- [~] 1. A'],
    ['- [x] 1. A', '1', 'open', '- [ ] 1. A'],
    ['- [X]* 1. A', '1', 'done', '- [x]* 1. A'],
    ['- [x] 1. A', '1', 'done', '- [x] 1. A'],
    ['- [ ] 1. P\n  - [ ] 1.1 A\n  - [ ] 1.2 B', '1.1', 'done', '- [-] 1. P\n  - [x] 1.1 A\n  - [ ] 1.2 B'],
    ['- [-] 1. P\n  - [x] 1.1 A\n  - [ ] 1.2 B', '1.2', 'done', '- [x] 1. P\n  - [x] 1.1 A\n  - [x] 1.2 B'],
    ['- [x] 1. P\n  - [x] 1.1 A', '1.1', 'open', '- [ ] 1. P\n  - [ ] 1.1 A'],
    ['- [ ] 1. P\n- [ ] 1.1 A\n- [ ] 2. Q', '1.1', 'done', '- [x] 1. P\n- [x] 1.1 A\n- [ ] 2. Q'],
    ['- [ ] 1. P\n  - [ ] 1.1 A\n  - [ ]* 1.2 B', '1.1', 'done', '- [x] 1. P\n  - [x] 1.1 A\n  - [ ]* 1.2 B'],
    ['- [ ] 1. P\n  - [ ] 1.1 A\n    - [ ] 1.1.1 B', '1.1.1', 'done', '- [x] 1. P\n  - [x] 1.1 A\n    - [x] 1.1.1 B'],
    ['- [ ] 1. P\n  - [ ] 1.1 A', '1', 'done', '- [x] 1. P\n  - [ ] 1.1 A'],
  ];
  it.each(cases)('%j: %s %s', (text, id, state, expected) => {
    expect(set(text, id, state)).toBe(expected);
  });
});

describe('bytes', () => {
  it('stay, those that are no UTF-8 too', () => {
    const bytes = new Uint8Array([
      0xef,
      0xbb,
      0xbf,
      ...encode('- [ ] 1. '),
      0xff,
      0xe2,
      0x82,
      0xf0,
      0x9f,
      0x9a,
      0xa7,
      ...encode('\r\n- [ ] 2. B\r\n'),
    ]);
    const text = decodeText(bytes);
    const after = applyEditsToBytes(bytes, setTaskState(parse(text), task(text, '2'), 'done'));
    expect([...after].filter((byte, index) => byte !== bytes[index])).toEqual([0x78]);
  });
});

const encode = (text: string): readonly number[] => [...new TextEncoder().encode(text)];

describe('inserting a task', () => {
  const insert = (text: string, position: (find: (id: string) => Task) => TaskPosition) =>
    applyEdits(
      text,
      insertTask(
        parse(text),
        position((id) => task(text, id)),
        { title: 'New', details: ['do it'], requirements: ['1.1'] },
      ),
    );

  it.each([
    ['- [ ] 1. A\n- [ ] 2. B\n', '1', '- [ ] 1. A\n- [ ] 3. New\n  - do it\n  - _Requirements: 1.1_\n- [ ] 2. B\n'],
    [
      '- [ ] 1. A\r\n\r\n- [ ] 2. B',
      '2',
      '- [ ] 1. A\r\n\r\n- [ ] 2. B\r\n\r\n- [ ] 3. New\r\n  - do it\r\n  - _Requirements: 1.1_',
    ],
    [
      '- [ ] 1. P\n    - [ ] 1.1 A\n      - detail\n- [ ] 2. Q\n',
      '1.1',
      '- [ ] 1. P\n    - [ ] 1.1 A\n      - detail\n    - [ ] 1.2 New\n      - do it\n      - _Requirements: 1.1_\n- [ ] 2. Q\n',
    ],
    [
      '- [ ] 1. P\n- [ ] 1.1 A\n',
      '1.1',
      '- [ ] 1. P\n- [ ] 1.1 A\n- [ ] 1.2 New\n  - do it\n  - _Requirements: 1.1_\n',
    ],
  ])('%j behind %s', (text, id, expected) => {
    expect(insert(text, (find) => ({ after: find(id) }))).toBe(expected);
  });

  it.each([
    [
      '- [ ] 1. A\n- [ ] 2. B\n',
      '1',
      '- [ ] 1. A\n  - [ ] 1.1 New\n    - do it\n    - _Requirements: 1.1_\n- [ ] 2. B\n',
    ],
    [
      '- [ ] 1. A\n  - detail\n  - [ ] 1.4 B\n',
      '1',
      '- [ ] 1. A\n  - detail\n  - [ ] 1.4 B\n  - [ ] 1.5 New\n    - do it\n    - _Requirements: 1.1_\n',
    ],
  ])('%j below %s', (text, id, expected) => {
    expect(insert(text, (find) => ({ childOf: find(id) }))).toBe(expected);
  });

  it.each([
    ['', '- [ ] 1. New\n  - do it\n  - _Requirements: 1.1_\n'],
    ['# Plan\n', '# Plan\n\n- [ ] 1. New\n  - do it\n  - _Requirements: 1.1_\n'],
    ['## Tasks\n\n## Notes\n', '## Tasks\n\n- [ ] 1. New\n  - do it\n  - _Requirements: 1.1_\n\n## Notes\n'],
    ['- [ ] 1. A\n\nEnd.\n', '- [ ] 1. A\n- [ ] 2. New\n  - do it\n  - _Requirements: 1.1_\n\nEnd.\n'],
  ])('%j at the end', (text, expected) => {
    expect(insert(text, () => 'end')).toBe(expected);
  });

  it('keeps the number it is given', () => {
    expect(applyEdits('', insertTask(parse(''), 'end', { title: 'New', id: 'SETUP-1', optional: true }))).toBe(
      '- [ ]* SETUP-1: New\n',
    );
  });
});

describe('removing a task', () => {
  it.each([
    ['- [ ] 1. A\n  - a\n- [ ] 2. B\n', '1', '- [ ] 2. B\n'],
    ['- [ ] 1. A\n\n- [ ] 2. B\n\n- [ ] 3. C\n', '2', '- [ ] 1. A\n\n- [ ] 3. C\n'],
    ['- [ ] 1. P\n  - [ ] 1.1 A\n  - [ ] 1.2 B\n', '1.2', '- [ ] 1. P\n  - [ ] 1.1 A\n'],
    ['- [ ] 1. P\r\n  - [ ] 1.1 A\r\n- [ ] 2. Q', '1', '- [ ] 2. Q'],
    ['\uFEFF- [ ] 1. A\n- [ ] 2. B\n', '1', '\uFEFF- [ ] 2. B\n'],
    [
      '- [ ] 1. A\n- [ ] 2. B\n## Task Dependency Graph\n```json\n{ "waves": [ { "id": 0, "tasks": ["1", "2"] } ] }\n```\n',
      '1',
      '- [ ] 2. B\n## Task Dependency Graph\n```json\n{ "waves": [ { "id": 0, "tasks": ["2"] } ] }\n```\n',
    ],
  ])('%j: %s', (text, id, expected) => {
    expect(applyEdits(text, removeTask(parse(text), task(text, id)))).toBe(expected);
  });
});

describe('references', () => {
  const add = (text: string, ids: readonly string[]) =>
    applyEdits(text, addReference(parse(text), task(text, '1'), ids));
  const remove = (text: string, id: string) => applyEdits(text, removeReference(parse(text), task(text, '1'), id));

  it.each([
    ['- [ ] 1. A\n  - _Requirements: 1.1_\n', '- [ ] 1. A\n  - _Requirements: 1.1, 1.2_\n'],
    ['- [ ] 1. A\r\n', '- [ ] 1. A\r\n  - _Requirements: 1.2_\r\n'],
    [
      '- [ ] 1. A\n    - detail\n    - [ ] 1.1 B\n',
      '- [ ] 1. A\n    - detail\n    - _Requirements: 1.2_\n    - [ ] 1.1 B\n',
    ],
    ['- [ ] 1. A\n- [ ] 2. B\n  - _要件: 1.1_\n', '- [ ] 1. A\n  - _要件: 1.2_\n- [ ] 2. B\n  - _要件: 1.1_\n'],
    ['- [ ] 1. A _Requirements: 1.1_\n', '- [ ] 1. A _Requirements: 1.1, 1.2_\n'],
    ['- [ ] 1. A\n  - _Requirements: 1.1-1.3_\n', '- [ ] 1. A\n  - _Requirements: 1.1-1.3_\n'],
  ])('added to %j', (text, expected) => {
    expect(add(text, ['1.2'])).toBe(expected);
  });

  it.each([
    ['- [ ] 1. A\n  - _Requirements: 1.1, 1.2, 1.3_\n', '- [ ] 1. A\n  - _Requirements: 1.1, 1.3_\n'],
    ['- [ ] 1. A\n  - _Requirements: 1.2, 1.3_\n', '- [ ] 1. A\n  - _Requirements: 1.3_\n'],
    [
      '- [ ] 1. A\n  - _Requirements: 1.1-1.4 (all of it)_\n',
      '- [ ] 1. A\n  - _Requirements: 1.1, 1.3, 1.4 (all of it)_\n',
    ],
    ['- [ ] 1. A\n  - _Requirements: 1.2_\n  - b\n', '- [ ] 1. A\n  - b\n'],
    ['- [ ] 1. A — _Requirements: 1.2_\n', '- [ ] 1. A —\n'],
    ['- [ ] 1. A\n  - **Validates: Requirements 1.2, 1.3**\n', '- [ ] 1. A\n  - **Validates: Requirements 1.3**\n'],
    ['- [ ] 1. A\n  - _Requirements: All_\n', '- [ ] 1. A\n  - _Requirements: All_\n'],
  ])('removed from %j', (text, expected) => {
    expect(remove(text, '1.2')).toBe(expected);
  });
});
