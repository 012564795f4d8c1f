/** What `check` prints: for people, for programs, and as SARIF for code hosts. */
import { posix } from 'node:path';
import type { Diagnostic, Place, Severity } from '../core/diagnostic';
import {
  type Criterion,
  type DocumentName,
  diagnosticsOf,
  flattenTasks,
  type Requirement,
  type Spec,
  type SpecKind,
  type Task,
  type TaskState,
} from '../core/specs';
import { sarifReport } from './sarif';

/** What `check` found, before it is put into a format. */
export interface CheckedSpecs {
  readonly specs: readonly Spec[];
  /** Specs that could not be read; the reader of the report was told on standard error. */
  readonly unreadable: number;
  /** Absolute, with `/`; paths in the report are relative to it. */
  readonly cwd: string;
  /** The absolute paths that were searched. */
  readonly roots: readonly string[];
}

/** The value of `--format`. */
export type ReportFormat = 'text' | 'json' | 'sarif' | 'github';

/** A finding with its file. */
export interface FileDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** 1-based, as is `column`. */
  readonly line: number;
  readonly column: number;
  /** Where it ends, exclusive; absent where it is only a point. */
  readonly end?: { readonly line: number; readonly column: number };
  readonly message: string;
}

interface TaskReport {
  readonly id: string | null;
  readonly identity: string;
  readonly title: string;
  readonly state: TaskState;
  readonly optional: boolean;
  readonly runnable: boolean;
  readonly line: number;
  /** Ids of requirements and criteria. */
  readonly requirements: readonly string[];
  readonly children: readonly TaskReport[];
}

interface RequirementReport {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly criteria: readonly { readonly id: string; readonly text: string; readonly line: number }[];
}

interface SpecReport {
  readonly path: string;
  readonly name: string;
  readonly kind: SpecKind;
  readonly documents: readonly DocumentName[];
  readonly requirements: readonly RequirementReport[];
  readonly tasks: readonly TaskReport[];
}

export const formats: Readonly<Record<ReportFormat, (checked: CheckedSpecs) => string>> = {
  text: textReport,
  json: jsonReport,
  sarif: (checked) => sarifReport(fileDiagnostics(checked)),
  github: (checked) => `${fileDiagnostics(checked).map(githubLine).join('')}${summaryOf(checked)}\n`,
};

/** Every finding, by file and place. */
export function fileDiagnostics({ specs, cwd }: CheckedSpecs): readonly FileDiagnostic[] {
  return specs.flatMap((spec) =>
    spec.documents.flatMap(({ name, text }) =>
      diagnosticsOf(spec, name).map((found) => inFile(found, relativePath(cwd, `${spec.path}/${name}`), text)),
    ),
  );
}

function inFile({ code, severity, message, place }: Diagnostic, file: string, text: string): FileDiagnostic {
  const end = place.end > place.start ? { end: endOf(place, text) } : {};
  return { code, severity, file, line: place.line, column: place.column, ...end, message };
}

function endOf(place: Place, text: string): { readonly line: number; readonly column: number } {
  const lines = text.slice(place.start, place.end).split(/\r\n|\n|\r/);
  const last = lines.at(-1)?.length ?? 0;
  return { line: place.line + lines.length - 1, column: lines.length === 1 ? place.column + last : last + 1 };
}

function relativePath(cwd: string, path: string): string {
  return posix.relative(cwd, path) || '.';
}

function jsonReport(checked: CheckedSpecs): string {
  const report = {
    specs: checked.specs.map((spec) => specReport(spec, checked.cwd)),
    diagnostics: fileDiagnostics(checked).map(({ end: _, ...found }) => found),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function specReport(spec: Spec, cwd: string): SpecReport {
  return {
    path: relativePath(cwd, spec.path),
    name: spec.name,
    kind: spec.kind,
    documents: spec.documents.map(({ name }) => name),
    requirements: spec.documents.flatMap((document) =>
      'requirements' in document ? document.requirements.map(requirementReport) : [],
    ),
    tasks: spec.documents.flatMap((document) => ('tasks' in document ? document.tasks.map(taskReport) : [])),
  };
}

function requirementReport({ id, title, place, criteria }: Requirement): RequirementReport {
  const criterion = (each: Criterion) => ({ id: each.id, text: each.text, line: each.place.line });
  return { id, title, line: place.line, criteria: criteria.map(criterion) };
}

function taskReport(task: Task): TaskReport {
  return {
    id: task.id,
    identity: task.identity,
    title: task.title,
    state: task.state,
    optional: task.optional,
    runnable: task.runnable,
    line: task.place.line,
    requirements: [...new Set(task.requirements.flatMap(({ ids }) => ids))],
    children: task.children.map(taskReport),
  };
}

function textReport(checked: CheckedSpecs): string {
  const { specs, cwd, roots } = checked;
  if (specs.length === 0 && checked.unreadable === 0) {
    const where = roots.map((root) => relativePath(cwd, root)).join(', ');
    return printable(
      `No specs found under ${where}. A spec is a folder below .kiro/specs that holds one of its documents.`,
    );
  }
  const lines: string[] = [];
  let file = '';
  for (const found of fileDiagnostics(checked)) {
    if (found.file !== file) {
      file = found.file;
      lines.push(...(lines.length > 0 ? [''] : []), file);
    }
    const place = `${found.line}:${found.column}`.padEnd(8);
    lines.push(`  ${place} ${found.severity.padEnd(8)} ${found.message}  ${found.code}`);
  }
  return printable([...lines, ...(lines.length > 0 ? [''] : []), summaryOf(checked)].join('\n'));
}

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const;

/** One annotation of GitHub Actions; what its syntax uses is escaped, so that no document can give commands. */
function githubLine({ severity, file, line, column, end, message, code }: FileDiagnostic): string {
  const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const sameLine = end !== undefined && end.line === line ? [`endColumn=${end.column}`] : [];
  const place = [
    `file=${property(file)}`,
    `line=${line}`,
    `endLine=${end?.line ?? line}`,
    `col=${column}`,
    ...sameLine,
  ];
  return `::${COMMANDS[severity]} ${place.join(',')},title=${property(code)}::${escaped(printable(message).trimEnd())}\n`;
}

function summaryOf(checked: CheckedSpecs): string {
  const tasks = checked.specs.flatMap((spec) =>
    spec.documents.flatMap((document) => ('tasks' in document ? [...flattenTasks(document.tasks)] : [])),
  );
  const done = tasks.filter(({ state }) => state === 'done').length;
  const found = fileDiagnostics(checked);
  const count = (severity: Severity): number => found.filter((each) => each.severity === severity).length;
  const findings = `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}`;
  const notes = count('info') + count('hint');
  const more = notes === 0 ? '' : `, ${counted(notes, 'note')}`;
  return `${counted(checked.specs.length, 'spec')}, ${counted(tasks.length, 'task')} (${done} done): ${findings}${more}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** Documents and file names come from anywhere; control characters would reach the terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return `${text.replace(/[\0-\x09\x0b-\x1f\x7f-\x9f]/g, '\uFFFD')}\n`;
}
