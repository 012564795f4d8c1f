/** Builds, test runs and problems as events of hooks. */
import { expect, test } from 'vitest';
import { newProblems, triggerOfLine } from '../../src/extension/hooks/workWords';

test.each([
  ['npm test', 'TestFinish'],
  ['npm run test -- --watch=false', 'TestFinish'],
  ['CI=1 npx vitest run src', 'TestFinish'],
  ['python -m pytest -q', 'TestFinish'],
  ['cargo test --all', 'TestFinish'],
  ['./gradlew clean test', 'TestFinish'],
  ['npm run build', 'BuildFinish'],
  ['go build ./...', 'BuildFinish'],
  ['mvn -q package', 'BuildFinish'],
  ['git commit -m "test"', undefined],
  ['ls test', undefined],
  ['cat builder.txt', undefined],
])('%s is %s', (line, expected) => {
  expect(triggerOfLine(line)).toBe(expected);
});

const problems = (...all: readonly string[]) =>
  all.map((each) => {
    const [line, message = ''] = each.split(' ');
    return { line: Number(line), message, source: 'ts' };
  });

test.each([
  ['nothing before', [], ['1 a'], ['1 a']],
  ['the same', ['1 a'], ['1 a'], []],
  ['only moved', ['1 a'], ['7 a'], []],
  ['one more of its kind', ['5 a'], ['2 a', '5 a'], ['2 a']],
  ['another message', ['1 a'], ['1 b'], ['1 b']],
  ['gone', ['1 a', '2 b'], ['2 b'], []],
] as const)('problems: %s', (_, before, now, expected) => {
  expect(newProblems(problems(...before), problems(...now))).toEqual(problems(...expected));
});
