import { describe, expect, test } from 'vitest';
import { conflictsOf } from '../../../src/core/steering/conflicts';
import type { SteeringPlace } from '../../../src/core/steering/find';
import { steeringGuards } from '../../../src/core/steering/guards';
import { loadSteering } from '../../../src/core/steering/load';
import type { SteeringFile } from '../../../src/core/steering/model';
import { alwaysIncluded, select } from '../../../src/core/steering/select';
import { createVisible } from '../../../src/core/tools/visible';
import { createMemoryHost, type MemoryHostOptions } from '../../support/memoryHost';

const root = '/code/app';
const home = createMemoryHost().homeFolder;

async function load(options: MemoryHostOptions, place: Partial<SteeringPlace> = {}): Promise<readonly SteeringFile[]> {
  const host = createMemoryHost(options);
  const visible = createVisible(host.files, [root], host.clock);
  return loadSteering({ files: host.files, root, home, trusted: true, visible, ...place });
}

/** Labels of what is in every prompt. */
async function labels(files: Readonly<Record<string, string>>, trusted = true): Promise<readonly string[]> {
  return alwaysIncluded(await load({ files }, { trusted })).map(({ label }) => label);
}

describe('where steering is found', () => {
  test('the user’s, then the workspace’s, from the general to the near', async () => {
    const files = {
      [`${home}/.kiro/steering/me.md`]: 'me',
      [`${home}/.kiro/steering/AGENTS.md`]: 'agents at home',
      [`${home}/.kiro/steering.md`]: 'single at home',
      [`${home}/AGENTS.md`]: 'plain home',
      [`${home}/.kiro/AGENTS.md`]: 'agents of kiro at home',
      [`${home}/.kiro/steering/deep/er/me.md`]: 'deep at home',
      [`${root}/AGENTS.md`]: 'agents',
      [`${root}/.kiro/steering.md`]: 'single',
      [`${root}/.kiro/steering/deep/er/x.md`]: 'deep',
      [`${root}/.kiro/steering/tech.md`]: '---\ninclusion: always\n---\ntech',
      [`${root}/.kiro/steering/notes.txt`]: 'no',
      [`${root}/CLAUDE.md`]: 'claude',
      [`${root}/.amazonq/rules/a.md`]: 'q',
      [`${root}/.clinerules/a.md`]: 'cline',
      [`${root}/.cursorrules`]: 'cursor',
      [`${root}/.github/copilot-instructions.md`]: 'copilot',
      [`${root}/.windsurfrules`]: 'windsurf',
      [`${root}/GEMINI.md`]: 'gemini',
    };
    expect(await labels(files)).toEqual([
      '~/AGENTS.md',
      '~/.kiro/AGENTS.md',
      '~/.kiro/steering.md',
      '~/.kiro/steering/AGENTS.md',
      '~/.kiro/steering/deep/er/me.md',
      '~/.kiro/steering/me.md',
      '.amazonq/rules/a.md',
      'CLAUDE.md',
      '.clinerules/a.md',
      '.github/copilot-instructions.md',
      '.cursorrules',
      'GEMINI.md',
      '.windsurfrules',
      'AGENTS.md',
      '.kiro/steering.md',
      '.kiro/steering/deep/er/x.md',
      '.kiro/steering/tech.md',
    ]);
  });

  test('nothing of an untrusted workspace', async () => {
    const files = {
      [`${root}/AGENTS.md`]: 'a',
      [`${root}/CLAUDE.md`]: 'c',
      [`${root}/.kiro/steering/x.md`]: 'x',
      [`${home}/.kiro/steering.md`]: 'mine',
    };
    expect(await labels(files, false)).toEqual(['~/.kiro/steering.md']);
  });

  test('of other tools only those that the setting names', async () => {
    const files = { [`${root}/CLAUDE.md`]: 'c', [`${root}/GEMINI.md`]: 'g', [`${root}/AGENTS.md`]: 'a' };
    const found = await load({ files }, { from: ['gemini'] });
    expect(found.map(({ label }) => label)).toEqual(['GEMINI.md', 'AGENTS.md']);
  });

  test('nested files for what is worked on, or all of them', async () => {
    const files = {
      [`${root}/pkg/api/AGENTS.md`]: 'api',
      [`${root}/pkg/web/CLAUDE.md`]: 'web',
      [`${root}/pkg/.windsurf/rules/ui.md`]: 'ui',
      [`${root}/AGENTS.md`]: 'a',
    };
    const host = createMemoryHost({ files });
    const some = await load({ files }, { paths: ['pkg/api/src/x.ts', '../outside/x.ts'] });
    expect(some.map(({ label, subtree }) => [label, subtree])).toEqual([
      ['AGENTS.md', ''],
      ['pkg/.windsurf/rules/ui.md', 'pkg'],
      ['pkg/api/AGENTS.md', 'pkg/api'],
    ]);
    const all = await load({ files }, { search: host.search });
    expect(all.map(({ label }) => label)).toEqual([
      'AGENTS.md',
      'pkg/.windsurf/rules/ui.md',
      'pkg/api/AGENTS.md',
      'pkg/web/CLAUDE.md',
    ]);
    const reasons = (paths: readonly string[]) =>
      select(all, { paths }).flatMap(({ included, why }) => (included ? [why] : []));
    expect(reasons([])).toEqual(['it is always included']);
    expect(reasons(['pkg/api/x.ts'])).toEqual([
      'it is always included',
      'pkg/api/x.ts is in pkg/',
      'pkg/api/x.ts is in pkg/api/',
    ]);
  });
});

test('globs of a folder’s own rules begin in that folder', async () => {
  const files = { [`${root}/pkg/.cursor/rules/a.mdc`]: '---\nglobs: src/**\n---\nrule' };
  const choose = async (path: string) => select(await load({ files }, { paths: [path] }), { paths: [path] });
  expect(await choose('pkg/src/a.ts')).toMatchObject([{ included: true, why: 'pkg/src/a.ts matches src/**' }]);
  expect(await choose('pkg/lib/src.ts')).toMatchObject([{ included: false }]);
  const all = await load({ files }, { paths: ['pkg/x'] });
  expect(select(all, { paths: ['src/a.ts'] })).toMatchObject([{ included: false }]);
});

describe('what is there and not used', () => {
  const steering = `${root}/.kiro/steering`;
  const cases: readonly (readonly [string, MemoryHostOptions, string])[] = [
    [
      'a link out of the workspace',
      { files: { '/etc/passwd': 'root' }, links: { [`${steering}/x.md`]: '/etc/passwd' } },
      'outside',
    ],
    [
      'what .kiroignore hides',
      { files: { [`${root}/.kiroignore`]: 'x.md', [`${steering}/x.md`]: 'secret' } },
      'hidden',
    ],
    [
      'a link to what .kiroignore hides',
      {
        files: { [`${root}/.kiroignore`]: '.env', [`${root}/.env`]: 'KEY=1' },
        links: { [`${steering}/x.md`]: `${root}/.env` },
      },
      'hidden',
    ],
    ['what is no text', { files: { [`${steering}/x.md`]: 'a\u0000b' } }, 'unreadable'],
  ];
  test.each(cases)('%s', async (_name, options, kind) => {
    const [file, ...others] = await load(options);
    expect([file?.bar?.kind, file?.body, others]).toEqual([kind, '', []]);
    expect(alwaysIncluded(file === undefined ? [] : [file])).toEqual([]);
  });

  test('one text under several names is there once', async () => {
    const files = { [`${root}/AGENTS.md`]: 'same\n', [`${root}/GEMINI.md`]: 'same' };
    const found = await load({ files, links: { [`${root}/CLAUDE.md`]: `${root}/AGENTS.md` } });
    expect(found.map(({ label, bar }) => [label, bar])).toEqual([
      ['CLAUDE.md', { kind: 'same', as: 'AGENTS.md' }],
      ['GEMINI.md', { kind: 'same', as: 'AGENTS.md' }],
      ['AGENTS.md', undefined],
    ]);
  });

  test('the end of an enormous file', async () => {
    const [file] = await load({ files: { [`${steering}/x.md`]: 'a'.repeat(10_000_000) } });
    expect(file?.body.length).toBe(steeringGuards.most.file);
    expect(file?.problems.map(({ code }) => code)).toEqual(['steering/too-large']);
  });
});

describe('how other tools say when', () => {
  const cases: readonly (readonly [string, string, object])[] = [
    ['.cursor/rules/a.mdc', '---\nalwaysApply: true\nglobs: x\n---\nb', { kind: 'always' }],
    [
      '.cursor/rules/a.mdc',
      '---\ndescription:\nglobs: *.ts,src/**/*.tsx\nalwaysApply: false\n---\nb',
      { kind: 'fileMatch', patterns: ['*.ts', 'src/**/*.tsx'] },
    ],
    [
      '.cursor/rules/a.mdc',
      '---\ndescription: databases\nalwaysApply: false\n---\nb',
      { kind: 'auto', description: 'databases' },
    ],
    ['.cursor/rules/a.mdc', '---\nalwaysApply: false\n---\nb', { kind: 'manual' }],
    [
      '.github/instructions/a.instructions.md',
      "---\napplyTo: '**/*.py,src/*.go'\n---\nb",
      { kind: 'fileMatch', patterns: ['**/*.py', 'src/*.go'] },
    ],
    ['.github/instructions/a.instructions.md', "---\napplyTo: '**'\n---\nb", { kind: 'always' }],
    ['.github/instructions/a.instructions.md', 'b', { kind: 'manual' }],
    [
      '.claude/rules/a.md',
      '---\npaths:\n  - "src/api/**/*.ts"\n---\nb',
      { kind: 'fileMatch', patterns: ['src/api/**/*.ts'] },
    ],
    ['.clinerules/a.md', '---\npaths: [src/**]\n---\nb', { kind: 'fileMatch', patterns: ['src/**'] }],
    ['.clinerules', 'b', { kind: 'always' }],
    ['.windsurf/rules/a.md', '---\ntrigger: glob\nglobs: src/**\n---\nb', { kind: 'fileMatch', patterns: ['src/**'] }],
    ['.windsurf/rules/a.md', '---\ntrigger: manual\n---\nb', { kind: 'manual' }],
    ['.windsurf/rules/a.md', '---\ntrigger: always_on\n---\nb', { kind: 'always' }],
    ['.clinerules/workflows/release.md', 'b', { kind: 'manual' }],
    [
      '.windsurf/rules/a.md',
      '---\ntrigger: model_decision\ndescription: d\n---\nb',
      { kind: 'auto', description: 'd' },
    ],
    ['CLAUDE.md', '---\ninclusion: manual\n---\nb', { kind: 'always' }],
  ];
  test.each(cases)('%s %j', async (path, text, inclusion) => {
    expect((await load({ files: { [`${root}/${path}`]: text } })).map((file) => file.inclusion)).toEqual([inclusion]);
  });
});

test.each([
  ['.cursor/rules/a.mdc', 'globs: **/*.ts,*.{js,jsx}\nalwaysApply: false', 'fileMatch', []],
  ['.windsurf/rules/a.md', 'trigger: sometimes', 'always', ['mode']],
  ['.windsurf/rules/a.md', 'trigger: glob', 'always', ['mode']],
  ['.windsurf/rules/a.md', 'trigger: model_decision', 'always', ['mode']],
])('what is said of another tool’s file: %s %j', async (path, front, kind, codes) => {
  const [file] = await load({ files: { [`${root}/${path}`]: `---\n${front}\n---\nb` } });
  expect(file?.inclusion.kind).toBe(kind);
  expect(file?.problems.map(({ code }) => code)).toEqual(codes.map((code) => `steering/${code}`));
});

test('files of one name in two places are a conflict, and it is said which holds', async () => {
  const files = {
    [`${home}/.kiro/steering/tech.md`]: 'mine',
    [`${root}/.kiro/steering/tech.md`]: 'ours',
    [`${root}/AGENTS.md`]: 'all',
    [`${root}/api/AGENTS.md`]: 'api',
    [`${root}/web/AGENTS.md`]: 'web',
  };
  const found = await load({ files }, { search: createMemoryHost({ files }).search });
  expect(conflictsOf(found).map(({ holds, over }) => [holds.label, over.label])).toEqual([
    ['.kiro/steering/tech.md', '~/.kiro/steering/tech.md'],
    ['api/AGENTS.md', 'AGENTS.md'],
    ['web/AGENTS.md', 'AGENTS.md'],
  ]);
});
