/** What stands below a task's line: details, metadata and references, with the rest of a title that was wrapped. */
import type { Place } from '../../diagnostic';
import { placeAcross, type ScannedText } from '../lines';
import { added } from '../lists';
import type { Metadata, Reference, Task } from '../model';
import { type RequirementIndex, resolveReference } from '../resolve';
import { mayHaveKey, metadataAt } from './metadata';
import { ownEnd, type TaskNode } from './taskTree';

/** A checkbox line of this length whose next line is no bullet was wrapped by an editor or a formatter. */
export const WRAPPED_FROM = 60;

/** What one task says in its own lines. Places are as they were in the text that it was read from. */
export class OwnContent {
  #resolved: { readonly index: RequirementIndex; readonly references: readonly Reference[] } | undefined;

  constructor(
    /** Where the task's line was in that text: its index, and the offset where it begins. */
    readonly index: number,
    readonly start: number,
    readonly details: Task['details'],
    readonly metadata: readonly Metadata[],
    readonly references: readonly Reference[],
    /** Column where the title ends and metadata on the same line begins. */
    readonly titleEnd: number,
    /** The rest of a title that was wrapped, line by line. */
    readonly titleRest: readonly string[],
  ) {}

  /** The references as requirements write them. Looked up once, since nearly every edit leaves all numbers as they are. */
  resolved(index: RequirementIndex): readonly Reference[] {
    if (this.#resolved?.index !== index) {
      this.#resolved = { index, references: this.references.map((each) => resolveReference(each, index)) };
    }
    return this.#resolved.references;
  }

  /** The same as texts of its own, which keep no other text alive. */
  detached(): OwnContent {
    const { index, start, details, metadata, references, titleEnd, titleRest } = this;
    const own = JSON.parse(JSON.stringify({ details, metadata, references, titleRest }));
    return new OwnContent(index, start, own.details, own.metadata, own.references, titleEnd, own.titleRest);
  }
}

/** How far a text stands from where it was read. */
export interface Shift {
  readonly lines: number;
  readonly offset: number;
}

/** Details where they stand now. */
export function movedDetails(details: Task['details'], by: Shift): Task['details'] {
  return details.length === 0 ? details : details.map(({ text, place }) => ({ text, place: moved(place, by) }));
}

/** Metadata where it stands now. */
export function movedMetadata(metadata: readonly Metadata[], by: Shift): readonly Metadata[] {
  return metadata.length === 0
    ? metadata
    : metadata.map(({ key, value, place, valuePlace }) => ({
        key,
        value,
        place: moved(place, by),
        valuePlace: moved(valuePlace, by),
      }));
}

/** References where they stand now. */
export function movedReferences(references: readonly Reference[], by: Shift): readonly Reference[] {
  return references.length === 0
    ? references
    : references.map(({ ids, text, place, all, prose }) => ({ ids, text, place: moved(place, by), all, prose }));
}

function moved({ line, column, start, end }: Place, { lines, offset }: Shift): Place {
  return { line: line + lines, column, start: start + offset, end: end + offset };
}

const nothing: readonly never[] = [];

/** Reads what a task says in its own lines. */
export function ownContent(scanned: ScannedText, node: TaskNode): OwnContent {
  const until = ownEnd(scanned, node);
  let details: Task['details'][number][] | undefined;
  let metadata: Metadata[] | undefined;
  let references: readonly Reference[] = nothing;
  let titleRest: string[] | undefined;
  let titleEnd = scanned.endAt(node.index) - scanned.startAt(node.index);
  let wrapped = titleEnd >= WRAPPED_FROM;
  for (let index = node.index; index < until; index++) {
    const first = index === node.index;
    if (scanned.isBlankAt(index) || scanned.kindAt(index) === 'comment') {
      wrapped = wrapped && first;
      continue;
    }
    const from = first ? node.parsed.titleAt : 0;
    const at = index;
    const text = scanned.textAt(at);
    const line = mayHaveKey(text, from) ? scanned.line(at) : undefined;
    const entry = line && metadataAt(scanned, line, from, until);
    const textEnd = entry?.column ?? text.length;
    if (entry !== undefined) {
      metadata = added(metadata, entry.metadata);
      references = references.length === 0 ? entry.references : [...references, ...entry.references];
      index = entry.last;
      wrapped = wrapped && textEnd > 0;
    }
    if (first) {
      titleEnd = textEnd;
      continue;
    }
    const words = withoutBullet(text.slice(0, textEnd));
    if (wrapped && scanned.isTextAt(at) && !/^[ \t]*[-*+][ \t]/.test(text)) {
      titleRest = added(titleRest, words);
    } else if (words !== '') {
      wrapped = false;
      details = added(details, { text: words, place: placeAcross(scanned, at, at) });
    }
  }
  const start = scanned.startAt(node.index);
  return new OwnContent(
    node.index,
    start,
    details ?? nothing,
    metadata ?? nothing,
    references,
    titleEnd,
    titleRest ?? nothing,
  );
}

function withoutBullet(text: string): string {
  const from = afterSpaces(text, 0);
  const bullet = '-*+'.includes(text.charAt(from)) && afterSpaces(text, from + 1) > from + 1;
  return text.slice(bullet ? from + 1 : from).trim();
}

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09) at++;
  return at;
}
