/** Runs of tests that went well because there was nothing to run, as the runners say it. */
import { plain } from './report';

/** Sentences of runners that are not read otherwise, or that print no counts where there was nothing. */
const nothing: readonly RegExp[] = [
  // vitest and jest with `--passWithNoTests`, bun.
  /^\s*no tests? (?:files? )?found\b/imu,
  /^Test Suites:\s+0 total/mu,
  // Surefire.
  /^(?:\[\w+\] )?No tests to run\.?\s*$/mu,
  // unittest, bun.
  /^Ran 0 tests\b/mu,
  /^NO TESTS RAN\b/mu,
  // PHPUnit, RSpec, minitest, ExUnit.
  /^No tests executed!/mu,
  /^\s*0 examples, 0 failures/mu,
  /^0 runs, 0 assertions/mu,
  /^0 tests, 0 failures/mu,
  // dotnet, ctest, XCTest, Deno, any that speaks TAP.
  /^No test (?:is available in|matches the given)\b/mu,
  /^No tests were found!!!/mu,
  /^\s*Executed 0 tests\b/mu,
  /^ok \| 0 passed \| 0 failed/mu,
  /^1\.\.0\b/mu,
];

/** One of several packages may have no tests beside others that have some. */
const something =
  /^\s*(?:Ran|Executed) [1-9]\d* tests?\b|^\s*[1-9]\d* (?:examples?|runs?|tests?), \d|^OK \([1-9]|^ok \| [1-9]\d* passed/mu;

/** Whether an output says that no test was executed. */
export function saysNoTest(output: string): boolean {
  const text = plain(output);
  if (something.test(text)) return false;
  return nothing.some((each) => each.test(text)) || goHasNone(text) || gradleHasNone(text);
}

/** Every package of `go test` is without tests, or without one that was asked for. */
function goHasNone(text: string): boolean {
  const packages = text.match(/^(?:ok {2}|\? {3})\t\S.*$/gmu) ?? [];
  return packages.length > 0 && packages.every((line) => /\[no test files\]|\[no tests to run\]/u.test(line));
}

/** No task of tests of a Gradle build had sources. */
function gradleHasNone(text: string): boolean {
  const tasks = text.match(/^> Task :(?:\S*:)?\w*test\b.*$/gimu) ?? [];
  return tasks.length > 0 && tasks.every((line) => /\b(?:NO-SOURCE|SKIPPED)\b/u.test(line));
}
