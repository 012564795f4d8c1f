/** Ways out of the workspace, and into what is kept from tools, by the paths of tools that change files. */
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { pathGuards } from '../../../src/core/tools/pathGuards';

/** `inside`, `portable`, `unmoved`: pathGuards. `visible`: links and ignore files. `port`: the disk's own. */
export type Guard = keyof typeof pathGuards | 'visible' | 'port';

/** A folder with a workspace `w` and, beside it, what is nobody's business. */
export interface Place {
  readonly base: string;
  readonly root: string;
  readonly out: string;
}

export interface Attack {
  readonly name: string;
  /** Those that stop it. None: the disk itself says no, and `instead` is the same where it would not. */
  readonly guards: readonly Guard[];
  readonly instead?: Partial<Omit<Attack, 'name' | 'instead'>>;
  readonly prepare?: (place: Place) => void;
  readonly tool: 'write_file' | 'edit_file' | 'move_file' | 'delete_file';
  readonly input: (place: Place) => Readonly<Record<string, unknown>>;
  /** Somebody (a command in the background) changes the disk while the user is asked. */
  readonly whileAsked?: (place: Place) => void;
  /** What must not have come about. */
  readonly done: (place: Place) => boolean;
}

export const text = 'ATTACKED';
const write = (path: string | ((place: Place) => string)) => (place: Place) => ({
  path: typeof path === 'string' ? path : path(place),
  text,
});
const holds = (path: (place: Place) => string) => (place: Place) => {
  const target = path(place);
  return existsSync(target) && lstatSync(target).isFile() && readFileSync(target, 'utf8').includes(text);
};
const edit = (path: string) => () => ({ path, edits: [{ old: 'theirs', new: text }] });
const inOut =
  (name: string) =>
  ({ out }: Place) =>
    `${out}/${name}`;
const inRoot =
  (name: string) =>
  ({ root }: Place) =>
    `${root}/${name}`;
const swap = (path: string, target: string) => {
  rmSync(path, { recursive: true, force: true });
  symlinkSync(target, path);
};

const links: readonly Guard[] = ['visible', 'port'];
const race: readonly Guard[] = ['unmoved', 'port', 'visible'];

export const attacks: readonly Attack[] = [
  // Traversal
  {
    name: '..',
    guards: ['inside', ...links],
    tool: 'write_file',
    input: write('../out/new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: '.. after a folder',
    guards: ['inside', ...links],
    tool: 'write_file',
    input: write('src/../../out/new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: '.. after a folder that is not there',
    guards: ['inside', ...links],
    tool: 'write_file',
    input: write('gone/../../out/new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: '.. and steps that say nothing',
    guards: ['inside', ...links],
    tool: 'write_file',
    input: write('.//./src/.././../out//new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'an absolute path',
    guards: ['inside', ...links],
    tool: 'write_file',
    input: write(inOut('new.txt')),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'an absolute path through the workspace',
    guards: ['inside', ...links],
    tool: 'write_file',
    input: write(({ root }) => `${root}/../out/new.txt`),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a neighbour whose name begins alike',
    guards: ['inside', ...links],
    prepare: ({ root }) => mkdirSync(`${root}-other`),
    tool: 'write_file',
    input: write(({ root }) => `${root}-other/new.txt`),
    done: holds(({ root }) => `${root}-other/new.txt`),
  },
  {
    name: 'deleting outside',
    guards: ['inside', ...links],
    tool: 'delete_file',
    input: ({ out }) => ({ path: `${out}/theirs.txt` }),
    done: ({ out }) => !existsSync(`${out}/theirs.txt`),
  },
  {
    name: 'moving in',
    guards: ['inside', ...links],
    tool: 'move_file',
    input: ({ out }) => ({ from: `${out}/theirs.txt`, to: 'mine.txt' }),
    done: ({ root }) => existsSync(`${root}/mine.txt`),
  },
  {
    name: 'moving out',
    guards: ['inside', ...links],
    tool: 'move_file',
    input: () => ({ from: 'src/a.txt', to: '../out/a.txt' }),
    done: ({ out }) => existsSync(`${out}/a.txt`),
  },
  // Links
  {
    name: 'a link to a file',
    guards: links,
    prepare: ({ root, out }) => symlinkSync(`${out}/theirs.txt`, `${root}/link.txt`),
    tool: 'edit_file',
    input: edit('link.txt'),
    done: holds(inOut('theirs.txt')),
  },
  {
    name: 'a relative link to a file',
    guards: links,
    prepare: ({ root }) => symlinkSync('../out/theirs.txt', `${root}/link.txt`),
    tool: 'edit_file',
    input: edit('link.txt'),
    done: holds(inOut('theirs.txt')),
  },
  {
    name: 'a chain of links',
    guards: links,
    prepare: ({ root, out }) => {
      symlinkSync(`${root}/two.txt`, `${root}/one.txt`);
      symlinkSync(`${out}/theirs.txt`, `${root}/two.txt`);
    },
    tool: 'edit_file',
    input: edit('one.txt'),
    done: holds(inOut('theirs.txt')),
  },
  {
    name: 'a linked folder',
    guards: links,
    prepare: ({ root, out }) => symlinkSync(out, `${root}/folder`),
    tool: 'write_file',
    input: write('folder/new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a linked folder, new folders below',
    guards: links,
    prepare: ({ root, out }) => symlinkSync(out, `${root}/folder`),
    tool: 'write_file',
    input: write('folder/a/b/new.txt'),
    done: holds(inOut('a/b/new.txt')),
  },
  {
    name: 'a linked folder and back up',
    guards: links,
    prepare: ({ root, out }) => {
      mkdirSync(`${out}/deep`);
      symlinkSync(`${out}/deep`, `${root}/folder`);
      symlinkSync('..', `${out}/deep/up`);
    },
    tool: 'write_file',
    input: write('folder/up/new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a link to the folder above',
    guards: links,
    prepare: ({ root }) => symlinkSync('..', `${root}/up`),
    tool: 'write_file',
    input: write('up/out/new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a link to the top',
    guards: links,
    prepare: ({ root }) => symlinkSync('/', `${root}/top`),
    tool: 'write_file',
    input: write(({ out }) => `top${out}/new.txt`),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'deleting through a linked folder',
    guards: links,
    prepare: ({ root, out }) => symlinkSync(out, `${root}/folder`),
    tool: 'delete_file',
    input: () => ({ path: 'folder/theirs.txt' }),
    done: ({ out }) => !existsSync(`${out}/theirs.txt`),
  },
  {
    name: 'moving through a linked folder',
    guards: links,
    prepare: ({ root, out }) => symlinkSync(out, `${root}/folder`),
    tool: 'move_file',
    input: () => ({ from: 'src/a.txt', to: 'folder/a.txt' }),
    done: ({ out }) => existsSync(`${out}/a.txt`),
  },
  {
    name: '/proc/self/cwd',
    guards: ['inside', ...links],
    tool: 'write_file',
    input: write(({ base }) => `/proc/self/root${base}/out/new.txt`),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a link to /proc/self/root',
    guards: links,
    prepare: ({ root }) => symlinkSync('/proc/self/root', `${root}/proc`),
    tool: 'write_file',
    input: write(({ out }) => `proc${out}/new.txt`),
    done: holds(inOut('new.txt')),
  },
  // Races: the path leads elsewhere once the user has said yes.
  {
    name: 'the folder becomes a link',
    guards: race,
    tool: 'write_file',
    input: write('src/new.txt'),
    whileAsked: ({ root, out }) => swap(`${root}/src`, out),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a folder of the path becomes a link',
    guards: race,
    tool: 'write_file',
    input: write('src/deep/new.txt'),
    whileAsked: ({ root, out }) => swap(`${root}/src`, out),
    done: holds(inOut('deep/new.txt')),
  },
  {
    name: 'the folder becomes a link, and the file is deleted',
    guards: race,
    prepare: ({ out }) => writeFileSync(`${out}/a.txt`, 'one theirs\n'),
    tool: 'delete_file',
    input: () => ({ path: 'src/a.txt' }),
    whileAsked: ({ root, out }) => swap(`${root}/src`, out),
    done: ({ out }) => !existsSync(`${out}/a.txt`),
  },
  {
    name: 'the folder becomes a link to one with the same file',
    guards: race,
    prepare: ({ out }) => writeFileSync(`${out}/a.txt`, 'one theirs\n'),
    tool: 'edit_file',
    input: edit('src/a.txt'),
    whileAsked: ({ root, out }) => swap(`${root}/src`, out),
    done: holds(inOut('a.txt')),
  },
  {
    name: 'the folder of the new place becomes a link',
    guards: race,
    prepare: ({ root }) => mkdirSync(`${root}/to`),
    tool: 'move_file',
    input: () => ({ from: 'src/a.txt', to: 'to/a.txt' }),
    whileAsked: ({ root, out }) => swap(`${root}/to`, out),
    done: ({ out }) => existsSync(`${out}/a.txt`),
  },
  // What is hidden
  {
    name: 'a hidden file',
    guards: ['visible'],
    tool: 'edit_file',
    input: edit('secrets/key.txt'),
    done: holds(inRoot('secrets/key.txt')),
  },
  {
    name: 'a new file in a hidden folder',
    guards: ['visible'],
    tool: 'write_file',
    input: write('secrets/new.txt'),
    done: holds(inRoot('secrets/new.txt')),
  },
  {
    name: 'a new file with a hidden name',
    guards: ['visible'],
    tool: 'write_file',
    input: write('src/.env'),
    done: holds(inRoot('src/.env')),
  },
  {
    name: 'a hidden name in other letters',
    guards: ['visible'],
    tool: 'write_file',
    input: write('src/.ENV'),
    done: holds(inRoot('src/.ENV')),
  },
  {
    name: 'a hidden folder in other letters',
    guards: ['visible'],
    tool: 'write_file',
    input: write('Secrets2/../SECRETS/new.txt'),
    prepare: ({ root }) => rmSync(`${root}/secrets`, { recursive: true }),
    done: holds(inRoot('SECRETS/new.txt')),
  },
  {
    name: 'a hidden name, composed otherwise',
    guards: ['visible'],
    tool: 'write_file',
    input: write('cafe\u0301.txt'),
    done: holds(inRoot('cafe\u0301.txt')),
  },
  {
    name: 'a link to a hidden file',
    guards: ['visible'],
    prepare: ({ root }) => symlinkSync('secrets/key.txt', `${root}/open.txt`),
    tool: 'edit_file',
    input: edit('open.txt'),
    done: holds(inRoot('secrets/key.txt')),
  },
  {
    name: 'a link to a hidden folder',
    guards: ['visible'],
    prepare: ({ root }) => symlinkSync('secrets', `${root}/open`),
    tool: 'write_file',
    input: write('open/new.txt'),
    done: holds(inRoot('secrets/new.txt')),
  },
  {
    name: 'moving a hidden file into the open',
    guards: ['visible'],
    tool: 'move_file',
    input: () => ({ from: 'secrets/key.txt', to: 'open.txt' }),
    done: ({ root }) => existsSync(`${root}/open.txt`),
  },
  {
    name: 'deleting a hidden file',
    guards: ['visible'],
    tool: 'delete_file',
    input: () => ({ path: 'secrets/key.txt' }),
    done: ({ root }) => !existsSync(`${root}/secrets/key.txt`),
  },
  {
    name: 'a hook of git',
    guards: ['visible'],
    tool: 'write_file',
    input: write('.git/hooks/pre-commit'),
    done: holds(inRoot('.git/hooks/pre-commit')),
  },
  {
    name: 'a hook of git in other letters',
    guards: ['visible'],
    tool: 'write_file',
    input: write('.GIT/hooks/pre-commit'),
    done: holds(inRoot('.GIT/hooks/pre-commit')),
    prepare: ({ root }) => rmSync(`${root}/.git`, { recursive: true }),
  },
  {
    name: 'the repository of a submodule',
    guards: ['visible'],
    tool: 'write_file',
    input: write('module/.git/config'),
    done: holds(inRoot('module/.git/config')),
  },
  {
    name: 'the repository through a link',
    guards: ['visible'],
    prepare: ({ root }) => symlinkSync('.git', `${root}/repository`),
    tool: 'write_file',
    input: write('repository/hooks/pre-commit'),
    done: holds(inRoot('.git/hooks/pre-commit')),
  },
  // Names that are something else elsewhere
  ...[
    'a.txt:stream',
    'a.txt::$DATA',
    'NUL',
    'con.txt',
    'Aux.ts',
    'com1',
    'LPT9.log',
    'a.txt.',
    'a.txt ',
    'folder./new.txt',
    'folder /new.txt',
    'what?.txt',
    '*.txt',
    '<a>.txt',
    '"a".txt',
    'a|b.txt',
  ].map(
    (name): Attack => ({
      name: `the name ${JSON.stringify(name)}`,
      guards: ['portable'],
      tool: 'write_file',
      input: write(name),
      done: holds(inRoot(name)),
    }),
  ),
  // What is no file
  {
    name: 'a link that leads nowhere yet',
    guards: [],
    instead: {
      guards: links,
      prepare: ({ root, out }) => {
        writeFileSync(`${out}/new.txt`, 'one theirs\n');
        symlinkSync(`${out}/new.txt`, `${root}/new.txt`);
      },
    },
    prepare: ({ root, out }) => symlinkSync(`${out}/new.txt`, `${root}/new.txt`),
    tool: 'write_file',
    input: write('new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a backslash',
    guards: [],
    instead: { input: write('src/new.txt'), done: holds(inRoot('src/new.txt')) },
    tool: 'write_file',
    input: write('src\\new.txt'),
    done: holds(inRoot('src\\new.txt')),
  },
  {
    name: 'a backslash, up',
    guards: [],
    instead: { guards: ['inside', ...links], input: write('../out/new.txt') },
    tool: 'write_file',
    input: write('..\\out\\new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a pipe',
    guards: [],
    instead: { prepare: ({ root }) => writeFileSync(`${root}/pipe`, 'a file') },
    prepare: ({ root }) => void execFileSync('mkfifo', [`${root}/pipe`]),
    tool: 'delete_file',
    input: () => ({ path: 'pipe' }),
    done: ({ root }) => !existsSync(`${root}/pipe`),
  },
  {
    name: 'a pipe, moved',
    guards: [],
    instead: { prepare: ({ root }) => writeFileSync(`${root}/pipe`, 'a file') },
    prepare: ({ root }) => void execFileSync('mkfifo', [`${root}/pipe`]),
    tool: 'move_file',
    input: () => ({ from: 'pipe', to: 'pipe2' }),
    done: ({ root }) => existsSync(`${root}/pipe2`),
  },
  {
    name: 'a device',
    guards: [],
    instead: { guards: ['inside', ...links], input: write(inOut('new.txt')) },
    tool: 'write_file',
    input: write('/dev/full'),
    done: holds(inOut('new.txt')),
  },
];
