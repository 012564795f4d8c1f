import { describe, expect, it } from 'vitest';
import { type BugfixDocument, parseDocument, type RequirementsDocument } from '../../../src/core/specs';

const parse = (text: string) => parseDocument('requirements.md', text);
/** "1: 1.1 1.2 | 2: 2.1" */
const outline = ({ requirements }: RequirementsDocument | BugfixDocument): string =>
  requirements
    .map(({ id, criteria }) => [`${id}:`, ...criteria.map((criterion) => criterion.id)].join(' '))
    .join(' | ');

describe('requirement headings', () => {
  const headings: readonly (readonly [string, string, string])[] = [
    ['### Requirement 1: Title', '1', 'Title'],
    ['### Requirement 1', '1', ''],
    ['### Requirement 1 - Title', '1', 'Title'],
    ['### Requirement 1. Title', '1', 'Title'],
    ['### Requirement 1 Title', '1', 'Title'],
    ['### Requirement #1: Title', '1', 'Title'],
    ['## Requirement 12: Title', '12', 'Title'],
    ['#### Requirement 1.2: Title', '1.2', 'Title'],
    ['### requirement 1: title', '1', 'title'],
    ['### Req 3: Title', '3', 'Title'],
    ['### **Requirement 1:** Title', '1', 'Title'],
    ['### ✅ Requirement 1: Title', '1', 'Title'],
    ['### Requirement 1: Title ###', '1', 'Title'],
    ['**Requirement 1: Title**', '1', 'Title'],
    ['### Derived Requirement 2: Title', 'DR2', 'Title'],
    ['### Non-Functional Requirement 3: Title', 'NFR3', 'Title'],
    ['### FR-1: Title', 'FR-1', 'Title'],
    ['### FR-1 Title', 'FR-1', 'Title'],
    ['### REQ-001', 'REQ-001', ''],
    ['### NFR-2 - Title', 'NFR-2', 'Title'],
    ['### AUTH-3: Title', 'AUTH-3', 'Title'],
    ['### R1', 'R1', ''],
    ['### DR1: Title', 'DR1', 'Title'],
    ['### RF-001: Gestão', 'RF-001', 'Gestão'],
    ['### 要件1: 題', '1', '題'],
    ['### 要件 1：題', '1', '題'],
    ['### 要件１：題', '1', '題'],
    ['### 需求 2：标题', '2', '标题'],
    ['### 需求2：標題', '2', '標題'],
    ['### 요구사항 3: 제목', '3', '제목'],
    ['### 요구 사항 3: 제목', '3', '제목'],
    ['### Требование 4: Название', '4', 'Название'],
    ['### Exigence 5 : Titre', '5', 'Titre'],
    ['### Requisito 6: Título', '6', 'Título'],
    ['### Requerimiento 7: Título', '7', 'Título'],
    ['### Yêu cầu 8: Tiêu đề', '8', 'Tiêu đề'],
    ['### Anforderung 9: Titel', '9', 'Titel'],
  ];
  it.each(headings)('%j', (heading, id, title) => {
    expect(parse(`# R\n\n${heading}\n\ntext\n`).requirements).toMatchObject([{ id, title }]);
  });

  it.each([
    '### Phase 1: A',
    '### S3 buckets',
    '### UTF-8 support',
    '### Requirements overview',
    '### 2024 goals',
    '### P0',
    '### OAuth2',
    '```\n### Requirement 1: A\n```',
    '<!--\n### Requirement 1: A\n-->',
  ])('%j is none', (heading) => {
    expect(parse(`# R\n\n${heading}\n`).requirements).toEqual([]);
  });

  it('may be numbers below the heading of the requirements', () => {
    expect(outline(parse('## Requirements\n### 1. A\n- THE x SHALL y\n### 2. B\n1. c\n'))).toBe('1: 1.1 | 2: 2.1');
    expect(outline(parse('## 2. Functional Requirements\n### 2.1 A\n1. b\n## 3. Other\n### 3.1 C\n'))).toBe(
      '2.1: 2.1.1',
    );
    expect(outline(parse('## 1. Login\n\n- 1.1 THE x SHALL y\n- 1.2 z\n\n## 2. Notes\n\ntext\n'))).toBe('1: 1.1 1.2');
  });

  it('may be items of a list', () => {
    expect(outline(parse('# R\n## Requirements\n1. A\n2. B\n## Non-Requirements\n1. C\n'))).toBe('1: | 2:');
    expect(outline(parse('## Limits\n- **NFR-1**: fast\n- NFR-2: small\n\n## Glossary\n- **RFC-1**: x\n'))).toBe(
      'NFR-1: | NFR-2:',
    );
    expect(outline(parse('| ID | Text |\n|---|---|\n| FR-1 | a |\n| FR-2 | b |\n'))).toBe('FR-1: | FR-2:');
  });
});

describe('criteria', () => {
  const under = (body: string): string => outline(parse(`### Requirement 2: A\n\n${body}\n`));
  const forms: readonly (readonly [string, string])[] = [
    ['#### Acceptance Criteria\n\n1. a\n2. b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n1) a\n2) b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n2.1 a\n2.2 b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n2.1. a\n\n2.2. b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n- a\n- b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n* a\n* b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n- [ ] a\n- [x] b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n- **2.1** a\n- **2.2** b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n- 2.1: a\n- 2.2: b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n- AC1: a\n- AC2: b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n- **AC2.1**: a', '2: 2.1'],
    ['#### Acceptance Criteria\n1. a\n1. b\n1. c', '2: 2.1 2.2 2.3'],
    ['#### Acceptance Criteria\n1. a\n3. b', '2: 2.1 2.3'],
    ['#### Acceptance Criteria\n1. a\n   - nested\n   1. inner\n2. b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n\n**Group:**\n1. a\n\n**Next:**\n2. b', '2: 2.1 2.2'],
    ['#### Acceptance Criteria\n1. a\n\n**Notes:**\n1. not one', '2: 2.1'],
    ['#### Acceptance Criteria\n1. a\n\n#### Dependencies\n1. not one', '2: 2.1'],
    ['### Acceptance Criteria\n1. a', '2: 2.1'],
    ['##### Acceptance Criteria (EARS)\n1. a', '2: 2.1'],
    ['**Acceptance Criteria:**\n1. a', '2: 2.1'],
    ['**Acceptance Criteria**\n- a', '2: 2.1'],
    ['Acceptance Criteria:\n1. a', '2: 2.1'],
    ['#### 2.1 Part\n##### Acceptance Criteria\n1. a\n#### 2.2 Part\n##### Acceptance Criteria\n2. b', '2: 2.1 2.2'],
    ['1. WHEN a\n2. WHEN b', '2: 2.1 2.2'],
    ['- THE x SHALL y\n- remark', '2: 2.1'],
    ['- remark', '2:'],
    ['#### 受け入れ基準\n1. a', '2: 2.1'],
    ['#### 受入基準\n１．a', '2: 2.1'],
    ['#### 验收标准\n1、a\n2、b', '2: 2.1 2.2'],
    ['#### 驗收標準\n1. a', '2: 2.1'],
    ['#### 수용 기준\n1. a', '2: 2.1'],
    ['**완성 (합격 기준):**\n1. a', '2: 2.1'],
    ['#### Критерии приемки\n1. a', '2: 2.1'],
    ["#### Critères d'acceptation\n1. a", '2: 2.1'],
    ['#### Critérios de Aceitação\n1. a', '2: 2.1'],
    ['#### Criterios de Aceptación\n1. a', '2: 2.1'],
    ['#### Tiêu chí chấp nhận\n1. a', '2: 2.1'],
    ['#### Akzeptanzkriterien\n1. a', '2: 2.1'],
  ];
  it.each(forms)('%j', (body, expected) => {
    expect(under(body)).toBe(expected);
  });

  it('carry the letters of their requirement', () => {
    expect(outline(parse('### FR-1: A\n- **FR-1.1**: a\n### FR-2: B\n1. b\n### R3\n3.1 c\n'))).toBe(
      'FR-1: FR-1.1 | FR-2: FR-2.1 | R3: R3.1',
    );
  });

  it('fold their lines', () => {
    const text =
      '### Requirement 1: A\n#### Acceptance Criteria\n1. WHEN a\n   happens, THE x SHALL\ny\n   - and z\n\n   still\n\nNot part.\n2. b\n';
    expect(parse(text).requirements[0]?.criteria.map((criterion) => criterion.text)).toEqual([
      'WHEN a happens, THE x SHALL y - and z still',
      'b',
    ]);
  });
});

describe('user stories', () => {
  const story = (line: string) =>
    parse(`### Requirement 1: A\n\n${line}\n\n#### Acceptance Criteria\n1. a\n`).requirements[0]?.userStory?.text;
  const labels: readonly string[] = [
    '**User Story:**',
    '**User Story**:',
    'User Story:',
    '- **User Story:**',
    '**Objective:**',
    '**ユーザーストーリー：**',
    '**ユーザーストーリー:**',
    '**用户故事：**',
    '**使用者故事：**',
    '**사용자 스토리:**',
    '**Пользовательская история:**',
    '**Histoire utilisateur :**',
    '**História de Usuário:**',
    '**Historia de usuario:**',
    '**Câu chuyện người dùng:**',
    '**Benutzergeschichte:**',
  ];
  it.each(labels)('%j', (label) => {
    expect(story(`${label} As a user, I want x`)).toBe('As a user, I want x');
  });

  it('may go on, stand below their label, or have none', () => {
    expect(story('**User Story:** As a user,\nI want x')).toBe('As a user, I want x');
    expect(story('#### User Story\n\nAs a user, I want x')).toBe('As a user, I want x');
    expect(story('As a user, I want x')).toBe('As a user, I want x');
    expect(story('Some words')).toBeUndefined();
  });
});

describe('the glossary', () => {
  it.each([
    [
      '## Glossary\n\n- **A**: first\n  goes on\n- **B** (b) — second\n',
      [
        ['A', 'first goes on'],
        ['B', 'second'],
      ],
    ],
    ['## 用語集\n- **甲**：一番\n', [['甲', '一番']]],
    ['## 术语表\n- **A：** 一\n', [['A', '一']]],
    ['## 용어 설명\n| 용어 | 뜻 |\n|---|---|\n| A | 하나 |\n', [['A', '하나']]],
    ['## Glossary\n- A: first\n', [['A', 'first']]],
  ])('%j', (text, expected) => {
    expect(parse(text).glossary.map(({ term, meaning }) => [term, meaning])).toEqual(expected);
  });
});

describe('bugfix.md', () => {
  const bugfix = (text: string) => parseDocument('bugfix.md', text);
  it('has three sections of clauses', () => {
    const text =
      '# Bugfix Requirements Document\n## Introduction\n## Bug Analysis\n### Current Behavior (Defect)\n1.1 WHEN a THEN b\n1.2 WHEN c\n### Expected Behavior (Correct)\n\n2.1 WHEN a THEN the system SHALL d\n### Unchanged Behavior (Regression Prevention)\n- 3.1 WHEN e\n';
    expect(outline(bugfix(text))).toBe('1: 1.1 1.2 | 2: 2.1 | 3: 3.1');
    expect(bugfix(text).requirements[0]?.title).toBe('Current Behavior (Defect)');
  });

  it.each([
    ['### Current Behavior (Defect)\n**Part A**\n\n1.1 a\n\nprose\n\n**Part B**\n\n1.2 b\n', '1: 1.1 1.2'],
    ['### Current Behavior\n1. a\n2. b\n### Expected Behavior\n1. c\n', '1: 1.1 1.2 | 2: 2.1'],
    ['### Current Behavior\n- a\n', '1: 1.1'],
    ['### Current Behavior\n**1.1** a\n1.2. b\n', '1: 1.1 1.2'],
    [
      '### 現在の動作（不具合）\n1.1 a\n### 期待される動作\n2.1 b\n### 変更されない動作\n3.1 c\n',
      '1: 1.1 | 2: 2.1 | 3: 3.1',
    ],
    ['### 当前行为\n1. a\n### 预期行为\n1. b\n### 不变行为\n1. c\n', '1: 1.1 | 2: 2.1 | 3: 3.1'],
    [
      '### Текущее поведение\n1.1 a\n### Ожидаемое поведение\n2.1 b\n### Неизменное поведение\n3.1 c\n',
      '1: 1.1 | 2: 2.1 | 3: 3.1',
    ],
    ['### Comportement actuel\n1.1 a\n### Comportement attendu\n2.1 b\n', '1: 1.1 | 2: 2.1'],
    ['### Anything\n1.1 a\n### Else\n2.1 b\n', '1: 1.1 | 2: 2.1'],
  ])('%j', (text, expected) => {
    expect(outline(bugfix(text))).toBe(expected);
  });
});
