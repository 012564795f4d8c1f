/** A graph that follows changes is the graph that is made anew: to the last bit, whatever the changes were. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphOf } from '../../../src/core/context/map/graph';
import { rank } from '../../../src/core/context/map/rank';
import type { MapFile } from '../../../src/core/context/map/types';
import { mapFile } from '../../support/memoryMap';

const paths = [
  'a.ts',
  'a.js',
  'b/a.ts',
  'b/index.ts',
  'b/c/a.py',
  'b/c/__init__.py',
  'c/A.java',
  'd/mod.rs',
  'd/.env',
  'z/y/x/w.go',
];
const names = ['alpha', 'bravo', 'charlie', 'Delta.echoes', '(s *S) foxtrot', 'abc'];
const imports = [
  './a',
  '../a',
  './',
  '..',
  '.',
  './index',
  '..a',
  'b.c.a',
  'b/c',
  'crate::d',
  'x/w',
  'c.A.inner',
  './a.js',
  '',
];

const some = <Value>(values: readonly Value[], maxLength: number) =>
  fc.array(fc.constantFrom(...values), { maxLength });
const file: fc.Arbitrary<MapFile> = fc
  .record({
    path: fc.constantFrom(...paths),
    declares: some(names, 4),
    uses: some([...names, 'echoes', 'foxtrot'], 5),
    imports: some(imports, 4),
  })
  .map((each) => ({ ...mapFile(each.path, each.declares, each.uses), imports: each.imports }));
/** More files than make a name common, so that names become rare and common again. */
const crowd: fc.Arbitrary<MapFile> = fc
  .tuple(fc.nat(11), some(names, 3), some(names, 3))
  .map(([at, declares, uses]) => mapFile(`crowd/f${at}.ts`, declares, uses));
const step = fc.record({
  changed: fc.array(fc.oneof(file, crowd), { maxLength: 4 }),
  removed: fc.array(
    fc.oneof(file, crowd).map(({ path }) => path),
    { maxLength: 3 },
  ),
});
const requests = [
  { about: '', files: [], most: 99 },
  { about: 'alpha and delta of the crowd', files: ['b/a.ts', 'gone.ts'], most: 99 },
];

it('holds after any series of changes', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(file, crowd)), fc.array(step, { maxLength: 8 }), (begin, steps) => {
      const known = new Map<string, MapFile>();
      const take = (files: readonly MapFile[]) => {
        for (const each of files) known.set(each.path, each);
      };
      take(begin);
      const graph = graphOf([...known.values()]);
      for (const { changed, removed } of steps) {
        graph.update(changed, removed);
        for (const path of removed) known.delete(path);
        take(changed);
        const anew = graphOf([...known.values()].reverse());
        for (const request of requests) expect(rank(graph, request)).toEqual(rank(anew, request));
      }
    }),
    { numRuns: 100 },
  );
}, 60_000);
