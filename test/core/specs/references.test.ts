import { describe, expect, it } from 'vitest';
import { flattenTasks, parseDocument, type Reference } from '../../../src/core/specs';

/** The references of a task with this one line below it. */
function references(line: string): readonly Reference[] {
  return [...flattenTasks(parseDocument('tasks.md', `- [ ] 1. A\n  ${line}\n`).tasks)].flatMap(
    (task) => task.requirements,
  );
}

describe('values', () => {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['_Requirements: 1.1_', ['1.1']],
    ['_Requirements: 1.1, 2.3_', ['1.1', '2.3']],
    ['_Requirements: 1.1; 2.3_', ['1.1', '2.3']],
    ['_Requirements: 1.1 and 2.3_', ['1.1', '2.3']],
    ['_Requirements: [1.1, 2.3]_', ['1.1', '2.3']],
    ['_Requirements: 10, 11_', ['10', '11']],
    ['_Requirements: 2.1-2.4_', ['2.1', '2.2', '2.3', '2.4']],
    ['_Requirements: 2.1–2.3, 4_', ['2.1', '2.2', '2.3', '4']],
    ['_Requirements: 2.1 to 2.3_', ['2.1', '2.2', '2.3']],
    ['_Requirements: 2.1～2.3_', ['2.1', '2.2', '2.3']],
    ['_Requirements: 3-5_', ['3', '4', '5']],
    ['_Requirements: R1.1, DR2_', ['R1.1', 'DR2']],
    ['_Requirements: All requirements R1-R3_', ['R1', 'R2', 'R3']],
    ['_Requirements: FR-1, NFR-2.1_', ['FR-1', 'NFR-2.1']],
    ['_Requirements: 1a.1, 2b_', ['1a.1', '2b']],
    ['_Requirements: Req 9.1; Design §3.2_', ['9.1']],
    ['_Requirements: Requirement 1.2, Requirement 1.3_', ['1.2', '1.3']],
    ['_Requirements: 6.2 (schema), 7.1 (docs, and more 9.9)_', ['6.2', '7.1']],
    ['_Requirements: supports 9.2 (kept)_', ['9.2']],
    ['_Requirements: 1.1_ and more', ['1.1']],
    ['_Requirements:_ 1.1, 1.2', ['1.1', '1.2']],
    ['_Requirements: 1.1,\n    1.2_', ['1.1', '1.2']],
    ['_需求: 1.1，1.2、2.1_', ['1.1', '1.2', '2.1']],
    ['_需求: 需求 3 全部, 需求 4 全部_', ['3', '4']],
    ['_要件：１．２、3_', ['1.2', '3']],
    ['_要件: 1.1_', ['1.1']],
    ['_요구사항: 1.1_', ['1.1']],
    ['_Требования: 1.1_', ['1.1']],
    ['_Exigences: 1.1_', ['1.1']],
    ['_Requisitos: 1.1_', ['1.1']],
    ['_Yêu cầu: 1.1_', ['1.1']],
    ['_Anforderungen: 1.1_', ['1.1']],
    ['**Requirements:** 1.1', ['1.1']],
    ['**Requirements**: 1.1', ['1.1']],
    ['*Requirements: 1.1*', ['1.1']],
    ['Requirements: 1.1, 1.2', ['1.1', '1.2']],
    ['**Validates: Requirements 1.2, 3.4**', ['1.2', '3.4']],
    ['**Validates: Requirement 1.2**', ['1.2']],
    ['**Validates**: Requirements 1.2', ['1.2']],
    ['**Validates:** Requirements 1.2', ['1.2']],
    ['Validates: Requirements 1.2-1.3', ['1.2', '1.3']],
    ['**Validates Requirements 1.2**', ['1.2']],
    ['_Validates: 1.2_', ['1.2']],
    ['**検証対象: 要件 1.2**', ['1.2']],
    ['_検証対象: 要件 1.2, 1.3_', ['1.2', '1.3']],
    ['**验证：需求 1.2**', ['1.2']],
    ['**검증: 요구사항 1.2**', ['1.2']],
    ['_Requirements: All_', []],
    ['_Requirements: 90% coverage_', []],
    ['_Requirements: v2.0 of the design_', []],
    ['_Requirements: None_', []],
    ['_Requirements: N/A (cleanup)_', []],
    ['_Requirements: Property 3_', []],
    ['_Requirements:_', []],
    ['Requirements are met', []],
    ['_Dependencies: 1.1_', []],
  ];
  it.each(lists)('%j', (line, ids) => {
    expect(references(`- ${line}`).flatMap((reference) => reference.ids)).toEqual(ids);
    expect(references(line).flatMap((reference) => reference.ids)).toEqual(ids);
  });

  it.each(
    [
      'All',
      'all requirements',
      'All requirements (final check)',
      '全部',
      'すべての要件',
      '全要件',
      '所有需求',
      '모든 요구사항',
      'все требования',
      'Toutes les exigences',
      'Todos los requisitos',
      'Alle Anforderungen',
    ].filter((value) => !/の|les|los/.test(value)),
  )('%j is all', (value) => {
    expect(references(`- _Requirements: ${value}_`).map(({ all }) => all)).toEqual([true]);
  });

  it.each(['Testing strategy', 'All requirements through testing', '全局基础', 'N/A (cleanup)', 'Foundation for 1.1'])(
    '%j is prose',
    (value) => {
      expect(references(`- _Requirements: ${value}_`).map(({ prose }) => prose)).toEqual([true]);
    },
  );

  it('leaves an absurd range at its ends', () => {
    expect(references('- _Requirements: 1-999999_')[0]?.ids).toEqual(['1', '999999']);
    expect(references('- _Requirements: 2.3-2.1_')[0]?.ids).toEqual(['2.3', '2.1']);
  });
});

describe('metadata', () => {
  const entries = (line: string) =>
    [...flattenTasks(parseDocument('tasks.md', `- [ ] 1. A\n  ${line}\n`).tasks)].flatMap(({ metadata }) =>
      metadata.map(({ key, value }) => [key, value]),
    );

  const kept: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    ['- _Dependencies: 1.1, 1.2_', [['Dependencies', '1.1, 1.2']]],
    ['- _Bug_Condition: isBug(x) where x_1 > 0_', [['Bug_Condition', 'isBug(x) where x_1 > 0']]],
    ['- _Expected_Behavior: returns "a_b"_', [['Expected_Behavior', 'returns "a_b"']]],
    ['- _Estimated: 2h_', [['Estimated', '2h']]],
    ['- _Boundary: ApiLayer_', [['Boundary', 'ApiLayer']]],
    ['- text first _Completed: 2026-01-02_', [['Completed', '2026-01-02']]],
    ['_Requirements: 1.1_', [['Requirements', '1.1']]],
    ['- some_name: value', []],
    ['- _emphasis_ without a key', []],
    ['- `_Key: code_`', []],
  ];
  it.each(kept)('%j', (line, expected) => {
    expect(entries(line)).toEqual(expected);
  });
});
