import { expect, test } from 'vitest';
import { type Folder, groupByRoot } from '../../src/extension/views/grouping';

/** The folder as an outline: names, specs as the last part of their path. */
function outline(folder: Folder | undefined): unknown {
  if (!folder) return undefined;
  return [
    ...folder.folders.map((each) => ({ [each.name]: outline(each) })),
    ...folder.specs.map((spec) => spec.split('/').at(-1)),
  ];
}

function check(specs: readonly string[], expected: Readonly<Record<string, unknown>>): void {
  const roots = [
    { path: '/w/app', name: 'app' },
    { path: '/w/app/plugins', name: 'plugins' },
  ];
  const groups = groupByRoot(roots, specs);
  expect(Object.fromEntries([...groups].map(([path, folder]) => [path, outline(folder)]))).toEqual(expected);
}

test('specs below .kiro/specs stand at the top, nested ones in their folders', () => {
  check(['/w/app/.kiro/specs/login', '/w/app/.kiro/specs/_done/old', '/w/app/.kiro/specs/_done/2025/older'], {
    '/w/app': [{ _done: [{ 2025: ['older'] }, 'old'] }, 'login'],
    '/w/app/plugins': [],
  });
});

test('a .kiro further down is named by its project', () => {
  check(['/w/app/packages/api/.kiro/specs/rate-limits'], {
    '/w/app': [{ 'packages/api': ['rate-limits'] }],
    '/w/app/plugins': [],
  });
});

test('a spec belongs to the innermost root, and to none outside', () => {
  check(['/w/app/plugins/.kiro/specs/x', '/w/other/.kiro/specs/y'], { '/w/app': [], '/w/app/plugins': ['x'] });
});

test('ids of folders with the same name differ', () => {
  const [group] = groupByRoot([{ path: '/w', name: 'w' }], ['/w/.kiro/specs/a/x/s', '/w/.kiro/specs/b/x/s']).values();
  const ids = group?.folders.flatMap(({ folders }) => folders.map(({ id }) => id)) ?? [];
  expect(new Set(ids).size).toBe(2);
});
