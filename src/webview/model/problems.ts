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

/** Things of a document by the row they are shown at: a row of a block, or the block itself. */
export interface Placed<Item> {
  /** Those of a row; each belongs to exactly one, the smallest that holds its line. */
  at(lines: Lines): readonly Item[];
  /** Those whose line is in no row: shown above the document. */
  readonly loose: readonly Item[];
}

/** Problems by row. */
export interface Anchors extends Placed<Diagnostic> {
  /** A name for the place of a problem: the id of its criterion, requirement or task, else its line. */
  nameOf(diagnostic: Diagnostic): string;
}

interface Row extends Lines {
  readonly name: string;
  /** Where it is not the name. */
  readonly id?: string;
}

/** Puts each thing at the smallest row that holds its line. */
export function placeByLine<Item>(
  items: readonly Item[],
  lineOf: (item: Item) => number | undefined,
  blocks: readonly BlockView[],
): Placed<Item> {
  return placeIn(blocks.flatMap(rowsOf), items, lineOf, () => {});
}

/** The line of the row with an id; undefined where no row has it. */
export function lineOfId(blocks: readonly BlockView[], wanted: string): number | undefined {
  return blocks.flatMap(rowsOf).find(({ id, name }) => (id ?? name) === wanted)?.line;
}

function placeIn<Item>(
  rows: readonly Row[],
  items: readonly Item[],
  lineOf: (item: Item) => number | undefined,
  found: (item: Item, row: Row | undefined) => void,
): Placed<Item> {
  const byRow = new Map<string, Item[]>();
  const loose: Item[] = [];
  for (const item of items) {
    const line = lineOf(item);
    const row = line === undefined ? undefined : smallest(rows, line);
    found(item, row);
    if (!row) loose.push(item);
    else byRow.set(keyOf(row), [...(byRow.get(keyOf(row)) ?? []), item]);
  }
  return { at: (lines) => byRow.get(keyOf(lines)) ?? [], loose };
}

/** Finds for each problem the smallest row that holds its line. */
export function anchor(diagnostics: readonly Diagnostic[], blocks: readonly BlockView[]): Anchors {
  const names = new Map<Diagnostic, string>();
  const placed = placeIn(
    blocks.flatMap(rowsOf),
    sortedProblems(diagnostics),
    ({ place }) => place.line,
    (diagnostic, row) => names.set(diagnostic, row?.name || `line ${diagnostic.place.line}`),
  );
  return {
    ...placed,
    nameOf: (diagnostic) => names.get(diagnostic) ?? `line ${diagnostic.place.line}`,
  };
}

/** A row, or a line, that has problems: how many, how bad the worst of them is, and where the first begins. */
export interface ProblemPlace {
  readonly name: string;
  readonly line: number;
  readonly problems: number;
  readonly severity: Diagnostic['severity'];
}

/** Where the problems are, the worst first. */
export function problemPlaces(
  diagnostics: readonly Diagnostic[],
  anchors: Pick<Anchors, 'nameOf'>,
): readonly ProblemPlace[] {
  const places = new Map<string, ProblemPlace>();
  for (const diagnostic of sortedProblems(diagnostics)) {
    const name = anchors.nameOf(diagnostic);
    const known = places.get(name) ?? { name, line: diagnostic.place.line, problems: 0, severity: diagnostic.severity };
    places.set(name, { ...known, problems: known.problems + 1, line: Math.min(known.line, diagnostic.place.line) });
  }
  return [...places.values()];
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
      return [{ line, endLine, name: `Property ${block.number}`, id: block.number }];
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

/** Findings about a document that the user dismissed. */
export function dismissedFindings(findings: readonly Finding[], document: DocumentName): readonly Finding[] {
  return findings.filter((each) => each.state === 'dismissed' && each.document === document);
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
