/** Tests that were weakened, skipped or deleted to get green. A rule is a function and a line here. */
import { isTestFile } from '../testFiles';
import { looserMatchers, narrowerRun, rewrittenSnapshots, widerLimits } from './looser';
import type { TestFile, WeakenedRule } from './rule';
import {
  deletedFile,
  deletedTests,
  fewerAssertions,
  onlySome,
  skippedTests,
  swallowedFailures,
  trivialAssertions,
} from './tests';
import { replacedTests, weakerTests } from './within';

/** For files of tests. */
export const testRules: readonly WeakenedRule[] = [
  deletedFile,
  deletedTests,
  replacedTests,
  skippedTests,
  onlySome,
  fewerAssertions,
  weakerTests,
  trivialAssertions,
  swallowedFailures,
  looserMatchers,
  widerLimits,
];

/** For kept output and for what runs the tests. */
export const otherRules: readonly WeakenedRule[] = [rewrittenSnapshots, narrowerRun];

/**
 * A sentence for each thing that a person should look at. A test that moved to another file is not deleted: tests are
 * counted over all files, and only what is missing in the end is told.
 */
export function weakenedTests(files: readonly TestFile[]): readonly string[] {
  const told = files.flatMap((file) => {
    const rules = isTestFile(file.path) ? [...testRules, ...otherRules] : otherRules;
    return rules.flatMap((rule) => rule(file).map((clause) => ({ rule, file, clause })));
  });
  const moved = wereMoved(files);
  return told
    .filter(({ rule }) => !(moved && goesWithMoving.includes(rule)))
    .map(({ file, clause }) => `${file.path}: ${clause}.`);
}

const goesWithMoving: readonly WeakenedRule[] = [deletedFile, deletedTests, replacedTests];

/** All lines of tests that are gone from one file came up in another. */
function wereMoved(files: readonly TestFile[]): boolean {
  const tests = files.filter(({ path }) => isTestFile(path));
  const lines = (pick: (file: TestFile) => string | undefined) =>
    tests.flatMap((file) =>
      (pick(file) ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.length > 3),
    );
  const now = new Map<string, number>();
  for (const line of lines(({ after }) => after)) now.set(line, (now.get(line) ?? 0) + 1);
  return lines(({ before }) => before).every((line) => {
    const left = now.get(line) ?? 0;
    now.set(line, left - 1);
    return left > 0 || /^(?:import|from|const .*require|use|package)\b/u.test(line);
  });
}
