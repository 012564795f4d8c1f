import { describe, expect, it } from 'vitest';
import { applyEdits, documentOf, parseDocument, parseSpec, tickEdit } from '../../../src/core/specs';

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
