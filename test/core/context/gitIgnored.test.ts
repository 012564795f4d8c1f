/** What git ignores is not in the first look at a repository; without a repository a `.gitignore` says nothing. */
import { expect, it } from 'vitest';
import { createGitIgnored } from '../../../src/core/context/gitIgnored';
import { repositoryOverview } from '../../../src/core/context/overview';
import { createMemoryHost } from '../../support/memoryHost';

const head = { '/r/.git/HEAD': '' };
const tree = { '/r/a.ts': '', '/r/a.log': '', '/r/made/x.js': '', '/r/src/b.ts': '', '/r/src/b.log': '' };

it.each<[name: string, files: Readonly<Record<string, string>>, root: string, lines: readonly string[]]>([
  ['a repository', { ...head, '/r/.gitignore': '*.log\nmade/\n' }, '/r', ['.gitignore', 'a.ts', 'src/: b.ts']],
  [
    'no repository',
    { '/r/.gitignore': '*.log\nmade/\n' },
    '/r',
    ['.gitignore', 'a.log', 'a.ts', 'made/: x.js', 'src/: b.log, b.ts'],
  ],
  [
    'a file further in',
    { ...head, '/r/src/.gitignore': '*.log\n' },
    '/r',
    ['a.log', 'a.ts', 'made/: x.js', 'src/: .gitignore, b.ts'],
  ],
  [
    'a file further in that takes back',
    { ...head, '/r/.gitignore': '*.log\n', '/r/src/.gitignore': '!b.log\n' },
    '/r',
    ['.gitignore', 'a.ts', 'made/: x.js', 'src/: .gitignore, b.log, b.ts'],
  ],
  ['a folder in a repository', { ...head, '/r/.gitignore': '/src/*.log\n' }, '/r/src', ['b.ts']],
  ['a folder that is ignored', { ...head, '/r/.gitignore': 'made\n' }, '/r/made', ['x.js']],
  [
    'a repository in a repository',
    { ...head, '/r/.gitignore': '*.log\n', '/r/src/.git/HEAD': '' },
    '/r',
    ['.gitignore', 'a.ts', 'made/: x.js', 'src/: .git/, b.log, b.ts'],
  ],
  [
    'what a build made and git keeps',
    { ...head, '/r/dist/x.js': '' },
    '/r',
    ['a.log', 'a.ts', 'dist/: x.js', 'made/: x.js', 'src/: b.log, b.ts'],
  ],
  [
    'what a build made, without git',
    { '/r/dist/x.js': '' },
    '/r',
    ['a.log', 'a.ts', 'made/: x.js', 'src/: b.log, b.ts'],
  ],
])('of %s', async (_, files, root, lines) => {
  const host = createMemoryHost({ files: { ...tree, ...files } });
  const ignored = await createGitIgnored(host.files, root);
  const overview = await repositoryOverview({ files: host.files, root, visible: async () => true, ignored });
  expect(overview.split('\n').slice(1)).toEqual(lines.map((line) => `- ${line}`));
});
