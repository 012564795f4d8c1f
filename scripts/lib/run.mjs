// Running other programs, with their output in a log that is shown only where they fail.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { downloads, testOutput } from './places.mjs';

/** A failure that is told to the user as it stands, without a stack. */
export class Failure extends Error {}

/**
 * The environment of npm: its caches stay inside the clone, and it asks and tells nothing.
 * @param {string} [binFolder] goes first on PATH
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(binFolder) {
  // What an outer npm says about itself, above all which Node it runs on, is not true of this one.
  const inherited =
    /^npm_(config_(user_agent|node_gyp|prefix|local_prefix|global_prefix)|execpath|node_execpath|(lifecycle|package)_.*)$/;
  const { PATH, ...others } = process.env;
  return {
    ...Object.fromEntries(Object.entries(others).filter(([name]) => !inherited.test(name))),
    PATH: binFolder === undefined ? PATH : `${binFolder}${delimiter}${PATH ?? ''}`,
    npm_config_logs_max: '0',
    npm_config_cache: join(downloads, 'npm-cache'),
    npm_config_devdir: join(downloads, 'node-gyp'),
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_yes: 'true',
  };
}

/**
 * Runs a program to its end without input, all output in test-output/<log>.log.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ log: string, cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} options
 * @returns {Promise<{ code: number, logFile: string }>} a signal or the timeout counts as code 1
 */
export function run(command, args, { log, cwd, env, timeoutMs }) {
  const logFile = join(testOutput, `${log}.log`);
  mkdirSync(dirname(logFile), { recursive: true });
  const output = openSync(logFile, 'w');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      timeout: timeoutMs,
      stdio: ['ignore', output, output],
      shell: process.platform === 'win32' && command === 'npm',
    });
    child.once('error', (error) => {
      closeSync(output);
      reject(new Failure(`${command} could not be started: ${error.message}`));
    });
    child.once('exit', (code) => {
      closeSync(output);
      resolve({ code: code ?? 1, logFile });
    });
  });
}

/**
 * As `run`, and a failure throws with the end of the output.
 * @param {string} what names the step in the failure, e.g. "Building"
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} options
 */
export async function mustRun(what, command, args, options) {
  const { code, logFile } = await run(command, args, options);
  if (code !== 0) throw new Failure(`${what} failed.\n\n${lastLines(logFile, 40)}\n\nThe whole output: ${logFile}`);
}

/**
 * The end of a text file, for a failure.
 * @param {string} file
 * @param {number} count
 */
export function lastLines(file, count) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * Runs the main function of a script; a Failure is printed plainly, and either ends with exit 1.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    process.exitCode = 1;
  }
}
