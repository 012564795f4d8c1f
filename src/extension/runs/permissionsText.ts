/** The rules in force in words. No vscode, so that tests read it. */

import type { RuleSet } from '../../core/permissions/ruleSources';
import type { Rule } from '../../core/permissions/rules';

/** The rules as Markdown, strictest first. */
export function permissionsText({ rules, problems, closed, files }: RuleSet): string {
  const order = { deny: 0, ask: 1, allow: 2 } as const;
  const sorted = [...rules].sort((a, b) => order[a.effect] - order[b.effect]);
  return [
    '# Effective permissions',
    '',
    'What agents may do in this workspace. Deny beats ask, ask beats allow. Whatever the rules say, deletion beyond single',
    'files, rewriting history, publishing, changes in a cloud, and files that run later always ask; what names production',
    'asks with its name typed.',
    ...(closed === undefined ? [] : ['', `**Nothing is allowed now.** ${closed}`]),
    ...section(
      'Deny',
      sorted.filter(({ effect }) => effect === 'deny'),
    ),
    ...section(
      'Ask',
      sorted.filter(({ effect }) => effect === 'ask'),
    ),
    ...section(
      'Allow',
      sorted.filter(({ effect }) => effect === 'allow'),
    ),
    ...(problems.length === 0 ? [] : ['', '## Problems', '', ...problems.map((problem) => `- ${problem}`)]),
    '',
    '## Files',
    '',
    ...files.map(({ path, scope, exists }) => `- ${scopes[scope]}: ${path}${exists ? '' : ' (not there)'}`),
    '',
  ].join('\n');
}

const scopes: Readonly<Record<Rule['scope'], string>> = {
  builtin: 'Built in',
  managed: 'Your organisation',
  user: 'You, everywhere',
  workspace: 'You, in this workspace',
  agent: 'The agent',
  session: 'This session',
};

function section(title: string, rules: readonly Rule[]): readonly string[] {
  if (rules.length === 0) return [];
  return ['', `## ${title}`, '', '| what | which | but not | said by |', '|---|---|---|---|', ...rules.map(row)];
}

function row({ capability, match, exclude, scope, file, line, agent }: Rule): string {
  const place = file === undefined ? '' : `, ${file}${line === undefined ? '' : `:${line}`}`;
  const cells = [
    capability,
    code(match) || 'everything',
    code(exclude),
    `${agent === undefined ? scopes[scope] : `${scopes[scope]} ${agent}`}${place}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Patterns hold bars and backticks; neither may end a cell. */
function code(patterns: readonly string[]): string {
  return patterns.map((pattern) => `\`${pattern.replaceAll('|', '\\|').replaceAll('`', "'")}\``).join(', ');
}
