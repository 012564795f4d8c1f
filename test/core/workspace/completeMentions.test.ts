/** What is offered while a mention is typed: what fits, best first, in the words that bring it, and nothing hidden. */
import { describe, expect, it, test } from 'vitest';
import { mentionsIn } from '../../../src/core/context/mentions';
import { defaultSettings } from '../../../src/core/settings';
import { parseSpec } from '../../../src/core/specs/index';
import { createCompleteMention } from '../../../src/core/workspace/completeMentions';
import { createMemoryHost } from '../../support/memoryHost';

const files = {
  '/w/src/list.ts': '',
  '/w/src/a b.ts': '',
  '/w/src/deep/listing.ts': '',
  '/w/vault/list.ts': '',
  '/w/private/listed.ts': '',
  '/w/odd.': '',
  '/w/.kiroignore': 'vault\n',
  '/w/.kiro/specs/cart/design.md': '',
  '/w/.kiro/specs/cart/tasks.md': '',
  '/w/.kiro/specs/vaulted/tasks.md': '',
  '/w/.kiro/steering/aws/lambda.md': 'Small functions.',
  '/w/.kiro/steering/never.md': '---\ninclusion: never\n---\nx',
  '/home/user/.kiro/steering/tone.md': 'Plain words.',
  '/v/list.ts': '',
};

const requirements = `# Requirements Document

## Requirements

### Requirement 1: Filter

**User Story:** As a buyer, I want filters, so that I find things.

#### Acceptance Criteria

1. WHEN a price is given THE Shop SHALL filter by it.
`;

function complete(roots: readonly string[] = ['/w'], hide: readonly string[] = ['private', '.kiro/specs/vaulted']) {
  const host = createMemoryHost({ files });
  const settings = { ...defaultSettings, 'context.hide': hide };
  const spec = parseSpec({ path: '/w/.kiro/specs/cart', files: { 'requirements.md': requirements } });
  const ask = createCompleteMention({ host, roots, trusted: true, settings });
  return (query: string) => ask({ roots, spec }, query);
}

describe('as far as it is typed', () => {
  it.each<[string, readonly string[]]>([
    [
      '',
      [
        ...['#file:', '#folder:', '#spec:', '#steering:', '#problems', '#diff', '#terminal'],
        ...['requirement 1', 'criterion 1.1'],
      ],
    ],
    ['file:list', ['#file:src/list.ts', '#file:src/deep/listing.ts']],
    ['file:"a b', ['#file:"src/a b.ts"']],
    ['file:odd', ['#file:"odd."']],
    ['folder:', ['#folder:src', '#folder:.kiro', '#folder:src/deep', '#folder:.kiro/specs']],
    ['folder:vault', []],
    ['spec:', ['#spec:cart']],
    ['steering:', ['#steering:tone', '#steering:lambda']],
    ['term', ['#terminal']],
    ['1.1', ['criterion 1.1']],
    ['lamb', ['#steering:lambda', '#file:.kiro/steering/aws/lambda.md']],
    ['zzzz', []],
  ])('#%s', async (query, expected) => {
    const texts = (await complete()(query)).map(({ text }) => text);
    expect(query.startsWith('folder:') ? texts.slice(0, 4) : texts).toEqual(expected);
  });
});

test('each file, folder and spec has the word that mentions exactly it', async () => {
  const ask = complete();
  const offered = (await Promise.all(['file:', 'folder:', 'spec:'].map((query) => ask(query)))).flat();
  expect(offered.length).toBeGreaterThan(8);
  for (const { text, detail, label, kind } of offered)
    expect(mentionsIn(`See ${text}, please.`)).toEqual([{ kind, what: kind === 'spec' ? label : detail }]);
});

test('what is hidden is never offered, whatever is typed', async () => {
  const ask = complete();
  for (const query of ['list', 'vault', 'file:vault/list.ts', 'private', 'folder:priv', 'spec:vaul', 'listed'])
    expect(JSON.stringify(await ask(query))).not.toMatch(/vault|private|listed/u);
  expect(JSON.stringify(await complete(['/w'], [])('listed'))).toMatch(/private\/listed/u);
});

test('in several folders a path begins with the name of its own', async () => {
  const texts = (await complete(['/w', '/v'])('file:list.ts')).map(({ text }) => text);
  expect(texts).toContain('#file:v/list.ts');
  expect(texts).toContain('#file:w/src/list.ts');
});
