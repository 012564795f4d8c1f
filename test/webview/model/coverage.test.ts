import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../../src/core/specs/spec';
import { viewOf } from '../../../src/extension/panel/documentView';
import { coverageOf, progressOf } from '../../../src/webview/model/coverage';
import { spec } from '../gallery/fixtures';

function coverage(tasks: string | undefined) {
  const requirements =
    '### Requirement 1: A\n\n1. WHEN a, THE S SHALL b.\n2. THE S SHALL c.\n\n### Requirement 2: B\n\n1. THE S SHALL d.\n';
  const files =
    tasks === undefined ? { 'requirements.md': requirements } : { 'requirements.md': requirements, 'tasks.md': tasks };
  const parsed = parseSpec({ path: '/s', files });
  return coverageOf(new Map(parsed.documents.map((document) => [document.name, viewOf(document)])));
}

describe('coverageOf', () => {
  test('a criterion is covered by the tasks that name it, or its requirement', () => {
    const known = coverage('- [ ] 1. One\n  - _Requirements: 1.1_\n- [ ] 2. Two\n  - _Requirements: 1_\n');
    expect(known?.tasksOf('1.1').map(({ id }) => id)).toEqual(['1', '2']);
    expect(known?.tasksOf('1.2').map(({ id }) => id)).toEqual(['2']);
    expect(known?.open).toEqual([{ id: '2.1', text: 'THE S SHALL d.' }].map((each) => expect.objectContaining(each)));
    expect([known?.covered, known?.total]).toEqual([2, 3]);
  });
  test('"All" promises nothing for a single criterion', () => {
    expect(coverage('- [ ] 1. One\n  - _Requirements: 1.1_\n- [ ] 2. Check\n  - _Requirements: All_\n')?.covered).toBe(
      1,
    );
  });
  test('without tasks, or tasks that name nothing, nothing is said', () => {
    expect(coverage(undefined)).toBeUndefined();
    expect(coverage('- [ ] 1. One\n')).toBeUndefined();
  });
});

test('progress counts the required leaves', () => {
  const tasks = spec.documents.find(({ name }) => name === 'tasks.md');
  expect(tasks && progressOf(viewOf(tasks).blocks)).toEqual({ done: 3, of: 9, optional: 1 });
});
