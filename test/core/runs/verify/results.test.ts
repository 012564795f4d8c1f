import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failingPart, failureSignature, readers, readResults } from '../../../../src/core/runs/verify/results/index';
import { saysNoTest } from '../../../../src/core/runs/verify/results/nothing';

interface Expected {
  readonly failing: readonly string[];
  readonly passed?: number;
  readonly files?: readonly string[];
}

const red = '\u001b[31m';
const off = '\u001b[39m';

const cases: readonly (readonly [string, string, Expected])[] = [
  [
    'vitest',
    ` RUN  v4.1.12 /w\n\n ${red}❯${off} test/cart.test.ts (3 tests | 1 failed) 12ms\n   ${red}×${off} totals > rounds 4ms\n ✓ test/app.test.ts (2 tests) 3ms\n\n⎯⎯ Failed Tests 1 ⎯⎯\n\n FAIL  test/cart.test.ts > totals > rounds\nAssertionError: expected 1 to be 2\n\n Test Files  1 failed | 1 passed (2)\n      Tests  1 failed | 4 passed (5)\n`,
    { failing: ['test/cart.test.ts > totals > rounds'], passed: 4, files: ['test/cart.test.ts', 'test/app.test.ts'] },
  ],
  [
    'vitest, a file that does not load',
    ' RUN  v3.0.0 /w\n\n FAIL  test/a.test.ts [ test/a.test.ts ]\nError: Failed to load url ./b\n\n Test Files  1 failed (1)\n      Tests  no tests\n',
    { failing: ['test/a.test.ts [ test/a.test.ts ]'] },
  ],
  [
    'vitest, all well',
    ' RUN  v4.1.12 /w\n\n ✓ test/a.test.ts (2 tests) 3ms\n\n Test Files  1 passed (1)\n      Tests  2 passed (2)\n',
    { failing: [], passed: 2, files: ['test/a.test.ts'] },
  ],
  [
    'jest',
    'PASS src/a.test.js\nFAIL src/b.test.js\n  ● totals › rounds\n\n    expect(received).toBe(expected)\n\n  ● Console\n\nTest Suites: 1 failed, 1 passed, 2 total\nTests:       1 failed, 3 passed, 4 total\n',
    { failing: ['totals › rounds'], passed: 3, files: ['src/a.test.js', 'src/b.test.js'] },
  ],
  [
    'mocha',
    '\n  totals\n    ✔ adds\n    1) rounds\n\n\n  1 passing (5ms)\n  1 failing\n\n  1) totals\n       rounds:\n     AssertionError: 1 == 2\n      at Context.<anonymous> (a.js:1:1)\n',
    { failing: ['totals > rounds'], passed: 1 },
  ],
  [
    'node:test',
    '✔ adds (0.5ms)\n✖ rounds (1.2ms)\nℹ tests 2\nℹ pass 1\nℹ fail 1\n\n✖ failing tests:\n\ntest at a.test.js:3:1\n✖ rounds (1.2ms)\n',
    { failing: ['rounds'], passed: 1 },
  ],
  [
    'node:test as TAP',
    'TAP version 13\n# Subtest: adds\nok 1 - adds\nnot ok 2 - rounds\nnot ok 3 - later # TODO\n1..3\n# tests 3\n# pass 1\n# fail 1\n',
    { failing: ['rounds'], passed: 1 },
  ],
  [
    'tape',
    'TAP version 13\n# counts\nok 1 should be strictly equal\nnot ok 2 should be strictly equal\n  ---\n    operator: equal\n  ...\nnot ok 3 should be strictly equal\n# aliases\nok 4 should be deeply equivalent\n# later\nnot ok 5 more # TODO\n\n1..5\n# tests 5\n# pass  3\n# fail  2\n',
    { failing: ['counts'], passed: 3 },
  ],
  [
    'tape, all well',
    'TAP version 13\n# counts\nok 1 should be strictly equal\n\n1..1\n# tests 1\n# pass  1\n\n# ok\n',
    { failing: [], passed: 1 },
  ],
  [
    'Test::More',
    "1..3\nok 1 - loads\nnot ok 2 - adds\n#   Failed test 'adds'\n#   at t/a.t line 4.\nok 3 # skip no network\nnot ok 4 - rounds\n",
    { failing: ['adds', 'rounds'], passed: 1 },
  ],
  [
    'tap',
    'TAP version 14\n# Subtest: test/a.js\n    ok 1 - adds\n    1..1\nok 1 - test/a.js # time=3.2ms\nnot ok 2 - test/b.js # time=12ms\n1..2\n# time=40ms\n',
    { failing: ['test/b.js'], passed: 1, files: ['test/a.js', 'test/b.js'] },
  ],
  [
    'vitest as TAP',
    'TAP version 13\n1..1\nok 1 - v/a.test.mjs # time=2.50ms {\n    1..1\n    ok 1 - s # time=1.47ms {\n        1..1\n        ok 1 - n # time=1.16ms\n    }\n}\n',
    { failing: [], passed: 1, files: ['v/a.test.mjs'] },
  ],
  [
    'vitest as flat TAP',
    'TAP version 13\n1..1\nok 1 - v/a.test.mjs > s > n # time=1.18ms\n',
    { failing: [], passed: 1, files: ['v/a.test.mjs'] },
  ],
  [
    'vitest, verbose',
    ' RUN  v4.1.12 /w\n\n ✓ v/a.test.mjs > s > n 1ms\n\n Test Files  1 passed (1)\n      Tests  1 passed (1)\n',
    { failing: [], passed: 1, files: ['v/a.test.mjs'] },
  ],
  [
    'vitest, dots',
    ' RUN  v4.1.12 /w\n\n·\n\n Test Files  1 passed (1)\n      Tests  1 passed (1)\n',
    { failing: [], passed: 1 },
  ],
  [
    'node:test, files without tests stand among the tests',
    '✔ t of test/a.js (1.09ms)\n✔ sub/test/helper.js (42.6ms)\nℹ tests 2\nℹ suites 0\nℹ pass 2\nℹ fail 0\n',
    { failing: [], passed: 2 },
  ],
  [
    'deno',
    'running 2 tests from ./cart_test.ts\nadds ... ok (0ms)\nrounds ... FAILED (1ms)\n\n ERRORS \n\nrounds => ./cart_test.ts:7:6\n\nFAILED | 1 passed | 1 failed (5ms)\n',
    { failing: ['rounds'], passed: 1, files: ['./cart_test.ts'] },
  ],
  [
    'bun',
    'bun test v1.1.30\n\ntest/cart.test.ts:\n✓ adds [0.12ms]\n✗ rounds [1.00ms]\n\n 1 pass\n 1 fail\n 2 expect() calls\nRan 2 tests across 1 files. [8.00ms]\n',
    { failing: ['rounds'], passed: 1, files: ['test/cart.test.ts'] },
  ],
  [
    'pytest, quiet: what failed is not all that ran',
    'F..                                       [100%]\n=== short test summary info ===\nFAILED tests/test_a.py::test_x - assert 1 == 2\n1 failed, 2 passed in 0.12s\n',
    { failing: ['tests/test_a.py::test_x'], passed: 2 },
  ],
  [
    'pytest, quiet with -rA',
    '.                                         [100%]\n=== PASSES ===\n=== short test summary info ===\nPASSED tests/test_a.py::test_a\n1 passed in 1.19s\n',
    { failing: [], passed: 1, files: ['tests/test_a.py'] },
  ],
  [
    'tsc',
    "src/a.ts(3,5): error TS2322: Type 'x' is not assignable.\nsrc/b.ts:1:2 - error TS1005: ';' expected.\n",
    { failing: ["src/a.ts TS2322: Type 'x' is not assignable.", "src/b.ts TS1005: ';' expected."] },
  ],
  [
    'pytest',
    'tests/test_app.py ..                      [ 50%]\ntests/test_cart.py F.                     [100%]\n\n=== short test summary info ===\nFAILED tests/test_cart.py::TestTotals::test_rounds - assert 1 == 2\n========= 1 failed, 3 passed in 0.12s =========\n',
    {
      failing: ['tests/test_cart.py::TestTotals::test_rounds'],
      passed: 3,
      files: ['tests/test_app.py', 'tests/test_cart.py'],
    },
  ],
  ['pytest, quiet', '..\n2 passed in 0.01s\n', { failing: [], passed: 2 }],
  [
    'cargo',
    '     Running unittests src/lib.rs (target/debug/deps/x-1)\n\ntest totals::adds ... ok\ntest totals::rounds ... FAILED\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored\n',
    { failing: ['totals::rounds'], passed: 1, files: ['src/lib.rs'] },
  ],
  [
    'go',
    'ok  \texample.com/x/app\t0.01s\n--- FAIL: TestTotals (0.00s)\n    --- FAIL: TestTotals/rounds (0.00s)\nFAIL\nFAIL\texample.com/x/cart\t0.01s\n',
    { failing: ['TestTotals', 'TestTotals/rounds'], files: ['example.com/x/app', 'example.com/x/cart'] },
  ],
  [
    'maven',
    '[INFO] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in x.CartTest\n[ERROR] Failures: \n[ERROR]   CartTest.rounds:12 expected: <2> but was: <1>\n[ERROR] Tests run: 5, Failures: 1, Errors: 0, Skipped: 1\n',
    { failing: ['CartTest.rounds'], passed: 3, files: ['x.CartTest'] },
  ],
  [
    'gradle',
    '> Task :test FAILED\n\nCartTest > rounds FAILED\n    AssertionError at CartTest.java:12\n\n5 tests completed, 1 failed\n\nBUILD FAILED in 2s\n',
    { failing: ['CartTest > rounds'] },
  ],
];

describe('what a runner prints', () => {
  it.each(cases)('%s', (_name, output, expected) => {
    const found = readResults(output);
    expect(found).toEqual({ files: [], ...expected });
    expect(readResults(output.replaceAll('\n', '\r\n'))).toEqual(found);
  });
  it.each(['', 'hello', 'Error: boom\n    at a.js:1:1', 'BUILD SUCCESSFUL in 1s\n'])('%j is no report', (output) => {
    expect(readResults(output)).toBeUndefined();
  });
  it('any bytes are read', () => {
    const words = fc.constantFrom(
      ...cases.flatMap(([, output]) => output.split(/(?<=\s)/u)),
      '\u001b[',
      '\r',
      '●',
      '✖ ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 40 }), (parts) => {
        for (const reader of readers) reader(parts.join(''));
        expect(failingPart(parts.join(''), parts.slice(0, 3), 100).length).toBeLessThan(parts.join('').length + 110);
      }),
    );
  });
});

describe('whether a run says that it executed no test', () => {
  const none = [
    ['vitest', ' RUN  v4.1.12 /w\n\n\u001b[31mNo test files found, exiting with code 0\u001b[39m\n'],
    ['jest', 'No tests found, exiting with code 0\n'],
    ['maven', '[INFO] No tests to run.\n[INFO] BUILD SUCCESS\n'],
    ['unittest', '\n----------\nRan 0 tests in 0.000s\n\nOK\n'],
    ['PHPUnit', 'PHPUnit 11.0.0\n\nNo tests executed!\n'],
    ['RSpec', 'Finished in 0.0 seconds\n0 examples, 0 failures\n'],
    ['minitest', '0 runs, 0 assertions, 0 failures, 0 errors, 0 skips\n'],
    ['ExUnit', 'Finished in 0.0 seconds\n0 tests, 0 failures\n'],
    ['dotnet', 'No test is available in /w/bin/a.dll. Make sure that test discoverer\n'],
    ['dotnet, filtered', 'No test matches the given testcase filter `x` in /w/a.dll\n'],
    ['ctest', 'No tests were found!!!\n'],
    ['XCTest', "Test Suite 'All tests' passed\n\t Executed 0 tests, with 0 failures\n"],
    ['deno', 'ok | 0 passed | 0 failed (0ms)\n'],
    ['TAP', 'TAP version 13\n1..0\n'],
    ['go', '?   \texample.com/x\t[no test files]\nok  \texample.com/y\t0.01s [no tests to run]\n'],
    ['gradle', '> Task :compileJava\n> Task :app:test NO-SOURCE\n\nBUILD SUCCESSFUL in 1s\n'],
  ];
  const some = [
    ['nothing that is known', 'ok\n'],
    ['go', '?   \texample.com/x\t[no test files]\nok  \texample.com/y\t0.01s\n'],
    ['gradle', '> Task :a:test NO-SOURCE\n> Task :b:test\n\nBUILD SUCCESSFUL in 1s\n'],
    ['unittest in one of two packages', 'Ran 0 tests in 0.0s\n\nOK\n\nRan 5 tests in 0.1s\n\nOK\n'],
    ['XCTest', '\t Executed 0 tests, with 0 failures\n\t Executed 2 tests, with 0 failures\n'],
    ['words of a test', '✓ says "No tests found" where there are none\n'],
  ];
  it.each(none)('%s: none', (_name, output) => {
    expect(saysNoTest(output ?? '')).toBe(true);
  });
  it.each(some)('%s: some', (_name, output) => {
    expect(saysNoTest(output ?? '')).toBe(false);
  });
  it.each([
    [
      'vitest',
      ' RUN  v4.1.12 /w\n\n ↓ test/a.test.ts (2 tests | 2 skipped)\n\n Test Files  1 skipped (1)\n      Tests  2 skipped (2)\n',
    ],
    ['jest', 'Test Suites: 1 skipped, 0 of 1 total\nTests:       2 skipped, 2 total\n'],
    ['pytest', '========= 2 skipped in 0.12s =========\n'],
  ])('%s, all of them skipped: none passed', (_name, output) => {
    expect(readResults(output)).toMatchObject({ failing: [], passed: 0 });
  });
});

describe('the same failure', () => {
  const same: readonly (readonly [string, string])[] = [
    ['failed in 12ms', 'failed in 340ms'],
    ['at /tmp/a-1/x.js:3', 'at /tmp/b-22/y.js:9'],
    ['id 0xdeadbeef', 'id 0x1234'],
    ['commit 0123456789abcdef', 'commit fedcba98'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['  a\n\n  b', 'a\nb'],
  ];
  it.each(same)('%j and %j', (one, other) => {
    expect(failureSignature(one)).toBe(failureSignature(other));
  });
  it('is not another one', () => {
    expect(failureSignature('expected a')).not.toBe(failureSignature('expected b'));
  });
});

it('the failing part names what failed, and ends with the end', () => {
  const output = [...Array(500).keys()].map((at) => (at === 100 ? 'FAIL totals > rounds' : `line ${at}`)).join('\n');
  const part = failingPart(output, ['totals > rounds'], 800);
  expect(part).toContain('FAIL totals > rounds\nline 101');
  expect(part.endsWith('line 499')).toBe(true);
  expect(part.length).toBeLessThan(820);
});
