/** What a user installs: looked at in the folder that the editor made of the VSIX. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { installExtension } from '../../scripts/lib/codeOss.mjs';
import { ensureCodeOss } from '../../scripts/lib/install.mjs';
import { temporaryFolder } from '../../scripts/lib/places.mjs';

/** Every file that may be in a VSIX; README, CHANGELOG and LICENSE are renamed by vsce. */
const expected = [
  /^package\.json$/,
  /^\.vsixmanifest$/,
  /^(readme|changelog)\.md$/i,
  /^license\.txt$/i,
  /^dist\/(extension|cli)\.js$/,
  /^dist\/lazy\/[a-z]+\.js$/i,
  /^dist\/programs\/[a-z]+\.js$/i,
  /^dist\/lazy\/tree-sitter(-[a-z-]+)?\.wasm$/,
  /^dist\/webview\/[a-z]+\.(js|css|ttf)$/i,
  /^media\/[^/]+\.(svg|png|css)$/,
  /^media\/walkthrough\/[^/]+\.(svg|png|md)$/,
  /^media\/sample\//,
  /^media\/schemas\/[^/]+\.json$/,
];

let folder = '';
let files: readonly string[] = [];

beforeAll(async () => {
  const temporary = temporaryFolder('vsix');
  const folders = { data: join(temporary, 'data'), extensions: join(temporary, 'extensions') };
  await installExtension(await ensureCodeOss(), folders, inject('vsix'));
  const installed = readdirSync(folders.extensions).find((name) => name.startsWith('tracewright.tracewright-'));
  folder = join(folders.extensions, installed ?? 'tracewright is not installed');
  files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
});

/** A text file of the extension. */
function read(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

describe('the VSIX', () => {
  it('is smaller than 6 MB', () => expect(statSync(inject('vsix')).size).toBeLessThan(6 * 1024 * 1024));

  it('holds what is needed and nothing else', () => {
    expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['dist/extension.js', 'dist/cli.js', 'dist/webview/panel.js']));
  });

  it('has a CLI that starts by itself and asks for no editor', () => {
    expect(read('dist/cli.js').startsWith('#!/usr/bin/env node\n')).toBe(true);
    for (const name of ['dist/cli.js', 'dist/lazy/commands.js', 'dist/lazy/check.js'])
      expect(read(name)).not.toMatch(/require\(["']vscode["']\)/);
  });

  it('names nothing of the machine it was built on', () => {
    const home = process.cwd();
    expect(files.filter((file) => /\.(js|json|md|css)$/.test(file) && read(file).includes(home))).toEqual([]);
  });
});

describe('the marketplace', () => {
  const manifest = () => JSON.parse(read('package.json'));

  it('gets every field it asks for', () => {
    expect(manifest()).toMatchObject({
      name: 'tracewright',
      displayName: expect.stringMatching(/\S/),
      description: expect.stringMatching(/^.{20,200}$/),
      publisher: 'tracewright',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      license: 'Apache-2.0',
      repository: { type: 'git', url: expect.stringMatching(/^https:\/\//) },
      categories: expect.arrayContaining([expect.any(String)]),
      engines: { vscode: expect.stringMatching(/^\^1\.\d+\.0$/) },
    });
  });

  it('gets an icon: a PNG of at least 128 × 128', () => {
    const icon = readFileSync(join(folder, String(manifest().icon)));
    expect(icon.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(Math.min(icon.readUInt32BE(16), icon.readUInt32BE(20))).toBeGreaterThanOrEqual(128);
  });

  it('gets known categories and at most 30 keywords', () => {
    const known = ['AI', 'Chat', 'Machine Learning', 'Other', 'Programming Languages', 'Testing', 'Visualization'];
    const { categories, keywords } = manifest();
    expect(categories.filter((name: string) => !known.includes(name))).toEqual([]);
    expect((keywords ?? []).length).toBeLessThanOrEqual(30);
  });

  it('gets a README whose pictures are https and no SVG', () => {
    const readme = read('readme.md');
    const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)\s]+)/g), ...readme.matchAll(/<img[^>]+src="([^"]+)"/g)];
    const addresses = pictures.map(([, address]) => String(address));
    expect(addresses.filter((address) => !/^https:\/\/[^?#]+\.(png|gif|jpe?g)$/i.test(address))).toEqual([]);
    expect(readme.length).toBeGreaterThan(1000);
  });

  it('gets no proposed API', () => expect(manifest().enabledApiProposals).toBeUndefined());
});
