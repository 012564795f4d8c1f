/**
 * What bubblewrap is told: one sandbox a session around our supervisor, and inside it one more around each command. The
 * outer one decides what can be seen, written and reached; the inner one has its own processes, so that a command can
 * neither outlive its end nor touch the supervisor. See bwrap(1).
 */
import { posix } from 'node:path';
import type { SandboxRequest } from '../../core/host';
import { pnpmConfiguration } from './environment';

/** What is there on this machine, as far as the sandbox is concerned. Absolute paths. */
export interface Machine {
  readonly home: string;
  /** The user is root: inside, commands are an ordinary user all the same. */
  readonly root: boolean;
  /** The program that runs the supervisor. */
  readonly node: string;
  readonly supervisor: string;
  /** A folder of ours, seen inside as `insideFolder`: the socket of the proxy lies in it. */
  readonly exchange: string;
  /** A file with nothing in it, which lies over hidden ones. */
  readonly empty: string;
  /** The file that tells pnpm where packages lie. */
  readonly pnpm: string;
  /** Package managers keep there what they have downloaded. */
  readonly cache: string;
  /** Undefined where nothing is there. */
  kindOf(path: string): 'file' | 'folder' | undefined;
}

/** Where the exchange folder is seen inside. */
export const insideFolder = '/run/tracewright';

/** Programs that people keep in their home folder; none of these holds a credential. */
const tools: readonly string[] = [
  '.nvm',
  '.volta',
  '.fnm',
  '.asdf',
  '.pyenv',
  '.rbenv',
  '.sdkman',
  '.deno/bin',
  '.bun/bin',
  '.cargo/bin',
  '.rustup',
  '.dotnet',
  '.local/bin',
  '.local/lib',
  '.local/share/fnm',
  '.local/share/mise',
  '.local/share/pnpm',
  '.local/share/uv',
  '.local/share/virtualenvs',
  '.local/pipx',
  'go/bin',
  'sdk',
  'n/bin',
];

/** Files of the system that root could read, and what only the machine itself should know. */
const secrets: readonly string[] = [
  '/etc/shadow',
  '/etc/shadow-',
  '/etc/gshadow',
  '/etc/gshadow-',
  '/etc/sudoers',
  '/etc/krb5.keytab',
  '/etc/kubernetes',
  '/etc/rancher',
  '/etc/ssl/private',
  '/etc/letsencrypt',
  '/etc/docker',
  '/etc/kiro',
  '/var/lib/kubelet',
  '/var/lib/docker',
  '/var/spool/cron',
];

/** Arguments of the outer sandbox, its program included. Later ones lie over earlier ones. */
export function outerArguments(request: SandboxRequest, machine: Machine): readonly string[] {
  const { home, exchange, empty, pnpm, cache, node, supervisor } = machine;
  return [
    '--unshare-all',
    ...(machine.root ? ['--uid', '1000', '--gid', '1000'] : []),
    '--die-with-parent',
    '--new-session',
    '--cap-drop',
    'ALL',
    '--hostname',
    'sandbox',
    ...['--ro-bind', '/', '/'],
    ...['--dev', '/dev'],
    ...['--proc', '/proc'],
    ...emptied(machine),
    ...secrets.flatMap((path) => hide(path, machine)),
    ...['--tmpfs', home],
    ...tools.flatMap((name) => again(`${home}/${name}`, machine)),
    ...again(programFolder(node), machine),
    ...['--bind', cache, `${home}/.cache`],
    ...['--bind', exchange, insideFolder],
    ...['--ro-bind', empty, `${insideFolder}/empty`],
    ...['--ro-bind', supervisor, `${insideFolder}/supervisor.js`],
    ...['--ro-bind', pnpm, pnpmConfiguration(home).path],
    ...request.roots.flatMap((root) => ['--bind', root, root]),
    ...(request.emptied ?? []).flatMap(emptiedBut),
    ...request.readOnly.flatMap((path) => again(path, machine)),
    ...request.hidden.flatMap((path) => hide(path, machine, empty)),
    ...['--chdir', request.roots[0] ?? '/'],
    '--',
    node,
    `${insideFolder}/supervisor.js`,
  ];
}

/** Nothing can be put into it; what is shown in it is what lies there. */
function emptiedBut({ path, shown }: NonNullable<SandboxRequest['emptied']>[number]): readonly string[] {
  return ['--tmpfs', path, ...shown.flatMap((each) => ['--bind', each, each]), '--remount-ro', path];
}

/** Arguments of the sandbox around one command; `hidden` is what the outer one does not hide yet. */
export function innerArguments(
  shell: string,
  line: string,
  hidden: readonly string[],
  machine: Pick<Machine, 'kindOf'>,
): readonly string[] {
  return [
    '--unshare-user',
    '--unshare-pid',
    '--cap-drop',
    'ALL',
    '--die-with-parent',
    ...['--dev-bind', '/', '/'],
    ...hidden.flatMap((path) => hide(path, machine, `${insideFolder}/empty`)),
    '--',
    shell,
    '-c',
    line,
  ];
}

/** Sockets of services, other people's homes, and what programs leave for each other. */
function emptied({ kindOf, home }: Machine): readonly string[] {
  const folders = ['/tmp', '/var/tmp', '/run', '/home', '/root', '/mnt', '/media'].filter(
    (path) => kindOf(path) === 'folder',
  );
  // A tmpfs is empty: the way down to the home folder has to be made.
  return [...folders.flatMap((path) => ['--tmpfs', path]), '--dir', home];
}

/** Read-only, also below what was emptied; nothing where nothing is there: bubblewrap would make it outside. */
function again(path: string, { kindOf }: Machine): readonly string[] {
  return kindOf(path) === undefined ? [] : ['--ro-bind', path, path];
}

/** Below a device nothing can be opened, below an empty file nothing is read: what looks at every file goes on. */
function hide(path: string, { kindOf }: Pick<Machine, 'kindOf'>, over = '/dev/null'): readonly string[] {
  const kind = kindOf(path);
  if (kind === undefined) return [];
  return kind === 'file' ? ['--ro-bind', over, path] : ['--tmpfs', path, '--remount-ro', path];
}

/** The installation that a program belongs to: `…/bin/node` has its libraries beside `bin`. */
function programFolder(program: string): string {
  const folder = posix.dirname(program);
  const above = posix.basename(folder) === 'bin' ? posix.dirname(folder) : folder;
  return above === '/' || above === '/usr' ? folder : above;
}
