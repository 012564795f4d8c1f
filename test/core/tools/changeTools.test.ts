/** edit_file, write_file, move_file and delete_file: what they change, what they keep, what they refuse. */
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../src/core/permissions/types';
import { createToolContext } from '../../../src/core/tools/context';
import { buildingTools, tools as planningTools } from '../../../src/core/tools/index';
import { createToolRunner } from '../../../src/core/tools/runner';
import { actingOn, fakeAuthority } from '../../support/acting';
import { createMemoryHost, type MemoryHost, type MemoryHostOptions } from '../../support/memoryHost';

type Before = (action: Action, host: MemoryHost) => void;

function workshop(options: MemoryHostOptions, deny?: (action: Action) => string | undefined, before?: Before) {
  const host = createMemoryHost(options);
  const authority = fakeAuthority(['/w'], deny, (action) => before?.(action, host));
  const acting = actingOn(host, ['/w'], { authority });
  const runner = createToolRunner(buildingTools, createToolContext(host, ['/w'], {}, acting));
  const call = async (name: string, input: unknown) => {
    const call = { type: 'tool_call', id: '1', name, input } as const;
    const { result } = await runner.run(call, new AbortController().signal);
    const text = result.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    return (result.isError ? 'error: ' : '') + text;
  };
  return { host, call, acting, authority, read: (path: string) => call('read_file', { path }) };
}

const bytesOf = (host: MemoryHost, path: string) => host.files.read(path).then((bytes) => Buffer.from(bytes ?? []));
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const swapped = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('what a file keeps', () => {
  it.each<[string, string | Uint8Array, string | Uint8Array]>([
    ['LF', 'one\ntwo\n', 'one\n2\nnew\n'],
    ['CRLF', 'one\r\ntwo\r\n', 'one\r\n2\r\nnew\r\n'],
    ['no end of the last line', 'one\ntwo', 'one\n2\nnew'],
    ['a byte order mark', '\ufeffone\ntwo\n', '\ufeffone\n2\nnew\n'],
    ['UTF-16, little end first', utf16('\ufeffone ü\r\ntwo\r\n'), utf16('\ufeffone ü\r\n2\r\nnew\r\n')],
    ['UTF-16, big end first', swapped('\ufeffone\ntwo\n'), swapped('\ufeffone\n2\nnew\n')],
    ['UTF-16 without a mark', utf16('one and more\ntwo\n'), utf16('one and more\n2\nnew\n')],
    ['Latin-1', latin('café\ntwo\n'), latin('café\n2\nnew\n')],
    ['UTF-8 beyond ASCII', '1 € 😀\ntwo\n', '1 € 😀\n2\nnew\n'],
    ['mixed line ends', 'one\r\ntwo\nthree\r\n', 'one\r\n2\nnew\nthree\r\n'],
  ])('%s', async (_, before, after) => {
    const { host, call, read, acting } = workshop({ files: { '/w/a.txt': before } });
    await read('a.txt');
    expect(await call('edit_file', { path: 'a.txt', edits: [{ old: 'two', new: '2\nnew' }] })).toBe(
      'Edited a.txt in 1 place, now at line 2-3.',
    );
    expect(await bytesOf(host, '/w/a.txt')).toEqual(Buffer.from(after));
    expect(acting.touchedPaths).toEqual(['/w/a.txt']);
    // What the agent wrote it knows.
    expect(await call('edit_file', { path: 'a.txt', edits: [{ old: '2\nnew', new: 'two' }] })).toMatch(/^Edited/u);
    expect(await bytesOf(host, '/w/a.txt')).toEqual(Buffer.from(before));
  });

  it.each<[string, string | Uint8Array, string, string | Uint8Array]>([
    ['line ends', 'a\r\nb\r\n', 'x\ny\n', 'x\r\ny\r\n'],
    ['the end of its last line', 'a\n', 'x\ny', 'x\ny\n'],
    ['that its last line has none', 'a', 'x\ny', 'x\ny'],
    ['a byte order mark', '\ufeffa\n', 'x\n', '\ufeffx\n'],
    ['Latin-1', latin('é\n'), 'ü\n', latin('ü\n')],
    ['UTF-16', utf16('\ufeffa\r\n'), 'ü\nz', utf16('\ufeffü\r\nz\r\n')],
    ['nothing to keep', '', 'x\n', 'x\n'],
  ])('written anew: %s', async (_, before, text, after) => {
    const { host, call, read } = workshop({ files: { '/w/a.txt': before } });
    await read('a.txt');
    expect(await call('write_file', { path: 'a.txt', text })).toMatch(/^Wrote a\.txt, \d lines?\.$/u);
    expect(await bytesOf(host, '/w/a.txt')).toEqual(Buffer.from(after));
  });
});

describe('a new file', () => {
  it('is made with its folders, and asked for with its text', async () => {
    const { host, call, authority, acting } = workshop({ files: { '/w/a.txt': '' } });
    expect(await call('write_file', { path: 'src/deep/new.ts', text: 'one\r\ntwo' })).toBe(
      'Made src/deep/new.ts, 2 lines.',
    );
    expect(host.text('/w/src/deep/new.ts')).toBe('one\r\ntwo');
    expect(authority.asked).toEqual([
      { kind: 'write', path: '/w/src/deep/new.ts', how: 'create', after: 'one\r\ntwo' },
    ]);
    expect(acting.touchedPaths).toEqual(['/w/src/deep/new.ts']);
  });
  it('that somebody else makes meanwhile is not written over', async () => {
    const { host, call } = workshop({ files: { '/w/a.txt': '' } }, undefined, (_, h) => h.put('/w/new.ts', 'theirs'));
    expect(await call('write_file', { path: 'new.ts', text: 'ours' })).toMatch(/changed by somebody in the meantime/u);
    expect(host.text('/w/new.ts')).toBe('theirs');
  });
});

describe('refused, and nothing is changed', () => {
  const edit = { path: 'a.txt', edits: [{ old: 'two', new: '2' }] };
  interface Case {
    readonly name: string;
    readonly tool?: string;
    readonly input?: unknown;
    readonly files?: MemoryHostOptions['files'];
    readonly links?: MemoryHostOptions['links'];
    readonly unread?: boolean;
    /** After the file was read. */
    readonly meanwhile?: (host: MemoryHost) => void;
    /** While the user is asked. */
    readonly whileAsked?: Before;
    readonly deny?: string;
    readonly why: RegExp;
  }
  const cases: readonly Case[] = [
    { name: 'never read', unread: true, why: /has not been read in this conversation/u },
    {
      name: 'changed on disk',
      meanwhile: (host) => host.put('/w/a.txt', 'one\ntwo\nmore\n'),
      why: /has changed since you read it, by the user, the editor or a command/u,
    },
    {
      name: 'changed in the editor',
      meanwhile: (host) => host.edit('/w/a.txt', 'one\ntwo\nunsaved'),
      why: /changes in the editor that are not saved/u,
    },
    {
      name: 'changed while the user was asked',
      whileAsked: (_, host) => host.put('/w/a.txt', 'theirs\ntwo\n'),
      why: /has changed since you read it/u,
    },
    {
      name: 'typed into while the user was asked',
      whileAsked: (_, host) => host.edit('/w/a.txt', 'typed two'),
      why: /not saved/u,
    },
    {
      name: 'deleted while the user was asked',
      whileAsked: (_, host) => host.drop('/w/a.txt'),
      why: /changed by somebody in the meantime/u,
    },
    {
      name: 'changed while the user was asked, in another encoding',
      files: { '/w/a.txt': latin('é\ntwo\n') },
      whileAsked: (_, host) => host.put('/w/a.txt', latin('è\ntwo\n')),
      why: /has changed since you read it/u,
    },
    { name: 'denied', deny: 'The user refused it.', why: /^error: The user refused it\.$/u },
    {
      name: 'the disk is full',
      meanwhile: (host) => host.failNext('replace', 'ENOSPC: no space left on device, write'),
      why: /a\.txt was not changed: the disk is full/u,
    },
    {
      name: 'the file is locked',
      meanwhile: (host) => host.failNext('replace', 'EBUSY: resource busy or locked'),
      why: /another program keeps it locked/u,
    },
    {
      name: 'the disk is read-only',
      meanwhile: (host) => host.failNext('replace', 'EROFS: read-only file system'),
      why: /can only be read/u,
    },
    {
      name: 'UTF-32',
      files: { '/w/a.txt': Uint8Array.of(0xff, 0xfe, 0, 0, ...[0x61, 0x0a].flatMap((byte) => [byte, 0, 0, 0])) },
      why: /not text in an encoding that survives/u,
    },
    { name: 'binary', files: { '/w/a.txt': Uint8Array.of(0, 1, 2, 0) }, why: /not text in an encoding that survives/u },
    {
      name: 'not in the encoding',
      files: { '/w/a.txt': latin('é two\n') },
      input: { path: 'a.txt', edits: [{ old: 'two', new: '漢' }] },
      why: /written in windows-1252, which has no "漢"/u,
    },
    {
      name: 'huge',
      files: { '/w/a.txt': 'x'.repeat(5 * 1024 * 1024 + 1) },
      why: /tools change files of at most 5\.0 MB/u,
    },
    {
      name: 'not there',
      input: { path: 'gone.txt', edits: [{ old: 'a', new: 'b' }] },
      why: /There is no file gone\.txt to edit/u,
    },
    {
      name: 'a folder',
      input: { path: 'src', edits: [{ old: 'a', new: 'b' }] },
      files: { '/w/src/b.txt': '', '/w/a.txt': '' },
      why: /src is a folder/u,
    },
    {
      name: 'one edit of two',
      input: {
        path: 'a.txt',
        edits: [
          { old: 'two', new: '2' },
          { old: 'gone', new: 'x' },
        ],
      },
      why: /a\.txt was not changed\.\nEdit 2: old is not in the file/u,
    },
    {
      name: 'written anew with the same text',
      tool: 'write_file',
      input: { path: 'a.txt', text: 'one\ntwo' },
      why: /holds this text already/u,
    },
    {
      name: 'written anew unread',
      tool: 'write_file',
      input: { path: 'a.txt', text: 'x' },
      unread: true,
      why: /has not been read/u,
    },
    {
      name: 'moved over another',
      tool: 'move_file',
      input: { from: 'a.txt', to: 'b.txt' },
      files: { '/w/a.txt': 'one\ntwo\n', '/w/b.txt': 'b' },
      why: /b\.txt is there already/u,
    },
    {
      name: 'moved onto itself',
      tool: 'move_file',
      input: { from: 'a.txt', to: './a.txt' },
      why: /a\.txt is there already/u,
    },
    {
      name: 'moved with unsaved changes',
      tool: 'move_file',
      input: { from: 'a.txt', to: 'c.txt' },
      meanwhile: (host) => host.edit('/w/a.txt', 'x'),
      why: /not saved/u,
    },
    {
      name: 'moved after a change',
      tool: 'move_file',
      input: { from: 'a.txt', to: 'c.txt' },
      meanwhile: (host) => host.put('/w/a.txt', 'x'),
      why: /has changed since you read it/u,
    },
    {
      name: 'moved to a place that is taken meanwhile',
      tool: 'move_file',
      input: { from: 'a.txt', to: 'c.txt' },
      whileAsked: (_, host) => host.put('/w/c.txt', 'theirs'),
      why: /is there already/u,
    },
    {
      name: 'a folder moved',
      tool: 'move_file',
      input: { from: 'src', to: 'lib' },
      files: { '/w/a.txt': '', '/w/src/b.txt': '' },
      why: /src is a folder/u,
    },
    {
      name: 'a link moved',
      tool: 'move_file',
      input: { from: 'link.txt', to: 'c.txt' },
      links: { '/w/link.txt': '/w/a.txt' },
      why: /is a link/u,
    },
    {
      name: 'deleted after a change',
      tool: 'delete_file',
      input: { path: 'a.txt' },
      meanwhile: (host) => host.put('/w/a.txt', 'x'),
      why: /has changed since you read it/u,
    },
    {
      name: 'deleted with unsaved changes',
      tool: 'delete_file',
      input: { path: 'a.txt' },
      meanwhile: (host) => host.edit('/w/a.txt', 'x'),
      why: /not saved/u,
    },
    {
      name: 'a folder deleted',
      tool: 'delete_file',
      input: { path: 'src' },
      files: { '/w/a.txt': '', '/w/src/b.txt': '' },
      why: /src is a folder, and only files/u,
    },
    {
      name: 'a link deleted',
      tool: 'delete_file',
      input: { path: 'link.txt' },
      links: { '/w/link.txt': '/w/a.txt' },
      why: /is a link/u,
    },
    { name: 'nothing deleted', tool: 'delete_file', input: { path: 'gone' }, why: /There is nothing at gone/u },
    { name: 'deletion denied', tool: 'delete_file', input: { path: 'a.txt' }, deny: 'No.', why: /^error: No\.$/u },
    {
      name: 'deletion fails',
      tool: 'delete_file',
      input: { path: 'a.txt' },
      meanwhile: (host) => host.failNext('remove', 'EPERM: operation not permitted'),
      why: /was not changed: the system does not let us/u,
    },
  ];
  it.each(cases)('$name', async ({ tool, input, files, links, unread, meanwhile, whileAsked, deny, why }) => {
    const start = files ?? { '/w/a.txt': 'one\ntwo\n' };
    const { host, call, read, acting } = workshop(
      { files: start, ...(links && { links }) },
      ({ kind }) => (kind === 'write' ? deny : undefined),
      (action, memory) => action.kind === 'write' && whileAsked?.(action, memory),
    );
    if (unread !== true) await read('a.txt');
    meanwhile?.(host);
    const before = host.paths().map((path) => [path, host.text(path)]);
    const answer = await call(tool ?? 'edit_file', input ?? edit);
    expect(answer).toMatch(/^error: /u);
    expect(answer).toMatch(why);
    expect(acting.touchedPaths).toEqual([]);
    if (whileAsked === undefined) expect(host.paths().map((path) => [path, host.text(path)])).toEqual(before);
    else expect(host.text('/w/a.txt')).not.toBe('one\n2\n');
  });

  it('without anything to act with, each acting tool says when it can be used', async () => {
    const host = createMemoryHost({ files: { '/w/a.txt': 'a' } });
    const runner = createToolRunner(buildingTools, createToolContext(host, ['/w'], {}));
    const inputs: Readonly<Record<string, unknown>> = {
      edit_file: { path: 'a.txt', edits: [{ old: 'a', new: 'b' }] },
      write_file: { path: 'b.txt', text: 'b' },
      move_file: { from: 'a.txt', to: 'b.txt' },
      delete_file: { path: 'a.txt' },
      run_command: { command: 'true' },
      command_output: { id: 'c1' },
      stop_command: { id: 'c1' },
    };
    for (const [name, input] of Object.entries(inputs)) {
      const { result } = await runner.run({ type: 'tool_call', id: '1', name, input }, new AbortController().signal);
      expect(result, name).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining('while a spec is planned') }],
      });
    }
    expect(host.paths()).toEqual(['/w/a.txt']);
    expect(planningTools.map(({ name }) => name).filter((name) => name in inputs)).toEqual([]);
  });
});

describe('move and delete', () => {
  it('a file goes, with its bytes and what the agent knows of it', async () => {
    const { host, call, read, acting, authority } = workshop({ files: { '/w/a.txt': '\ufeffone\r\n' } });
    await read('a.txt');
    expect(await call('move_file', { from: 'a.txt', to: 'src/new/b.txt' })).toBe('Moved a.txt to src/new/b.txt.');
    expect(host.paths()).toEqual(['/w/src/new/b.txt']);
    expect(acting.touchedPaths).toEqual(['/w/a.txt', '/w/src/new/b.txt']);
    expect(authority.asked.filter(({ kind }) => kind === 'write')).toEqual([
      { kind: 'write', path: '/w/a.txt', how: 'move' },
      { kind: 'write', path: '/w/src/new/b.txt', how: 'create', after: 'one\r\n' },
    ]);
    expect(await call('edit_file', { path: 'src/new/b.txt', edits: [{ old: 'one', new: '1' }] })).toMatch(/^Edited/u);
    expect(host.text('/w/src/new/b.txt')).toBe('\ufeff1\r\n');
  });
  it('a file in other letters, where these are the same and where they are not', async () => {
    for (const caseInsensitive of [true, false]) {
      const { host, call } = workshop({ files: { '/w/src/readme.md': 'x' }, caseInsensitive });
      expect(await call('move_file', { from: 'src/readme.md', to: 'src/README.md' })).toBe(
        'Moved src/readme.md to src/README.md.',
      );
      expect(host.paths()).toEqual(['/w/src/README.md']);
    }
  });
  it('a file that was never read, binary or not, can be moved and deleted', async () => {
    const { host, call } = workshop({ files: { '/w/a.bin': Uint8Array.of(0, 1), '/w/b.txt': 'b', '/w/c.txt': '' } });
    expect(await call('move_file', { from: 'a.bin', to: 'd.bin' })).toMatch(/^Moved/u);
    expect(await call('delete_file', { path: 'b.txt' })).toBe('Deleted b.txt.');
    expect(host.paths()).toEqual(['/w/c.txt', '/w/d.bin']);
  });
});

describe('what is asked for', () => {
  it('tells the text before and after, so that a change which runs nothing later is known', async () => {
    const { call, read, authority } = workshop({ files: { '/w/package.json': '{"version":"1"}' } });
    await read('package.json');
    await call('edit_file', { path: 'package.json', edits: [{ old: '1', new: '2' }] });
    await call('write_file', { path: 'new.json', text: '{}' });
    expect(authority.asked.filter(({ kind }) => kind === 'write')).toEqual([
      { kind: 'write', path: '/w/package.json', how: 'edit', before: '{"version":"1"}', after: '{"version":"2"}' },
      { kind: 'write', path: '/w/new.json', how: 'create', after: '{}' },
    ]);
  });
});

describe('a key of another name', () => {
  it.each<[tool: string, input: unknown, told: RegExp]>([
    [
      'edit_file',
      {
        path: 'a.txt',
        edits: [
          { old: 'x', new: 'y' },
          { old_string: 'x', new: 'y' },
        ],
      },
      /- edits\.1\.old: .*\n- edits\.1: there is no "old_string" here, only old, new\nNothing was done/u,
    ],
    [
      'write_file',
      { path: 'a.txt', content: 'x', mode: 1 },
      /- text: .*\n- the input: there is no "content", "mode" here, only path, text\nNothing was done/u,
    ],
    ['edit_file', { path: 'a.txt', edits: [] }, /^(?!.*there is no)[\s\S]*- edits: /u],
  ])('of %s is named with those that there are: %j', async (tool, input, told) => {
    const { call } = workshop({ files: { '/w/a.txt': 'x' } });
    expect(await call(tool, input)).toMatch(told);
  });
});
