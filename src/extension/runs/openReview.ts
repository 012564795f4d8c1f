/** Changes that wait for the user's decision, as the editors of their files find them. No vscode, so that tests read it. */
import type { FileReview, HunkReview, RunSnapshot } from '../../core/runs/snapshot';

/** A file of which something is to be decided. */
export interface OpenFile {
  readonly spec: string;
  readonly file: FileReview;
}

/** A part of a file that can be decided by itself. */
export interface OpenPart {
  readonly hunk: string;
  /** "Line 12: +export const rows = 1;" */
  readonly label: string;
  /** Where it begins in the file as it is now, 1-based. */
  readonly line: number;
}

/** Every file that waits, of all runs. */
export function openFiles(all: readonly RunSnapshot[]): readonly OpenFile[] {
  return all.flatMap(({ spec, active, current }) =>
    active && current?.task.state === 'reviewing' ? current.changes.filter(isOpen).map((file) => ({ spec, file })) : [],
  );
}

/** Its parts that are open, where there are several: one alone is the file. */
export function openParts({ hunks }: FileReview): readonly OpenPart[] {
  let shift = 0;
  const parts: OpenPart[] = [];
  for (const hunk of hunks) {
    const line = Math.max(1, hunk.newStart + firstChange(hunk) + shift);
    if (isOpen(hunk)) parts.push({ hunk: hunk.id, line, label: `Line ${line}: ${firstWords(hunk)}` });
    // What was rejected is out of the file already.
    if (hunk.state === 'rejected') shift += count(hunk, 'removed') - count(hunk, 'added');
  }
  return parts.length > 1 ? parts : [];
}

/** The part that a line is in, or comes after. */
export function partAt(parts: readonly OpenPart[], line: number): OpenPart | undefined {
  return parts.findLast((part) => part.line <= line) ?? parts[0];
}

function isOpen({ state }: Pick<FileReview | HunkReview, 'state'>): boolean {
  return state === 'open' || state === 'conflict';
}

function firstChange({ lines }: HunkReview): number {
  return Math.max(
    0,
    lines.findIndex(({ kind }) => kind !== 'same'),
  );
}

function firstWords({ lines }: HunkReview): string {
  const changed = lines.filter(({ kind }) => kind !== 'same');
  const line = changed.find(({ kind, text }) => kind === 'added' && text.trim() !== '') ?? changed[0];
  return line === undefined ? '' : `${line.kind === 'added' ? '+' : '-'}${line.text.trim()}`;
}

function count({ lines }: HunkReview, wanted: 'added' | 'removed'): number {
  return lines.filter(({ kind }) => kind === wanted).length;
}
