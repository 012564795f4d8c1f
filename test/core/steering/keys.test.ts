/** One definition of front matter: what completion offers and the schemas say is what the parsers read. */
import { describe, expect, test } from 'vitest';
import { frontMatterSchema, kiroKeys, kiroModes } from '../../../src/core/steering/keys';
import { readSteering } from '../../../src/core/steering/load';
import { sources } from '../../../src/core/steering/sources/index';
import { helpAt, keysOf, offersAt } from '../../../src/extension/steering/frontMatter';

const paths = {
  kiro: '.kiro/steering/x.md',
  cursor: '.cursor/rules/x.mdc',
  copilot: '.github/instructions/x.instructions.md',
  claude: '.claude/rules/x.md',
  cline: '.clinerules/x.md',
  windsurf: '.windsurf/rules/x.md',
} as const;
const withKeys = sources.filter(({ keys }) => keys.length > 0);

function read(path: string, front: string) {
  const file = readSteering(path, 'workspace', `---\n${front}\n---\ntext`);
  if (file === undefined) throw new Error('not read');
  return file;
}

const src = { kind: 'fileMatch', patterns: ['src/**'] };
/** For each key of each tool front matter in which it decides, and what becomes of it. */
const decides: Readonly<Record<string, readonly [path: string, front: string, inclusion: object]>> = {
  'kiro inclusion': [paths.kiro, 'inclusion: manual', { kind: 'manual' }],
  'kiro fileMatchPattern': [paths.kiro, 'inclusion: fileMatch\nfileMatchPattern: "src/**"', src],
  'kiro description': [paths.kiro, 'inclusion: auto\ndescription: rows', { kind: 'auto', description: 'rows' }],
  'cursor description': [paths.cursor, 'description: rows', { kind: 'auto', description: 'rows' }],
  'cursor globs': [paths.cursor, 'globs: "src/**"', src],
  'cursor alwaysApply': [paths.cursor, 'globs: "src/**"\nalwaysApply: true', { kind: 'always' }],
  'copilot applyTo': [paths.copilot, 'applyTo: "src/**"', src],
  'copilot description': [paths.copilot, 'description: rows', { kind: 'auto', description: 'rows' }],
  'claude paths': [paths.claude, 'paths: "src/**"', src],
  'cline paths': [paths.cline, 'paths: ["src/**"]', src],
  'windsurf trigger': [paths.windsurf, 'trigger: manual', { kind: 'manual' }],
  'windsurf globs': [paths.windsurf, 'trigger: glob\nglobs: "src/**"', src],
  'windsurf description': [
    paths.windsurf,
    'trigger: model_decision\ndescription: rows',
    { kind: 'auto', description: 'rows' },
  ],
};

test.each(Object.entries(decides))('%s decides', (_name, [path, front, inclusion]) => {
  expect(read(path, front)).toMatchObject({ inclusion, problems: [] });
});

test('no key is offered that no parser reads', () => {
  const offered = withKeys.flatMap(({ id, keys }) => keys.map(({ name }) => `${id} ${name}`));
  expect(read(paths.kiro, 'name: rows').name).toBe('rows');
  expect(offered.filter((each) => each !== 'kiro name').sort()).toEqual(Object.keys(decides).sort());
});

test.each(kiroModes.map(({ name }) => name))('the inclusion %s is read as it stands', (name) => {
  const file = read(paths.kiro, `inclusion: ${name}\nfileMatchPattern: "src/**"\ndescription: d`);
  expect(file.inclusion.kind).toBe(name);
  expect(file.problems.filter(({ code }) => code === 'steering/mode')).toEqual([]);
});

test.each(kiroKeys.fileMatchPattern.also)('%s is read as fileMatchPattern', (name) => {
  expect(read(paths.kiro, `${name}: "src/**"`).inclusion).toEqual(src);
});

describe.each(withKeys.map((source) => [source.id, source] as const))('front matter of %s', (id, { keys }) => {
  const path = paths[id as keyof typeof paths];

  test('is completed and explained from the keys', () => {
    expect(keysOf(`/w/${path}`)).toBe(keys);
    expect(offersAt(keys, '')).toEqual({ kind: 'keys', keys });
    for (const { name, help, values } of keys) {
      expect(helpAt(keys, `${name}: x`, name)).toBe(help);
      expect(offersAt(keys, `${name}: `)).toEqual(values.length === 0 ? undefined : { kind: 'values', values });
      for (const value of values) expect(helpAt(keys, `${name}: ${value.name}`, value.name)).toBe(value.help);
    }
  });

  test('has a schema with the same keys and values', () => {
    const { properties } = frontMatterSchema('t', keys) as { readonly properties: Readonly<Record<string, unknown>> };
    expect(Object.keys(properties)).toEqual(keys.map(({ name }) => name));
    for (const { name, takes, values } of keys)
      if (takes === 'mode')
        expect(properties[name]).toMatchObject({ oneOf: values.map((each) => ({ const: each.name })) });
  });
});

test.each([
  ['/w/AGENTS.md', 0],
  ['/w/.kiro/steering/AGENTS.md', 0],
  ['/w/.amazonq/rules/a.md', 0],
  ['/w/.cursorrules', 0],
  ['/w/src/a.md', 0],
  ['/home/user/.kiro/steering/deep/a.md', 4],
])('keys of %s: %i', (path, count) => {
  expect(keysOf(path)).toHaveLength(count);
});
