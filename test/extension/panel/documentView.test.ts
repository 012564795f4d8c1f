import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../../../src/core/specs/document';
import type { DocumentName } from '../../../src/core/specs/model';
import { viewOf } from '../../../src/extension/panel/documentView';
import type { BlockView, TaskView } from '../../../src/webview/protocol';
import { design, requirements, tasks } from '../../webview/gallery/documents';

const view = (name: DocumentName, text: string) => viewOf(parseDocument(name, text));

/** Blocks in a line each. */
function outline(blocks: readonly BlockView[]): readonly string[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
        return [`${'#'.repeat(block.level)} ${block.title}`];
      case 'prose':
        return [`prose ${block.markdown.split('\n')[0]}`];
      case 'glossary':
        return [`glossary ${block.entries.map(({ term }) => term).join(' ')}`];
      case 'requirement':
        return [
          `requirement ${block.id} ${block.title}`,
          ...block.rows.map((row) =>
            row.kind === 'criterion' ? `  ${row.id} ${row.text}` : `  prose ${row.markdown}`,
          ),
        ];
      case 'property':
        return [`property ${block.number} ${block.title} → ${block.validates.flatMap(({ ids }) => ids).join(' ')}`];
      default:
        return block.tasks.flatMap((task) => taskLines(task, ''));
    }
  });
}

function taskLines(task: TaskView, indent: string): readonly string[] {
  const details = task.details === '' ? [] : [`${indent}  | ${task.details.replaceAll('\n', ' / ')}`];
  return [
    `${indent}[${task.state}] ${task.id} ${task.title}${task.optional ? ' *' : ''}`,
    ...details,
    ...task.children.flatMap((child) => taskLines(child, `${indent}  `)),
  ];
}

function check(name: DocumentName, text: string, expected: readonly string[]): void {
  expect(outline(view(name, text).blocks)).toEqual(expected);
}

describe('requirements.md', () => {
  test('headings, glossary, requirements and criteria', () => {
    expect(outline(view('requirements.md', requirements).blocks).slice(0, 6)).toEqual([
      '## Introduction',
      'prose A service that stores todo items for signed-in users in PostgreSQL and offers them over HTTP as JSON.',
      '## Glossary',
      'glossary Todo Owner Session_Token',
      'requirement 1 Create a todo',
      expect.stringContaining('  1.1 WHEN a signed-in user submits'),
    ]);
  });
  test('the heading over criteria goes without saying, in any language; other text of a requirement stays', () => {
    check(
      'requirements.md',
      '### 要件1：作成\n\n背景の説明。\n\n#### 受け入れ基準\n\n1. WHEN a THE S SHALL b\n\n補足。\n',
      ['requirement 1 作成', '  prose 背景の説明。', '  1.1 WHEN a THE S SHALL b', '  prose 補足。'],
    );
  });
  test('comments are not shown, but stay in code', () => {
    check('requirements.md', '## A\n\n<!-- hidden -->\n\nseen\n', ['## A', 'prose seen']);
    const [, block] = view('requirements.md', '## A\n\n```html\n<!-- kept -->\n```\n').blocks;
    expect(block).toMatchObject({ markdown: '```html\n<!-- kept -->\n```' });
  });
  test('a meaning that goes on is one entry; a table stays a table', () => {
    check('requirements.md', '## Glossary\n\n- **A**: one\n  goes on\n- **B**: two\n', ['## Glossary', 'glossary A B']);
    check('requirements.md', '## Glossary\n\n| Term | Meaning |\n|---|---|\n| **A** | one |\n', [
      '## Glossary',
      'prose | Term | Meaning |',
    ]);
  });
});

test('design.md: prose between headings, properties with what they validate', () => {
  const { blocks } = view('design.md', design);
  expect(outline(blocks)).toContain("property 1 Nobody sees another owner's todo → 2.1 2.2");
  expect(blocks.find((block) => block.kind === 'property')).toMatchObject({
    markdown: '*For any* two users and any sequence of requests, no answer to the one holds a todo of the other.',
  });
});

describe('tasks.md', () => {
  test('tasks with their details; what is said by chips is not said twice', () => {
    check('tasks.md', tasks, [
      '## Overview',
      'prose Small steps, each with its tests beside the code.',
      '[open] 1 Project and database',
      '  [done] 1.1 Set up the server project with TypeScript, lint and test runner',
      '    | - Strict compiler settings, one test that runs',
      '  [done] 1.2 Add migrations for users, sessions and todos',
      '    | - Foreign keys with `on delete cascade`',
      '[open] 2 Todos',
      '  [done] 2.1 Todo repository: create, read, update, delete by owner',
      '  [running] 2.2 List query with paging, newest first',
      '    | - Success: a list of 120 todos comes in three pages',
      '  [open] 2.3 POST /todos with validation',
      '    | - Answer 422 with the name of the field',
      '  [queued] 2.4 GET /todos and GET /todos/:id',
      '  [open] 2.5 Property test: no user ever sees a todo of another owner *',
      "    | - **Property 1: Nobody sees another owner's todo**",
      '[open] 3 Accounts and sessions',
      '  [open] 3.1 Password hashing and sign-up',
      '  [open] 3.2 Session tokens: issue, check, end',
      '[open] 4 Checkpoint - Ensure all tests pass',
      '## Notes',
      'prose - Tasks marked with `*` are optional.',
    ]);
  });
  test('a readable graph is data; an unreadable one is shown as it was written', () => {
    expect(view('tasks.md', tasks).graph?.waves).toHaveLength(4);
    const broken = view('tasks.md', '- [ ] 1. A\n\n## Task Dependency Graph\n\n```json\n{"waves": [\n```\n');
    expect(broken.graph?.readable).toBe(false);
    expect(outline(broken.blocks)).toContain('prose ```json');
  });
  test('phases keep their headings', () => {
    check('tasks.md', '## Phase 1\n\n- [ ] 1. A\n\n## Phase 2\n\n- [ ] 2. B\n', [
      '## Phase 1',
      '[open] 1 A',
      '## Phase 2',
      '[open] 2 B',
    ]);
  });
});

const names = ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'] as const;

test('half a document is a view too, with unique keys, blocks in order', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom(requirements, design, tasks),
      fc.nat(4000),
      (name, text, length) => {
        const { blocks } = view(name, text.slice(0, length));
        expect(new Set(blocks.map(({ key }) => key)).size).toBe(blocks.length);
        for (const [at, block] of blocks.entries()) {
          expect(block.endLine).toBeGreaterThanOrEqual(block.line);
          expect(block.line).toBeGreaterThan(blocks[at - 1]?.endLine ?? 0);
        }
      },
    ),
  );
});

test('no word of a document is lost', () => {
  const word = fc.stringMatching(/^[a-z]{3,9}$/);
  const line = fc.oneof(
    word,
    word.map((text) => `## ${text}`),
    word.map((text) => `- ${text}`),
    word.map((text) => `1. ${text}`),
    word.map((text) => `- [ ] 1. ${text}`),
    word.map((text) => `  - ${text}`),
    word.map((text) => `### Requirement 1: ${text}`),
    fc.constant(''),
  );
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.array(line, { maxLength: 25 }), (name, lines) => {
      const shown = JSON.stringify(view(name, lines.join('\n')).blocks);
      const headings = new Set(lines.filter((each) => each.startsWith('## ')).map((each) => each.slice(3)));
      const words = lines.flatMap((each) => each.match(/[a-z]{3,9}$/)?.[0] ?? []).filter((each) => !headings.has(each));
      for (const each of words) expect(shown).toContain(each);
    }),
  );
});

test('a heading over a row of marks takes both of its lines', () => {
  check(
    'requirements.md',
    'Title\n=====\n\nOverview\n--------\n\nText.\n\nRequirement 1: A\n---\n\n1. THE A SHALL b.\n',
    ['## Overview', 'prose Text.', 'requirement 1 A', '  1.1 THE A SHALL b.'],
  );
});
