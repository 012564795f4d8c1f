import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  canonicalHash,
  canonicalText,
  criterionHashes,
  flattenTasks,
  parseDocument,
  tickEdit,
} from '../../../src/core/specs';
import { anyText } from './arbitraries';

const runs = { numRuns: 1000 };
const state = fc.constantFrom('open', 'running', 'done', 'queued' as const);

describe('the canonical hash', () => {
  it('is the SHA-256 of the canonical text', () => {
    const text = '\uFEFF- [x] 1. A\r\n- [-] 2. B\r';
    expect(canonicalText(text)).toBe('- [ ] 1. A\n- [ ] 2. B\n');
    expect(canonicalHash(text)).toBe(createHash('sha256').update('- [ ] 1. A\n- [ ] 2. B\n').digest('hex'));
    expect(parseDocument('tasks.md', text).hash).toBe(canonicalHash(text));
  });

  it('ignores ticks', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.tuple(fc.nat(), state)), (text, ticks) => {
        let ticked = text;
        for (const [which, to] of ticks) {
          const tasks = [...flattenTasks(parseDocument('tasks.md', ticked).tasks)];
          const task = tasks[which % Math.max(1, tasks.length)];
          const edit = task === undefined ? undefined : tickEdit(task, to);
          ticked = edit === undefined ? ticked : applyEdits(ticked, [edit]);
        }
        expect(canonicalHash(ticked)).toBe(canonicalHash(text));
      }),
      runs,
    );
  });

  it('ignores line ends and a BOM', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (text, end, bom) => {
        const changed = (bom ? '\uFEFF' : '') + text.replace(/^\uFEFF+/, '').replace(/\r\n|\n|\r/g, end);
        expect(canonicalHash(changed)).toBe(canonicalHash(text));
      }),
      runs,
    );
  });

  it('ignores nothing else: texts of one hash differ only in marks of checkboxes, line ends and BOMs', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.nat(),
        fc.nat({ max: 3 }),
        fc.oneof(
          fc.constantFrom('', ' ', 'x', '-', '~', '\n', '[', ']', '`'),
          fc.string({ unit: 'grapheme', maxLength: 2 }),
        ),
        (text, at, length, inserted) => {
          const from = at % (text.length + 1);
          const changed = text.slice(0, from) + inserted + text.slice(from + length);
          if (canonicalHash(changed) === canonicalHash(text)) {
            expect(withoutWhatMayChange(changed)).toEqual(withoutWhatMayChange(text));
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  const different: readonly (readonly [string, string, string])[] = [
    ['a trailing space', '- [ ] 1. A\n', '- [ ] 1. A \n'],
    ['a final line end', 'A', 'A\n'],
    ['a blank line', 'A\nB', 'A\n\nB'],
    ['an optional mark', '- [ ] 1. A', '- [ ]* 1. A'],
    ['a mark in a fence', '```\n- [ ] A\n```', '```\n- [x] A\n```'],
    ['a mark in a comment', '<!--\n- [ ] A\n-->', '<!--\n- [x] A\n-->'],
    ['a mark in a quotation', '> - [ ] A', '> - [x] A'],
    ['a mark behind another bullet', '* [ ] A', '* [x] A'],
    ['a mark in the middle of a line', 'See - [ ] A', 'See - [x] A'],
    ['a second mark on a task line', '- [ ] see - [ ] B', '- [ ] see - [x] B'],
    ['a link text', '- [a](u)', '- [b](u)'],
    ['an empty box', '- [] A', '- [ ] A'],
    ['two characters in a box', '- [xx] A', '- [ ] A'],
    ['a letter case', 'Shall', 'SHALL'],
    ['a Unicode form', '\u00e9', 'e\u0301'],
    ['an indentation', '- [ ] A', ' - [ ] A'],
    ['a vertical tab for a line end', 'A\nB', 'A\vB'],
    ['a line separator for a line end', 'A\nB', 'A\u2028B'],
    ['a BOM inside', 'A', 'A\uFEFF'],
  ];
  it.each(different)('changes with %s', (_what, before, after) => {
    expect(canonicalHash(after)).not.toBe(canonicalHash(before));
  });

  it('is the same for its own canonical text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(canonicalText(canonicalText(text))).toBe(canonicalText(text));
      }),
      runs,
    );
  });
});

/** Every `- [c]` at the beginning of a line blanked, whether it is a task or not: an independent, coarser account. */
function withoutWhatMayChange(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF+/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/^(\s*- \[)[^\]](?=\])/u, '$1 '));
}

describe('the hashes of criteria', () => {
  const text = '# R\n### Requirement 1: A\n**User Story:** s\n#### Acceptance Criteria\n1. WHEN a\n2. WHEN b\n';
  const hashes = (changed: string) => criterionHashes(parseDocument('requirements.md', changed));

  it('name requirements and criteria', () => {
    expect(Object.keys(hashes(text)).sort()).toEqual(['1', '1.1', '1.2']);
  });

  it('change only where the words change', () => {
    const changed = hashes(text.replace('WHEN b', 'WHEN c'));
    expect(changed['1.1']).toBe(hashes(text)['1.1']);
    expect(changed['1']).toBe(hashes(text)['1']);
    expect(changed['1.2']).not.toBe(hashes(text)['1.2']);
  });

  it('keep both of two things with one number', () => {
    expect(Object.keys(hashes(text.replace('2. WHEN b', '1. WHEN b\n3. WHEN c'))).sort()).toEqual([
      '1',
      '1.1',
      '1.1#2',
      '1.3',
    ]);
  });
});
