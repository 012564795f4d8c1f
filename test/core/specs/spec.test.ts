import { describe, expect, it } from 'vitest';
import { documentOf, findSpecs, parseConfig, parseSpec, readSpec, requirementIndex } from '../../../src/core/specs';
import { createMemoryHost } from '../../support/memoryHost';

describe('.config.kiro', () => {
  const configs: readonly (readonly [string, object])[] = [
    [
      '{"specId":"a","workflowType":"requirements-first","specType":"feature"}',
      { specId: 'a', workflowType: 'requirements-first', specType: 'feature' },
    ],
    ['{"workflowType":"fast-task","specType":"quick-spec"}', { workflowType: 'fast-task', specType: 'quick-spec' }],
    ['{"workflowType":"design-first","version":3,"generationMode":"x"}', { workflowType: 'design-first' }],
    ['{"workflowType":"other","specType":"bugfix"}', { specType: 'bugfix' }],
    ['{"specId":7,"workflowType":["verify-first"],"specType":null}', {}],
    ['\uFEFF{"specType":"bugfix"}', { specType: 'bugfix' }],
    ['[]', {}],
    ['["x"]', {}],
    ['"feature"', {}],
    ['null', {}],
    ['{', {}],
    ['', {}],
  ];
  it.each(configs)('%j', (text, expected) => {
    expect(parseConfig(text)).toEqual(expected);
  });
});

describe('the kind of a spec', () => {
  const kinds: readonly (readonly [Parameters<typeof parseSpec>[0]['files'], string])[] = [
    [{ 'requirements.md': '' }, 'feature'],
    [{ 'bugfix.md': '' }, 'bugfix'],
    [{ 'bugfix.md': '', '.config.kiro': '{"specType":"feature"}' }, 'bugfix'],
    [{ 'requirements.md': '', '.config.kiro': '{"specType":"bugfix"}' }, 'bugfix'],
    [{ 'requirements.md': '', 'bugfix.md': '' }, 'feature'],
    [{ 'design.md': '## Bug Details\n' }, 'bugfix'],
    [{ 'design.md': '## hypothesized root cause\n' }, 'bugfix'],
    [{ 'design.md': '## Fix Implementation\n' }, 'bugfix'],
    [{ 'design.md': '### Bug Condition\n' }, 'bugfix'],
    [{ 'design.md': '### Fault Condition\n' }, 'bugfix'],
    [{ 'design.md': '```\n## Bug Details\n```\n' }, 'feature'],
    [{ 'design.md': '## Bug Details\n', '.config.kiro': '{"specType":"feature"}' }, 'feature'],
    [{ 'design.md': '## Bug Details\n', '.config.kiro': '{"specType":"quick-spec"}' }, 'bugfix'],
  ];
  it.each(kinds)('%j is a %s', (files, expected) => {
    expect(parseSpec({ path: '/w/.kiro/specs/a', files }).kind).toBe(expected);
  });
});

describe('references of a spec', () => {
  const requirements =
    '### Requirement 1: A\n#### Acceptance Criteria\n1. a\n2. b\n### Requirement 2: B\n#### Acceptance Criteria\n1. c\n### FR-3: C\n- FR-3.1: d\n';
  const ids = (value: string) => {
    const spec = parseSpec({
      path: '/s',
      files: { 'requirements.md': requirements, 'tasks.md': `- [ ] 1. A\n  - _Requirements: ${value}_\n` },
    });
    return documentOf(spec, 'tasks.md')?.tasks[0]?.requirements.flatMap((reference) => reference.ids);
  };

  it.each([
    ['1.1', ['1.1']],
    ['R1.1, REQ-2', ['1.1', '2']],
    ['3.1', ['FR-3.1']],
    ['fr3.1', ['FR-3.1']],
    ['1.2-2.1', ['1.2', '2', '2.1']],
    ['All', ['1', '2', 'FR-3']],
    ['7.7', ['7.7']],
  ])('%s', (value, expected) => {
    expect(ids(value)).toEqual(expected);
  });

  it('cannot be judged without requirements', () => {
    expect(requirementIndex([])).toBeUndefined();
  });
});

describe('finding specs', () => {
  const files = {
    '/w/.kiro/specs/a/requirements.md': '',
    '/w/.kiro/specs/a/notes/more.md': '',
    '/w/.kiro/specs/_done/b/tasks.md': '',
    '/w/.kiro/specs/_done/b/sub/design.md': '',
    '/w/.kiro/specs/empty/readme.md': '',
    '/w/.kiro/specs/tasks.md': '',
    '/w/.kiro/steering/product.md': '',
    '/w/packages/c/.kiro/specs/d/bugfix.md': '',
    '/w/ignored/.kiro/specs/e/tasks.md': '',
    '/w/.gitignore': 'ignored\n',
    '/w/.kiro/specs/f/.kiro/specs/g/tasks.md': '',
    '/w/node_modules/p/.kiro/specs/h/tasks.md': '',
    '/w/.git/.kiro/specs/i/tasks.md': '',
    '/w/docs/tasks.md': '',
  };
  const host = createMemoryHost({ files });
  const all = [
    '/w/.kiro/specs/_done/b',
    '/w/.kiro/specs/_done/b/sub',
    '/w/.kiro/specs/a',
    '/w/.kiro/specs/f/.kiro/specs/g',
    '/w/ignored/.kiro/specs/e',
    '/w/packages/c/.kiro/specs/d',
  ];

  it.each([
    [['/w'], all],
    [['/w/'], all],
    [['/'], all],
    [['/w', '/w/packages'], all],
    [['/w/packages/c'], ['/w/packages/c/.kiro/specs/d']],
    [['/w/.kiro/specs/a'], ['/w/.kiro/specs/a']],
    [['/w/.kiro/specs/a/requirements.md'], ['/w/.kiro/specs/a']],
    [['/w/.kiro/specs/_done'], ['/w/.kiro/specs/_done/b', '/w/.kiro/specs/_done/b/sub']],
    [['/w/docs'], []],
    [['/nowhere'], []],
  ])('below %j', async (roots, expected) => {
    expect(await findSpecs(host.files, roots)).toEqual(expected);
  });

  it('reads one', async () => {
    const one = createMemoryHost({
      files: { '/w/.kiro/specs/a/tasks.md': '- [ ] 1. A\n', '/w/.kiro/specs/a/.config.kiro': '{"specId":"x"}' },
    });
    expect(await readSpec(one.files, '/w/.kiro/specs/a')).toMatchObject({
      name: 'a',
      kind: 'feature',
      config: { specId: 'x' },
      documents: [{ name: 'tasks.md' }],
    });
    expect((await readSpec(one.files, '/w/.kiro/specs/none')).documents).toEqual([]);
  });
});
