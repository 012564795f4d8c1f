import { describe, expect, it } from 'vitest';
import { applyEdits, type DocumentName, documentOf, parseDocument, parseSpec, tickEdit } from '../../../src/core/specs';
import { hasHeading } from '../../../src/core/specs/headings';

/** "1 Title: body" */
function sectionsOf(text: string): readonly string[] {
  return parseDocument('design.md', text).sections.map(
    ({ level, title, body }) => `${level} ${title}: ${text.slice(body.start, body.end)}`,
  );
}

describe('headings as a line over a row of marks', () => {
  it.each([
    ['with =', 'Title\n=====\ntext\n', ['1 Title: text']],
    ['with -', 'Title\n-----\ntext\n', ['2 Title: text']],
    ['with one mark and spaces', 'Title\n   -  \ntext\n', ['2 Title: text']],
    ['with CRLF and a BOM', '\uFEFFTitle\r\n===\r\ntext\r\n', ['1 Title: text']],
    ['below a blank line', '# A\n\nTitle\n---\n', ['1 A: ', '2 Title: ']],
    ['right below a heading', '# A\nTitle\n---\n', ['1 A: ', '2 Title: ']],
    ['right below a fence', '```\n```\nTitle\n---\n\ntext', ['2 Title: \ntext']],
    ['with # inside', 'Title #1\n---\n', ['2 Title #1: ']],
    ['twice', 'One\n===\nTwo\n---\nthree', ['1 One: ', '2 Two: three']],
    ['as the last line', 'Title\n===', ['1 Title: ']],
  ] as const)('%s', (_, text, expected) => expect(sectionsOf(text)).toEqual(expected));

  it.each([
    ['a rule below a blank line', 'text\n\n---\n'],
    ['a rule below a longer paragraph', 'one\ntwo\n---\n'],
    ['a rule below a list', '- item\n---\n'],
    ['a rule below a list with a lazy line', '- item\ngoes on\n---\n'],
    ['a rule below an indented paragraph of a list', '- item\n\n  more\n---\n'],
    ['a rule below a numbered list', '1. item\n---\n'],
    ['a rule below a quote', '> quote\n---\n'],
    ['a rule below a table', '| a |\n|---|\n---\n'],
    ['a rule below references', '**Validates: Requirements 1.1**\n---\n'],
    ['other marks', 'text\n***\n'],
    ['mixed marks', 'text\n-=-\n'],
    ['marks with more behind them', 'text\n--- more\n'],
    ['marks in a fence', '```\ntext\n---\n```\n'],
    ['marks in a comment', '<!--\ntext\n---\n-->\n'],
    ['front matter', '---\ntitle: x\n---\n'],
    ['marks indented as code', 'text\n    ---\n'],
  ] as const)('not %s', (_, text) => expect(sectionsOf(text)).toEqual([]));

  it('makes requirements, properties, a glossary and a list of tasks', () => {
    const spec = parseSpec({
      path: '/w/.kiro/specs/a',
      files: {
        'requirements.md':
          'Requirements\n============\n\nGlossary\n--------\n\n- **Shop**: sells\n\nRequirement 1: Buy\n------------------\n\n**User Story:** As a user, I want to buy, so that I have it.\n\n#### Acceptance Criteria\n\n1. WHEN a user buys, THE Shop SHALL sell.\n',
        'design.md':
          'Design\n======\n\nProperty 1: Sold is sold\n------------------------\n\nAlways.\n\n**Validates: Requirements 1.1**\n',
        'tasks.md':
          'Plan\n====\n\nTasks\n-----\n\n- [ ] Sell\n  - _Requirements: 1.1_\n\nNotes\n-----\n\n- [ ] not a task\n',
      },
    });
    const requirements = documentOf(spec, 'requirements.md');
    expect(requirements?.title?.text).toBe('Requirements');
    expect(requirements?.glossary.map(({ term }) => term)).toEqual(['Shop']);
    expect(requirements?.requirements).toMatchObject([
      { id: '1', title: 'Buy', userStory: { text: expect.any(String) }, criteria: [{ id: '1.1' }] },
    ]);
    expect(documentOf(spec, 'design.md')?.properties).toMatchObject([
      { title: 'Sold is sold', text: 'Always.', validates: [{ ids: ['1.1'] }] },
    ]);
    expect(documentOf(spec, 'tasks.md')?.tasks.map(({ title, runnable }) => [title, runnable])).toEqual([
      ['Sell', true],
      ['not a task', false],
    ]);
    const found = spec.documents.flatMap(({ diagnostics }) => diagnostics);
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('are kept to the byte by a tick', () => {
    const text = 'Tasks\r\n-----\r\n\r\n- [ ] 1. A\r\n';
    const [task] = parseDocument('tasks.md', text).tasks;
    const edit = task && tickEdit(task, 'done');
    expect(applyEdits(text, edit ? [edit] : [])).toBe(text.replace('[ ]', '[x]'));
  });
});

/** Titles of real documents, in the languages that specs are written in. */
const named: readonly (readonly [heading: string, document: DocumentName, titles: readonly string[]])[] = [
  [
    'Architecture',
    'design.md',
    [
      ...['Architecture', '1. architecture', '🏗️ Arquitetura Proposta', 'Architecture Overview', 'Architecture (draft)'],
      ...[
        'The Plug-in Architecture',
        '1. 整体架构',
        '模块架构',
        'アーキテクチャ',
        '系统架构设计',
        '아키텍처',
        'Архитектура',
      ],
      ...['Architektur', 'Arquitectura', 'Kiến trúc', 'Architecture · 架构'],
    ],
  ],
  [
    'Components and Interfaces',
    'design.md',
    [
      'UI Components',
      'Component Design',
      'Component / module interfaces',
      'コンポーネント・インターフェース',
      '组件与接口',
    ],
  ],
  [
    'Data Models',
    'design.md',
    ['Data Model', '2. 数据模型设计', '📊 Modelos de Dados', 'Modèles de données', 'Datenmodell'],
  ],
  [
    'Error Handling',
    'design.md',
    ['Error Handling Strategy', 'Error States', 'エラーハンドリング', 'Gestion des erreurs'],
  ],
  ['Testing Strategy', 'design.md', ['🧪 Testes', 'Testing', 'Test Plan', 'テスト戦略', 'Teststrategie']],
  ['Correctness Properties', 'design.md', ['Correctness Properties (for tests)', '12. 正确性属性', 'Properties']],
  [
    'Introduction',
    'requirements.md',
    ['Overview', '導入', '🎯 Visão Geral', 'Введение', 'Original Introduction (old)'],
  ],
  ['Tasks', 'tasks.md', ['Implementation Tasks', '📋 Task Breakdown (IDs)', 'Task List', '任务', 'Aufgaben']],
  ['Notes', 'tasks.md', ['注意事項', 'Implementation Notes', '备注', 'Hinweise']],
];

/** What only sounds like the heading. */
const otherwise: readonly (readonly [heading: string, document: DocumentName, titles: readonly string[]])[] = [
  ['Overview', 'tasks.md', ['Task 2: Write the overview', '## Task 1: Create project overview steering file']],
  ['Requirements', 'requirements.md', ['Non-Requirements', 'Requirementsless']],
  ['Correctness Properties', 'design.md', ['CSS properties', 'Property list']],
  ['Architecture', 'design.md', ['Architectures', 'How we came to this architecture over time', '架构的历史']],
  ['Tasks', 'tasks.md', ['Task Completion Criteria', 'タスク完了条件', 'Multitasks']],
  ['Data Models', 'design.md', ['Metadata modelling', 'Models']],
];

const hasIt = (heading: string, document: DocumentName, title: string) =>
  hasHeading(parseDocument(document, `# A\n\n## ${title}\n\ntext\n`), 2, heading);

describe('a heading of a template', () => {
  it.each(named.flatMap(([heading, document, titles]) => titles.map((title) => ({ heading, document, title }))))(
    '$heading goes by "$title"',
    ({ heading, document, title }) => expect(hasIt(heading, document, title)).toBe(true),
  );

  it.each(otherwise.flatMap(([heading, document, titles]) => titles.map((title) => ({ heading, document, title }))))(
    '$heading is not "$title"',
    ({ heading, document, title }) => expect(hasIt(heading, document, title)).toBe(false),
  );

  it('counts at the level that Kiro looks for it', () => {
    expect(hasHeading(parseDocument('design.md', '### Architecture\n'), 2, 'Architecture')).toBe(false);
  });
});
