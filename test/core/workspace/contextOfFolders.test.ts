/** A window with several folders: each has steering of its own, and a prompt has that of every folder that it works in. */
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/settings';
import { createWorkspace } from '../../../src/core/workspace';
import { createMemoryHost } from '../../support/memoryHost';

const forTypes = '---\ninclusion: fileMatch\nfileMatchPattern: "src/**"\n---\n';
const files = {
  '/w/app/src/a.ts': '',
  '/w/app/.kiro/steering/tech.md': 'The app is in TypeScript.\n',
  '/w/app/.kiro/steering/types.md': `${forTypes}No any in the app.\n`,
  '/w/lib/src/b.ts': '',
  '/w/lib/notes.md': 'Two blanks.\n',
  '/w/lib/.kiro/steering/tech.md': 'The library is in C. See #[[file:notes.md]].\n',
  '/w/lib/.kiro/steering/types.md': `${forTypes}No void pointers in the library.\n`,
  '/home/user/.kiro/steering/mine.md': 'Short sentences.\n',
};

async function steering(root: string, about: readonly string[]) {
  const workspace = createWorkspace({
    host: createMemoryHost({ files }),
    roots: ['/w/app', '/w/lib'],
    trusted: true,
    settings: defaultSettings,
  });
  const { parts, files: leaving } = await workspace.context({ root, prompt: '', files: about });
  const lines = parts.filter(({ kind }) => kind === 'steering');
  const state = lines.map(
    ({ label, included, cached }) => `${label}${included ? ' in' : ' out'}${cached ? ' cached' : ''}`,
  );
  return { state: state.sort(), leaving };
}

test.each<[name: string, root: string, about: readonly string[], expected: readonly string[]]>([
  [
    'one folder',
    '/w/app',
    ['src/a.ts'],
    ['.kiro/steering/tech.md in cached', '.kiro/steering/types.md in', '~/.kiro/steering/mine.md in cached'],
  ],
  [
    'the other',
    '/w/lib',
    ['src/b.ts'],
    ['.kiro/steering/tech.md in cached', '.kiro/steering/types.md in', '~/.kiro/steering/mine.md in cached'],
  ],
  [
    'one folder without its files',
    '/w/app',
    [],
    ['.kiro/steering/tech.md in cached', '.kiro/steering/types.md out', '~/.kiro/steering/mine.md in cached'],
  ],
  [
    'one folder and a file of the other',
    '/w/app',
    ['lib/src/b.ts'],
    [
      '.kiro/steering/tech.md in cached',
      '.kiro/steering/types.md out',
      'lib/.kiro/steering/tech.md in',
      'lib/.kiro/steering/types.md in',
      '~/.kiro/steering/mine.md in cached',
    ],
  ],
])('a prompt about %s has the steering of what it works in, each file once', async (_, root, about, expected) => {
  expect((await steering(root, about)).state).toEqual(expected);
});

test('what a file of the other folder refers to is that folder’s', async () => {
  const { leaving } = await steering('/w/app', ['lib/src/b.ts']);
  expect(leaving).toContain('/w/lib/notes.md');
  expect(leaving).toContain('/w/lib/.kiro/steering/tech.md');
});
