/** Which files and names a text names, form by form, and in what time. */
import { describe, expect, test } from 'vitest';
import { namedIn, pathsIn } from '../../../src/core/workspace/scene';
import { expectLinear } from '../../support/growth';

test.each<[string, readonly string[]]>([
  ['In src/a.ts:10 and (src/b.ts), src/c.ts#L3 and src/d.ts.', ['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/d.ts']],
  ['**src/bold.ts**, "src/q.ts" and [x](src/link.ts)', ['src/bold.ts', 'src/q.ts', 'src/link.ts']],
  ['app/[id]/page.tsx and app/(shop)/page.tsx', ['app/[id]/page.tsx', 'app/(shop)/page.tsx']],
  ['`app/[slug]/größe.tsx` and `a/日本.ts`', ['app/[slug]/größe.tsx', 'a/日本.ts']],
  ['src/a.tsを直す', ['src/a.ts']],
  ['#file:src/a.ts and #file:"a b.ts", but not #folder:src/x', ['src/a.ts', 'a b.ts']],
  ['Dockerfile, src/Dockerfile and `Makefile`', ['Makefile', 'Dockerfile', 'src/Dockerfile']],
  ['.github/workflows/ci.yml and `.env`', ['.env', '.github/workflows/ci.yml']],
  ['https://example.com/a/b.ts, v1.2 and and/or', []],
  ['A profile, `src/api/` and Profile', []],
])('%s', (text, paths) => {
  expect([...new Set(pathsIn(text))]).toEqual(paths);
});

test.each<[string, readonly string[]]>([
  ['Ship it as #deploy says.', ['deploy']],
  ['/deploy now, and #steering:aws-lambda', ['deploy', 'aws-lambda']],
  ['See /src/api/a.ts, a/deploy and x#y', []],
])('names in %s', (text, names) => {
  expect(namedIn(text)).toEqual(names);
});

describe('in proportion to the text', () => {
  test.each(['a', 'a/', '+', 'a+', 'ab+c/', '[a]', '(a)(', '[a/', 'x.', '`a/', '#a', '/a'])('%s', (part) => {
    expectLinear(
      (size) => [pathsIn(part.repeat(size / part.length)), namedIn(part.repeat(size / part.length))],
      200_000,
    );
  });
});
