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

/** Where a report goes, and what its paths are relative to. */
export interface ReportTarget {
  /** Absolute, with `/`; paths in the report are relative to it. */
  readonly cwd: string;
  /** The absolute paths that were searched. */
  readonly roots: readonly string[];
  /** Writes to standard output, as it is. */
  out(text: string): void;
}

/** A report that is written while specs are read: each is forgotten once it is in, so that many take no more than one. */
export interface Report {
  add(spec: Spec): void;
  /** `unreadable`: specs that could not be read; the reader of the report was told on standard error. */
  end(unreadable: number): void;
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

export const formats: Readonly<Record<ReportFormat, (target: ReportTarget) => Report>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifFile,
  github: githubReport,
};

/** Every finding of a spec, by file and place. */
function fileDiagnostics(spec: Spec, cwd: string): readonly FileDiagnostic[] {
  return spec.documents.flatMap(({ name, text }) => {
    const file = relativePath(cwd, `${spec.path}/${name}`);
    return diagnosticsOf(spec, name).map((found) => inFile(found, file, text));
  });
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

/** One object, `{ specs, diagnostics }`, a line for each spec and each finding, so that much of it stays small. */
function jsonReport({ cwd, out }: ReportTarget): Report {
  const found: string[] = [];
  let begun = false;
  let waiting = '{"specs":[';
  return {
    add: (spec) => {
      waiting += `${begun ? ',' : ''}\n${JSON.stringify(specReport(spec, cwd))}`;
      begun = true;
      for (const { name } of spec.documents) {
        const file = relativePath(cwd, `${spec.path}/${name}`);
        for (const { code, severity, place, message } of diagnosticsOf(spec, name)) {
          const { line, column } = place;
          found.push(`\n${JSON.stringify({ code, severity, file, line, column, message })}`);
        }
      }
      if (waiting.length < outAtOnce) return;
      out(waiting);
      waiting = '';
    },
    end: () => out(`${waiting}],\n"diagnostics":[${found.join(',')}]}\n`),
  };
}

/** Characters; a pipe takes about as much at a time, and each write costs more than a small spec. */
const outAtOnce = 1 << 16;

function sarifFile({ cwd, out }: ReportTarget): Report {
  const found: FileDiagnostic[] = [];
  return {
    add: (spec) => void found.push(...fileDiagnostics(spec, cwd)),
    end: () => out(sarifReport(found)),
  };
}

function githubReport({ cwd, out }: ReportTarget): Report {
  const counts = newCounts();
  return {
    add: (spec) => {
      const found = fileDiagnostics(spec, cwd);
      count(counts, spec, found);
      if (found.length > 0) out(found.map(githubLine).join(''));
    },
    end: () => out(`${summaryOf(counts)}\n`),
  };
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

function textReport({ cwd, roots, out }: ReportTarget): Report {
  const counts = newCounts();
  let begun = false;
  return {
    add: (spec) => {
      const lines: string[] = [];
      let file = '';
      const found = fileDiagnostics(spec, cwd);
      count(counts, spec, found);
      for (const each of found) {
        if (each.file !== file) {
          file = each.file;
          lines.push(...(begun ? [''] : []), file);
          begun = true;
        }
        const place = `${each.line}:${each.column}`.padEnd(8);
        lines.push(`  ${place} ${each.severity.padEnd(8)} ${each.message}  ${each.code}`);
      }
      if (lines.length > 0) out(printable(lines.join('\n')));
    },
    end: (unreadable) => {
      const where = roots.map((root) => relativePath(cwd, root)).join(', ');
      const none = `No specs found under ${where}. A spec is a folder below .kiro/specs that holds one of its documents.`;
      if (counts.specs === 0 && unreadable === 0) out(printable(none));
      else out(printable([...(begun ? [''] : []), summaryOf(counts)].join('\n')));
    },
  };
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

/** What the last line of a report counts. */
interface Counts {
  specs: number;
  tasks: number;
  done: number;
  readonly findings: Record<Severity, number>;
}

function newCounts(): Counts {
  return { specs: 0, tasks: 0, done: 0, findings: { error: 0, warning: 0, info: 0, hint: 0 } };
}

function count(counts: Counts, spec: Spec, found: readonly FileDiagnostic[]): void {
  counts.specs++;
  for (const document of spec.documents) {
    for (const { state } of 'tasks' in document ? flattenTasks(document.tasks) : []) {
      counts.tasks++;
      if (state === 'done') counts.done++;
    }
  }
  for (const { severity } of found) counts.findings[severity]++;
}

function summaryOf({ specs, tasks, done, findings }: Counts): string {
  const notes = findings.info + findings.hint;
  const more = notes === 0 ? '' : `, ${counted(notes, 'note')}`;
  const said = `${counted(findings.error, 'error')}, ${counted(findings.warning, 'warning')}`;
  return `${counted(specs, 'spec')}, ${counted(tasks, 'task')} (${done} done): ${said}${more}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** Documents and file names come from anywhere; control characters would reach the terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return `${text.replace(/[\0-\x09\x0b-\x1f\x7f-\x9f]/g, '\uFFFD')}\n`;
}
