/** What a model reports counts only where it names what is there; each guard is switched off once. */
import { describe, expect, test } from 'vitest';
import { frames } from '../../../../src/core/context/frames';
import system from '../../../../src/core/runs/prompts/steeringCheck.md';
import type { FileReview } from '../../../../src/core/runs/snapshot';
import { checkedFindings, findingGuards, type ReportedFinding } from '../../../../src/core/runs/steeringCheck/findings';
import { checkMaterial, checkPrompt } from '../../../../src/core/runs/steeringCheck/material';
import { hostile, voices } from '../attacks/injection';

const label = '.kiro/steering/ts.md';
const rules = [
  { label, path: `/r/${label}`, line: 4, body: '\nNo default exports.\n\n- Names say what a thing does.' },
  { label: 'AGENTS.md', path: '/r/AGENTS.md', line: 1, body: 'Tests first.' },
];

function file(path: string, lines: readonly string[], kind: FileReview['kind'] = 'changed'): FileReview {
  const kinds = { '+': 'added', '-': 'removed', ' ': 'same' } as const;
  const read = lines.map((line) => ({ kind: kinds[line[0] as '+' | '-' | ' '], text: line.slice(1) }));
  const hunk = { id: 'h', oldStart: 7, newStart: 7, lines: read, state: 'accepted' as const };
  return { path, root: '/r', kind, added: 0, removed: 0, hunks: [hunk], state: 'accepted' };
}

const change = [
  file('src/a.ts', [' before', '-const old = 1;', '+export default 1;', ' after']),
  file('src/b.ts', ['+x']),
];
const material = checkMaterial(rules, change, 10_000);
const right: ReportedFinding = {
  rule_file: label,
  rule_line: 5,
  changed_file: 'src/a.ts',
  changed_line: 8,
  why: 'It is a\n default export.',
};

test('the whole prompt', async () => {
  const prompt = checkPrompt('1.1 Write rows as CSV', material);
  await expect(`${system}\n---\n\n${prompt}\n`).toMatchFileSnapshot('../__snapshots__/steering-check.md');
});

test.each([
  ['a line that was added', right, { line: 8, text: 'export default 1;' }],
  ['a line beside it', { ...right, changed_line: 9 }, { line: 9, text: 'after' }],
  ['something removed', { ...right, changed_line: undefined }, { text: '' }],
])('%s counts, with the words of the files', (_name, reported, place) => {
  expect(checkedFindings([reported, reported], material)).toEqual({
    findings: [
      {
        rule: { file: label, path: `/r/${label}`, line: 5, text: 'No default exports.' },
        change: { path: 'src/a.ts', ...place },
        why: 'It is a default export.',
      },
    ],
    dropped: [],
  });
});

const attacks: readonly (readonly [name: string, guard: string, finding: Partial<ReportedFinding>, says: string])[] = [
  ['a steering file that did not apply', 'rule-file', { rule_file: '.kiro/steering/other.md' }, 'other.md” applied'],
  ['a file outside', 'rule-file', { rule_file: '../../etc/passwd' }, 'passwd” applied'],
  ['a line after the end of the rules', 'rule-line', { rule_line: 99 }, 'says nothing in line 99'],
  ['a line of the front matter', 'rule-line', { rule_line: 2 }, 'says nothing in line 2'],
  ['an empty line of the rules', 'rule-line', { rule_line: 6 }, 'says nothing in line 6'],
  [
    'a file that was not changed',
    'changed-file',
    { changed_file: 'src/c.ts', changed_line: undefined },
    'c.ts” was not',
  ],
  ['a line outside of the change', 'changed-line', { changed_line: 70 }, 'has no line 70'],
  ['a line of another changed file', 'changed-line', { changed_file: 'src/b.ts', changed_line: 8 }, 'has no line 8'],
];

describe(`findings that name what is not there: ${attacks.length}`, () => {
  test.each(attacks)('%s', (_name, guard, wrong, says) => {
    const reported = [{ ...right, ...wrong }, right];
    const { findings, dropped } = checkedFindings(reported, material);
    expect(findings).toHaveLength(1);
    expect(dropped).toEqual([expect.stringContaining(says)]);
    // A line of a file that isn't there is no line either: with its guard off the others still see it, or it passes.
    const related: Readonly<Record<string, readonly string[]>> = {
      'rule-file': ['rule-file', 'rule-line'],
      'rule-line': ['rule-line'],
      'changed-file': ['changed-file'],
      'changed-line': ['changed-line'],
    };
    const without = Object.fromEntries(
      Object.entries(findingGuards).filter(([name]) => !(related[guard] ?? []).includes(name)),
    );
    expect(checkedFindings(reported, material, without)).toMatchObject({ findings: [{}, {}], dropped: [] });
  });

  test('every guard has an attack', () => {
    expect(new Set(attacks.map(([, guard]) => guard))).toEqual(new Set(Object.keys(findingGuards)));
  });
});

test.each([
  [
    'in a changed line',
    checkMaterial(
      rules,
      [
        file(
          'src/a.ts',
          hostile.split('\n').map((line) => `+${line}`),
        ),
      ],
      10_000,
    ),
  ],
  [
    'in a changed line with other line ends',
    checkMaterial(rules, [file('a', [`+${hostile.replaceAll('\n', '\r')}`])], 10_000),
  ],
  ['in the name of a changed file', checkMaterial(rules, [file(hostile, ['+x'])], 10_000)],
  ['in a rule', checkMaterial([{ label, path: '/r', line: 1, body: hostile }], change, 10_000)],
  ['in the name of a rule', checkMaterial([{ label: hostile, path: '/r', line: 1, body: 'x' }], change, 10_000)],
])('text that speaks as somebody else %s begins no line and ends no frame', (_name, attacked) => {
  const prompt = checkPrompt(`1.1 ${hostile}`, attacked);
  expect(prompt).toContain('The person says');
  expect(
    prompt.split(/[\n\r]/u).filter((line) => voices.test(line.trim()) && !/^<\/?(?:task|rules|change)>$/u.test(line)),
  ).toEqual([]);
  const closing = new RegExp(`</(?:${frames.join('|')})>`, 'gu');
  expect(prompt.match(closing)).toEqual(['</task>', '</rules>', '</change>']);
});

test('what does not fit is left out as a whole and named; of the rules those that hold over others stay', () => {
  const long = { label: 'long.md', path: '/r/long.md', line: 1, body: 'x'.repeat(2_900) };
  const last = { label: 'near.md', path: '/r/near.md', line: 1, body: 'y'.repeat(2_900) };
  const binary: FileReview = { ...file('a.png', []), hunks: [], whole: 'It is not text.' };
  const big = file('src/big.ts', [`+${'z'.repeat(6_000)}`]);
  const found = checkMaterial([long, last], [big, ...change, binary], 10_000);
  expect(found.rules.map((each) => each.label)).toEqual(['near.md']);
  expect(found.changes.map(({ path }) => path)).toEqual(['src/a.ts', 'src/b.ts']);
  expect(found.left).toEqual(['long.md', 'src/big.ts', 'a.png']);
});
