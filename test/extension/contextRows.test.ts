import { expect, test } from 'vitest';
import { type ContextPart, effectiveContext } from '../../src/core/context/effective';
import { contextRows, idOf, partSentence, rowsBelow, rowWords } from '../../src/extension/context/rows';

function part(more: Partial<ContextPart>): ContextPart {
  return {
    kind: 'steering',
    label: 'a.md',
    included: true,
    why: 'it is always included',
    tokens: 10,
    cached: false,
    text: 'a',
    ...more,
  };
}

const parts = [
  part({ kind: 'request', label: 'Your words', tokens: 1, dollars: 0.000003 }),
  part({ switch: 'on', cached: true, dollars: 0.03, path: '/w/a.md' }),
  part({ label: 'b.md', included: false, switch: 'off', why: 'you switched it off for this session' }),
  part({ kind: 'tools', label: 'read_file', tokens: 1200 }),
  part({ kind: 'map', label: 'Repository map', switch: 'on' }),
];
const subjectOf = (spec: string) => ({ label: spec, query: { root: '/w', prompt: '', files: [], spec: `/w/${spec}` } });
const cart = subjectOf('cart');
const reader = { model: 'anthropic/claude', where: 'Anthropic', window: 200_000 };

const shown = (row: Parameters<typeof rowWords>[0]) => {
  const { label, description } = rowWords(row);
  return { label, description };
};

test('rows stand in the order of a prompt; what comes in numbers is under one row', () => {
  const rows = contextRows(cart, effectiveContext(reader, parts, ['/w/src/x.ts'], { tokens: 900, cached: 0.834 }));
  expect(rows.map(shown)).toEqual([
    { label: 'cart', description: '1,221 tokens (0.6 %) · 83 % of the last request cached' },
    { label: 'Sent to Anthropic', description: '2 files · anthropic/claude' },
    { label: 'Tools', description: '1 of 1 in · 1,200 tokens' },
    { label: 'Steering', description: '1 of 2 in · 10 tokens' },
    { label: 'Repository map', description: '10 tokens' },
    { label: 'Your words', description: '1 token · < $0.0001' },
  ]);
  const below = rows.map((row) => rowsBelow(row).map(shown));
  expect(below).toEqual([
    [],
    [
      { label: 'a.md', description: '' },
      { label: 'x.ts', description: '' },
    ],
    [{ label: 'read_file', description: '1,200 tokens' }],
    [
      { label: 'a.md', description: '10 tokens · cached · $0.0300' },
      { label: 'b.md', description: 'off · 10 tokens' },
    ],
    [],
    [],
  ]);
});

test('a part belongs to the spec that it was drawn for, and is another row for another', () => {
  const context = effectiveContext(reader, parts, []);
  const drawn = ['cart', 'search'].map((spec) => {
    const rows = contextRows(subjectOf(spec), context);
    return [...rows, ...rows.flatMap(rowsBelow)].flatMap((row) => (row.kind === 'part' ? [row] : []));
  });
  expect(drawn.map((rows) => [...new Set(rows.map(({ query }) => query.spec))])).toEqual([['/w/cart'], ['/w/search']]);
  const ids = drawn.flat().map(idOf);
  expect(ids).toHaveLength(2 * parts.length);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  [part({ cached: true }), 'a.md, in · 10 tokens · cached'],
  [part({ included: false }), 'a.md, out · 10 tokens'],
  [part({ switch: 'off' }), 'a.md, off · 10 tokens'],
])('%j is spoken with what its icon shows', (given, expected) => {
  expect(rowWords({ kind: 'part', part: given, query: cart.query }).spoken).toBe(expected);
});

test('without a model nothing leaves, and it is said', () => {
  const context = effectiveContext({ where: 'nothing leaves this machine', failure: 'No model.' }, [], []);
  expect(contextRows(cart, context).map(shown)[1]).toEqual({
    label: 'Nothing leaves this machine',
    description: '0 files',
  });
});

test.each([
  [part({}), /^In, because it is always included\.$/u],
  [part({ included: false, why: 'no file matches' }), /^Out, because no file matches\.$/u],
  [part({ switch: 'on' }), /Its box switches it off for the sessions of this spec; what was sent stays\.$/u],
  [part({ switch: 'off' }), /Switched off for the sessions of this spec\.$/u],
])('%j says why', (given, expected) => {
  expect(partSentence(given)).toMatch(expected);
});
