import { describe, expect, it } from 'vitest';
import { canonicalHash, changesBetween, parseDocument, parseSpec } from '../../../src/core/specs';
import { expectLinear, expectLinearIn } from '../../support/growth';

const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index + 1)).join('');
const requirements = (count: number): string =>
  `# R\n## Requirements\n${repeat(count, (n) => `### Requirement ${n}: Title ${n}\n\n**User Story:** As a user, I want ${n}\n\n#### Acceptance Criteria\n\n1. WHEN a ${n} THE x SHALL y\n2. WHEN b ${n} THE x SHALL z\n\n`)}`;
const tasks = (count: number): string =>
  `## Tasks\n${repeat(count, (n) => `- [ ] ${n}. Parent\n  - [ ] ${n}.1 Child\n    - detail\n    - _Requirements: ${n}.1-${n}.2_\n`)}`;
const design = (count: number): string =>
  `## Correctness Properties\n${repeat(count, (n) => `### Property ${n}: P\n*For any* x\n**Validates: Requirements ${n}.1**\n\n`)}`;

describe('time grows no faster than', () => {
  it('requirements, properties and tasks', () => {
    expectLinear((count) => {
      const files = { 'requirements.md': requirements(count), 'design.md': design(count), 'tasks.md': tasks(count) };
      return parseSpec({ path: '/s', files });
    }, 2000);
  });

  it('requirements that are compared with one more in front', () => {
    expectLinear((count) => {
      const before = parseDocument('requirements.md', requirements(count));
      const after = parseDocument('requirements.md', requirements(count + 1).replace('Title 1\n', 'Another\n'));
      return changesBetween(before, after);
    }, 2000);
  });

  const traps: readonly (readonly [string, string])[] = [
    ['stars', '*'.repeat(50_000)],
    ['underscores', '_a:'.repeat(30_000)],
    ['underscored keys', `- ${' _a: b'.repeat(20_000)}`],
    ['backticks', '` '.repeat(50_000)],
    ['backticks and comments', `${'`'.repeat(3)}a <!-- ${'`` ` '.repeat(20_000)}`],
    ['open comments', 'a <!-- b\n'.repeat(20_000)],
    ['open fences', '````\n```\n'.repeat(20_000)],
    ['brackets', `- [ ] 1. ${'('.repeat(50_000)}`],
    ['spaces', `- [ ] 1. A${' '.repeat(50_000)}x`],
    ['spaces in a heading', `## A${' '.repeat(50_000)}x`],
    ['dots in a heading', `## A${'.'.repeat(50_000)}x`],
    ['spaces in metadata', `- [ ] 1. A\n  - _Requirements:${' '.repeat(50_000)}x_`],
    ['hashes', `${'#'.repeat(50_000)} x`],
    ['digits', `- [ ] ${'1.'.repeat(30_000)}`],
    ['commas', `- [ ] 1. A\n  - _Requirements: ${'1,'.repeat(30_000)}_`],
    ['ands', `- [ ] 1. A\n  - _Requirements: ${'1 and '.repeat(20_000)}_`],
    ['requirement words', `### ${'Requirement '.repeat(10_000)}`],
    ['bold words', '**Validates '.repeat(10_000)],
    ['pipes', '|'.repeat(50_000)],
    ['quotes in JSON', `\`\`\`json\n{"waves":[${'"\\'.repeat(20_000)}\n\`\`\``],
    ['arrows', `## Dependency Graph\n\`\`\`mermaid\ngraph TD\n${'A --'.repeat(20_000)}\n\`\`\``],
    ['deep lists', repeat(1500, (n) => `${' '.repeat(n)}- [ ] x\n`)],
    ['as a user', `As a ${'I '.repeat(20_000)}`],
  ];
  it.each(traps)('%s', (_what, text) => {
    for (const name of ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'] as const) {
      expectLinearIn(text, (part) => parseDocument(name, `### Requirement 1: A\n${part}\n`));
      expectLinearIn(text, (part) => parseDocument(name, part));
    }
    expect(canonicalHash(text)).toHaveLength(64);
  });
});
