/** What stands below a task's line: details, metadata and references, with the rest of a title that was wrapped. */
import { placeAcross, type ScannedText } from '../lines';
import { added } from '../lists';
import type { Metadata, Reference, Task } from '../model';
import { missingIds, type RequirementIndex, resolveReference } from '../resolve';
import { normalId } from './ids';
import { type MetadataEntry, mayHaveKey, metadataAt } from './metadata';
import { ownEnd, type TaskNode } from './taskTree';

/** A checkbox line of this length whose next line is no bullet was wrapped by an editor or a formatter. */
export const WRAPPED_FROM = 60;

const nothing: readonly never[] = [];

/** References as the requirements write them, and what was asked of them. */
interface Resolved {
  readonly index: RequirementIndex;
  readonly references: readonly Reference[];
  ids: readonly string[] | undefined;
  missing: boolean | undefined;
}

/** What of a task's own lines most ask for. Places are as they were in the text that it was read from. */
export class OwnContent {
  #resolved: Resolved | undefined;
  /** A bit for each question that was answered, and one for each answer that is yes; `perTask` has their numbers. */
  answered = 0;
  yes = 0;

  constructor(
    /** Where the task's line was in that text: its index, and the offset where it begins. */
    readonly index: number,
    readonly start: number,
    readonly metadata: readonly Pick<Metadata, 'key' | 'value'>[],
    readonly references: readonly Reference[],
    /** Column where the title ends and metadata on the same line begins. */
    readonly titleEnd: number,
    /** The rest of a title that was wrapped, line by line. */
    readonly titleRest: readonly string[],
  ) {}

  /** The references where the task stands now; as requirements write them, where those are known. */
  referencesAt(line: number, start: number, index: RequirementIndex | undefined): readonly Reference[] {
    const [lines, offset] = [line - this.index, start - this.start];
    if (this.references.length === 0) return this.references;
    const references = index === undefined ? this.references : this.#resolve(index).references;
    return lines === 0 && offset === 0
      ? references
      : references.map(({ ids, text, place, all, prose }) => ({
          ids,
          text,
          place: {
            line: place.line + lines,
            column: place.column,
            start: place.start + offset,
            end: place.end + offset,
          },
          all,
          prose,
        }));
  }

  /** The ids that the references name, each in its normal form; the same list for the same requirements. */
  idsIn(index: RequirementIndex): readonly string[] {
    if (this.references.length === 0) return nothing;
    const resolved = this.#resolve(index);
    resolved.ids ??= normalIds(resolved.references);
    return resolved.ids;
  }

  /** Whether one of the references leads nowhere. */
  namesMissing(index: RequirementIndex): boolean {
    if (this.references.length === 0) return false;
    const resolved = this.#resolve(index);
    resolved.missing ??= resolved.references.some((each) => missingIds(each, index).length > 0);
    return resolved.missing;
  }

  /** Looked up once, since nearly every edit leaves all numbers as they are. */
  #resolve(index: RequirementIndex): Resolved {
    if (this.#resolved?.index !== index) {
      const references = this.references.map((each) => resolveReference(each, index));
      this.#resolved = { index, references, ids: undefined, missing: undefined };
    }
    return this.#resolved;
  }

  /** The same as texts of its own, which keep no other text alive. */
  detached(): OwnContent {
    const { index, start, metadata, references, titleEnd, titleRest } = this;
    const own = JSON.parse(JSON.stringify({ metadata, references, titleRest }));
    return new OwnContent(index, start, own.metadata, own.references, titleEnd, own.titleRest);
  }
}

function normalIds(references: readonly Reference[]): readonly string[] {
  let all: string[] | undefined;
  for (const { ids } of references) for (const id of ids) all = added(all, normalId(id));
  return all ?? nothing;
}

/** All that stands in a task's own lines, with its places. */
export interface OwnEntries {
  readonly details: Task['details'];
  readonly metadata: readonly Metadata[];
}

/** Reads what most ask of a task's own lines. */
export function ownContent(scanned: ScannedText, node: TaskNode): OwnContent {
  let metadata: Metadata[] | undefined;
  let references: readonly Reference[] = nothing;
  let titleRest: string[] | undefined;
  let titleEnd = scanned.endAt(node.index) - scanned.startAt(node.index);
  eachOwnLine(scanned, node, {
    entry(entry) {
      metadata = added(metadata, entry.metadata);
      references = references.length === 0 ? entry.references : [...references, ...entry.references];
    },
    title: (end) => {
      titleEnd = end;
    },
    wrapped: (words) => {
      titleRest = added(titleRest, words);
    },
  });
  const start = scanned.startAt(node.index);
  return new OwnContent(node.index, start, metadata ?? nothing, references, titleEnd, titleRest ?? nothing);
}

/** Reads all of a task's own lines. */
export function ownEntries(scanned: ScannedText, node: TaskNode): OwnEntries {
  let details: Task['details'][number][] | undefined;
  let metadata: Metadata[] | undefined;
  eachOwnLine(scanned, node, {
    entry: (entry) => {
      metadata = added(metadata, entry.metadata);
    },
    detail: (text, at) => {
      details = added(details, { text, place: placeAcross(scanned, at, at) });
    },
  });
  return { details: details ?? nothing, metadata: metadata ?? nothing };
}

/** Told of what stands in a task's own lines, line by line. */
interface OwnLineVisitor {
  entry(entry: MetadataEntry): void;
  /** The column where the title ends on the task's line. */
  title?(end: number): void;
  /** Words that a wrapped title goes on with. */
  wrapped?(words: string): void;
  detail?(words: string, index: number): void;
}

function eachOwnLine(scanned: ScannedText, node: TaskNode, visit: OwnLineVisitor): void {
  const until = ownEnd(scanned, node);
  const { text } = scanned;
  let wrapped = scanned.endAt(node.index) - scanned.startAt(node.index) >= WRAPPED_FROM;
  for (let index = node.index; index < until; index++) {
    const first = index === node.index;
    if (scanned.isBlankAt(index) || scanned.kindAt(index) === 'comment') {
      wrapped = wrapped && first;
      continue;
    }
    const at = index;
    const from = first ? node.line.titleAt : 0;
    const [start, end] = [scanned.startAt(at), scanned.endAt(at)];
    const line = mayHaveKey(text, start + from, end) ? scanned.line(at) : undefined;
    const entry = line && metadataAt(scanned, line, from, until);
    const textEnd = entry?.column ?? end - start;
    if (entry !== undefined) {
      visit.entry(entry);
      index = entry.last;
      wrapped = wrapped && textEnd > 0;
    }
    if (first) {
      visit.title?.(textEnd);
    } else if (wrapped && scanned.isTextAt(at) && !isBulletAt(scanned, at)) {
      visit.wrapped?.(withoutBullet(text.slice(start, start + textEnd)));
    } else if (wrapped || visit.detail !== undefined) {
      const words = withoutBullet(text.slice(start, start + textEnd));
      if (words === '') continue;
      wrapped = false;
      visit.detail?.(words, at);
    }
  }
}

/** A bullet with white space behind it. */
function isBulletAt(scanned: ScannedText, index: number): boolean {
  return '*+-'.includes(String.fromCharCode(scanned.firstAt(index))) && /^[ \t]*[-*+][ \t]/.test(scanned.textAt(index));
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
