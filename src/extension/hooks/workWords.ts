/** Which command lines are builds and tests, and which problems of a file were not there before. No vscode, so that tests read it. */

/** A problem as it is compared. */
export interface ProblemSeen {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  readonly source: string;
}

/** Those that are new: a problem that only moved is not, and of several alike only the additional ones are. */
export function newProblems(before: readonly ProblemSeen[], now: readonly ProblemSeen[]): readonly ProblemSeen[] {
  const key = ({ message, source }: ProblemSeen): string => `${source}\n${message}`;
  const left = new Map<string, number>();
  for (const each of before) left.set(key(each), (left.get(key(each)) ?? 0) + 1);
  const atSameLine = new Set(before.map((each) => `${key(each)}\n${each.line}`));
  // Those that stay where they were are taken first, so that the new one of two alike is the one that is told.
  const ordered = [...now].sort((a, b) => rank(a) - rank(b));
  const fresh = ordered.filter((each) => {
    const count = left.get(key(each)) ?? 0;
    if (count > 0) left.set(key(each), count - 1);
    return count === 0;
  });
  return fresh.sort((a, b) => a.line - b.line);

  function rank(each: ProblemSeen): number {
    return atSameLine.has(`${key(each)}\n${each.line}`) ? 0 : 1;
  }
}

/** Command lines that run tests, by the runners that people type. */
const testLine =
  /\b(?:(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(?:test|t)\b|(?:npx\s+)?(?:vitest|jest|mocha|playwright test)\b|pytest\b|(?:go|cargo|dotnet|swift|deno|mix)\s+test\b|(?:mvn|mvnw|gradle|gradlew)\b.*\btest\b|rspec\b|phpunit\b)/u;
const buildLine =
  /\b(?:(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?build\b|tsc\b|make\b|ninja\b|(?:go|cargo|dotnet|swift)\s+build\b|(?:mvn|mvnw)\b.*\b(?:compile|package|install)\b|(?:gradle|gradlew)\b.*\b(?:build|assemble)\b)/u;

/** The event that a command line in a terminal is, at its end; undefined where it is neither a build nor a test run. */
export function triggerOfLine(line: string): 'TestFinish' | 'BuildFinish' | undefined {
  if (testLine.test(line)) return 'TestFinish';
  return buildLine.test(line) ? 'BuildFinish' : undefined;
}
