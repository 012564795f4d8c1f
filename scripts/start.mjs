// npm start [-- folder] [--no-open]: a private editor with Tracewright in it, on a copy of the sample workspace or on
// that folder. Needs nothing but Node and npm before it: until packages are installed only Node's own modules are used.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { endGroup, installExtension, settingsFile, startEditor, withOwnCache } from './lib/codeOss.mjs';
import { ensureCodeOss, ensurePackages } from './lib/install.mjs';
import { downloads, root, temporaryFolder } from './lib/places.mjs';
import { Failure, mustRun, runMain } from './lib/run.mjs';
import { onPath, openBrowser } from './lib/system.mjs';
import { packageExtension } from './package.mjs';

// Kept between starts, so that a model is set up once; a test of the start brings a folder of its own.
const home = process.env.TRACEWRIGHT_START_FOLDER ?? join(downloads, 'start');

/** @param {readonly string[]} args */
function parse(args) {
  const folders = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--no-open');
  if (unknown !== undefined || folders.length > 1) {
    throw new Failure('Usage: npm start [-- [folder] [--no-open]]');
  }
  // npm runs scripts in the clone; a relative folder is meant from where the user is.
  const folder = folders[0] === undefined ? undefined : resolve(process.env.INIT_CWD ?? '.', folders[0]);
  if (folder !== undefined && !(existsSync(folder) && statSync(folder).isDirectory())) {
    throw new Failure(`There is no folder ${folder}.`);
  }
  return { folder, open: !args.includes('--no-open') };
}

/** A fresh copy, outside the clone: inside it git and ignore files of the clone would count. */
function copyOfSample() {
  const copy = join(temporaryFolder('start'), 'sample');
  cpSync(join(root, 'media/sample'), copy, { recursive: true });
  return copy;
}

/**
 * The desktop editor that can be used here, if any. In a terminal of a remote window `code` speaks to that window, and
 * ignores the folders it is given.
 */
function desktopEditor() {
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined) return undefined;
  const hasScreen = (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) !== undefined;
  return process.platform === 'linux' && !hasScreen ? undefined : onPath(['code', 'codium']);
}

/**
 * Starts desktop VS Code or VSCodium with folders of its own and waits until its window is closed.
 * @param {string} command
 * @param {string} folder
 * @param {import('./package.mjs').Vsix} vsix
 * @param {{ sample: boolean }} options
 */
async function startDesktop(command, folder, vsix, { sample }) {
  const folders = { data: join(home, 'desktop/data'), extensions: join(home, 'desktop/extensions') };
  const own = ['--user-data-dir', folders.data, '--extensions-dir', folders.extensions];
  // The editor refuses to run as root with its sandbox on.
  if (process.getuid?.() === 0) own.push('--no-sandbox');
  await installWhereNew(folders, vsix, () =>
    mustRun('Installing the extension', command, [...own, '--install-extension', vsix.path, '--force'], {
      log: 'setup/install-extension',
      env: withOwnCache(folders, process.env),
    }),
  );
  console.log(`\nOpening ${folder} in ${command}\nCtrl+C ends it.`);
  const trust = sample ? ['--disable-workspace-trust'] : [];
  const child = spawn(command, [...own, ...trust, '--new-window', '--wait', folder], {
    stdio: 'ignore',
    env: withOwnCache(folders, editorEnvironment()),
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
  });
  onStop(async () => {
    endGroup(child, 'SIGTERM');
    endDesktop(folders.data);
  });
  await new Promise((done) => child.once('exit', done));
}

/**
 * Ends the editor that uses these folders. It runs apart from the command that started it, and notes its id there.
 * @param {string} data
 */
function endDesktop(data) {
  try {
    const id = Number(readFileSync(join(data, 'code.lock'), 'utf8'));
    if (id > 1) process.kill(id, 'SIGTERM');
  } catch {
    // Not running.
  }
}

/**
 * Starts Code OSS on loopback and waits until it is ended.
 * @param {string} folder
 * @param {import('./package.mjs').Vsix} vsix
 * @param {{ open: boolean, sample: boolean }} options
 */
async function startServer(folder, vsix, { open, sample }) {
  const codeOss = await ensureCodeOss();
  const folders = { data: join(home, 'data'), extensions: join(home, 'extensions') };
  await installWhereNew(folders, vsix, () => installExtension(codeOss, folders, vsix.path));
  const editor = await startEditor(codeOss, {
    folders,
    token: randomBytes(24).toString('hex'),
    logFile: join(home, 'server.log'),
    // Our own sample needs no question; any other folder is asked about as always.
    trustEverything: sample,
    env: editorEnvironment(),
  });
  onStop(editor.close);
  const address = editor.address({ folder });
  console.log(`\nTracewright is open on ${folder}\n\n    ${address}\n`);
  if (!open || !openBrowser(address)) console.log('Open this address in a browser on this machine.');
  console.log('Ctrl+C ends the editor.');
  await editor.ended;
}

/**
 * Installs unless this very VSIX is installed already, and gives a new editor its first settings.
 * @param {import('./lib/codeOss.mjs').EditorFolders} folders
 * @param {import('./package.mjs').Vsix} vsix
 * @param {() => Promise<void>} install
 */
async function installWhereNew(folders, vsix, install) {
  const settings = settingsFile(folders);
  if (!existsSync(settings)) {
    mkdirSync(dirname(settings), { recursive: true });
    const first = { 'workbench.secondarySideBar.defaultVisibility': 'hidden', 'telemetry.telemetryLevel': 'off' };
    writeFileSync(settings, `${JSON.stringify(first, undefined, 2)}\n`);
  }
  const stampFile = `${folders.extensions}.installed`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === vsix.stamp) return;
  await install();
  writeFileSync(stampFile, vsix.stamp);
}

/** The user's own, except that what Tracewright keeps stays inside the clone. */
function editorEnvironment() {
  return { TRACEWRIGHT_STATE: join(home, 'state'), ...process.env };
}

/** @param {() => Promise<void>} stop runs once, on the first Ctrl+C or when the terminal goes away */
function onStop(stop) {
  let stopping = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stop();
    });
  }
}

await runMain(async () => {
  const { folder, open } = parse(process.argv.slice(2));
  await ensurePackages();
  const desktop = open ? desktopEditor() : undefined;
  const vsix = await packageExtension();
  const workspace = folder ?? copyOfSample();
  const sample = folder === undefined;
  if (desktop !== undefined) await startDesktop(desktop, workspace, vsix, { sample });
  else await startServer(workspace, vsix, { open, sample });
});
