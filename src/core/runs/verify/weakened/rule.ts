/** One way to make tests green without making code right. */

/** A test file before and after; absent where it is not there. Comments are as they stand. */
export interface TestFile {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** Looks at one file; a clause for each thing found: "2 tests are skipped". To add one: a function and a line in `index.ts`. */
export type WeakenedRule = (file: TestFile) => readonly string[];

/** The text without comments and with strings kept, so that a skipped test in a comment is none. */
export function withoutComments(text: string, path: string): string {
  if (/\.(?:py|rb|sh|exs?)$/u.test(path)) return text.replace(/(^|\s)#.*$/gmu, '$1');
  return text.replace(/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\/.*$|\/\*[\s\S]*?\*\//gmu, '$1');
}

/** How often a pattern occurs; it must be global. */
export function times(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

/** "1 test is", "2 tests are" */
export function counted(number: number, one: string, many: string): string {
  return number === 1 ? `1 ${one}` : `${number} ${many}`;
}
