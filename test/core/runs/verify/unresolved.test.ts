import { describe, expect, it } from 'vitest';
import { withoutUnresolved } from '../../../../src/core/runs/verify/unresolved';

const cases: readonly (readonly [message: string, counts: boolean])[] = [
  ["Cannot find name 'node:fs'. Do you need to install type definitions for node?", false],
  ["Cannot find module 'zod' or its corresponding type declarations.", false],
  ["Cannot find namespace 'NodeJS'.", false],
  ['Import "requests" could not be resolved', false],
  ["Cannot find module './missing.ts' or its corresponding type declarations.", true],
  ["Cannot find name 'adress'. Did you mean 'address'?", true],
  ["Type 'string' is not assignable to type 'number'.", true],
];

describe('problems of a file where packages are missing', () => {
  it.each(cases)('%s', (message, counts) => {
    const other = { path: '/w/a.ts', message: "Parameter 'text' implicitly has an 'any' type." };
    const elsewhere = { path: '/w/b.ts', message: 'Expected 1 arguments, but got 0.' };
    const own = { path: '/w/a.ts', message };
    expect(withoutUnresolved([own, other, elsewhere])).toEqual(counts ? [own, other, elsewhere] : [elsewhere]);
  });
});
