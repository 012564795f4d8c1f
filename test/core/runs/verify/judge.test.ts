import { describe, expect, it } from 'vitest';
import { backText, baselineOf, type CheckRun, judge, judgeCheck } from '../../../../src/core/runs/verify/judge';

/** A run: its exit code, and the names that fail in it. */
function ran(code: number, failing: readonly string[] = [], change: Partial<CheckRun> = {}): CheckRun {
  const report = { failing, passed: 3, files: [] };
  return { line: 'npm test', cwd: '/w', code, ms: 5, output: failing.join('\n'), report, ...change };
}

const wordless = (code: number, output: string, change: Partial<CheckRun> = {}): CheckRun =>
  ran(code, [], { report: undefined, output, ...change });

describe('a check beside its baseline', () => {
  const cases: readonly (readonly [string, CheckRun | undefined, CheckRun, string, readonly string[]])[] = [
    ['green', ran(0), ran(0), 'passed', []],
    ['red today', ran(0), ran(1, ['a']), 'failed', ['a']],
    ['red before too', ran(1, ['a']), ran(1, ['a']), 'failed_before', []],
    ['one more than before', ran(1, ['a']), ran(1, ['a', 'b']), 'failed', ['b']],
    ['another one than before', ran(1, ['a']), ran(1, ['b']), 'failed', ['b']],
    ['fewer than before', ran(1, ['a', 'b']), ran(1, ['b']), 'failed_before', []],
    ['mended', ran(1, ['a']), ran(0), 'passed', []],
    ['without a baseline', undefined, ran(1, ['a']), 'failed', ['a']],
    ['without names, the same words', wordless(1, 'boom in 12ms'), wordless(1, 'boom in 7ms'), 'failed_before', []],
    ['without names, other words', wordless(1, 'boom'), wordless(1, 'crash'), 'failed', []],
    ['names today, none before', wordless(1, 'boom'), ran(1, ['a']), 'failed', ['a']],
    ['did not start', ran(0), wordless(0, '', { code: undefined, broken: 'denied.' }), 'not_run', []],
    ['did not end', ran(0), wordless(0, 'working', { code: undefined, broken: 'it was stopped.' }), 'failed', []],
  ];
  it.each(cases)('%s', (_name, before, now, state, newly) => {
    const found = judgeCheck(now, before === undefined ? [] : [baselineOf(before)]);
    expect([found.state, found.newlyFailing]).toEqual([state, newly]);
  });
});

describe('all checks', () => {
  const lint = (code: number, before = 0) =>
    judgeCheck(wordless(code, 'x', { line: 'npm run lint' }), [
      baselineOf(wordless(before, 'x', { line: 'npm run lint' })),
    ]);
  const tests = (code: number, failing: readonly string[], before: readonly string[] = []) =>
    judgeCheck(ran(code, failing), [baselineOf(ran(before.length > 0 ? 1 : 0, before))]);
  const own = ['test/new.test.ts'];
  const red = ['test/new.test.ts > rounds'];
  const cases: readonly (readonly [string, Parameters<typeof judge>, RegExp, 'passed' | 'failed'])[] = [
    ['green', [[lint(0), tests(0, [])], 'green', []], /^Passed: npm run lint, npm test\.$/u, 'passed'],
    [
      'green beside what failed before',
      [[tests(1, ['old'], ['old'])], 'green', []],
      /^Failed before the task too: old\.$/u,
      'passed',
    ],
    ['red where green is due', [[lint(0), tests(1, ['a'])], 'green', []], /^1 failure in npm test: a\.$/u, 'failed'],
    ['a linter', [[lint(1), tests(0, [])], 'green', []], /npm run lint failed with exit 1/u, 'failed'],
    ['no checks at all', [[], 'green', []], /^$/u, 'passed'],
    ['a checkpoint', [[tests(0, [])], 'none', []], /^Passed/u, 'passed'],
    ['a checkpoint that is red', [[tests(1, ['a'])], 'none', []], /1 failure/u, 'failed'],
    [
      'red as wanted',
      [[lint(0), tests(1, red)], 'red', own],
      /^Red, as the task wants: test\/new\.test\.ts > rounds/u,
      'passed',
    ],
    ['red, and an older failure', [[tests(1, [...red, 'old'], ['old'])], 'red', own], /^Red/u, 'passed'],
    ['nothing is red', [[tests(0, [])], 'red', own], /none of the new ones does/u, 'failed'],
    [
      'another test is red',
      [[tests(1, ['test/other.test.ts > x'])], 'red', own],
      /not the task's: test\/other/u,
      'failed',
    ],
    ['its own and another', [[tests(1, [...red, 'test/other.test.ts > x'])], 'red', own], /not the task's/u, 'failed'],
    ['names without files', [[tests(1, ['rounds'])], 'red', own], /^Red/u, 'passed'],
    ['red without a new test', [[tests(1, ['rounds'])], 'red', []], /no test was written/u, 'failed'],
    ['red, but it does not compile', [[lint(1), tests(1, red)], 'red', own], /npm run lint failed/u, 'failed'],
    [
      'without names, its own file is spoken of',
      [[judgeCheck(wordless(1, 'at same (/w/test/new.test.ts:8:2)'), [baselineOf(ran(0))])], 'red', own],
      /^Red, as the task wants: npm test/u,
      'passed',
    ],
    [
      'without names, something else fails',
      [[judgeCheck(wordless(1, 'at old (/w/test/old.test.ts:8:2)'), [baselineOf(ran(0))])], 'red', own],
      /names none of the tests of this task \(test\/new\.test\.ts\)/u,
      'failed',
    ],
    [
      'a package is gone',
      [
        [
          judgeCheck(wordless(1, "Error: Cannot find module 'ini'\nRequire stack:\n- /w/test/new.test.ts"), [
            baselineOf(ran(0)),
          ]),
        ],
        'red',
        own,
      ],
      /the package ini is not installed/u,
      'failed',
    ],
    [
      'what is to be built is not there yet',
      [
        [
          judgeCheck(wordless(1, "Error: Cannot find module '../src/total'\nRequire stack:\n- /w/test/new.test.ts"), [
            baselineOf(ran(0)),
          ]),
        ],
        'red',
        own,
      ],
      /^Red/u,
      'passed',
    ],
    ['a python file', [[tests(1, ['tests/test_a.py::test_x'])], 'red', ['tests/test_a.py']], /^Red/u, 'passed'],
  ];
  it.each(cases)('%s', (_name, args, sentence, kind) => {
    const found = judge(...args);
    expect(found.kind).toBe(kind);
    expect(found.sentence).toMatch(sentence);
  });
  it('the same failure has the same signature, whatever its order and times', () => {
    const signature = (failing: readonly string[]) => {
      const found = judge([tests(1, failing)], 'green', []);
      return found.kind === 'failed' ? found.signature : undefined;
    };
    expect(signature(['b', 'a'])).toBe(signature(['a', 'b']));
    expect(signature(['a'])).not.toBe(signature(['a', 'b']));
  });
  it('what goes back holds the failing part only, and is bounded', () => {
    const long = tests(1, ['a']);
    const back = backText([lint(0), { ...long, run: { ...long.run, output: 'x\n'.repeat(50_000) } }], 'Red.');
    expect(back).toMatch(/^Red\.\n\n\$ npm test\n\(exit 1\)\n/u);
    expect(back).not.toContain('npm run lint');
    expect(back.length).toBeLessThan(13_000);
  });
});
