import { describe, expect, test } from 'vitest';
import { readFrontMatter } from '../../../src/core/steering/frontMatter';
import { alwaysIncluded, includedFor, loadSteering } from '../../../src/core/steering/load';
import { createMemoryHost } from '../../support/memoryHost';

const root = '/code/app';

async function labels(files: Readonly<Record<string, string>>, trusted = true): Promise<readonly string[]> {
  const host = createMemoryHost({ files });
  const loaded = await loadSteering({ files: host.files, root, home: host.homeFolder, trusted });
  return alwaysIncluded(loaded).map((file) => file.label);
}

const home = createMemoryHost().homeFolder;

describe('which steering takes part', () => {
  test('the user’s, then the workspace’s, folders included', async () => {
    const files = {
      [`${home}/.kiro/steering/me.md`]: 'me',
      [`${home}/.kiro/steering/AGENTS.md`]: 'agents at home',
      [`${home}/.kiro/steering.md`]: 'single at home',
      [`${root}/AGENTS.md`]: 'agents',
      [`${root}/.kiro/steering.md`]: 'single',
      [`${root}/.kiro/steering/deep/er/x.md`]: 'deep',
      [`${root}/.kiro/steering/tech.md`]: '---\ninclusion: always\n---\ntech',
      [`${root}/.kiro/steering/notes.txt`]: 'no',
    };
    expect(await labels(files)).toEqual([
      '~/.kiro/steering.md',
      '~/.kiro/steering/AGENTS.md',
      '~/.kiro/steering/me.md',
      'AGENTS.md',
      '.kiro/steering.md',
      '.kiro/steering/deep/er/x.md',
      '.kiro/steering/tech.md',
    ]);
  });

  test('nothing of an untrusted workspace', async () => {
    const files = {
      [`${root}/AGENTS.md`]: 'a',
      [`${root}/.kiro/steering/x.md`]: 'x',
      [`${home}/.kiro/steering.md`]: 'mine',
    };
    expect(await labels(files, false)).toEqual(['~/.kiro/steering.md']);
  });

  test.each([
    ['no front matter', 'text', true],
    ['always', '---\ninclusion: always\n---\ntext', true],
    ['Always, with CRLF and a BOM', '\ufeff---\r\ninclusion: Always\r\n---\r\ntext', true],
    ['no mode', '---\ntitle: x\n---\ntext', true],
    ['a mode that is no text', '---\ninclusion: [a]\n---\ntext', true],
    ['unreadable front matter', '---\na: [b\n---\ntext', true],
    ['front matter that is not at the beginning', '\n---\ninclusion: manual\n---\ntext', true],
    ['fileMatch', '---\ninclusion: fileMatch\nfileMatchPattern: "**/*.ts"\n---\ntext', false],
    ['manual', '---\ninclusion: manual\n---\ntext', false],
    ['auto', '---\ninclusion: auto\n---\ntext', false],
    ['never', '---\ninclusion: never\n---\ntext', false],
    ['nothing below the front matter', '---\ninclusion: always\n---\n\n', false],
  ])('%s', async (_name, text, included) => {
    expect((await labels({ [`${root}/.kiro/steering/x.md`]: text })).length > 0).toBe(included);
  });
});

test('front matter is taken off, and what is wrong with it is said', () => {
  expect(readFrontMatter('---\na: 1\n---\nbody\n')).toEqual({ values: { a: 1 }, body: 'body\n', unreadable: false });
  expect(readFrontMatter('---\n- a\n---\nbody\n')).toEqual({ values: {}, body: 'body\n', unreadable: true });
  expect(readFrontMatter('---\nno end\n')).toEqual({ values: {}, body: '---\nno end\n', unreadable: false });
});

describe('which steering takes part for files', () => {
  const cases: readonly (readonly [string, string, readonly string[], boolean])[] = [
    ['a glob', 'fileMatchPattern: "src/**/*.ts"', ['src/a/b.ts'], true],
    ['one of several files', 'fileMatchPattern: "**/*.test.ts"', ['src/a.ts', 'test/a.test.ts'], true],
    ['another file', 'fileMatchPattern: "src/**"', ['test/a.ts'], false],
    ['no file', 'fileMatchPattern: "**"', [], false],
    ['braces', 'fileMatchPattern: "{src/**,lib/**}"', ['lib/a.ts'], true],
    ['commas', 'fileMatchPattern: "src/**, lib/**"', ['lib/a.ts'], true],
    ['commas around braces', 'fileMatchPattern: "a.{ts,js},b.ts"', ['a.js'], true],
    ['a list', 'fileMatchPattern: [src/**, "**/*.sql"]', ['db/1.sql'], true],
    ['hidden folders', 'fileMatchPattern: "**/*.yml"', ['.github/workflows/ci.yml'], true],
    ['no pattern', '', ['a.ts'], false],
  ];
  test.each(cases)('%s', async (_name, pattern, paths, expected) => {
    const text = `---\ninclusion: fileMatch\n${pattern}\n---\ntext`;
    const host = createMemoryHost({ files: { [`${root}/.kiro/steering/x.md`]: text } });
    const loaded = await loadSteering({ files: host.files, root, home: host.homeFolder, trusted: true });
    expect(includedFor(loaded, paths)).toHaveLength(expected ? 1 : 0);
  });
});
