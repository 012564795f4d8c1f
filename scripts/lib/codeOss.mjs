// Code OSS as a server: the same start for `npm start`, the host tests and the end-to-end tests.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure, mustRun } from './run.mjs';

/**
 * @typedef {object} EditorFolders
 * @property {string} data settings, state and logs
 * @property {string} extensions
 */

/**
 * @typedef {object} RunningEditor
 * @property {number} port
 * @property {(query: Readonly<Record<string, string>>) => string} address with the token and these query parameters
 * @property {Promise<void>} ended settles when the server is gone, for whatever reason
 * @property {() => Promise<void>} close ends the server and what it started
 */

/**
 * Installs a VSIX into a private editor.
 * @param {import('./install.mjs').CodeOss} editor
 * @param {EditorFolders} folders
 * @param {string} vsix
 */
export async function installExtension(editor, folders, vsix) {
  const args = [editor.server, ...folderArguments(folders), '--install-extension', vsix, '--force'];
  const options = { log: 'setup/install-extension', env: withOwnCache(folders, process.env) };
  await mustRun(`Installing ${vsix} into the editor`, editor.node, args, options);
}

/**
 * The editor notes an id of the device below the user's cache folder, also with telemetry off. It gets a folder of its
 * own, so that nothing is written into the user's home.
 * @param {EditorFolders} folders
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withOwnCache({ data }, env) {
  return { ...env, XDG_CACHE_HOME: join(data, 'cache') };
}

/** @param {EditorFolders} folders */
function folderArguments({ data, extensions }) {
  return ['--server-data-dir', data, '--user-data-dir', data, '--extensions-dir', extensions];
}

/**
 * Starts the editor on a port of 127.0.0.1, a free one unless told, and waits until it listens.
 * @param {import('./install.mjs').CodeOss} editor
 * @param {object} options
 * @param {EditorFolders} options.folders
 * @param {string} options.token nobody without it gets in
 * @param {string} options.logFile
 * @param {number} [options.port] the one to listen on: a browser keeps an editor's layout by its address
 * @param {boolean} [options.trustEverything] no workspace is restricted and nobody is asked
 * @param {boolean} [options.testDriver] lets a page name extension tests to run
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Promise<RunningEditor>}
 */
export async function startEditor(editor, { folders, token, logFile, port, trustEverything, testDriver, env }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const child = spawn(
    editor.node,
    [
      editor.server,
      ...folderArguments(folders),
      ...['--host', '127.0.0.1', '--port', String(port ?? 0), '--connection-token', token],
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-getting-started-override'],
      ...(trustEverything === true ? ['--disable-workspace-trust'] : []),
      ...(testDriver === true ? ['--enable-smoke-test-driver'] : []),
    ],
    // A group of its own, so that closing it ends terminals and extension hosts too.
    {
      env: withOwnCache(folders, env ?? process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    },
  );
  const ended = /** @type {Promise<void>} */ (new Promise((resolve) => child.once('exit', () => resolve())));
  const log = createWriteStream(logFile);
  child.stderr.pipe(log, { end: false });
  const listensOn = await listening(child.stdout, log, ended, logFile);
  return {
    port: listensOn,
    ended,
    address: (query) => `http://127.0.0.1:${listensOn}/?${new URLSearchParams({ tkn: token, ...query })}`,
    close: async () => {
      endGroup(child, 'SIGTERM');
      const patience = setTimeout(() => endGroup(child, 'SIGKILL'), 5000);
      await ended;
      clearTimeout(patience);
      endGroup(child, 'SIGKILL');
      log.end();
    },
  };
}

/**
 * @param {import('node:stream').Readable} stdout
 * @param {import('node:stream').Writable} log
 * @param {Promise<void>} ended
 * @param {string} logFile
 * @returns {Promise<number>} the port, once the server listens
 */
async function listening(stdout, log, ended, logFile) {
  const announced = new Promise((resolve) => {
    let seen = '';
    stdout.on('data', (chunk) => {
      log.write(chunk);
      if (seen.length > 10_000) return;
      seen += String(chunk);
      const match = /Extension host agent listening on (\d+)/.exec(seen);
      if (match !== null) resolve(Number(match[1]));
    });
  });
  const failed = ended.then(() => {
    throw new Failure(`The editor ended before it listened.\n\n${readFileSync(logFile, 'utf8')}`);
  });
  failed.catch(() => undefined);
  return Promise.race([announced, failed]);
}

/**
 * Signals a process and everything it started. No error where it is gone.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function endGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

/**
 * The settings file of a private editor's user.
 * @param {EditorFolders} folders
 */
export function settingsFile(folders) {
  return join(folders.data, 'User/settings.json');
}
