// What the stages of `npm test` report, and how it is told.
import { existsSync, readFileSync } from 'node:fs';
import { lastLines } from './run.mjs';

/**
 * @typedef {object} StageResult
 * @property {number} passed
 * @property {readonly string[]} failures what is shown of each failed test
 * @property {readonly string[]} skipped titles
 * @property {readonly string[]} [measured] what was measured, a line each
 */

/**
 * A stage that is one check: it failed when its program did.
 * @param {{ code: number, logFile: string }} ran
 * @returns {StageResult}
 */
export function oneCheck({ code, logFile }) {
  return code === 0
    ? { passed: 1, failures: [], skipped: [] }
    : { passed: 0, failures: [lastLines(logFile, 60)], skipped: [] };
}

/**
 * What the benches measured: the lines in their log that begin with a bench's name.
 * @param {string} log
 * @returns {string[]}
 */
export function measuredLines(log) {
  return log.split(/\r?\n/).filter((line) => /^[a-z]+: .*\d/.test(line));
}

/**
 * @typedef {object} VitestReport the part of vitest's JSON that is read
 * @property {readonly VitestFile[]} testResults
 * @property {{ unchecked?: number, filesRemoved?: number }} [snapshot]
 *
 * @typedef {object} VitestFile
 * @property {string} name
 * @property {string} status
 * @property {string} [message]
 * @property {readonly { fullName: string, status: string, failureMessages?: readonly string[] }[]} assertionResults
 */

/**
 * The results of a vitest run. A file that could not be loaded, a snapshot that no test asks for and a run that ended
 * badly are failures too.
 * @param {string} reportFile
 * @param {{ code: number, logFile: string }} ran
 * @returns {StageResult}
 */
export function vitestResult(reportFile, ran) {
  if (!existsSync(reportFile)) return { passed: 0, failures: [lastLines(ran.logFile, 60)], skipped: [] };
  /** @type {VitestReport} */
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const failures = report.testResults.flatMap(fileFailures);
  const orphans = report.snapshot?.unchecked ?? 0;
  if (orphans > 0) failures.push(`${orphans} snapshots belong to no test. npx vitest --update removes them.`);
  if (ran.code !== 0 && failures.length === 0) failures.push(lastLines(ran.logFile, 60));
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failures,
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
  };
}

/**
 * @param {VitestFile} file
 * @returns {string[]}
 */
function fileFailures(file) {
  const failed = file.assertionResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return file.status === 'failed' ? [`${file.name}\n${file.message ?? ''}`] : [];
  return failed.map(
    ({ fullName, failureMessages }) => `${file.name}\n${fullName}\n${(failureMessages ?? []).join('\n')}`,
  );
}

/**
 * The results that the host tests' launcher left.
 * @param {string} reportFile
 * @param {{ code: number, logFile: string }} ran
 * @returns {StageResult}
 */
export function hostResult(reportFile, ran) {
  if (!existsSync(reportFile)) return { passed: 0, failures: [lastLines(ran.logFile, 60)], skipped: [] };
  /** @type {readonly { title: string, error?: string }[]} */
  const tests = JSON.parse(readFileSync(reportFile, 'utf8'));
  const failures = tests.flatMap(({ title, error }) => (error === undefined ? [] : [`${title}\n${error}`]));
  return { passed: tests.length - failures.length, failures, skipped: [] };
}
