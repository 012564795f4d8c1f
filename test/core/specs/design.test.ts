import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/core/specs';

describe('properties', () => {
  const parse = (text: string) =>
    parseDocument('design.md', text).properties.map(({ number, title, text: words, validates }) => [
      number,
      title,
      words,
      validates.flatMap(({ ids }) => ids),
    ]);

  const forms: readonly (readonly [string, readonly unknown[]])[] = [
    [
      '### Property 1: Round trip\n*For any* x\n\n**Validates: Requirements 1.2, 3.4**\n',
      ['1', 'Round trip', '*For any* x', ['1.2', '3.4']],
    ],
    [
      '#### Property 2 - Round trip\n**Validates: Requirements 3.1-3.3**',
      ['2', 'Round trip', '', ['3.1', '3.2', '3.3']],
    ],
    [
      'Property 3: Round trip\n\n_For any_ x\n\n**Validates: Requirement 1.2**',
      ['3', 'Round trip', '_For any_ x', ['1.2']],
    ],
    ['**Property 4: Round trip**\nx\nValidates: Requirements 1.2', ['4', 'Round trip', 'x', ['1.2']]],
    [
      '**Property 5 — Round trip.** *(Requirements 6.2, 6.3)* x',
      ['5', 'Round trip. *(Requirements 6.2, 6.3)* x', '', ['6.2', '6.3']],
    ],
    ['**プロパティ 6: 往復**\nx\n\n**検証対象: 要件 1.2**', ['6', '往復', 'x', ['1.2']]],
    ['### 性质 7：往返\n**验证：需求 1.2**', ['7', '往返', '', ['1.2']]],
    ['### 속성 8: 왕복\n**검증: 요구사항 1.2**', ['8', '왕복', '', ['1.2']]],
    ['### Свойство 9: Обход\n**Проверяет: Требования 1.2**', ['9', 'Обход', '', ['1.2']]],
    ['### Propriété 10 : Aller\n**Valide : Exigences 1.2**', ['10', 'Aller', '', ['1.2']]],
    ['### Propriedade 11: Ida\n**Valida: Requisitos 1.2**', ['11', 'Ida', '', ['1.2']]],
    ['### Thuộc tính 12: Khứ hồi\n**Xác thực: Yêu cầu 1.2**', ['12', 'Khứ hồi', '', ['1.2']]],
    ['### Eigenschaft 13: Hin\n**Validiert: Anforderungen 1.2**', ['13', 'Hin', '', ['1.2']]],
    ['### Property 14: A\nx. **Validates: Requirements 1.2**', ['14', 'A', 'x.', ['1.2']]],
  ];
  it.each(forms)('%j', (text, expected) => {
    expect(parse(`## Correctness Properties\n\n${text}\n`)).toEqual([expected]);
  });

  it('end at the next one and at the next section', () => {
    const text = '### Property 1: A\na\n### Property 2: B\nb\n## Error Handling\n**Validates: Requirements 9.9**\n';
    expect(parse(text)).toEqual([
      ['1', 'A', 'a', []],
      ['2', 'B', 'b', []],
    ]);
  });

  it('keep what validates them where a heading has no colon', () => {
    const validated = (id: string) => `\n**Validates: Requirements ${id}**\n`;
    const first = `### Property 1: A${validated('1.1')}`;
    expect(parse(`${first}### Property 2 Refill${validated('1.2')}`)).toEqual([
      ['1', 'A', '', ['1.1']],
      ['2', 'Refill', '', ['1.2']],
    ]);
    expect(parse(`**Property 1: A**${validated('1.1')}### Property 2 Refill${validated('1.2')}`)).toHaveLength(2);
    expect(parse(`${first}### Property 1 in practice${validated('1.2')}`)).toHaveLength(1);
    expect(parse(`${first}### Property 2 is left to the reader\nNobody needs it.\n`)).toHaveLength(1);
  });

  it('are not what prose or code says about them', () => {
    expect(parse('As Property 1 says.\n\n```\nProperty 2: B\n```\n')).toEqual([]);
    expect(parse('### Property 1: A\nSee below.\nProperty 2: as said.\n').length).toBe(1);
  });
});

describe('sections', () => {
  it('have levels, places and bodies', () => {
    const text = 'before\n# Title\n\nintro\n\n## A ##\na1\na2\n\n### B\n\n```\n# code\n```\n## C';
    const document = parseDocument('design.md', text);
    expect(document.title?.text).toBe('Title');
    expect(
      document.sections.map(({ level, title, body, place }) => [
        level,
        title,
        text.slice(body.start, body.end).trim(),
        place.line,
      ]),
    ).toEqual([
      [1, 'Title', 'intro', 2],
      [2, 'A', 'a1\na2', 6],
      [3, 'B', '```\n# code\n```', 10],
      [2, 'C', '', 15],
    ]);
    const [title, a] = document.sections;
    expect(text.slice(title?.place.start, title?.place.end).endsWith('## C')).toBe(true);
    expect(text.slice(a?.place.start, a?.place.end).endsWith('```')).toBe(true);
  });
});
