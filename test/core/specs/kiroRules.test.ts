/** The 41 diagnostics of Kiro 1.1.28, each with its severity under `--kiro-strict`. */
import { describe, expect, it } from 'vitest';
import type { DocumentName } from '../../../src/core/specs';
import { diagnosticsOf, parseSpec } from '../../../src/core/specs';
import { codeOf } from '../../../src/core/specs/rule';
import { rules } from '../../../src/core/specs/rules';
import { type CheckOptions, unknownRules, withSeverities } from '../../../src/core/specs/severity';

/** `(w)` for a warning, else an error. */
const kiro: Readonly<Record<DocumentName, string>> = {
  'requirements.md':
    'missing-title missing-introduction missing-glossary(w) missing-requirements-section malformed-requirement-heading missing-user-story(w) missing-acceptance-criteria',
  'design.md':
    'missing-overview missing-architecture missing-components missing-data-models missing-correctness-properties(w) missing-error-handling(w) missing-testing-strategy(w) missing-glossary(w) missing-bug-details missing-expected-behavior missing-hypothesized-root-cause missing-fix-implementation malformed-property-heading empty-correctness-properties(w) missing-property-validates(w)',
  'tasks.md':
    'missing-implementation-plan missing-overview(w) missing-tasks-section(w) invalid-task-heading malformed-checkbox invalid-task-line invalid-subtask-line missing-notes(w) missing-dependency-graph missing-dag-json empty-dag-json invalid-dag-structure invalid-dag-json',
  'bugfix.md':
    'missing-introduction missing-bug-analysis missing-current-behavior missing-expected-behavior missing-unchanged-behavior unexpected-section(w)',
};

const theirs = Object.entries(kiro).flatMap(([document, names]) =>
  names.split(' ').map((name) => ({
    code: codeOf(document as DocumentName, name.replace('(w)', '')),
    severity: name.endsWith('(w)') ? 'warning' : 'error',
  })),
);

const strict: CheckOptions = { severities: {}, kiroStrict: true };
const place = { line: 1, column: 1, start: 0, end: 0 };

function leveled(code: string, options: CheckOptions): string | undefined {
  return withSeverities([{ code, severity: 'info', message: '', place }], options)[0]?.severity;
}

describe('the rules of Kiro', () => {
  it('are 41, and no rule but these has a severity of Kiro’s', () => {
    expect(theirs).toHaveLength(41);
    const ours = rules.flatMap((rule) =>
      rule.documents.flatMap((document) => {
        const severity = typeof rule.kiro === 'object' ? rule.kiro[document] : rule.kiro;
        return severity === undefined ? [] : [{ code: codeOf(document, rule.name), severity }];
      }),
    );
    const sorted = (list: readonly { readonly code: string }[]) => [...list].sort((a, b) => (a.code < b.code ? -1 : 1));
    expect(sorted(ours)).toEqual(sorted(theirs));
  });

  it.each(theirs)('$code is a $severity when strict', ({ code, severity }) => {
    expect(leveled(code, strict)).toBe(severity);
    expect(leveled(code, { severities: {}, kiroStrict: false })).toBe('info');
  });

  it('yield to what the user set, by code before by name', () => {
    expect(leveled('tasks/missing-notes', { ...strict, severities: { 'missing-notes': 'hint' } })).toBe('hint');
    const both = { 'missing-overview': 'hint', 'design/missing-overview': 'off' } as const;
    expect(leveled('design/missing-overview', { ...strict, severities: both })).toBeUndefined();
    expect(leveled('tasks/missing-overview', { ...strict, severities: both })).toBe('hint');
    expect(unknownRules({ 'missing-notes': 'off', 'no-such': 'off', 'design/missing-notes': 'off' })).toEqual([
      'no-such',
      'design/missing-notes',
    ]);
  });

  it('are no errors by themselves: what is only the form of a template breaks nothing', () => {
    expect(rules.filter(({ about, severity }) => about === 'form' && severity === 'error')).toEqual([]);
  });
});

/** Which sections Kiro asks for, by kind of spec: of a document that has a title and nothing else. */
const tables: readonly (readonly [
  kind: string,
  config: string,
  document: DocumentName,
  text: string,
  asked: string,
])[] = [
  ['feature', 'feature', 'requirements.md', '# A\n', 'introduction glossary(w) requirements-section'],
  [
    'feature',
    'feature',
    'design.md',
    '# A\n',
    'overview architecture components data-models correctness-properties(w) error-handling(w) testing-strategy(w)',
  ],
  [
    'feature',
    'feature',
    'tasks.md',
    '# A\n',
    'implementation-plan overview(w) tasks-section(w) notes(w) dependency-graph',
  ],
  [
    'bugfix',
    'bugfix',
    'design.md',
    '# A\n',
    'overview bug-details expected-behavior hypothesized-root-cause fix-implementation glossary(w) correctness-properties(w) testing-strategy(w)',
  ],
  ['bugfix', 'bugfix', 'tasks.md', '# A\n', 'implementation-plan overview(w) tasks-section(w) notes(w)'],
  [
    'bugfix',
    'bugfix',
    'bugfix.md',
    '# A\n',
    'introduction bug-analysis current-behavior expected-behavior unchanged-behavior',
  ],
  [
    'bugfix by its design, where nothing is declared',
    '',
    'design.md',
    '## Root Cause\n\n### Bug Condition\n',
    'overview bug-details expected-behavior fix-implementation glossary(w) correctness-properties(w) testing-strategy(w)',
  ],
  [
    'feature, though its design looks like a bugfix',
    'feature',
    'design.md',
    '### Bug Condition\n',
    'overview architecture components data-models correctness-properties(w) error-handling(w) testing-strategy(w)',
  ],
];

describe('the sections that are asked for', () => {
  it.each(tables)('of a %s (declared: "%s"), in %s', (_kind, declared, document, text, asked) => {
    const config = declared === '' ? {} : { '.config.kiro': JSON.stringify({ specType: declared }) };
    const spec = parseSpec({ path: '/s', files: { ...config, [document]: text } });
    const found = withSeverities(diagnosticsOf(spec, document), strict).map(
      ({ code, severity }) => `${code.replace(/^.*\/missing-/, '')}${severity === 'warning' ? '(w)' : ''}`,
    );
    expect(found.toSorted()).toEqual(asked.split(' ').toSorted());
  });

  it('are none of a document that is not begun, and none of fences', () => {
    for (const document of ['requirements.md', 'design.md', 'tasks.md', 'bugfix.md'] as const)
      expect(diagnosticsOf(parseSpec({ path: '/s', files: { [document]: '\n' } }), document)).toEqual([]);
    const fenced = parseSpec({ path: '/s', files: { 'design.md': '# A\n```\n## Overview\n```\n' } });
    expect(diagnosticsOf(fenced, 'design.md').map(({ code }) => code)).toContain('design/missing-overview');
  });
});

const texts = (text: string) => {
  const spec = parseSpec({ path: '/s', files: { 'tasks.md': text } });
  return diagnosticsOf(spec, 'tasks.md').flatMap(({ code, place: { line } }) =>
    code === 'tasks/malformed-checkbox' || code === 'tasks/suppression' ? [`${line} ${code.slice(6)}`] : [],
  );
};

describe('a comment', () => {
  it.each([
    [
      'above the line',
      '<!-- tracewright-ignore malformed-checkbox: theirs -->\n- [X] 1. A\n- [X] 2. B\n',
      ['3 malformed-checkbox'],
    ],
    ['above, with a blank between', '<!-- tracewright-ignore tasks/malformed-checkbox: theirs -->\n\n- [X] 1. A\n', []],
    [
      'above a block',
      '<!-- tracewright-ignore malformed-checkbox: theirs -->\n- [X] 1. A\n  - [X] 1.1 B\n- [X] 2. C\n',
      ['4 malformed-checkbox'],
    ],
    [
      'at the end of the line',
      '- [X] 1. A <!-- tracewright-ignore malformed-checkbox: theirs -->\n- [X] 2. B\n',
      ['2 malformed-checkbox'],
    ],
    ['for the document', '- [X] 1. A\n<!-- tracewright-ignore-file malformed-checkbox: theirs -->\n', []],
    ['for all rules', '<!-- tracewright-ignore: theirs -->\n- [X] 1. A\n', []],
    ['for several rules', '<!-- tracewright-ignore duplicate-id, malformed-checkbox: theirs -->\n- [X] 1. A\n', []],
    [
      'two on one line above',
      '<!-- tracewright-ignore malformed-checkbox: theirs --> <!-- tracewright-ignore duplicate-id: theirs -->\n- [X] 1. A\n',
      [],
    ],
    [
      'with commas of full width',
      '<!-- tracewright-ignore duplicate-id，malformed-checkbox：theirs -->\n- [X] 1. A\n',
      [],
    ],
    ['at the end without a line end', '- [X] 1. A <!-- tracewright-ignore malformed-checkbox: theirs -->', []],
    ['for another rule', '<!-- tracewright-ignore duplicate-id: theirs -->\n- [X] 1. A\n', ['2 malformed-checkbox']],
    [
      'without a reason',
      '<!-- tracewright-ignore malformed-checkbox -->\n- [X] 1. A\n',
      ['1 suppression', '2 malformed-checkbox'],
    ],
    [
      'in a fence',
      '```\n<!-- tracewright-ignore malformed-checkbox: x -->\n```\n- [X] 1. A\n',
      ['4 malformed-checkbox'],
    ],
    [
      'hiding itself',
      '<!-- tracewright-ignore-file suppression: x -->\n<!-- tracewright-ignore a -->\n',
      ['2 suppression'],
    ],
  ] as const)('%s', (_what, text, expected) => expect(texts(text)).toEqual(expected));
});
