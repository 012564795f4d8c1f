import { all, count, type ResultReader, report } from './report';

/** vitest: ` FAIL  test/a.test.ts > suite > name`, ` ✓ test/a.test.ts (3 tests) 4ms`, `Tests  1 failed | 2 passed (3)`. */
export const vitest: ResultReader = (output) => {
  if (!/^\s*(?:Test Files|RUN\s+v\d)/mu.test(output)) return undefined;
  const failing = all(
    output,
    /^[ \t]*FAIL[ \t]+(?:\|[^|\n]*\|[ \t]*)?(\S+\.[cm]?[jt]sx?(?: > .+| \[ .+ \])?)[ \t]*$/gmu,
  );
  const files = all(output, /^[ \t]*[✓❯×√↓][ \t]+(?:\|[^|\n]*\|[ \t]*)?(\S+\.[cm]?[jt]sx?)[ \t]+(?:\(|> )/gmu);
  return report(failing, files, count(output, /^\s*Tests\s+.*?(\d+) passed/mu) ?? noneOf(failing, output));
};

/** Where counts are told and none of them is of passed or failed tests, all were skipped, or there were none. */
function noneOf(failing: readonly string[], output: string): number | undefined {
  return failing.length === 0 && /^\s*Tests:?\s+(?!.*\bfailed\b)/mu.test(output) ? 0 : undefined;
}

/** jest: `PASS src/a.test.js`, `  ● suite › name`, `Tests: 1 failed, 2 passed, 3 total`. */
export const jest: ResultReader = (output) => {
  if (!/^(?:Test Suites|Tests):\s+.*\btotal\b/mu.test(output)) return undefined;
  const failing = all(output, /^\s+●\s+(?!Console$)(.+?)\s*$/gmu);
  const failedFiles = all(output, /^FAIL\s+(\S+)/gmu);
  const files = [...new Set([...all(output, /^PASS\s+(\S+)/gmu), ...failedFiles])];
  return report(
    failing.length > 0 ? failing : failedFiles,
    files,
    count(output, /^Tests:\s+.*?(\d+) passed/mu) ?? noneOf(failing, output),
  );
};

/** mocha: `  2 passing (5ms)`, `  1 failing`, and below `  1) suite` with the names indented under it. */
export const mocha: ResultReader = (output) => {
  const passed = count(output, /^\s+(\d+) passing\b/mu);
  if (passed === undefined) return undefined;
  const below = output.slice(output.search(/^\s+\d+ failing\b/mu));
  const failing = /^\s+\d+ failing\b/mu.test(output)
    ? [...below.matchAll(/^ {2}\d+\) (.+(?:\n {5,}\S.*?)*?):\s*$/gmu)].map((match) =>
        (match[1] ?? '')
          .split('\n')
          .map((part) => part.trim())
          .join(' > '),
      )
    : [];
  return report(failing, [], passed);
};

/** node:test, as TAP (`not ok 1 - name`) and as its own report (`✖ name (1.2ms)`). */
export const nodeTest: ResultReader = (output) => {
  const passed = count(output, /^(?:#|ℹ) pass (\d+)/mu);
  if (passed === undefined) return undefined;
  const tap = all(output, /^\s*not ok \d+ - (?!.*# (?:TODO|SKIP))(.+?)\s*$/gmu);
  const own = all(output, /^\s*✖ (?!failing tests:)(.+?)(?: \([\d.]+m?s\))?\s*$/gmu);
  return report(tap.length > 0 ? tap : own, [], passed);
};

/** tsc: `src/a.ts(3,5): error TS2322: …` and `src/a.ts:3:5 - error TS2322: …`. The place is left out: lines move. */
export const tsc: ResultReader = (output) => {
  const found = [...output.matchAll(/^(\S+?)(?:\(\d+,\d+\):|:\d+:\d+ -) error (TS\d+: .*)$/gmu)];
  return found.length === 0 ? undefined : report([...new Set(found.map((match) => `${match[1]} ${match[2]}`))], []);
};
