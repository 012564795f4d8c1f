import { expect, it } from 'vitest';
import { hiddenPaths } from '../../../src/core/tools/hiddenPaths';
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
  expect(await hiddenPaths(host.files, ['/w', '/w/inner'], host.clock, hide)).toEqual(expected);
});

it('says so where there are too many to keep from commands', async () => {
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`/w/many/${at}.pem`, 'a']));
  const host = createMemoryHost({ files: many });
  await expect(hiddenPaths(host.files, ['/w'], host.clock, ['*.pem'])).rejects.toThrow('hide their folders instead');
});
