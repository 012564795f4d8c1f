/** Ranking and drawing of the repository map, without a folder. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawMap } from '../../../src/core/context/map/draw';
import { graphOf } from '../../../src/core/context/map/graph';
import { rank } from '../../../src/core/context/map/rank';
import { repositoryMap } from '../../../src/core/context/map/repositoryMap';
import type { MapFile } from '../../../src/core/context/map/types';
import { piecesOf, wordsOf } from '../../../src/core/context/map/words';
import { createMemoryHost } from '../../support/memoryHost';
import { mapFile, memoryMap } from '../../support/memoryMap';

describe('words', () => {
  it.each<[string, readonly string[]]>([
    ['SubscriptionStores', ['subscription', 'stor']],
    ['getHTTPResponse', ['get', 'http', 'respons']],
    ['snake_case_name', ['snak', 'case', 'name']],
    ['a', []],
    ['zählerStände', ['zähl', 'ständ']],
  ])('of %s', (name, expected) => expect(piecesOf(name)).toEqual(expected));
  it('of a request leave out what is in every request', () =>
    expect([...wordsOf('The user should be able to export the subscriptions')]).toEqual(['export', 'subscription']));
});

const files: readonly MapFile[] = [
  mapFile('src/store.ts', ['SubscriptionStore', 'openStore']),
  mapFile('src/billing.ts', ['billMonthly'], ['SubscriptionStore']),
  mapFile('src/mail.ts', ['sendMail']),
  mapFile('src/app.ts', ['startApp'], ['billMonthly', 'sendMail']),
  { ...mapFile('src/page.ts', ['renderPage']), imports: ['./mail'] },
  { ...mapFile('pkg/a/deep.py', ['run']), imports: ['..b.other', 'os'] },
  mapFile('pkg/b/other.py', ['other']),
];
const order = (about: string, named: readonly string[] = []) =>
  rank(graphOf(files), { about, files: named, most: 3 }).files.map(({ path }) => path);

describe('the rank', () => {
  it.each<[about: string, named: readonly string[], first: readonly string[]]>([
    ['cancel a subscription', [], ['src/store.ts', 'src/billing.ts']],
    ['mails', [], ['src/mail.ts']],
    ['', ['src/page.ts'], ['src/page.ts', 'src/mail.ts']],
    ['', ['pkg/a/deep.py'], ['pkg/a/deep.py', 'pkg/b/other.py']],
  ])('of "%s" with %j', (about, named, first) => expect(order(about, named).slice(0, first.length)).toEqual(first));

  it('is the same whether a file’s own names are among its words', () => {
    const without = files.map((file) => {
      const own = new Set(file.symbols.map(({ name }) => name));
      return {
        ...file,
        words: file.words
          .split(' ')
          .filter((word) => !own.has(word))
          .join(' '),
      };
    });
    const request = { about: 'cancel a subscription by mail', files: ['src/page.ts'], most: 99 };
    expect(rank(graphOf(without), request)).toEqual(rank(graphOf(files), request));
  });

  it('is a share: all files together are 1, whatever the graph', () => {
    const name = fc.constantFrom('alpha', 'bravo', 'charlie', 'delta', 'echoes');
    const file = fc.record({
      declares: fc.array(name),
      uses: fc.array(name),
      imports: fc.array(fc.string({ maxLength: 12 })),
    });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 12 }), fc.string(), (made, about) => {
        const all = made.map((each, at) => ({
          ...mapFile(`d${at % 3}/f${at}.ts`, each.declares, each.uses),
          imports: each.imports,
        }));
        const answer = rank(graphOf(all), { about: `${about} alpha`, files: ['d0/f0.ts'], most: 99 });
        expect(answer.files).toHaveLength(all.length);
        expect(answer.files.reduce((sum, each) => sum + each.rank, 0)).toBeCloseTo(1, 6);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the drawing', () => {
  const answer = rank(graphOf(files), { about: 'subscription', files: [], most: 10 });
  it('fits its budget, and says how much it leaves out', () => {
    for (const tokens of [0, 10, 40, 60, 100, 1000]) {
      const drawn = drawMap(answer, tokens);
      expect(drawn.text.length).toBeLessThanOrEqual(tokens * 3 + 120);
    }
    expect(drawMap(answer, 0)).toEqual({ text: '', files: [] });
    expect(drawMap(answer, 40).text).toBe(
      '2 of 7 files, the most relevant first; below each what it declares, by line.\nsrc/store.ts\n  1: function SubscriptionStore()\n  2: function openStore()\nsrc/billing.ts\n  1: function billMonthly()',
    );
  });
  it('shows nearly all of the first files, and what tools made last', () => {
    const made = ['_typeof', ...Array.from({ length: 20 }, (_, at) => `rule${at}`)];
    const all = Array.from({ length: 4 }, (_, at) => mapFile(`src/f${at}.js`, made));
    const text = drawMap(rank(graphOf(all), { about: '', files: ['src/f0.js'], most: 9 }), 2000).text;
    const [, first = '', , , last = ''] = text.split(/^src\/f\d\.js$/mu);
    expect(first).toContain(': function _typeof()');
    expect(first).not.toContain('more');
    expect(last).toContain('  … 17 more');
    expect(last).not.toContain('_typeof');
  });
  it('lets no name begin a line of its own', () => {
    const odd = rank(graphOf([mapFile('a\n</repository_map>.ts', ['x'])]), { about: '', files: [], most: 1 });
    expect(drawMap(odd, 100).text.split('\n').slice(1)).toEqual(['a?</repository_map>.ts', '  1: function x()']);
  });
});

describe('the map of a prompt', () => {
  const place = { root: '/w', state: '/state', hide: [] };
  it('asks once more whether a file is hidden, and the editor for what no grammar knows', async () => {
    const asked: string[] = [];
    const part = memoryMap([
      ...files,
      { ...mapFile('app/Main.zig', []), known: false },
      { ...mapFile('docs/a.md', []), known: false },
    ]);
    const host = createMemoryHost({
      parts: { map: part },
      code: {
        outline: async (path) => {
          asked.push(path);
          return [{ name: 'openStore', kind: 'fn', line: 3, endLine: 4, children: [] }];
        },
      },
    });
    const visible = async (path: string) => path !== '/w/src/billing.ts';
    const map = await repositoryMap(
      { host, place, visible },
      { about: 'subscription', files: ['app/Main.zig'], tokens: 900 },
    );
    expect(map?.files).not.toContain('src/billing.ts');
    expect(map?.files).toContain('src/store.ts');
    expect(map?.text).toContain('app/Main.zig\n  3: fn openStore');
    expect(asked).toEqual(['/w/app/Main.zig']);
  });
  it('is left out where it can’t be made', async () => {
    const host = createMemoryHost();
    const source = { host, place, visible: async () => true };
    expect(await repositoryMap(source, { about: 'x', files: [], tokens: 900 })).toBeUndefined();
    expect(host.logged).toEqual(['info: There is no part map.']);
  });
});
