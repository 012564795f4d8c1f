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

const hashComments = /\.(?:py|rb|sh|exs?)$/u;
const hashed = /("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|#.*$/gmu;
const slashed = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\/.*$|\/\*[\s\S]*?\*\//gmu;

/** The text without comments, and with empty strings: what is only spoken of is not done. */
export function codeOnly(text: string, path: string): string {
  return text.replace(hashComments.test(path) ? hashed : slashed, (_all, string?: string) =>
    string === undefined ? '' : string.slice(0, 1) + string.slice(-1),
  );
}

/** As `codeOnly`, but what is taken out leaves blanks, so that places stay. */
export function blanked(text: string, path: string): string {
  return text.replace(hashComments.test(path) ? hashed : slashed, (all, string?: string) => {
    const blanks = all.replace(/[^\n]/gu, ' ');
    return string === undefined || all.length < 2 ? blanks : all.slice(0, 1) + blanks.slice(1, -1) + all.slice(-1);
  });
}

/** How often a pattern occurs; it must be global. */
export function times(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

/** "1 test is", "2 tests are" */
export function counted(number: number, one: string, many: string): string {
  return number === 1 ? `1 ${one}` : `${number} ${many}`;
}
