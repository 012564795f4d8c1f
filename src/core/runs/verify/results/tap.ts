import { all, count, type ResultReader, report } from './report';

const point = /^(not )?ok\b(?: \d+)?(?: -)?[ \t]*(.*?)[ \t]*$/u;
const summary = /^# (?:(?:tests?|pass|fail|skip|todo|ok|time|failed)\b[\s\d:.=/of-]*(?:ms)?|Subtest: .*)$/iu;

/**
 * The Test Anything Protocol, as tape, tap, Test::More and others print it: `# adds` above `not ok 2 should be equal`. A
 * test is called by its title where it has one, since its assertions are often all called the same.
 */
export const tap: ResultReader = (output) => {
  if (!/^(?:TAP version \d+|1\.\.\d+)[ \t]*$/mu.test(output)) return undefined;
  const failing = new Set<string>();
  let title = '';
  let passed = 0;
  for (const line of output.split('\n')) {
    // More than one blank: a runner's words about the point above, not a title.
    if (/^# \S/u.test(line)) title = summary.test(line) ? '' : line.slice(2).trim();
    const [, not, name = ''] = point.exec(line) ?? [undefined, undefined, undefined];
    if (name === '' && !/^(?:not )?ok\b/u.test(line)) continue;
    if (/# (?:TODO|SKIP)\b/iu.test(name)) continue;
    if (not === undefined) passed += 1;
    else failing.add(title || name.replace(/ # time=.*$/u, '') || line.trim());
  }
  // tap and vitest begin each point at the margin with its file.
  const files = all(output, /^(?:not )?ok \d+ - (\S+\.[cm]?[jt]sx?)(?= > | # time=|[ \t]*$)/gmu);
  return report([...failing], files, count(output, /^# pass\s+(\d+)/mu) ?? passed);
};
