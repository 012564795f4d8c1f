import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/core/specs';

const graphOf = (text: string) => parseDocument('tasks.md', text).graph;
const json = (body: string) => graphOf(`## Task Dependency Graph\n\n\`\`\`json\n${body}\n\`\`\`\n`);

describe('the wave graph', () => {
  const readable: readonly (readonly [string, readonly (readonly [number, readonly string[]])[]])[] = [
    [
      '{"waves":[{"id":0,"tasks":["1.1"]},{"id":1,"tasks":["1.2","2"]}]}',
      [
        [0, ['1.1']],
        [1, ['1.2', '2']],
      ],
    ],
    ['{"waves":[{"wave":1,"description":"a","tasks":["1"]}]}', [[1, ['1']]]],
    ['{"waves":[{"wave":0,"name":"n","parallel":true,"dependsOn":[],"tasks":["1"]}]}', [[0, ['1']]]],
    ['{"waves":[{"id":"wave-3","tasks":["1"]}]}', [[3, ['1']]]],
    [
      '{"waves":[{"tasks":["1"]},{"tasks":["2"]}]}',
      [
        [0, ['1']],
        [1, ['2']],
      ],
    ],
    ['{"waves":[{"id":0,"tasks":[1, 1.10]}]}', [[0, ['1', '1.10']]]],
    ['{"waves":[{"id":0,"tasks":[{"id":"1"}]}]}', [[0, ['1']]]],
    [
      '{"waves":[["1"],["2","3"]]}',
      [
        [0, ['1']],
        [1, ['2', '3']],
      ],
    ],
    [
      '[["1"],["2"]]',
      [
        [0, ['1']],
        [1, ['2']],
      ],
    ],
    [
      '{"1.1":[],"1.2":["1.1"]}',
      [
        [0, ['1.1']],
        [1, ['1.2']],
      ],
    ],
    [
      '{"tasks":[{"id":"1"},{"id":"2","dependsOn":["1"]}]}',
      [
        [0, ['1']],
        [1, ['2']],
      ],
    ],
  ];
  it.each(readable)('%s', (body, expected) => {
    const graph = json(body);
    expect(graph?.readable).toBe(true);
    expect(graph?.waves.map(({ id, tasks }) => [id, tasks])).toEqual(expected);
  });

  it.each([
    ['{"waves":[', 'json'],
    ['{"waves":[{"id":0,"tasks":["1"],}]}', 'json'],
    ['{"waves":[]}', 'empty'],
    ['{"waves":{"a":1}}', 'structure'],
    ['{"waves":[{"id":0}]}', 'structure'],
    ['{"waves":[{"id":0,"tasks":[null]}]}', 'structure'],
    ['{"order":"1, 2"}', 'structure'],
    ['[]', 'empty'],
    ['42', 'structure'],
    ['', 'json'],
  ])('%s is not readable', (body, kind) => {
    expect(json(body)).toMatchObject({ readable: false, problem: { kind } });
  });

  it('has edges between waves and tasks that depend on each other', () => {
    expect(json('{"waves":[{"wave":0,"tasks":["1"]},{"wave":1,"tasks":["2","3"],"dependsOn":[0]}]}')?.edges).toEqual([
      ['1', '2'],
      ['1', '3'],
    ]);
    expect(json('{"1.2":["1.1"]}')?.edges).toEqual([['1.1', '1.2']]);
  });

  const titles = [
    '## Task Dependency Graph',
    '## Dependency Graph',
    '## タスク依存関係グラフ',
    '## 任务依赖图',
    '## 작업 의존성 그래프',
    '## Граф зависимостей задач',
    '## Graphe de dépendances',
    '## Đồ thị phụ thuộc',
  ];
  it.each(titles)('stands below %j', (title) => {
    expect(graphOf(`${title}\n\nWords.\n\n~~~json\n{"waves":[{"id":0,"tasks":["1"]}]}\n~~~\n`)?.waves.length).toBe(1);
  });

  it('may stand anywhere when it says waves', () => {
    expect(
      graphOf('# Plan\n```json\n{ "waves": [{ "id": 0, "tasks": ["1"] }] }\n```\n- [ ] 1. A\n')?.waves.length,
    ).toBe(1);
    expect(graphOf('```json\n{ "a": 1 }\n```\n')).toBeUndefined();
    expect(graphOf('- [ ] 1. A\n')).toBeUndefined();
  });

  it('may be a Mermaid flow chart of tasks', () => {
    const graph = graphOf(
      '## Dependency Graph\n```mermaid\ngraph TD\n  A["1.1 Set up"] --> B[1.2 Build]\n  A -->|then| C(Task 2: Test)\n  B & C --> T3\n  style A fill:#f9f\n```\n',
    );
    expect(graph?.form).toBe('mermaid');
    expect(graph?.edges).toEqual([
      ['1.1', '1.2'],
      ['1.1', '2'],
      ['1.2', '3'],
      ['2', '3'],
    ]);
    expect(graph?.waves.map(({ tasks }) => tasks)).toEqual([['1.1'], ['1.2', '2'], ['3']]);
  });

  it('is not any other drawing', () => {
    expect(graphOf('## Dependency Graph\n```mermaid\ngraph TD\n  A[Client] --> B[Server]\n```\n')).toBeUndefined();
  });
});
