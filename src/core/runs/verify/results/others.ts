import { all, count, type ResultReader, report } from './report';

/** pytest: `FAILED tests/test_a.py::test_x - assert …`, `tests/test_a.py ..F. [ 50%]`, `== 1 failed, 2 passed in 0.1s ==`. */
export const pytest: ResultReader = (output) => {
  if (
    !/^=*\s*(?:\d+ (?:passed|failed|errors?|skipped|xfailed|deselected|warnings?)(?:, )?)+.* in [\d.]+s/mu.test(output)
  )
    return undefined;
  const failing = all(output, /^(?:FAILED|ERROR) (\S+)/gmu);
  const dots = all(output, /^(\S+\.py)(?:::\S+ (?:PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)| [.FEsxX]+)/gmu);
  // `-rA` names what passed. What failed alone (`-q`) would not be all that ran.
  const passed = all(output, /^PASSED (\S+?)::/gmu);
  const failed = failing.map((name) => name.split('::')[0] ?? name);
  const files = dots.length + passed.length === 0 ? [] : [...new Set([...dots, ...passed, ...failed])];
  return report(failing, files, count(output, /(\d+) passed/u) ?? 0);
};

/** cargo test: `test foo::bar ... FAILED`, `test result: FAILED. 1 passed; 1 failed`. */
export const cargo: ResultReader = (output) => {
  const results = [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gmu)];
  if (results.length === 0) return undefined;
  const failing = all(output, /^test (.+?) \.\.\. FAILED$/gmu);
  const files = all(output, /^\s*Running (?:unittests )?(\S+\.rs)/gmu);
  return report(
    failing,
    files,
    results.reduce((sum, match) => sum + Number(match[1]), 0),
  );
};

/** go test: `--- FAIL: TestX/part (0.00s)`, `FAIL\tpkg`, `ok  \tpkg\t0.01s`. */
export const go: ResultReader = (output) => {
  if (!/^(?:ok|FAIL|---|\?)\s+\S/mu.test(output) || !/^(?:ok {2}|FAIL)\t\S|^--- FAIL: /mu.test(output))
    return undefined;
  const tests = all(output, /^\s*--- FAIL: (\S+)/gmu);
  const packages = all(output, /^FAIL\t(\S+)/gmu);
  return report(tests.length > 0 ? tests : packages, all(output, /^(?:ok {2}|FAIL)\t(\S+)/gmu));
};

/** Maven's Surefire: `[ERROR]   CartTest.total:12 expected…`, `Tests run: 5, Failures: 1, Errors: 0`. */
export const maven: ResultReader = (output) => {
  const totals = [
    ...output.matchAll(/^(?:\[\w+\] )?Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)\s*$/gmu),
  ].at(-1);
  if (totals === undefined) return undefined;
  const failing = all(output, /^\[ERROR\]\s{2,}([\w.$]+[.#]\w+)(?:\(|:\d+|»| )/gmu);
  const [, run = 0, failures = 0, errors = 0, skipped = 0] = totals.map(Number);
  return report(failing, all(output, /Tests run:.* -- in (\S+)/gmu), run - failures - errors - skipped);
};

/** Gradle: `CartTest > total FAILED`, `5 tests completed, 1 failed`. */
export const gradle: ResultReader = (output) => {
  if (!/^BUILD (?:SUCCESSFUL|FAILED) in /mu.test(output)) return undefined;
  const failing = all(output, /^(\S.* > .+) FAILED$/gmu);
  return failing.length === 0 && !/> Task :\S*test/iu.test(output) ? undefined : report(failing, []);
};

/** deno test: `running 2 tests from ./cart_test.ts`, `adds ... FAILED (1ms)`, `FAILED | 1 passed | 1 failed (5ms)`. */
export const deno: ResultReader = (output) => {
  const passed = count(output, /^(?:ok|FAILED) \| (\d+) passed/mu);
  if (passed === undefined) return undefined;
  const failing = all(output, /^(\S.*?) \.\.\. FAILED(?: \(.*\))?$/gmu);
  return report(failing, all(output, /^running [1-9]\d* tests? from (\S+)$/gmu), passed);
};

/** bun test: `test/cart.test.ts:` above its tests, `(fail) adds [0.1ms]` or `✗ adds`, ` 1 pass`. */
export const bun: ResultReader = (output) => {
  const passed = count(output, /^ *(\d+) pass$/mu);
  if (passed === undefined) return undefined;
  const failing = all(output, /^(?:\(fail\)|✗) (.+?)(?: \[[\d.]+m?s\])?$/gmu);
  return report(failing, all(output, /^(\S+\.[cm]?[jt]sx?):$/gmu), passed);
};
