import { expect, it } from 'vitest';
import { createHiddenWalk } from '../../../src/core/tools/hiddenPaths';
import { createMemoryHost } from '../../support/memoryHost';

const tree = {
  '/w/.env': 'a',
  '/w/src/a.ts': 'a',
  '/w/src/.env': 'a',
  '/w/vault/deep/key.pem': 'a',
  '/w/node_modules/x/cert.pem': 'a',
  '/w/dist/a.js': 'a',
  '/w/dist/key.pem': 'a',
  '/w/.git/config': 'a',
  '/w/inner/vault/b': 'a',
};

it.each<[string, Record<string, string>, readonly string[], readonly string[]]>([
  ['nothing without a rule', {}, [], []],
  ['a file in every folder', { '/w/.kiroignore': '.env\n' }, [], ['/w/.env', '/w/src/.env']],
  ['folders as a whole', { '/w/.kiroignore': 'vault/\n' }, [], ['/w/inner/vault', '/w/vault']],
  ['an anchored name', { '/w/.kiroignore': '/vault\n' }, [], ['/w/vault']],
  ['what is taken back is not hidden', { '/w/.kiroignore': '.env\n!src/.env\n' }, [], ['/w/.env']],
  ['nested ignore files', { '/w/vault/.kiroignore': '*.pem\n' }, [], ['/w/vault/deep/key.pem']],
  ['other letters', { '/w/.kiroignore': 'VAULT\n' }, [], ['/w/inner/vault', '/w/vault']],
  [
    'patterns of settings and organisation, which nothing takes back',
    { '/w/.kiroignore': '!vault\n' },
    ['vault'],
    ['/w/inner/vault', '/w/vault'],
  ],
  [
    'what builds and package managers fill stays theirs as a whole, not file by file',
    { '/w/.kiroignore': 'node_modules/\ndist/\n' },
    [],
    [],
  ],
  [
    'a file that is only called as a folder of builds',
    { '/w/bin': 'a', '/w/src/vendor': 'a', '/w/target/x': 'a' },
    ['bin', 'vendor', 'target'],
    ['/w/bin', '/w/src/vendor'],
  ],
  ['a hidden file among what a build made', {}, ['*.pem'], ['/w/dist/key.pem', '/w/vault/deep/key.pem']],
])('%s', async (_, files, hide, expected) => {
  const host = createMemoryHost({ files: { ...tree, ...files } });
  const walk = createHiddenWalk(host.files, host.clock);
  expect(await walk.masks(['/w', '/w/inner'], hide, [])).toEqual({ paths: expected, emptied: [] });
  expect(await walk.all(['/w', '/w/inner'], hide)).toEqual(expected);
});

const many = (folder: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${folder}/${at}.pem`, 'a']));

it.each([
  ['a folder in which everything is hidden', many('/w/many', 1001), [], ['/w/many'], []],
  [
    'folders in folders in which everything is hidden',
    { ...many('/w/a/b', 400), ...many('/w/a/c', 400) },
    [],
    ['/w/a'],
    [],
  ],
  [
    'a folder with a file that is shown',
    { ...many('/w/many', 2000), '/w/many/README.md': 'a', '/w/one.pem': 'a' },
    [],
    ['/w/one.pem'],
    [{ path: '/w/many', shown: ['/w/many/README.md'] }],
  ],
  [
    'an emptied folder with a folder in it that has hidden files',
    { ...many('/w/many', 2000), '/w/many/deep/a.ts': 'a', '/w/many/deep/b.pem': 'a' },
    [],
    ['/w/many/deep/b.pem'],
    [{ path: '/w/many', shown: ['/w/many/deep'] }],
  ],
  [
    'no more than is needed',
    { ...many('/w/a', 400), ...many('/w/b', 200), '/w/a/x.md': 'a', '/w/b/x.md': 'a' },
    [],
    Object.keys(many('/w/b', 200)).sort(),
    [{ path: '/w/a', shown: ['/w/a/x.md'] }],
  ],
])('many hidden files: %s', async (_, files, fixed, paths, emptied) => {
  const host = createMemoryHost({ files });
  const walk = createHiddenWalk(host.files, host.clock);
  expect(await walk.masks(['/w'], ['*.pem'], fixed)).toEqual({ paths, emptied });
  expect(await walk.all(['/w'], ['*.pem'])).toEqual(
    Object.keys(files)
      .filter((path) => path.endsWith('.pem'))
      .sort(),
  );
});

it.each([
  ['in the workspace folder itself', many('/w', 1001), undefined, []],
  ['in a folder that has masks of its own', many('/w/.kiro/x', 1001), undefined, ['/w/.kiro']],
  ['in a folder around one that has', many('/w/x', 1001), undefined, ['/w/x/own']],
  ['beside a link', many('/w/x', 1001), { '/w/x/link': '/w/x/1.pem' }, []],
  [
    'among as many others',
    { ...many('/w/x', 1001), ...Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`/w/x/${at}.ts`, 'a'])) },
    undefined,
    [],
  ],
])('too many %s to keep them from commands', async (_, files, links, fixed) => {
  const host = createMemoryHost({ files, ...(links === undefined ? {} : { links }) });
  const walk = createHiddenWalk(host.files, host.clock);
  await expect(walk.masks(['/w'], ['*.pem'], fixed)).rejects.toThrow('hide their folders instead');
});
