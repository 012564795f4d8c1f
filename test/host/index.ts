/**
 * What an editor runs inside its extension host: every suite beside this file, with results as JSON for the launcher.
 * Desktop VS Code (@vscode/test-electron) and the Code OSS server call the same `run()`.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Mocha from 'mocha';

/** One test as the launcher reports it; `error` is absent where it passed. */
export interface HostTest {
  readonly title: string;
  readonly milliseconds: number;
  readonly error?: string;
}

/** Which suites belong to this run, where the results go, and which tests are wanted: the launcher says it. */
const {
  TRACEWRIGHT_HOST_RUN: runName = 'default',
  TRACEWRIGHT_HOST_RESULTS: resultsFile,
  TRACEWRIGHT_HOST_GREP: wanted,
} = process.env;

/** Settles when every suite has run; rejects where a test failed, which is how an editor's exit code comes about. */
export async function run(): Promise<void> {
  const tests: HostTest[] = [];
  try {
    await runSuites(tests);
  } catch (error) {
    tests.push({ title: 'loading the host suites', milliseconds: 0, error: textOf(error) });
  }
  if (resultsFile !== undefined) {
    mkdirSync(dirname(resultsFile), { recursive: true });
    writeFileSync(resultsFile, JSON.stringify(tests, undefined, 2));
  }
  const failures = tests.filter(({ error }) => error !== undefined);
  if (failures.length > 0) throw new Error(`${failures.length} of ${tests.length} host tests failed.`);
}

/** Adds what comes out of each test to `tests`; rejects where a suite can't be loaded. */
async function runSuites(tests: HostTest[]): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, forbidOnly: process.env.CI !== undefined });
  if (wanted !== undefined) mocha.grep(new RegExp(wanted));
  for (const name of readdirSync(__dirname).sort()) {
    if (belongsToRun(name)) mocha.addFile(join(__dirname, name));
  }
  await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => tests.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0 }));
    runner.on('fail', (test, error: unknown) => {
      tests.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0, error: textOf(error) });
    });
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** `name.host.js` belongs to the default run, `name.untrusted.host.js` to the run "untrusted". */
function belongsToRun(file: string): boolean {
  const match = /^[^.]+(?:\.([^.]+))?\.host\.js$/.exec(file);
  return match !== null && (match[1] ?? 'default') === runName;
}
