// Builds for production and packages dist/tracewright-<version>.vsix. Skipped where nothing that goes in has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './lib/places.mjs';
import { mustRun, runMain } from './lib/run.mjs';

const inputs = [
  'src',
  'media',
  'package.json',
  'package-lock.json',
  'esbuild.config.mjs',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/**
 * @typedef {object} Vsix
 * @property {string} path
 * @property {string} stamp SHA-256 over everything it was made from
 */

/**
 * Makes the VSIX, or finds the one that is still current.
 * @returns {Promise<Vsix>}
 */
export async function packageExtension() {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const path = join(root, 'dist', `${name}-${version}.vsix`);
  const stampFile = `${path}.stamp`;
  const stamp = inputStamp();
  if (existsSync(path) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return { path, stamp };

  console.log('Building');
  rmSync(stampFile, { force: true });
  mkdirSync(join(root, 'dist'), { recursive: true });
  await mustRun('The build', process.execPath, ['esbuild.config.mjs', '--production'], {
    log: 'setup/build',
    cwd: root,
  });
  console.log('Packaging');
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const args = [vsce, 'package', '--no-dependencies', '--out', path];
  await mustRun('vsce package', process.execPath, args, { log: 'setup/vsce', cwd: root });
  writeFileSync(stampFile, stamp);
  return { path, stamp };
}

function inputStamp() {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((name) => filesBelow(name)))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

/**
 * @param {string} name a file or folder, relative to the clone
 * @returns {string[]} sorted
 */
function filesBelow(name) {
  const path = join(root, name);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [name];
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesBelow(`${name}/${entry}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    const { path } = await packageExtension();
    console.log(path);
  });
}
