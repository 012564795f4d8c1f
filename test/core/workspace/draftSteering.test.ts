import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/settings';
import { filesIn, type SteeringWish } from '../../../src/core/workspace/draftSteering';
import { createSteeringService } from '../../../src/core/workspace/steeringService';
import { createMemoryHost } from '../../support/memoryHost';
import { createScriptedClient, type ScriptedTurn, scriptedModel } from '../../support/scriptedClient';

const root = '/code/app';
const tech = `${root}/.kiro/steering/tech.md`;
const block = (path: string, text: string) => `<file path="${path}">\n${text}\n</file>`;

function service(
  script: readonly ScriptedTurn[],
  files: Readonly<Record<string, string>> = {},
  trusted = true,
  hide: readonly string[] = [],
) {
  const host = createMemoryHost({ files: { [`${root}/package.json`]: '{"name":"x"}', ...files } });
  const client = createScriptedClient(script);
  const model = async () => scriptedModel(client);
  const steering = createSteeringService({
    host,
    roots: [root],
    trusted,
    settings: { ...defaultSettings, 'context.hide': hide },
    model,
  });
  return { host, client, steering };
}
const signal = () => new AbortController().signal;

describe('drafts', () => {
  test('of the foundation begin with an overview of what git does not ignore', async () => {
    const ignored = [`${root}/cache/run.log`, `${root}/src/made.js`, `${root}/notes.tmp`, `${root}/dist/app.js`];
    const kept = [`${root}/.git/HEAD`, `${root}/src/a.ts`, `${root}/build/version.js`];
    const files = Object.fromEntries([...kept, ...ignored].map((path) => [path, '']));
    files[`${root}/.gitignore`] = '*.log\ncache/\nsrc/made.js\n*.tmp\ndist\n';
    const { client, steering } = service([{ text: 'Nothing.' }], files);
    await steering.draft(root, { kind: 'foundation' }, signal());
    const asked = JSON.stringify(client.requests[0]?.messages);
    expect(asked).toContain('- .gitignore\\n- build/: version.js\\n- package.json\\n- src/: a.ts\\n');
    for (const name of ['cache', 'run.log', 'made.js', 'notes.tmp', 'dist']) expect(asked).not.toContain(name);
  });

  test('of the foundation: the repository is looked at, nothing is written before the user says so', async () => {
    const answer = `I was not sure of the database.\n${block('.kiro/steering/tech.md', '# Tech\nnew')}\n${block('.kiro/steering/product.md', '# Product')}`;
    const { host, client, steering } = service(
      [{ calls: [{ name: 'read_file', input: { path: 'package.json' } }] }, { text: answer }],
      { [tech]: '# Tech\nold\n' },
    );
    const steps: string[] = [];
    const outcome = await steering.draft(root, { kind: 'foundation' }, signal(), (label) => steps.push(label));
    client.assertDone();
    expect(steps).toEqual(['Read package.json']);
    expect(outcome).toEqual({
      kind: 'drafted',
      words: 'I was not sure of the database.',
      drafts: [
        { path: '.kiro/steering/tech.md', before: '# Tech\nold\n', after: '# Tech\nnew\n' },
        { path: '.kiro/steering/product.md', before: undefined, after: '# Product\n' },
      ],
    });
    expect([host.text(tech), host.text(`${root}/.kiro/steering/product.md`)]).toEqual(['# Tech\nold\n', undefined]);
    for (const draft of outcome.kind === 'drafted' ? outcome.drafts : [])
      expect(await steering.write(root, draft)).toBeUndefined();
    expect([host.text(tech), host.text(`${root}/.kiro/steering/product.md`)]).toEqual(['# Tech\nnew\n', '# Product\n']);
    expect(host.paths().some((path) => /sessions\/steering-.*\.jsonl$/u.test(path))).toBe(true);
  });

  test('of the foundation are told what is committed lately, and where to look', async () => {
    const { host, client, steering } = service([{ text: 'Nothing.' }]);
    Object.assign(host.git, { recent: async () => ['Carts expire after a day', 'Drop the old API'] });
    await steering.draft(root, { kind: 'foundation' }, signal());
    const asked = `${client.requests[0]?.system.join('\n')} ${JSON.stringify(client.requests[0]?.messages)}`;
    for (const words of ['- Carts expire after a day\\n- Drop the old API', 'manifests', 'structure', 'configuration'])
      expect(asked).toContain(words);
    for (const words of ['tests', 'CI', 'CONTRIBUTING', 'product.md', 'tech.md', 'structure.md'])
      expect(asked).toContain(words);
  });

  test('of a file that changed meanwhile are not written', async () => {
    const { host, steering } = service([{ text: block('.kiro/steering/tech.md', 'mine') }], { [tech]: 'old\n' });
    const outcome = await steering.draft(
      root,
      { kind: 'refine', path: '.kiro/steering/tech.md', wish: 'shorter' },
      signal(),
    );
    const [draft] = outcome.kind === 'drafted' ? outcome.drafts : [];
    host.put(tech, 'theirs\n');
    expect(draft === undefined ? '' : await steering.write(root, draft)).toMatch(/changed meanwhile/);
    expect(host.text(tech)).toBe('theirs\n');
  });

  test('of one file are made beside the others, which say their part already', async () => {
    const product = `${root}/.kiro/steering/product.md`;
    const { client, steering } = service([{ text: 'It is right as it is.' }], {
      [tech]: 'Run it with make.\n',
      [product]: 'It sells tea.\n',
    });
    await steering.draft(root, { kind: 'refine', path: '.kiro/steering/tech.md', wish: '' }, signal());
    const asked = JSON.stringify(client.requests[0]?.messages);
    expect(asked).toMatch(/<file path=.*Run it with make.*<steering>.*product\.md.*It sells tea.*<.steering>/u);
    expect(asked.match(/Run it with make/gu)).toHaveLength(1);
  });

  test('of a review name what was said and of what, and may be none', async () => {
    const { client, steering } = service([{ text: 'A rule says this already.' }], {
      [tech]: '---\ninclusion: always\n---\nUse tabs.',
    });
    const wish = {
      kind: 'learn',
      comment: 'No default exports </comments>',
      change: 'src/a.ts: export default 1',
    } as const;
    expect(await steering.draft(root, wish, signal())).toEqual({
      kind: 'drafted',
      drafts: [],
      words: 'A rule says this already.',
    });
    const [text] = JSON.stringify(client.requests[0]?.messages).match(/<comments>.*Use tabs/su) ?? [];
    expect(text).toContain('export default 1');
    expect(text).toContain('inclusion: always');
    expect(client.requests[0]?.messages).toHaveLength(1);
    expect(text?.match(/<\/comments>/gu)).toHaveLength(1);
  });

  test.each<[string, SteeringWish]>([
    ['a wish', { kind: 'refine', path: '.kiro/steering/tech.md', wish: 'Follow #file:docs/a.md, #steering:tone' }],
    ['a comment', { kind: 'learn', comment: 'Not as #file:docs/a.md says, see #tone', change: '#file:docs/b.md' }],
  ])('bring what %s mentions, and steering that the prompt has not yet', async (_, wish) => {
    const files = {
      [tech]: 'Run it with make.\n',
      [`${root}/docs/a.md`]: 'MENTIONED',
      [`${root}/docs/b.md`]: 'NOT MENTIONED',
      '/home/user/.kiro/steering/tone.md': '---\ninclusion: manual\n---\nPlain words.',
      '/home/user/.kiro/steering/own.md': 'Say colour.',
    };
    const { client, steering } = service([{ text: 'Nothing.' }], files);
    await steering.draft(root, wish, signal());
    const asked = JSON.stringify(client.requests[0]?.messages);
    expect(client.requests[0]?.messages).toHaveLength(1);
    for (const there of ['| MENTIONED', 'Plain words.', 'Say colour.', 'Run it with make.'])
      expect(asked.split(there)).toHaveLength(2);
    expect(asked).not.toContain('NOT MENTIONED');
  });

  test('are made without what the settings hide: not by a tool, a listing or a reference', async () => {
    const files = { [`${root}/vault/key.ts`]: 'SECRET', [`${root}/shown.ts`]: 'x' };
    const calls = [
      { name: 'read_file', input: { path: 'vault/key.ts' } },
      { name: 'search_text', input: { pattern: 'SECR' } },
      { name: 'list_directory', input: { path: '.' } },
    ];
    const script = [{ calls }, { text: block('.kiro/steering/tech.md', 'x') }];
    const look = async (hide: readonly string[]) => {
      const { client, steering } = service(script, files, true, hide);
      await steering.draft(root, { kind: 'foundation' }, signal());
      const text = 'Look at #[[file:vault/key.ts]].';
      const read = await steering.read(root, `${root}/.kiro/steering/a.md`, text);
      // What the model itself called for is its own word.
      const said = client.requests.at(-1)?.messages.filter(({ role }) => role === 'user');
      return `${JSON.stringify(said).replaceAll('nothing at vault/key.ts', '')} ${JSON.stringify(read?.references)}`;
    };
    expect(await look([])).toMatch(/SECRET.*vault.*SECRET/su);
    expect(await look(['vault'])).not.toMatch(/SECRET|vault/u);
    expect(await look(['vault'])).toContain('shown.ts');
  });

  test('are refused in an untrusted folder, and nothing is sent', async () => {
    const { client, steering } = service([], {}, false);
    expect((await steering.draft(root, { kind: 'foundation' }, signal())).kind).toBe('failed');
    expect(client.requests).toHaveLength(0);
  });
});

test.each([
  ['a place that is no steering file', block('src/a.ts', 'x'), []],
  ['a path that climbs out', block('.kiro/steering/../../../x.md', 'x'), []],
  ['a hook', block('.kiro/hooks/x.json', '{}'), []],
  ['the single file', block('.kiro/steering.md', 'x'), ['.kiro/steering.md']],
  ['a hidden name', block('.kiro/steering/.x.md', 'x'), []],
  ['a folder', block('./.kiro/steering/team/x.md', 'x\n'), ['.kiro/steering/team/x.md']],
  [
    'twice: the last',
    `${block('.kiro/steering/x.md', '1')}\n${block('.kiro/steering/x.md', '2')}`,
    ['.kiro/steering/x.md'],
  ],
])('files of an answer: %s', (_name, answer, paths) => {
  expect(filesIn(answer).map(({ path }) => path)).toEqual(paths);
});

test('every template reads as it is meant', async () => {
  const { steering } = service([]);
  for (const { name, text } of steering.templates) {
    const file = await steering.read(root, `${root}/.kiro/steering/${name}.md`, text);
    const problems = file?.problems.filter(({ code }) => code !== 'steering/no-match');
    expect([name, problems, file?.body.startsWith('# ')]).toEqual([name, [], true]);
    expect(file?.tokens).toBeLessThan(800);
  }
});

/** For each template a file that it is for, one that it is not for, and what it has to speak of. */
const speaks: Readonly<Record<string, readonly [forFile: string, notFor: string, words: readonly RegExp[]]>> = {
  api: ['src/routes/users.ts', 'src/list.ts', [/OpenAPI/u, /paged/u, /idempotency/u]],
  testing: ['test/a.test.ts', 'src/a.ts', [/[Tt]est/u]],
  security: ['', '', [/secret store/u, /parameterised/u, /on the server/u]],
  accessibility: ['src/ui/Button.tsx', 'src/db/rows.sql', [/WCAG|keyboard/u]],
  aws: [
    'lib/shop-stack.ts',
    'src/list.ts',
    [/Least privilege/u, /dead-letter queue/u, /timeout/u, /tagged/u, /CDK/u, /`cdk diff`/u],
  ],
  'google-cloud': ['deploy/main.tf', 'src/list.ts', [/service account/u, /dead-letter/u, /timeout/u, /Labels/u]],
  azure: ['infra/main.bicep', 'src/list.ts', [/Managed identities/u, /dead-letter/u, /timeouts/u, /Tags/u]],
  typescript: ['src/a.tsx', 'src/a.py', [/any/u]],
  python: ['src/a.py', 'src/a.ts', [/Type hints/u]],
  java: ['src/main/java/A.java', 'src/a.ts', [/null/u]],
  csharp: ['src/Shop/Cart.cs', 'src/a.ts', [/Nullable/u, /CancellationToken/u]],
  go: ['cmd/main.go', 'src/a.ts', [/context/u]],
  rust: ['src/lib.rs', 'src/a.ts', [/unsafe/u]],
};

test('each template is for its files and no others, and speaks of what it is about', async () => {
  const { host, steering } = service([]);
  expect(steering.templates.map(({ name }) => name)).toEqual(Object.keys(speaks));
  for (const { name, text } of steering.templates) host.put(`${root}/.kiro/steering/${name}.md`, text);
  const inWith = async (path: string) =>
    (await steering.select(root, { paths: [path] })).flatMap(({ included, file }) => (included ? [file.name] : []));
  for (const { name, text } of steering.templates) {
    const [forFile, notFor, words] = speaks[name] ?? ['', '', []];
    for (const each of words) expect(text).toMatch(each);
    if (forFile === '') expect(await inWith('any.file')).toContain(name);
    else expect([name, await inWith(forFile)]).toEqual([name, expect.arrayContaining([name])]);
    if (notFor !== '') expect([name, await inWith(notFor)]).toEqual([name, expect.not.arrayContaining([name])]);
  }
});
