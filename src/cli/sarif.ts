/** Findings as SARIF 2.1.0, the form that code hosts read. */
import { rulePage } from '../core/specs/ruleDocs';
import { ruleOf } from '../core/specs/severity';
import type { FileDiagnostic } from './checkReport';

const LEVELS = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const;

/** One run of one tool; columns count UTF-16 code units, paths are relative to the source root. */
export function sarifReport(diagnostics: readonly FileDiagnostic[]): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Tracewright', rules: codes.map(ruleEntry) },
        },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((found) => ({
          ruleId: found.code,
          ruleIndex: codes.indexOf(found.code),
          level: LEVELS[found.severity],
          message: { text: found.message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(found.file), uriBaseId: '%SRCROOT%' },
                region: regionOf(found),
              },
            },
          ],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A code host shows the page of a rule beside its findings. */
function ruleEntry(id: string) {
  const rule = ruleOf(id);
  const base = { id, shortDescription: { text: titleOf(id) } };
  return rule === undefined
    ? base
    : { ...base, fullDescription: { text: rule.why }, help: { text: rule.why, markdown: rulePage(rule) } };
}

function regionOf({ line, column, end }: FileDiagnostic) {
  const start = { startLine: line, startColumn: column };
  return end === undefined ? start : { ...start, endLine: end.line, endColumn: end.column };
}

function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}

/** "tasks/duplicate-id" as "Duplicate id (tasks)". */
function titleOf(code: string): string {
  const [document = '', name = ''] = code.split('/');
  const words = name.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)} (${document})`;
}
