/** The page of a rule, made from the rule itself: why it is there, and its examples. */
import type { DocumentName } from './model';
import type { Rule, RuleExample } from './rule';

/** The documents of an example, a criterion put into a requirements.md. */
export function exampleFiles(example: RuleExample): {
  readonly files: Readonly<Partial<Record<DocumentName, string>>>;
  readonly missingFiles?: readonly string[];
} {
  if (!('criterion' in example)) {
    const { files, missingFiles } = example;
    return { files, ...(missingFiles === undefined ? {} : { missingFiles }) };
  }
  const text = `# Requirements Document\n\n## Introduction\n\n## Glossary\n\n- **System**: what is built\n\n## Requirements\n\n### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. ${example.criterion}\n`;
  return { files: { 'requirements.md': text } };
}

/** The page in Markdown. `level` is that of its heading. */
export function rulePage(rule: Rule, level = 1): string {
  const marks = '#'.repeat(level);
  const codes = rule.documents.map((document) => `\`${document.slice(0, -3)}/${rule.name}\``).join(', ');
  const parts = [
    `${marks} ${rule.name}`,
    `${codes}. ${severityText(rule)}`,
    rule.why,
    `${marks}# Not so`,
    ...rule.bad.map(badExample),
    `${marks}# But so`,
    ...rule.good.map(example),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Every rule on one page, with a table in front. */
export function rulesPage(rules: readonly Rule[]): string {
  const sorted = [...rules].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = sorted.map(
    (rule) =>
      `| [${rule.name}](#${rule.name}) | ${rule.severity} | ${rule.documents.map((name) => name.slice(0, -3)).join(', ')} | ${mends(rule) ? 'yes' : ''} |`,
  );
  const head = [
    '# The rules',
    'Made by `npm run manifest` from `src/core/specs/rules`: what each rule finds, why, and examples of both kinds, which are its tests. The setting `tracewright.check.severities` changes what a rule weighs; a comment takes one finding back, as [suppression](#suppression) says.',
    ['| rule | weighs | documents | has a quick fix |', '|---|---|---|---|', ...rows].join('\n'),
  ];
  return `${[...head, ...sorted.map((rule) => rulePage(rule, 2).trimEnd())].join('\n\n')}\n`;
}

function mends(rule: Rule): boolean {
  return rule.bad.some(({ mended }) => mended !== undefined);
}

function severityText(rule: Rule): string {
  const own = `Weighs as ${rule.severity}`;
  if (rule.kiro === undefined) return `${own}.`;
  const kiro = typeof rule.kiro === 'string' ? rule.kiro : [...new Set(Object.values(rule.kiro))].join(' or ');
  return `${own}, with \`--kiro-strict\` as ${kiro}.`;
}

function badExample(each: RuleExample): string {
  const found = (each.finds ?? []).map((message) => `→ ${message.replaceAll('<', '\\<')}`);
  return [example(each), ...found].join('\n\n');
}

function example(each: RuleExample): string {
  if ('criterion' in each) return fenced(each.criterion);
  return Object.entries(each.files)
    .map(([name, text]) => `${name}:\n\n${fenced(text === '' ? '(empty)' : text.replaceAll('\0', '␀'))}`)
    .join('\n\n');
}

/** In a fence that is longer than any inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}markdown\n${text.replace(/\n$/, '')}\n${mark}`;
}
