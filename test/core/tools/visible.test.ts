/** What .kiroignore hides and what lies outside, asked for in every way we could think of. */
import { describe, expect, it } from 'vitest';
import { createToolContext } from '../../../src/core/tools/context';
import { tools } from '../../../src/core/tools/index';
import { createToolRunner } from '../../../src/core/tools/runner';
import type { ToolContext } from '../../../src/core/tools/tool';
import { createNodeHost } from '../../../src/node/host';
import { createMemoryHost } from '../../support/memoryHost';
import { temporaryFolder } from '../../support/temporary';

const secret = 'SECRET-CONTENT';
const outside = temporaryFolder({ 'passwords.txt': secret, 'deep/key.pem': secret });
const root = temporaryFolder({
  '.kiroignore':
    'secrets/\n*.pem\n.env*\n!.env.example\n/only-top.txt\nCaf\u00e9.txt\n# note\n\\#odd.txt\nbuild\n!build/keep.txt\n',
  'src/index.ts': 'public',
  'src/.kiroignore': 'generated/*\n!generated/kept.ts\n',
  'src/generated/api.ts': secret,
  'src/generated/kept.ts': 'public',
  'src/only-top.txt': 'public',
  'secrets/token.txt': secret,
  'secrets/deep/er/token.txt': secret,
  'lib/secrets/token.txt': secret,
  'SECRETS/other.txt': secret,
  'server.pem': secret,
  'Server.PEM': secret,
  '.env': secret,
  '.env.local': secret,
  '.env.example': 'public',
  'only-top.txt': secret,
  'Café.txt': secret,
  'Cafe\u0301.txt': secret,
  'CAFÉ.TXT': secret,
  '#odd.txt': secret,
  'build/keep.txt': secret,
  '.git/config': secret,
  'module/.git/config': secret,
  'public-link.txt': '-> secrets/token.txt',
  'link-folder': '-> secrets',
  'link-out.txt': `-> ${outside}/passwords.txt`,
  'link-out': `-> ${outside}`,
  loop: '-> loop',
  'a.pem': '-> src/index.ts',
  'chain.txt': '-> public-link.txt',
});

interface Ask {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}
const read = (path: string): Ask => ({ tool: 'read_file', input: { path } });

/** Each would show the secret, or that something is there, if its guard were off. */
const attacks: readonly Ask[] = [
  read('secrets/token.txt'),
  read(`${root}/secrets/token.txt`),
  read('secrets/deep/er/token.txt'),
  read('lib/secrets/token.txt'),
  read('src/../secrets/token.txt'),
  read('./secrets/./token.txt'),
  read('secrets//token.txt'),
  read('nowhere/../secrets/token.txt'),
  read('src/index.ts/../../secrets/token.txt'),
  read('SECRETS/other.txt'),
  read('server.pem'),
  read('Server.PEM'),
  read('.env'),
  read('.env.local'),
  read('only-top.txt'),
  read('Caf\u00e9.txt'),
  read('Cafe\u0301.txt'),
  read('CAF\u00c9.TXT'),
  read('#odd.txt'),
  read('build/keep.txt'),
  read('src/generated/api.ts'),
  read('public-link.txt'),
  read('chain.txt'),
  read('link-folder/token.txt'),
  read('link-folder/deep/er/token.txt'),
  read('src/../link-folder/token.txt'),
  read('link-out.txt'),
  read('link-out/passwords.txt'),
  read('link-out/deep/key.pem'),
  read('.git/config'),
  read('module/.git/config'),
  { tool: 'search_text', input: { pattern: secret } },
  { tool: 'search_text', input: { pattern: 'secret.*content', regex: true } },
  { tool: 'search_text', input: { pattern: secret, include: '*.pem' } },
  { tool: 'search_text', input: { pattern: secret, include: 'secrets/**' } },
  { tool: 'search_text', input: { pattern: secret, path: 'secrets' } },
  { tool: 'search_text', input: { pattern: secret, path: 'link-folder' } },
  { tool: 'search_text', input: { pattern: secret, path: 'link-out' } },
  { tool: 'search_text', input: { pattern: secret, path: 'server.pem' } },
  { tool: 'search_text', input: { pattern: secret, path: '.git' } },
];

/** Names that must not show up in an answer. */
const listings: readonly (Ask & { readonly never: RegExp })[] = [
  {
    tool: 'list_directory',
    input: {},
    never: /secrets|pem|\.env(?!\.example)|only-top|caf|odd|\.git\/|public-link|link-|chain|build/iu,
  },
  { tool: 'list_directory', input: { path: '.', depth: 4 }, never: /secrets|token|api\.ts/iu },
  { tool: 'list_directory', input: { path: 'secrets' }, never: /token|deep/iu },
  { tool: 'list_directory', input: { path: 'link-folder' }, never: /token|deep/iu },
  { tool: 'list_directory', input: { path: 'link-out' }, never: /passwords/iu },
  { tool: 'list_directory', input: { path: '..' }, never: /passwords|tracewright-test-.*\//iu },
  { tool: 'list_directory', input: { path: '/' }, never: /etc|usr/u },
  { tool: 'find_files', input: { pattern: '**/*' }, never: /secrets|\.pem|token|api\.ts|\.env(?!\.example)/iu },
  { tool: 'find_files', input: { pattern: '*.pem' }, never: /server|key/iu },
  { tool: 'find_files', input: { pattern: '../**' }, never: /passwords/u },
  { tool: 'find_files', input: { pattern: '*', path: 'secrets' }, never: /token/u },
];

const outsideReads = [
  `${outside}/passwords.txt`,
  '/etc/passwd',
  '../passwords.txt',
  `${root}/../${outside.slice(outside.lastIndexOf('/') + 1)}/passwords.txt`,
  `${root}-other/x`,
];

const host = createNodeHost();
const context = createToolContext(host, [root], {});
const off: ToolContext = { ...context, visible: async () => true };

async function ask(asked: Ask, using: ToolContext): Promise<{ text: string; isError: boolean }> {
  const { result } = await createToolRunner(tools, using).run(
    { type: 'tool_call', id: '1', name: asked.tool, input: asked.input },
    new AbortController().signal,
  );
  return {
    isError: result.isError,
    text: result.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
  };
}

describe('what is hidden does not exist', () => {
  it.each(attacks)('$tool $input', async (attack) => {
    const { text } = await ask(attack, context);
    expect(text).not.toContain(`${secret}\n`);
    expect(text.replaceAll(String(attack.input.pattern), '')).not.toContain(secret);
    if (attack.tool === 'read_file') expect(text).toMatch(/^There is nothing at /u);
  });
  it.each(attacks.filter(({ input }) => input.path !== '.git'))('guard off: $tool $input shows it', async (attack) => {
    const { text } = await ask(attack, off);
    expect(text).toContain(secret);
    if (attack.tool === 'search_text') expect(text).toMatch(/\d+ hits?, as line/u);
  });
  it.each(listings)('$tool $input', async (listing) => {
    const { text } = await ask(listing, context);
    expect(
      text.replaceAll(/There is nothing at \S+|is outside the workspace folders.*|No file below .*/gu, ''),
    ).not.toMatch(listing.never);
  });
  it.each(outsideReads)('outside: %s', async (path) => {
    expect(await ask(read(path), context)).toEqual({
      isError: true,
      text: expect.stringContaining('is outside the workspace folders'),
    });
  });
  it('a hidden path and an absent one get the same words', async () => {
    const hidden = await ask(read('secrets/token.txt'), context);
    const absent = await ask(read('secrets/taken.txt'), context);
    expect(hidden.text.replace('token', 'taken')).toBe(absent.text);
  });
  it.each(['src/index.ts', 'src/generated/kept.ts', 'src/only-top.txt', '.env.example'])(
    '%s is visible',
    async (path) => {
      expect((await ask(read(path), context)).text).toContain('public');
    },
  );
});

describe('file systems on which names that differ are one file', () => {
  const memory = createMemoryHost({
    caseInsensitive: true,
    files: {
      '/w/.kiroignore': 'Secrets/\nprivate.txt\n',
      '/w/Secrets/token.txt': secret,
      '/w/private.txt': secret,
      '/w/ok.txt': 'public',
    },
  });
  const folded = createToolContext(memory, ['/w'], {});
  it.each(['secrets/token.txt', 'SECRETS/TOKEN.TXT', 'Secrets/token.txt', 'PRIVATE.txt', 'private.TXT'])(
    '%s',
    async (path) => {
      expect((await ask(read(path), folded)).text).toMatch(/^There is nothing/u);
      expect((await ask(read(path), { ...folded, visible: async () => true })).text).toContain(secret);
    },
  );
  it('others stay', async () => {
    expect((await ask(read('OK.txt'), folded)).text).toContain('public');
  });
});

describe('ignore files that let back in', () => {
  const check = async (rules: string, visible: readonly string[], hidden: readonly string[]) => {
    const memory = createMemoryHost({
      files: {
        '/w/.kiroignore': rules,
        ...Object.fromEntries([...visible, ...hidden].map((path) => [`/w/${path}`, 'x'])),
      },
    });
    const { visible: sees } = createToolContext(memory, ['/w'], {});
    for (const path of visible) expect(await sees(`/w/${path}`), path).toBe(true);
    for (const path of hidden) expect(await sees(`/w/${path}`), path).toBe(false);
  };
  it.each([
    ['*\n!*/\n!*.md\n', ['a.md', 'docs/b.md'], ['a.ts', 'docs/b.ts']],
    ['*.md\n!README.md\n', ['README.md'], ['a.md', 'readme.md']],
    ['docs\n!docs/a.md\n', ['b.md'], ['docs/a.md']],
    ['docs/*\n!docs/a.md\n', ['docs/a.md'], ['docs/b.md']],
    ['/a/**/c\n', ['b/c'], ['a/c', 'a/b/c']],
  ])('%j', async (rules, visible, hidden) => check(rules, visible, hidden));
  it('a change is seen within two seconds', async () => {
    const memory = createMemoryHost({ files: { '/w/a.txt': 'x' } });
    const { visible } = createToolContext(memory, ['/w'], {});
    expect(await visible('/w/a.txt')).toBe(true);
    memory.put('/w/.kiroignore', 'a.txt');
    await memory.advance(2001);
    expect(await visible('/w/a.txt')).toBe(false);
  });
});
