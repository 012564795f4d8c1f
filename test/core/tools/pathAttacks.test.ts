/**
 * Ways out of the workspace, and into what is kept from tools, by the paths of tools that change files, on a real disk.
 * Each is refused, and succeeds with the guards that stop it switched off: else it would attack nothing.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../../src/core/host';
import type { Action } from '../../../src/core/permissions/types';
import { createToolContext } from '../../../src/core/tools/context';
import { buildingTools } from '../../../src/core/tools/index';
import { pathGuards } from '../../../src/core/tools/pathGuards';
import { createToolRunner } from '../../../src/core/tools/runner';
import type { ToolContext } from '../../../src/core/tools/tool';
import { createDocuments } from '../../../src/node/documents';
import { createFiles, writeGuards } from '../../../src/node/files';
import { createNodeHost } from '../../../src/node/host';
import { actingOn, fakeAuthority } from '../../support/acting';
import { createMemoryHost } from '../../support/memoryHost';
import { temporaryFolder } from '../../support/temporary';

/** `inside`, `portable`, `unmoved`: pathGuards. `visible`: links and ignore files. `port`: the disk's own. */
type Guard = keyof typeof pathGuards | 'visible' | 'port';

/** A folder with a workspace `w` and, beside it, what is nobody's business. */
interface Place {
  readonly base: string;
  readonly root: string;
  readonly out: string;
}

interface Attack {
  readonly name: string;
  readonly guards: readonly Guard[];
  readonly prepare?: (place: Place) => void;
  readonly tool: 'write_file' | 'edit_file' | 'move_file' | 'delete_file';
  readonly input: (place: Place) => Readonly<Record<string, unknown>>;
  /** Somebody (a command in the background) changes the disk while the user is asked. */
  readonly whileAsked?: (place: Place) => void;
  /** What must not have come about. */
  readonly done: (place: Place) => boolean;
}

const text = 'ATTACKED';
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

const attacks: readonly Attack[] = [
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
    prepare: ({ root, out }) => symlinkSync(`${out}/new.txt`, `${root}/new.txt`),
    tool: 'write_file',
    input: write('new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a backslash',
    guards: [],
    tool: 'write_file',
    input: write('src\\new.txt'),
    done: holds(inRoot('src\\new.txt')),
  },
  {
    name: 'a backslash, up',
    guards: [],
    tool: 'write_file',
    input: write('..\\out\\new.txt'),
    done: holds(inOut('new.txt')),
  },
  {
    name: 'a pipe',
    guards: [],
    prepare: ({ root }) => void execFileSync('mkfifo', [`${root}/pipe`]),
    tool: 'delete_file',
    input: () => ({ path: 'pipe' }),
    done: ({ root }) => !existsSync(`${root}/pipe`),
  },
  {
    name: 'a pipe, moved',
    guards: [],
    prepare: ({ root }) => void execFileSync('mkfifo', [`${root}/pipe`]),
    tool: 'move_file',
    input: () => ({ from: 'pipe', to: 'pipe2' }),
    done: ({ root }) => existsSync(`${root}/pipe2`),
  },
  { name: 'a device', guards: [], tool: 'write_file', input: write('/dev/full'), done: () => false },
];

/** Refused for good: with no guard of ours is there a way, since the disk itself says no. These only have to be sentences. */
const hopeless = new Set([
  'a pipe',
  'a pipe, moved',
  'a device',
  'a link that leads nowhere yet',
  'a backslash',
  'a backslash, up',
]);

function place(): Place {
  const base = temporaryFolder({
    'w/.kiroignore': 'secrets/\n.env\ncaf\u00e9.txt\n',
    'w/src/a.txt': 'one theirs\n',
    'w/secrets/key.txt': 'one theirs\n',
    'w/.git/config': '',
    'w/module/a.txt': '',
    'out/theirs.txt': 'one theirs\n',
  });
  return { base, root: `${base}/w`, out: `${base}/out` };
}

/** The tools over the real disk, some guards switched off. */
function tools(at: Place, attack: Attack, off: readonly Guard[]) {
  const on = (guard: Guard) => !off.includes(guard);
  const files = createFiles(on('port') ? writeGuards : { grant: () => undefined, links: async () => undefined });
  const documents = createDocuments(files, on('port') ? undefined : () => undefined);
  const host: Host = { ...createNodeHost(), files, documents };
  const asked = (action: Action) => {
    if (action.kind !== 'write' || ran) return;
    ran = true;
    attack.whileAsked?.(at);
  };
  let ran = false;
  // With the port's check off the border of the grant is off too: the outermost folder there is.
  const authority = fakeAuthority(on('port') ? [at.root] : ['/'], undefined, asked);
  const acting = { ...actingOn(host, [at.root]), authority };
  // Whether a file was read is another guard, tested elsewhere.
  const known = { ...acting, seen: { ...acting.seen, compare: () => 'same' as const } };
  const base = createToolContext(host, [at.root], {}, known);
  const context: ToolContext = {
    ...base,
    ...(on('visible') ? {} : { visible: async () => true }),
    guards: {
      inside: on('inside') ? pathGuards.inside : () => true,
      portable: on('portable') ? pathGuards.portable : () => true,
      unmoved: on('unmoved') ? pathGuards.unmoved : () => true,
    },
  };
  return createToolRunner(buildingTools, context);
}

async function getsThrough(attack: Attack, off: readonly Guard[]): Promise<{ through: boolean; said: string }> {
  const at = place();
  attack.prepare?.(at);
  const call = { type: 'tool_call', id: '1', name: attack.tool, input: attack.input(at) } as const;
  const { result } = await tools(at, attack, off).run(call, new AbortController().signal);
  const said = result.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  return { through: attack.done(at), said: (result.isError ? 'error: ' : '') + said };
}

describe('ways out', () => {
  it.each(attacks)('$name: $tool is refused', async (attack) => {
    const { through, said } = await getsThrough(attack, []);
    expect(said).toMatch(/^error: .+\.$/su);
    expect(said).not.toContain('theirs\n');
    expect(through).toBe(false);
  });
  it.each(attacks.filter(({ name }) => !hopeless.has(name)))(
    '$name: $tool gets through without $guards',
    async (attack) => {
      const { through, said } = await getsThrough(attack, attack.guards);
      expect(through, said).toBe(true);
    },
  );
  it('no outsider was touched by refusals', async () => {
    const at = place();
    for (const attack of attacks.filter(
      ({ prepare, whileAsked }) => prepare === undefined && whileAsked === undefined,
    )) {
      const call = { type: 'tool_call', id: '1', name: attack.tool, input: attack.input(at) } as const;
      await tools(at, attack, []).run(call, new AbortController().signal);
    }
    expect(readdirSync(at.out)).toEqual(['theirs.txt']);
    expect(readdirSync(at.root).sort()).toEqual(['.git', '.kiroignore', 'module', 'secrets', 'src']);
  });
});

describe('what only looks like a way out', () => {
  it('a hard link is replaced, not written through', async () => {
    const at = place();
    linkSync(`${at.out}/theirs.txt`, `${at.root}/hard.txt`);
    const { result } = await tools(at, attacks[0] as Attack, []).run(
      {
        type: 'tool_call',
        id: '1',
        name: 'edit_file',
        input: { path: 'hard.txt', edits: [{ old: 'theirs', new: text }] },
      },
      new AbortController().signal,
    );
    expect(result.isError).toBe(false);
    expect(readFileSync(`${at.root}/hard.txt`, 'utf8')).toContain(text);
    expect(readFileSync(`${at.out}/theirs.txt`, 'utf8')).toBe('one theirs\n');
  });
  it.each([
    '[...slug].tsx',
    'a b.ts',
    '..gitignore',
    '...',
    'ünï.ts',
    'a@b+c,d.txt',
    '$id.ts',
    'console.ts',
    'auxiliary/nullable.ts',
  ])('%s is a fine name', async (name) => {
    const at = place();
    const { through, said } = await getsThroughAt(at, { path: name, text });
    if (name === '...') expect(through).toBe(false);
    else expect(through, said).toBe(true);
  });
  it('a link inside the workspace stays a link, and what it leads to is changed', async () => {
    const at = place();
    symlinkSync('src/a.txt', `${at.root}/link.txt`);
    await tools(at, attacks[0] as Attack, []).run(
      {
        type: 'tool_call',
        id: '1',
        name: 'edit_file',
        input: { path: 'link.txt', edits: [{ old: 'theirs', new: text }] },
      },
      new AbortController().signal,
    );
    expect(lstatSync(`${at.root}/link.txt`).isSymbolicLink()).toBe(true);
    expect(readFileSync(`${at.root}/src/a.txt`, 'utf8')).toContain(text);
  });
  it('a workspace folder that is a link itself works', async () => {
    const at = place();
    symlinkSync(at.root, `${at.base}/alias`);
    const alias: Place = { ...at, root: `${at.base}/alias` };
    const { said } = await getsThroughAt(alias, { path: 'src/new.txt', text }, [realpathSync(alias.root)]);
    expect(said).toBe('Made src/new.txt, 1 line.');
    expect(readFileSync(`${at.root}/src/new.txt`, 'utf8')).toBe(text);
  });
  it('a file keeps its mode when it is edited and moved', async () => {
    const at = place();
    execFileSync('chmod', ['755', `${at.root}/src/a.txt`]);
    const runner = tools(at, attacks[0] as Attack, []);
    const signal = new AbortController().signal;
    await runner.run(
      {
        type: 'tool_call',
        id: '1',
        name: 'edit_file',
        input: { path: 'src/a.txt', edits: [{ old: 'theirs', new: 'ours' }] },
      },
      signal,
    );
    await runner.run(
      { type: 'tool_call', id: '2', name: 'move_file', input: { from: 'src/a.txt', to: 'src/b.txt' } },
      signal,
    );
    expect(lstatSync(`${at.root}/src/b.txt`).mode & 0o777).toBe(0o755);
  });
});

async function getsThroughAt(at: Place, input: { path: string; text: string }, roots = [at.root]) {
  const host = createNodeHost();
  const acting = actingOn(host, roots);
  const runner = createToolRunner(buildingTools, createToolContext(host, [at.root], {}, acting));
  const { result } = await runner.run(
    { type: 'tool_call', id: '1', name: 'write_file', input },
    new AbortController().signal,
  );
  const said = result.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  return { through: existsSync(`${at.root}/${input.path}`) && !result.isError, said };
}

describe('file systems on which names that differ are one file', () => {
  it.each([
    ['Secrets/new.txt', /kept|keeps it away/u],
    ['SECRETS/KEY.TXT', /keeps it away/u],
    ['.Git/config', /keeps it away/u],
    ['SRC/A.txt', /has not been read/u],
  ])('%s', async (path, why) => {
    const host = createMemoryHost({
      caseInsensitive: true,
      files: { '/w/.kiroignore': 'secrets/\n', '/w/secrets/key.txt': 'x', '/w/.git/config': 'x', '/w/src/a.txt': 'x' },
    });
    const before = host.paths();
    const runner = createToolRunner(buildingTools, createToolContext(host, ['/w'], {}, actingOn(host, ['/w'])));
    const { result } = await runner.run(
      { type: 'tool_call', id: '1', name: 'write_file', input: { path, text } },
      new AbortController().signal,
    );
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(why) }] });
    expect(host.paths()).toEqual(before);
  });
  it.each(['src/A.txt', 'SRC/new.txt', 'src/Café.txt', 'src/cafe\u0301.txt'])(
    'elsewhere %s would be a second file of one name',
    async (path) => {
      const host = createMemoryHost({ files: { '/w/src/a.txt': 'x', '/w/src/caf\u00e9.txt': 'x' } });
      const runner = createToolRunner(buildingTools, createToolContext(host, ['/w'], {}, actingOn(host, ['/w'])));
      const { result } = await runner.run(
        { type: 'tool_call', id: '1', name: 'write_file', input: { path, text } },
        new AbortController().signal,
      );
      expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('is there already') }] });
    },
  );
});
