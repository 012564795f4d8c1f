import { describe, expect, it } from 'vitest';
import { findTasks, flattenTasks, parseDocument, type Task } from '../../../src/core/specs';

const parse = (text: string) => parseDocument('tasks.md', text);
const all = (text: string): readonly Task[] => [...flattenTasks(parse(text).tasks)];
const first = (text: string): Task | undefined => all(text)[0];

describe('a checkbox line', () => {
  const numbers: readonly (readonly [string, string | null, string])[] = [
    ['- [ ] 1. Build', '1', 'Build'],
    ['- [ ] 1) Build', '1', 'Build'],
    ['- [ ] 12. Build', '12', 'Build'],
    ['- [ ] 1.1 Build', '1.1', 'Build'],
    ['- [ ] 1.1. Build', '1.1', 'Build'],
    ['- [ ] 1.1.1 Build', '1.1.1', 'Build'],
    ['- [ ] 1.2a Build', '1.2a', 'Build'],
    ['- [ ] 2a. Build', '2a', 'Build'],
    ['- [ ] 1.2* Build', '1.2', 'Build'],
    ['- [ ] Task 1: Build', '1', 'Build'],
    ['- [ ] Task 1.2 - Build', '1.2', '- Build'],
    ['- [ ] T01 Build', 'T01', 'Build'],
    ['- [ ] T-3: Build', 'T-3', 'Build'],
    ['- [ ] **1.** Build', '1', 'Build'],
    ['- [ ] **1.2 Build**', '1.2', 'Build'],
    ['- [ ] **SETUP-1: Build** done', 'SETUP-1', 'Build done'],
    ['- [ ] タスク 3：作る', '3', '作る'],
    ['- [ ] 任务 4、实现', '4', '实现'],
    ['- [ ] 작업 5: 구현', '5', '구현'],
    ['- [ ] Задача 6. Собрать', '6', 'Собрать'],
    ['- [ ] Tâche 7 : Bâtir', '7', ': Bâtir'],
    ['- [ ] Tarefa 8: Criar', '8', 'Criar'],
    ['- [ ] Tarea 9: Crear', '9', 'Crear'],
    ['- [ ] Nhiệm vụ 10: Xây', '10', 'Xây'],
    ['- [ ] Aufgabe 11: Bauen', '11', 'Bauen'],
    ['- [ ] １．作る', '1', '作る'],
    ['- [ ] Build', null, 'Build'],
    ['- [ ] 3 retries are made', null, '3 retries are made'],
    ['- [ ] 3.5% less', null, '3.5% less'],
    ['- [ ] S3: upload', null, 'S3: upload'],
    ['- [ ] UTF-8 works', null, 'UTF-8 works'],
    ['- [ ]', null, ''],
    ['  - [ ] 1.1 Indented', '1.1', 'Indented'],
    ['    - [ ] 1.1 Indented', '1.1', 'Indented'],
    ['      - [ ] 1.1 Indented', '1.1', 'Indented'],
    ['\t- [ ] 1.1 Tabbed', '1.1', 'Tabbed'],
    ['- [ ] 1.1 Build — _Requirements: 1.1_', '1.1', 'Build'],
    ['- [ ]1.1 No space', '1.1', 'No space'],
  ];
  it.each(numbers)('%j has its number and title', (text, id, title) => {
    expect(first(text)).toMatchObject({ id, title });
  });

  const states: readonly (readonly [string, Task['state']])[] = [
    [' ', 'open'],
    ['x', 'done'],
    ['-', 'running'],
    ['~', 'queued'],
    ['X', 'malformed'],
    ['/', 'malformed'],
    ['!', 'malformed'],
    ['\t', 'malformed'],
    ['\u00a0', 'malformed'],
    ['🚧', 'malformed'],
  ];
  it.each(states)('[%s] is a state', (mark, state) => {
    expect(first(`- [${mark}] 1. A`)).toMatchObject({ mark, state });
  });

  const optional: readonly (readonly [string, boolean])[] = [
    ['- [ ]* 1.1 A', true],
    ['- [x]\\* 1.1 A', true],
    ['- [ ] 1.1* A', true],
    ['- [ ] 1.1\\* A', true],
    ['- [ ] 1.1 A (optional)', true],
    ['- [ ] 1.1 (Optional) A', true],
    ['- [ ] 1.1 [optional] A', true],
    ['- [ ] 1.1 *optional* A', true],
    ['- [ ] 1.1 A（可选）', true],
    ['- [ ] 1.1 A（任意）', true],
    ['- [ ] 1.1 A (선택)', true],
    ['- [ ] 1.1 A (необязательно)', true],
    ['- [ ] 1.1 A (facultatif)', true],
    ['- [ ] 1.1 A (opcional)', true],
    ['- [ ] 1.1 A (tùy chọn)', true],
    ['- [ ] 1.1 The optional field', false],
    ['- [ ] *A* 1.1', false],
    ['- [ ] **1.1** A', false],
  ];
  it.each(optional)('%j is optional: %s', (text, expected) => {
    expect(first(text)?.optional).toBe(expected);
  });

  const none: readonly string[] = [
    '* [ ] 1. A',
    '+ [ ] 1. A',
    '1. [ ] A',
    '-  [ ] A',
    '- [] A',
    '- [xx] A',
    '> - [ ] A',
    'Write - [ ] here',
    '- [1](https://example.com)',
    '- [a][ref]',
    '- [a]: https://example.com',
    '```\n- [ ] A\n```',
    '~~~~\n- [ ] A\n~~~\n- [ ] B\n~~~~',
    '- ```md\n  - [ ] A\n  ```',
    '````\n```\n- [ ] A\n```\n````',
    '  ```\n- [ ] A',
    '<!-- - [ ] A -->',
    '<!--\n- [ ] A\n\n- [ ] B\n-->',
    'Text <!-- begins\n- [ ] A\n-->',
    '<!-- never ends\n- [ ] A',
    '---\ntitle: x\n---',
  ];
  it.each(none)('%j is none', (text) => {
    expect(all(text)).toEqual([]);
  });

  const one: readonly string[] = [
    '- [x](https://example.com) is a state of Kiro',
    '- [ ] A <!-- note -->',
    '- [ ] A <!-- never ends',
    '`<!--`\n- [ ] A',
    '```inline``` code\n- [ ] A',
    '<!-- a -->\n- [ ] A',
    '<!-->\n- [ ] A',
    '```\n```\n- [ ] A',
    '~~~\n```\n~~~\n- [ ] A',
    '---\n- [ ] A\n---',
    '\uFEFF- [ ] A',
    'x\r- [ ] A\r',
    '---\ntitle: x\n---\n- [ ] A',
    '---\ntitle: x\n\n- [ ] A\n---',
  ];
  it.each(one)('%j is one task', (text) => {
    expect(all(text)).toHaveLength(1);
  });
});

describe('the tree', () => {
  /** Ids, or titles where there is none, with children in brackets. */
  const shape = (tasks: readonly Task[]): string =>
    tasks
      .map((task) => `${task.id ?? task.title}${task.children.length > 0 ? `(${shape(task.children)})` : ''}`)
      .join(' ');

  const trees: readonly (readonly [string, string])[] = [
    ['- [ ] 1. A\n  - [ ] 1.1 B\n  - [ ] 1.2 C\n- [ ] 2. D', '1(1.1 1.2) 2'],
    ['- [ ] 1. A\n- [ ] 1.1 B\n- [ ] 1.2 C\n- [ ] 2. D\n- [ ] 2.1 E', '1(1.1 1.2) 2(2.1)'],
    ['- [ ] 1. A\n    - [ ] 1.1 B\n        - [ ] 1.1.1 C\n    - [ ] 1.2 D', '1(1.1(1.1.1) 1.2)'],
    ['- [ ] 1. A\n\t- [ ] 1.1 B\n\t\t- [ ] 1.1.1 C', '1(1.1(1.1.1))'],
    ['- [ ] 1. A\n  - [ ] check\n  - [ ] 1.1 B', '1(check 1.1)'],
    ['- [ ] 1. A\n  - [ ] 2.1 odd', '1(2.1)'],
    ['- [ ] 1. A\n- [ ] 10. B\n- [ ] 10.1 C', '1 10(10.1)'],
    ['- [ ] 1. A\n- [ ] loose\n- [ ] 1.1 B', '1 loose 1.1'],
    ['- [ ] 1. A\n## Later\n  - [ ] 1.1 B', '1 1.1'],
    ['- [ ] A\n  - [ ] B\n    - [ ] C\n  - [ ] D', 'A(B(C) D)'],
    ['- [ ] 1.2 A\n- [ ] 1.2a B', '1.2 1.2a'],
  ];
  it.each(trees)('%j', (text, expected) => {
    expect(shape(parse(text).tasks)).toBe(expected);
  });

  it('runs what has a number or stands under the tasks', () => {
    const text = '- [ ] loose\n- [ ] 1. numbered\n## Tasks\n### Phase 1\n- [ ] in tasks\n## Success\n- [ ] criterion\n';
    expect(all(text).map(({ title, runnable }) => [title, runnable])).toEqual([
      ['loose', false],
      ['numbered', true],
      ['in tasks', true],
      ['criterion', false],
    ]);
  });

  it.each([
    '## タスク',
    '## 任务',
    '## 任務',
    '## 작업',
    '## Задачи',
    '## Tâches',
    '## Tarefas',
    '## Tareas',
    '## Nhiệm vụ',
    '## Aufgaben',
    '## **Tasks**',
    '## 📋 Tasks',
    '## 2. Tasks',
    '## Tasks:',
  ])('knows %j as the tasks', (heading) => {
    expect(first(`${heading}\n\n- [ ] A\n`)?.runnable).toBe(true);
  });
});

describe('what belongs to a task', () => {
  const text = [
    '- [ ] 1. Parent',
    '  - detail one',
    '    deeper',
    '  plain line',
    '  ```ts',
    'const a = 1;',
    '  ```',
    '  - _Requirements: 1.1, 2.3_',
    '  - _Bug_Condition: is_bug(x)_',
    '  - **Property 3: Round trip**',
    '  - **Validates: Requirements 1.2**',
    '  - [ ] 1.1 Child',
    '_Requirements: 4_',
    '',
    'Not part of it.',
    '- [ ] 2. Next',
  ].join('\n');
  const [parent, child] = all(text);

  it('has its details and its metadata', () => {
    expect(parent?.details.map((detail) => detail.text)).toEqual([
      'detail one',
      'deeper',
      'plain line',
      '```ts',
      'const a = 1;',
      '```',
      '**Property 3: Round trip**',
    ]);
    expect(parent?.metadata.map(({ key, value }) => [key, value])).toEqual([
      ['Requirements', '1.1, 2.3'],
      ['Bug_Condition', 'is_bug(x)'],
      ['Validates', 'Requirements 1.2'],
    ]);
    expect(parent?.requirements.flatMap(({ ids }) => ids)).toEqual(['1.1', '2.3', '1.2']);
  });

  it('has a title that was wrapped, whole', () => {
    const long =
      '- [ ] 1. Establish the dark theme tokens, palette and accents in the app\n  shell and its pages — _Requirements: 1.2_\n  - detail\n  plain\n';
    expect(first(long)).toMatchObject({
      title: 'Establish the dark theme tokens, palette and accents in the app shell and its pages',
      details: [{ text: 'detail' }, { text: 'plain' }],
      requirements: [{ ids: ['1.2'] }],
    });
    expect(first('- [ ] 1. Short\n  words below\n')).toMatchObject({
      title: 'Short',
      details: [{ text: 'words below' }],
    });
  });

  it('ends where prose begins', () => {
    expect(text.slice(parent?.block.start, parent?.block.end)).toMatch(/Requirements: 4_$/);
    expect(child?.requirements.flatMap(({ ids }) => ids)).toEqual(['4']);
  });
});

describe('identity', () => {
  it('is the id and twelve hex of the task’s own words', () => {
    expect(first('- [ ] 1.2 Build')?.identity).toMatch(/^1\.2-[0-9a-f]{12}$/);
    expect(first('- [ ] Build')?.identity).toMatch(/^task-[0-9a-f]{12}$/);
  });

  it('stays when the state, the children, the references or the line ends change', () => {
    const identity = first('- [ ] 1. A\n  - b\n  - _Requirements: 1.1_\n')?.identity;
    expect(first('- [x] 1. A\r\n  - b\r\n  - _Requirements: 2.4_\r\n  - [ ] 1.1 C')?.identity).toBe(identity);
  });

  it('changes with the words', () => {
    expect(first('- [ ] 1. A\n  - b')?.identity).not.toBe(first('- [ ] 1. A\n  - c')?.identity);
  });
});

describe('finding tasks', () => {
  const document = parse('- [ ] 1. A\n- [ ] 1.2 B\n- [ ] 1.2 C\n- [ ] T01 D\n');
  const found = (wanted: string) => findTasks(document, wanted).map(({ title }) => title);

  it('goes by number, and gives all that have it', () => {
    expect(found('1')).toEqual(['A']);
    expect(found('1.2')).toEqual(['B', 'C']);
    expect(found('T1')).toEqual(['D']);
    expect(found('9')).toEqual([]);
  });

  it('goes by identity', () => {
    const identity = findTasks(document, '1.2')[1]?.identity ?? '';
    expect(found(identity)).toEqual(['C']);
    expect(found(identity.slice(-12))).toEqual(['C']);
  });
});
