/** What a test runner's output says. */

/** Names are the runner's own, with the file in front where it says it. */
export interface TestReport {
  readonly failing: readonly string[];
  /** Tests that ran and passed; undefined where it is not said. */
  readonly passed?: number;
  /** Test files that ran, as printed; empty where they are not said. */
  readonly files: readonly string[];
}

/**
 * Reads the output of one runner, ANSI codes gone; undefined where it is not that runner's. Never throws. To add one: a
 * file here, a line in `index.ts`, a sample of its output.
 */
export type ResultReader = (output: string) => TestReport | undefined;

/** Every first group of the pattern, once, in order. The pattern must be global. */
export function all(output: string, pattern: RegExp): readonly string[] {
  return [
    ...new Set([...output.matchAll(pattern)].map((match) => (match[1] ?? '').trim()).filter((each) => each !== '')),
  ];
}

/** The first group as a number. */
export function count(output: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(output)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** A report with what is known of it. */
export function report(failing: readonly string[], files: readonly string[], passed?: number): TestReport {
  return { failing, files, ...(passed === undefined ? {} : { passed }) };
}

/** The text without colours, links and the carriage returns that redraw a line. */
export function plain(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/gu;
  return output
    .replace(escapes, '')
    .replaceAll('\r\n', '\n')
    .replace(/^[^\n]*\r(?!\n)/gmu, '');
}
