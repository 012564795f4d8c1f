/** Problems beside the rows they are about. */
import type { Diagnostic, Severity } from '../../core/diagnostic';
import type { Finding } from '../../core/flows/snapshot';
import type { DocumentName } from '../../core/specs/model';
import type { BlockView, Lines, TaskView } from '../protocol';

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

/** The worst first, then in the order of the document. */
export function sortedProblems(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => weight[a.severity] - weight[b.severity] || a.place.start - b.place.start);
}

/** How a severity looks and what it is called. */
export function iconOf(severity: Severity): { readonly icon: string; readonly tone: string; readonly word: string } {
  switch (severity) {
    case 'error':
      return { icon: 'error', tone: 'err', word: 'Error' };
    case 'warning':
      return { icon: 'warning', tone: 'warn', word: 'Warning' };
    default:
      return { icon: 'info', tone: 'info', word: 'Note' };
  }
}

/** Key of a place to which a problem can be shown: a row of a block, or the block itself. */
export interface Anchors {
  /** The problems of a row; each problem belongs to exactly one, the smallest that holds its line. */
  at(lines: Lines): readonly Diagnostic[];
  /** Those whose line is in no row: shown above the document. */
  readonly loose: readonly Diagnostic[];
  /** A name for the place of a problem: the id of its criterion, requirement or task, else its line. */
  nameOf(diagnostic: Diagnostic): string;
}

interface Row extends Lines {
  readonly name: string;
}

/** Finds for each problem the smallest row that holds its line. */
export function anchor(diagnostics: readonly Diagnostic[], blocks: readonly BlockView[]): Anchors {
  const rows = blocks.flatMap(rowsOf);
  const byRow = new Map<string, Diagnostic[]>();
  const names = new Map<Diagnostic, string>();
  const loose: Diagnostic[] = [];
  for (const diagnostic of sortedProblems(diagnostics)) {
    const row = smallest(rows, diagnostic.place.line);
    names.set(diagnostic, row?.name || `line ${diagnostic.place.line}`);
    if (!row) loose.push(diagnostic);
    else byRow.set(keyOf(row), [...(byRow.get(keyOf(row)) ?? []), diagnostic]);
  }
  return {
    at: (lines) => byRow.get(keyOf(lines)) ?? [],
    loose,
    nameOf: (diagnostic) => names.get(diagnostic) ?? `line ${diagnostic.place.line}`,
  };
}

function keyOf({ line, endLine }: Lines): string {
  return `${line}-${endLine}`;
}

function smallest(rows: readonly Row[], line: number): Row | undefined {
  return rows
    .filter((row) => row.line <= line && line <= row.endLine)
    .reduce<Row | undefined>(
      (best, row) => (best && best.endLine - best.line < row.endLine - row.line ? best : row),
      undefined,
    );
}

/** Rows that draw the problems they hold. */
function rowsOf(block: BlockView): readonly Row[] {
  const { line, endLine } = block;
  switch (block.kind) {
    case 'requirement':
      return [
        { line, endLine, name: block.id },
        ...block.rows.flatMap((row) => (row.kind === 'criterion' ? [{ ...lines(row), name: row.id }] : [])),
      ];
    case 'property':
      return [{ line, endLine, name: `Property ${block.number}` }];
    case 'tasks':
      return block.tasks.flatMap(taskRows);
    default:
      return [{ line, endLine, name: '' }];
  }
}

function taskRows(task: TaskView): readonly Row[] {
  return [{ ...lines(task), name: task.id ?? '' }, ...task.children.flatMap(taskRows)];
}

function lines({ line, endLine }: Lines): Lines {
  return { line, endLine };
}

/** Findings that are not decided. */
export function openFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ state }) => state === 'open');
}

/** Findings about a document that are not yet in it: open ones, and accepted ones until the next refinement. */
export function findingsOf(findings: readonly Finding[], document: DocumentName): readonly Finding[] {
  const withCriteria = document === 'requirements.md' || document === 'bugfix.md';
  return findings.filter(
    (each) => each.state !== 'dismissed' && (each.document ? each.document === document : withCriteria),
  );
}

/** Findings whose criterion is no row of the document: shown above it. */
export function looseFindings(findings: readonly Finding[], blocks: readonly BlockView[]): readonly Finding[] {
  const rows = new Set(
    blocks.flatMap((block) =>
      block.kind === 'requirement' ? block.rows.flatMap((row) => (row.kind === 'criterion' ? [row.id] : [])) : [],
    ),
  );
  return findings.filter(({ criterion }) => !rows.has(criterion));
}
