/** What of a tree is drawn anew, beside an editor that forgets the rows below one that is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnTree } from '../../src/extension/views/drawnTree';

interface Row {
  readonly id: string;
  readonly look: string;
  readonly line: number;
  readonly rows: readonly Row[];
}

const row = (id: string, look = '', rows: readonly Row[] = [], line = 0): Row => ({ id, look, line, rows });

/** A tree over rows that can be exchanged, and an editor that has asked for all of them. */
async function shown(first: readonly Row[]) {
  let top = first;
  const childrenOf = async (of: Row | undefined) =>
    ((of === undefined ? top : find(top, of.id)?.rows) ?? []).map((each) => ({ ...each }));
  const lookOf = async ({ id }: Row) => find(top, id)?.look ?? 'gone';
  const drawn = drawnTree<Row>({ keyOf: ({ id }) => id, childrenOf, lookOf });
  /** What the editor knows: rows by their object, as long as no row above them is drawn anew. */
  const known = new Map<Row, { readonly look: string; readonly below: Row[] }>();
  let rows: Row[] = [];
  const draw = async (each: Row): Promise<void> => {
    const look = await lookOf(each);
    drawn.drew(each, look);
    const below = drawn.took(each, await childrenOf(each));
    known.set(each, { look, below });
    for (const child of below) await draw(child);
  };
  const forgetBelow = (each: Row): void => {
    for (const child of known.get(each)?.below ?? []) {
      forgetBelow(child);
      known.delete(child);
    }
  };
  const drawAll = async () => {
    known.clear();
    rows = drawn.took(undefined, await childrenOf(undefined));
    for (const each of rows) await draw(each);
  };
  await drawAll();
  const text = (all: readonly Row[], depth = 0): string =>
    all
      .map((each) => {
        const { look, below } = known.get(each) ?? { look: 'UNKNOWN', below: [] };
        return `${' '.repeat(depth)}${each.id}:${look}:${each.line}\n${text(below, depth + 1)}`;
      })
      .join('');
  return {
    text: () => text(rows),
    objects: () => [...known.keys()],
    change: async (next: readonly Row[]) => {
      top = next;
      const fired = await drawn.different(undefined);
      if (fired.includes(undefined)) await drawAll();
      for (const each of fired)
        if (each !== undefined && known.has(each)) {
          forgetBelow(each);
          await draw(each);
        }
      return fired.map((each) => each?.id ?? 'everything');
    },
  };
}

function find(rows: readonly Row[], id: string): Row | undefined {
  for (const each of rows) {
    const found = each.id === id ? each : find(each.rows, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

const spec = (look: string, tasks: readonly Row[], document = '') => [
  row('spec', look, [row('requirements'), row('tasks', document, tasks)]),
  row('other'),
];
const before = spec('Draft', [row('1', '', [row('1.1'), row('1.2')]), row('2')]);

interface Case {
  readonly name: string;
  readonly after: readonly Row[];
  readonly fired: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'nothing changed', after: before, fired: [] },
  {
    name: 'a task is ticked',
    after: spec('Draft', [row('1', '', [row('1.1', 'x'), row('1.2')]), row('2')]),
    fired: ['1.1'],
  },
  {
    name: 'two tasks look different',
    after: spec('Draft', [row('1', '', [row('1.1', 'x'), row('1.2')]), row('2', '-')]),
    fired: ['1.1', '2'],
  },
  {
    name: 'a row above looks different too',
    after: spec('Draft', [row('1', 'x', [row('1.1', 'x'), row('1.2', 'x')]), row('2')]),
    fired: ['1'],
  },
  {
    name: 'a task came',
    after: spec('Draft', [row('1', '', [row('1.1'), row('1.2'), row('1.3')]), row('2')]),
    fired: ['1'],
  },
  { name: 'a task went', after: spec('Draft', [row('1', '', [row('1.1'), row('1.2')])]), fired: ['tasks'] },
  { name: 'a spec came', after: [...before, row('new')], fired: ['everything'] },
  {
    name: 'lines moved',
    after: spec('Draft', [row('1', '', [row('1.1', '', [], 7), row('1.2', '', [], 8)], 6), row('2')]),
    fired: [],
  },
];

describe('a tree that changes', () => {
  it.each(cases)('draws no more than what looks different: $name', async ({ after, fired }) => {
    const tree = await shown(before);
    expect(await tree.change(after)).toEqual(fired);
    expect(tree.text()).toEqual((await shown(after)).text());
    expect(await tree.change(after)).toEqual([]);
  });

  it('keeps the objects that commands are called with, and what they say up to date', async () => {
    const tree = await shown(before);
    const objects = tree.objects();
    await tree.change(spec('Draft', [row('1', '', [row('1.1', 'x', [], 4), row('1.2')], 3), row('2')]));
    const now = new Set(tree.objects());
    expect(objects.filter((each) => !now.has(each))).toEqual([]);
    expect(objects.find(({ id }) => id === '1.1')?.line).toBe(4);
  });

  it('is what it would be if all of it were drawn anew, whatever happens', async () => {
    const { rows } = fc.letrec<{ rows: readonly Row[] }>((tie) => ({
      rows: fc.array(
        fc.record({
          id: fc.constant(''),
          look: fc.constantFrom('', 'x', '-'),
          line: fc.nat(3),
          rows: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('rows')) as fc.Arbitrary<readonly Row[]>,
        }),
        { maxLength: 3 },
      ),
    }));
    const named = (all: readonly Row[], under = ''): readonly Row[] =>
      all.map((each, at) => ({ ...each, id: `${under}/${at}`, rows: named(each.rows, `${under}/${at}`) }));
    await fc.assert(
      fc.asyncProperty(fc.array(rows, { minLength: 2, maxLength: 4 }), async (all) => {
        const [first = [], ...later] = all.map((each) => named(each));
        const tree = await shown(first);
        for (const next of later) {
          await tree.change(next);
          expect(tree.text()).toEqual((await shown(next)).text());
        }
      }),
    );
  });
});
