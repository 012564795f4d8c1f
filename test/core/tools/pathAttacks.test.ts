/**
 * Ways out of the workspace, and into what is kept from tools, by the paths of tools that change files, on a real disk.
 * Each is refused, and succeeds with the guards that stop it switched off: else it would attack nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, lstatSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
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
import { type Attack, attacks, type Guard, type Place, text } from './pathAttacks';

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
  it.each(attacks)('$name: $tool gets through without $guards, or where the disk allows it', async (attack) => {
    const open = { ...attack, ...attack.instead };
    const { through, said } = await getsThrough(open, open.guards);
    expect(through, said).toBe(true);
  });
  it('each names what stops it', () => {
    expect(attacks.filter(({ guards, instead }) => guards.length === 0 && instead === undefined)).toEqual([]);
  });
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
