// What has to come from the operating system: Chromium for the tests, and what Code OSS's native parts are built with.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure, mustRun } from './run.mjs';

/**
 * @typedef {object} Need
 * @property {string} name
 * @property {() => boolean} present
 * @property {Readonly<Record<Manager, string>>} packages
 * @typedef {'apt' | 'dnf' | 'pacman' | 'brew'} Manager
 */

/** @type {Readonly<Record<Manager, string>>} */
const installLines = {
  apt: 'sudo apt-get update && sudo apt-get install -y',
  dnf: 'sudo dnf install -y',
  pacman: 'sudo pacman -S --needed --noconfirm',
  brew: 'brew install',
};

/**
 * A program on PATH.
 * @param {readonly string[]} names
 * @returns {string | undefined} the absolute path of the first that is there
 */
export function onPath(names) {
  const suffixes = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names
    .flatMap((name) => folders.flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix))))
    .find((path) => existsSync(path));
}

/** The browser that the tests drive; undefined where there is none. CHROMIUM names another one. */
export function chromium() {
  const apps = [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return (
    process.env.CHROMIUM ??
    onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) ??
    apps.find((path) => existsSync(path))
  );
}

/**
 * @param {string} program
 * @param {Partial<Record<Manager, string>>} [packages] where they are not called like the program
 * @returns {Need}
 */
const program = (program, packages = {}) => ({
  name: program,
  present: () => onPath([program]) !== undefined,
  packages: { apt: program, dnf: program, pacman: program, brew: program, ...packages },
});

/**
 * A C library with its headers. Only Linux builds need them.
 * @param {string} header
 * @param {string} apt
 * @param {string} dnf
 * @param {string} pacman
 * @returns {Need}
 */
const library = (header, apt, dnf, pacman) => ({
  name: apt,
  present: () => process.platform !== 'linux' || existsSync(join('/usr/include', header)),
  packages: { apt, dnf, pacman, brew: '' },
});

const serverPackage = 'postgresql';

/** What building Code OSS's native parts takes. */
export const buildNeeds = [
  library('gssapi/gssapi.h', 'libkrb5-dev', 'krb5-devel', 'krb5'),
  library('X11/Xlib.h', 'libx11-dev', 'libX11-devel', 'libx11'),
  library('X11/extensions/XKBfile.h', 'libxkbfile-dev', 'libxkbfile-devel', 'libxkbfile'),
  library('libsecret-1/libsecret/secret.h', 'libsecret-1-dev', 'libsecret-devel', 'libsecret'),
  program('python3', { pacman: 'python', brew: 'python' }),
  program('make'),
  program('pkg-config', { dnf: 'pkgconf-pkg-config', pacman: 'pkgconf', brew: 'pkgconf' }),
  program('g++', { dnf: 'gcc-c++', pacman: 'gcc', brew: 'gcc' }),
];

/**
 * A program that only Linux needs.
 * @param {string} name
 * @param {Need['packages']} packages
 * @returns {Need}
 */
const linuxProgram = (name, packages) => ({
  name,
  present: () => process.platform !== 'linux' || onPath([name]) !== undefined,
  packages,
});

/** The folder of PostgreSQL's programs, its server among them; undefined where there is none. */
export function postgres() {
  const folders = ['/usr/lib/postgresql', '/usr/local/pgsql', '/opt/homebrew/opt/postgresql', '/usr'];
  return folders
    .flatMap((folder) => (existsSync(folder) ? [folder, ...readdirSync(folder).map((name) => join(folder, name))] : []))
    .map((folder) => join(folder, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'psql')));
}

/** @type {readonly Need[]} */
export const testNeeds = [
  {
    name: 'chromium',
    present: () => chromium() !== undefined,
    packages: { apt: 'chromium', dnf: 'chromium', pacman: 'chromium', brew: '--cask chromium' },
  },
  program('git'),
  program('rg', { apt: 'ripgrep', dnf: 'ripgrep', pacman: 'ripgrep', brew: 'ripgrep' }),
  // The sandbox of commands, and what attacks it.
  linuxProgram('bwrap', { apt: 'bubblewrap', dnf: 'bubblewrap', pacman: 'bubblewrap', brew: '' }),
  {
    name: 'postgres',
    present: () => process.platform !== 'linux' || postgres() !== undefined,
    packages: { apt: serverPackage, dnf: 'postgresql-server', pacman: 'postgresql', brew: '' },
  },
  program('ctags', { apt: 'universal-ctags', dnf: 'ctags', pacman: 'ctags', brew: 'universal-ctags' }),
  program('curl'),
  program('python3', { pacman: 'python', brew: 'python' }),
];

/**
 * Makes sure that all of `needs` are there: as root on Debian it installs them, elsewhere it fails with the one line
 * that does.
 * @param {readonly Need[]} needs
 * @param {string} purpose completes "… is missing, which … needs"
 */
export async function requirePackages(needs, purpose) {
  const missing = needs.filter((need) => !need.present());
  if (missing.length === 0) return;
  const manager = packageManager();
  const packages = missing.map((need) => need.packages[manager]).filter((name) => name !== '');
  if (manager === 'apt' && process.getuid?.() === 0 && isDebian()) {
    console.log(`Installing ${packages.join(', ')} with apt-get, which ${purpose} needs`);
    const options = { log: 'setup/apt', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await mustRun('apt-get update', 'apt-get', ['update', '-qq'], options);
    await aptInstall(packages, options);
  }
  const still = needs.filter((need) => !need.present());
  if (still.length === 0) return;
  const line = `${installLines[manager]} ${still
    .map((need) => need.packages[manager])
    .filter(Boolean)
    .join(' ')}`;
  throw new Failure(
    `Not found: ${still.map((need) => need.name).join(', ')}, which ${purpose} needs. This line installs it:\n${line}`,
  );
}

/**
 * Installs packages. The server of PostgreSQL comes without a database of its own: Debian would make one and start it
 * for the whole machine, and a test needs the programs alone.
 * @param {readonly string[]} packages
 * @param {Parameters<typeof mustRun>[3]} options
 */
async function aptInstall(packages, options) {
  const install = (/** @type {readonly string[]} */ names) =>
    mustRun('apt-get install', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
  const others = packages.filter((name) => name !== serverPackage);
  if (others.length > 0) await mustRun('apt-get install', 'apt-get', ['install', '-y', '-qq', ...others], options);
  if (others.length === packages.length) return;
  await install([`${serverPackage}-common`]);
  const folder = '/etc/postgresql-common/createcluster.d';
  const file = join(folder, 'no-cluster.conf');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, 'create_main_cluster = false\n');
  try {
    await install([serverPackage]);
  } finally {
    rmSync(file, { force: true });
  }
}

/** @returns {Manager} the one that is there, apt where none is */
function packageManager() {
  /** @type {readonly (readonly [string, Manager])[]} */
  const managers = [
    ['apt-get', 'apt'],
    ['dnf', 'dnf'],
    ['pacman', 'pacman'],
    ['brew', 'brew'],
  ];
  return managers.find(([command]) => onPath([command]) !== undefined)?.[1] ?? 'apt';
}

function isDebian() {
  if (!existsSync('/etc/os-release')) return false;
  const release = readFileSync('/etc/os-release', 'utf8');
  return /^ID(_LIKE)?=.*debian/m.test(release);
}

/** Opens an address in the user's browser, where there is one; says whether one was started. */
/** @param {string} address */
export function openBrowser(address) {
  const opener = { darwin: 'open', win32: 'start' }[/** @type {string} */ (process.platform)] ?? 'xdg-open';
  if (process.platform === 'linux') {
    const display = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
    if (display === undefined || onPath([opener]) === undefined) return false;
  }
  const shell = process.platform === 'win32';
  const args = shell ? ['""', `"${address}"`] : [address];
  return spawnSync(opener, args, { stdio: 'ignore', shell, timeout: 10_000 }).status === 0;
}
