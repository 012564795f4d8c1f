/** A document that is checked again after an edit says what it would say had nobody seen it before. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DocumentName, forgetDocuments, parseSpec } from '../../../src/core/specs';
import { anyText } from './arbitraries';

type Files = Readonly<Partial<Record<DocumentName, string>>>;

const said = (files: Files): string => JSON.stringify(parseSpec({ path: '/s', files, missingFiles: ['gone.md'] }));

/** Each version after the one before it, and each with nothing remembered. */
function expectTheSame(versions: readonly Files[]): void {
  forgetDocuments();
  const remembered = versions.map(said);
  for (const [at, files] of versions.entries()) {
    forgetDocuments();
    expect(remembered[at], `version ${at}`).toBe(said(files));
  }
}

const requirement = (number: number, more = ''): string =>
  `### Requirement ${number}: Keep ${number}\n\n**User Story:** As a clerk, I want to keep ${number}, so that nothing is lost.\n\n#### Acceptance Criteria\n\n1. WHEN a Clerk saves ${number}, THE Shop SHALL store it within ${number} seconds.\n2. IF it has no name, THEN THE Shop SHALL refuse ${number}.\n${more}\n`;
const document = (count: number): string =>
  `# Requirements Document\n\n## Glossary\n\n- **Shop**: The service.\n\n## Requirements\n\n${Array.from({ length: count }, (_, at) => requirement(at + 1)).join('')}`;
const plan = '## Tasks\n\n- [ ] 1. Build\n  - _Requirements: 1.1, 2.2, 7.1_\n- [ ] 2. Test\n  - _Requirements: All_\n';

const pieces = [
  ...[
    '\n',
    '\r\n',
    '\r',
    '```\n',
    '~~~',
    '<!--',
    '-->',
    'a <!-- b',
    ' --> c',
    '---\n',
    '===\n',
    '#',
    '# ',
    '### Requirement 2: Again\n',
  ],
  ...[
    '- ',
    '1. ',
    '2.1 ',
    '9. ',
    '**',
    '_',
    ':',
    '\t',
    '  ',
    '| a | b |\n',
    'As a clerk, I want',
    'THE Shop SHALL sell it',
  ],
  ...[
    'SHALL NOT',
    'TBD',
    '**Requirement 4: Bold**\n',
    '## Other\n',
    '#### Acceptance Criteria\n',
    '\uFEFF',
    '要件',
    '(1.9)',
  ],
  ...['<!-- tracewright-ignore no-shall: here -->', '[x](gone.md)', 'Title\n-----\n', '- **Clerk**: A person.\n'],
];

/** Replaces some of a text; the place is a share of it. */
interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const anyEdit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 400 })),
  text: fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...pieces.map((piece) => `\n${piece}`)), fc.string()),
});

function edited(text: string, { at, length, text: now }: Edit): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + now + text.slice(start + length);
}

function versionsOf(text: string, edits: readonly Edit[]): readonly string[] {
  const versions = [text];
  for (const edit of edits) versions.push(edited(versions.at(-1) ?? '', edit));
  return versions;
}

it('whatever is edited', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 }), fc.array(anyEdit, { maxLength: 6 }), (count, edits) => {
      const texts = versionsOf(document(count), edits);
      expectTheSame(texts.map((text) => ({ 'requirements.md': text, 'tasks.md': plan })));
    }),
    { numRuns: 150 },
  );
});

const taskPieces = [
  ...pieces,
  ...[
    '- [ ] 3.1 Do it\n',
    '- [x]* 4. Optional\n',
    '  - [~] 5.1 Deep\n    - _Depends: 2_\n',
    '- [ ',
    '] ',
    '_Requirements: All_',
  ],
  ...[
    '    - _Requirements: 1.1,\n      2.2_\n',
    '  more words\n',
    '## Notes\n',
    '_',
    '**Validates: Requirements 1.1**',
  ],
];
const task = (number: number): string =>
  number % 3 === 1
    ? `- [ ] ${Math.ceil(number / 3)}. Build ${number}\n`
    : `  - [ ] ${Math.ceil(number / 3)}.${(number - 1) % 3} Write ${number}\n    - with what it needs\n    - _Requirements: ${(number % 4) + 1}.1_\n    - _Depends: 1.1_\n`;

it('whatever is edited in a list of tasks', () => {
  const edit = anyEdit.chain((each) => fc.constantFrom(...taskPieces).map((text) => ({ ...each, text })));
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      fc.array(fc.oneof(edit, anyEdit), { maxLength: 6 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      (count, edits, end) => {
        const list = `# Plan\n\n## Tasks\n\n${Array.from({ length: count }, (_, at) => task(at + 1)).join('')}`;
        const texts = versionsOf(list.replaceAll('\n', end), edits);
        expectTheSame(texts.map((text) => ({ 'requirements.md': document(3), 'tasks.md': text })));
      },
    ),
    { numRuns: 150 },
  );
});

it('whatever is there and is edited, in any document', () => {
  const names = fc.constantFrom<DocumentName[]>('requirements.md', 'bugfix.md', 'design.md', 'tasks.md');
  fc.assert(
    fc.property(names, anyText, fc.array(anyEdit, { maxLength: 4 }), (name, text, edits) => {
      expectTheSame(versionsOf(text, edits).map((each) => ({ 'requirements.md': document(3), [name]: each })));
    }),
    { numRuns: 150 },
  );
});

it('whatever is edited in two documents, in turn and taken back', () => {
  const edit = fc.record({
    name: fc.constantFrom<DocumentName[]>('requirements.md', 'tasks.md'),
    edit: anyEdit,
    text: fc.constantFrom(...taskPieces),
    back: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), fc.array(edit, { maxLength: 8 }), (count, edits) => {
      const list = `## Tasks\n\n${Array.from({ length: 3 * count }, (_, at) => task(at + 1)).join('')}`;
      const versions: Files[] = [{ 'requirements.md': document(count), 'tasks.md': list }];
      for (const { name, edit: each, text, back } of edits) {
        const [before = {}, last = {}] = [versions.at(-2), versions.at(-1)];
        versions.push(back ? before : { ...last, [name]: edited(last[name] ?? '', { ...each, text }) });
      }
      expectTheSame(versions);
    }),
    { numRuns: 150 },
  );
});

const odd =
  '* [ ] 1. odd\n- [ ] 1.1 Twice\n- [ ] 1.1 Twice\n  - _Requirements: 1.1, 1.1, 99.9_\n  - _Depends: 1.1_\n- [ ] 7 No stop\nTBD (1.9)\n';
it.each<[string, (text: string) => string]>([
  ['above', (text) => `A line\n\n${text}`],
  ['below', (text) => `${text}\nA line\n`],
  ['around, so that they are code', (text) => text.replace(odd, `\`\`\`\n${odd}\`\`\`\n`)],
  ['one of two that are alike', (text) => text.replace('1.1 Twice', '1.8 Twice')],
  ['the first line of them', (text) => text.replace('* [ ] 1. odd\n', '')],
  ['they are there twice', (text) => text.replace(odd, odd + odd)],
])('findings that stay move with their lines: %s', (_, edit) => {
  const list = `# Plan\n\n## Tasks\n\n${task(1)}${task(2)}${odd}\n## Notes\n\n[insert something here]\n`;
  expectTheSame(
    [list, edit(list), list, edit(edit(list))].map((text) => ({ 'requirements.md': document(3), 'tasks.md': text })),
  );
});

const alike = document(4)
  .replace('refuse 2', 'refuse 3')
  .replace('### Requirement 4: Keep 4', '### Requirement 4 - Keep 4')
  .replace('2. IF it has no name, THEN THE Shop SHALL refuse 4.', '3. THE Shop may NOT refuse TBD.');
it.each<[string, (text: string) => string]>([
  ['no sentence is like another', (text) => text.replace('refuse 3', 'refuse 2')],
  ['a third that is like the two', (text) => text.replace('refuse 1', 'refuse 3')],
  ['a number is there twice', (text) => text.replace('### Requirement 3:', '### Requirement 1:')],
  ['a number is left out', (text) => text.replace('2. IF', '5. IF')],
  ['a criterion less', (text) => text.replace(/1\. WHEN.*\n/, '')],
])('what is said of several criteria: %s', (_, edit) => {
  expectTheSame([alike, edit(alike), alike].map((text) => ({ 'requirements.md': text, 'tasks.md': plan })));
});

const whole = document(8);
it.each<[string, (text: string) => string]>([
  ['a word', (text) => text.replace('no name', 'no proper name')],
  ['nothing', (text) => text],
  [
    'a requirement more at the top',
    (text) => text.replace('### Requirement 1:', `${requirement(9)}### Requirement 1:`),
  ],
  ['a requirement less', (text) => text.replace(requirement(3), '')],
  [
    'two that change places',
    (text) => text.replace(requirement(3), '').replace(requirement(6), requirement(6) + requirement(3)),
  ],
  ['a fence that opens above all', (text) => text.replace('## Requirements\n', '## Requirements\n\n```\n')],
  ['a fence around some', (text) => text.replace(requirement(2), `\`\`\`\n${requirement(2)}\`\`\`\n`)],
  ['a comment that opens above all', (text) => text.replace('## Requirements\n', '## Requirements\n\n<!--\n')],
  [
    'a comment that takes back',
    (text) => text.replace('1. WHEN', '<!-- tracewright-ignore-file number-gap: so -->\n1. WHEN'),
  ],
  ['front matter', (text) => `---\na: b\n---\n${text}`],
  ['a heading by a line below it', (text) => text.replace('#### Acceptance Criteria', 'Acceptance Criteria\n---')],
  ['a heading that ends all requirements', (text) => text.replace('### Requirement 4', '# End\n\n### Requirement 4')],
  [
    'a deeper heading, which is inside the one before',
    (text) => text.replace('### Requirement 4', '#### Requirement 4'),
  ],
  ['other ends of lines', (text) => text.replaceAll('\n', '\r\n')],
  ['a byte order mark', (text) => `\uFEFF${text}`],
  ['the other kind of number', (text) => text.replace('### Requirement 5:', '### FR-5:')],
  ['the same as another', (text) => text.replace(requirement(5), requirement(4))],
  ['the end cut off', (text) => text.slice(0, -20)],
  [
    'a list at the top that numbers requirements',
    (text) => text.replace('## Requirements\n', '## Requirements\n\n- **FR-1**: Keep\n'),
  ],
  ['no blank lines', (text) => text.replaceAll('\n\n', '\n')],
])('%s', (_, edit) => {
  const changed = edit(whole);
  for (const texts of [
    [whole, changed, whole, changed],
    [changed, whole, edit(changed)],
  ])
    expectTheSame(texts.map((text) => ({ 'requirements.md': text, 'tasks.md': plan })));
});

const taskList = `# Plan\n\n## Tasks\n\n${Array.from({ length: 30 }, (_, at) => task(at + 1)).join('')}\n## Notes\n\nNothing.\n`;
it.each<[string, (text: string) => string]>([
  ['a detail', (text) => text.replace('with what it needs', 'with all that it needs')],
  ['a line that becomes a task, and ends the one above it', (text) => text.replace('- [ ] 2.', '- [ 2.')],
  ['a task that becomes a detail', (text) => text.replace('  - [ ] 1.2 ', '    - ')],
  ['a heading between', (text) => text.replace('- [ ] 2.', '### Later\n\n- [ ] 2.')],
  ['a task more at the top', (text) => text.replace('- [ ] 1.', `${task(9)}- [ ] 1.`)],
  ['a task less', (text) => text.replace(task(3), '')],
  ['the same task again', (text) => text.replace(task(5), task(5) + task(5))],
  ['a fence around some', (text) => text.replace(task(2), `\`\`\`\n${task(2)}\`\`\`\n`)],
  ['a comment that opens above all', (text) => text.replace('## Tasks\n', '## Tasks\n\n<!--\n')],
  ['a title that goes on', (text) => text.replace('Write 2\n', `Write ${'2 '.repeat(40)}\nand more\n`)],
  ['the end cut off', (text) => text.slice(0, -30)],
  ['other ends of lines', (text) => text.replaceAll('\n', '\r\n')],
])('in a list of tasks: %s', (_, edit) => {
  const changed = edit(taskList);
  for (const texts of [
    [taskList, changed, taskList, changed],
    [changed, taskList, edit(changed)],
  ])
    expectTheSame(texts.map((text) => ({ 'requirements.md': document(3), 'tasks.md': text })));
});
