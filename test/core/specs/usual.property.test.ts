/** What nearly every line is, is read without expressions; it must say what they say of the same line written otherwise. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flattenTasks, parseDocument } from '../../../src/core/specs';
import { scanLines } from '../../../src/core/specs/scan';
import { anyText } from './arbitraries';

const word = fc.constantFrom(
  'Build',
  'ein',
  'été',
  '商店',
  'x-y',
  'a.b',
  '7',
  '(two',
  '*',
  '[x]',
  'Key:',
  '_it_',
  '`c`',
  '\u2028',
);
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
const number = fc.constantFrom('1.', '2.1', '2.1.', '10.2.3', '1234567.', '1.2a', '1.1.1.1.1.1.1.1', '3', '', 'T1');
const indent = fc.constantFrom('', ' ', '  ', '\t', '      ');
const ids = fc.array(fc.constantFrom('1', '1.1', '2.3', '1.1.1', '1.1.1.1.1.1', 'R2', 'all', '1-3', ''), {
  maxLength: 4,
});

const tasksOf = (text: string) =>
  flattenTasks(parseDocument('tasks.md', text).tasks).map(
    ({ id, title, state, optional, details, requirements, metadata }) => ({
      ...{ id, title, state, optional },
      details: details.map((each) => each.text),
      requirements: requirements.map((each) => [each.ids, each.text, each.all, each.prose]),
      metadata: metadata.map(({ key, value }) => [key, value]),
    }),
  );
const requirementsOf = (text: string) =>
  parseDocument('requirements.md', text).requirements.map(({ id, title, userStory, criteria }) => ({
    ...{ id, title, story: userStory?.text },
    criteria: criteria.map((each) => [each.id, each.text]),
  }));

it('a task', () => {
  fc.assert(
    fc.property(indent, fc.constantFrom(' ', 'x', '-', '~', 'X', 'y'), number, words, (before, mark, id, title) => {
      // A tab behind the box is not what nearly every task has.
      const [usual, other] = [' ', '\t'].map((space) => tasksOf(`${before}- [${mark}]${space}${id} ${title}\n`));
      expect(usual).toEqual(other);
    }),
  );
});

it('a list of references', () => {
  fc.assert(
    fc.property(indent, fc.constantFrom('', '- ', '* ', '-', '-  '), ids, (before, bullet, list) => {
      // Two blanks behind the colon are not what nearly every list has.
      const [usual, other] = [' ', '  '].map((space) =>
        tasksOf(`- [ ] 1. Build\n  ${before}${bullet}_Requirements:${space}${list.join(', ')}_\n`),
      );
      expect(usual).toEqual(other);
    }),
  );
});

it('a requirement with its story and criteria', () => {
  const text = (story: string, stop: string, said: readonly string[]) =>
    `### Requirement 1: Keep\n\n${story}As a clerk\n${said[0]}\n\n#### Acceptance Criteria\n\n${said.map((each, at) => `${at + 1}${stop}${each}\n`).join('')}`;
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 3 }), (said) => {
      const usual = requirementsOf(text('**User Story:** ', '. ', said));
      const other = requirementsOf(text('**User Story**: ', ') ', said));
      // A line with U+2028 begins no item, so that its mark is of the words.
      expect(JSON.stringify(usual)).toBe(JSON.stringify(other).replaceAll(')', '.'));
    }),
  );
});

it('lines hold all of a text, and each is the same by itself', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const scanned = scanLines(text);
      const plain = ({
        index,
        start,
        end,
        next,
        text: said,
        kind,
        indent: columns,
        first,
        blank,
      }: (typeof scanned.lines)[number]) => [...[index, start, end, next, said, kind, columns, first, blank]];
      const alone = Array.from({ length: scanned.count }, (_, index) => scanned.line(index));
      expect(alone.flatMap((line) => (line ? [plain(line)] : []))).toEqual(scanned.lines.map(plain));
      expect(scanned.line(scanned.count)).toBeUndefined();
      expect(scanned.lines.map((line) => text.slice(line.start, line.next)).join('')).toBe(
        text.replace(/^\uFEFF+/, ''),
      );
      for (const line of scanned.lines) {
        expect(line.text).toBe(text.slice(line.start, line.end));
        expect(line.text).not.toMatch(/[\r\n]/);
        expect(line.blank).toBe(line.text.trim() === '');
      }
    }),
  );
});

it('two criteria that contradict each other, however they are written', () => {
  const codes = (one: string, other: string) =>
    parseDocument('requirements.md', `### Requirement 1: A\n#### Acceptance Criteria\n1. ${one}\n2. ${other}\n`)
      .diagnostics.map(({ code }) => code)
      .filter((code) => code.endsWith('/contradiction'));
  const spaces = fc.constantFrom(' ', '  ', '\t', ', ');
  const limit = fc.constantFrom('within', 'Under', 'at most', 'no more than', 'up to', 'LESS THAN');
  fc.assert(
    fc.property(spaces, limit, limit, fc.boolean(), (space, word1, word2, capital) => {
      const when = capital ? 'WHEN A FILE IS HOT' : 'When a file is hot';
      const said = (first: string, how: string, count: number) =>
        `${first}${space}THE System SHALL answer the user ${how} ${count} seconds`;
      expect(codes(said('WHEN a file is hot', word1, 2), said(when, word2, 3))).toEqual(['requirements/contradiction']);
      expect(codes(said('WHEN a file is hot', word1, 2), said('WHEN a file is hotter', word2, 3))).toEqual([]);
      expect(codes('WHEN a file is hot, THE System SHALL ask', `${when}${space}THE System SHALL NOT ask`)).toHaveLength(
        1,
      );
    }),
  );
});
