import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OrderRequest, ordered, units } from '../../../src/core/runs/order';
import { parseDocument } from '../../../src/core/specs/document';
import type { TasksDocument } from '../../../src/core/specs/model';
import { findTasks } from '../../../src/core/specs/tasks';

function parsed(text: string): TasksDocument {
  const document = parseDocument('tasks.md', text);
  if (document.name !== 'tasks.md') throw new Error('No tasks.');
  return document;
}

const graph = (waves: readonly (readonly string[])[]) =>
  `\n## Task Dependency Graph\n\n\`\`\`json\n${JSON.stringify({ waves: waves.map((tasks, id) => ({ id, tasks })) })}\n\`\`\`\n`;

const plain = `# Plan

## Tasks

- [ ] 1. First
  - [x] 1.1 Done already
  - [ ] 1.2 Open
  - [ ]* 1.3 Optional
- [ ] 2. Second
- [ ]* 3. Optional whole
  - [ ] 3.1 Below it
- [-] 4. Begun
`;

function check(
  text: string,
  request: OrderRequest | ['task' | 'from', string],
  expected: readonly string[] | string,
  skipped: readonly string[] = [],
) {
  const document = parsed(text);
  const identity = (id: string) => findTasks(document, id)[0]?.identity ?? id;
  const asked: OrderRequest = 'what' in request ? request : { what: request[0], identity: identity(request[1]) };
  const result = ordered(document, asked, new Set(skipped.map(identity)));
  expect(result.kind === 'tasks' ? result.tasks.map(({ id }) => id) : result.message).toEqual(expected);
}

test.each<[string, OrderRequest | ['task' | 'from', string], readonly string[] | string, (readonly string[])?]>([
  [plain, { what: 'all' }, ['1.2', '2', '4']],
  [plain, { what: 'next' }, ['1.2']],
  [plain, { what: 'next' }, ['2'], ['1.2']],
  [plain, ['task', '1'], ['1.2']],
  [plain, ['task', '1.1'], ['1.1']],
  [plain, ['task', '1.3'], ['1.3']],
  [plain, ['task', '3'], ['3.1']],
  ['# Plan\n\n## Tasks\n\n- [ ]* 1. Optional\n  - [ ] 1.1 A\n  - [ ] 1.2 B\n', ['task', '1'], ['1.1', '1.2']],
  [
    '# Plan\n\n## Tasks\n\n- [ ] 1. All\n  - [x] 1.1 A\n  - [x] 1.2 B\n',
    ['task', '1'],
    'Every required part of this task is done.',
  ],
  [plain, ['task', '3.1'], ['3.1']],
  [plain, ['from', '2'], ['2', '4']],
  [plain, ['from', '1'], ['1.2', '2', '4']],
  [plain, ['from', '1.1'], ['1.1', '1.2', '2', '4']],
  [plain, ['task', 'nowhere'], 'This task is not in tasks.md as it was shown. Look again, then start it.'],
  [`${plain}${graph([['4'], ['2'], ['1.2']])}`, { what: 'all' }, ['4', '2', '1.2']],
  [`${plain}${graph([['2'], ['1']])}`, { what: 'all' }, ['2', '1.2', '4']],
  [`${plain}\n## Task Dependency Graph\n\n\`\`\`json\n{ "waves": \n\`\`\`\n`, { what: 'all' }, ['1.2', '2', '4']],
  ['# Plan\n\n## Tasks\n\n- [x] 1. Done\n', { what: 'all' }, 'Every required task is done.'],
])('%#', (text, request, expected, skipped) => check(text, request, expected, skipped));

test('every required open leaf is run exactly once, whatever the tree and the graph', () => {
  const tree = fc.array(fc.record({ children: fc.nat(3), optional: fc.boolean(), done: fc.boolean() }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      tree,
      fc.array(fc.array(fc.constantFrom('1', '2', '3', '1.1', '2.2', '9')), { maxLength: 4 }),
      (tasks, waves) => {
        const lines = tasks.flatMap(({ children, optional, done }, at) => [
          `- [${done ? 'x' : ' '}]${optional ? '*' : ''} ${at + 1}. Task ${at + 1}`,
          ...Array.from({ length: children }, (_, child) => `  - [ ] ${at + 1}.${child + 1} Part ${child + 1}`),
        ]);
        const document = parsed(`# Plan\n\n## Tasks\n\n${lines.join('\n')}\n${waves.length === 0 ? '' : graph(waves)}`);
        const wanted = tasks.flatMap(({ children, optional, done }, at) => {
          if (optional) return [];
          if (children > 0) return Array.from({ length: children }, (_, child) => `${at + 1}.${child + 1}`);
          return done ? [] : [`${at + 1}`];
        });
        const result = ordered(document, { what: 'all' }, new Set());
        const ids = result.kind === 'tasks' ? result.tasks.map(({ id }) => id ?? '') : [];
        expect([...ids].sort()).toEqual([...wanted].sort());
        expect(units(document).length).toBeGreaterThanOrEqual(ids.length);
      },
    ),
  );
});
