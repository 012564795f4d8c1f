/** A task as a document has it, most of it read only when somebody asks. */
import { sha256 } from '../canonical';
import { placeAcross, type ScannedText } from '../lines';
import type { Metadata, Reference, Task } from '../model';
import type { RequirementIndex } from '../resolve';
import { blockPlace } from '../sections';
import { withoutEnd } from '../vocabulary';
import { mayHaveKey } from './metadata';
import type { ReadTask, UnchangedTasks } from './reuseTasks';
import { type OwnContent, type OwnEntries, ownContent, ownEntries, WRAPPED_FROM } from './taskContent';
import type { TaskLine } from './taskLine';
import { blockEnd, type MetTask, type TaskNode } from './taskTree';

/** What metadata says, wherever it stands. */
export type MetadataWords = Pick<Metadata, 'key' | 'value'>;

/** What nearly every task has of children. */
const none: readonly never[] = [];

/** What the tasks of one text share. */
export interface TaskSource {
  readonly scanned: ScannedText;
  /** What `earlierOf` says of all of them. */
  earlier(): ReadonlyMap<ParsedTask, number>;
}

/**
 * A task of a parsed document. What stands below its line is read when somebody asks for it: most ask thousands of
 * tasks only for their numbers, titles and states.
 */
export class ParsedTask implements Task, TaskNode, ReadTask {
  readonly index: number;
  readonly line: TaskLine;
  readonly region: number;
  readonly indent: number;
  readonly runnable: boolean;
  limit: number;
  until: number | undefined;
  below: ParsedTask[] | undefined;
  readonly #source: TaskSource;
  /** Others of its document were read before, so that what is read now is kept apart from its text. */
  #detach = false;
  #content: OwnContent | undefined;
  #entries: OwnEntries | undefined;
  #title: string | undefined;
  #place: Task['place'] | undefined;
  #identity: string | undefined;

  constructor(source: TaskSource, { index, line, inTasks, region, limit }: MetTask) {
    this.index = index;
    this.line = line;
    this.region = region;
    this.indent = source.scanned.indentAt(index);
    this.runnable = line.id !== null || inTasks;
    this.limit = limit;
    this.#source = source;
  }

  /** Takes over what an earlier version of the document has word for word. */
  reuse(unchanged: UnchangedTasks<ParsedTask>): void {
    const same = unchanged.blockAt(this.index, this.limit);
    if (same === undefined) {
      this.#detach = unchanged.detaches();
      return;
    }
    this.#content = same.#content;
    this.#title = same.#title;
  }

  get id(): string | null {
    return this.line.id;
  }

  get state(): Task['state'] {
    return this.line.state;
  }

  get mark(): string {
    return this.line.mark;
  }

  get optional(): boolean {
    return this.line.optional;
  }

  get children(): readonly ParsedTask[] {
    return this.below ?? none;
  }

  get start(): number {
    return this.#source.scanned.startAt(this.index);
  }

  /** What its own lines say, shared with the versions of the document that have them word for word. */
  get own(): OwnContent {
    if (this.#content === undefined) {
      const read = ownContent(this.#source.scanned, this);
      this.#content = this.#detach ? read.detached() : read;
    }
    return this.#content;
  }

  /** Read anew in each version, since hardly anybody asks for more of it than the words. */
  get #placed(): OwnEntries {
    this.#entries ??= ownEntries(this.#source.scanned, this);
    return this.#entries;
  }

  get details(): Task['details'] {
    return this.#placed.details;
  }

  get metadata(): readonly Metadata[] {
    return this.#placed.metadata;
  }

  get metadataWords(): readonly MetadataWords[] {
    return this.own.metadata;
  }

  get requirements(): readonly Reference[] {
    return this.references(undefined);
  }

  /** As requirements write them, where those are known. */
  references(index: RequirementIndex | undefined): readonly Reference[] {
    return this.own.referencesAt(this.index, this.start, index);
  }

  get title(): string {
    this.#title ??= this.#detached(this.#readTitle());
    return this.#title;
  }

  #readTitle(): string {
    const { scanned } = this.#source;
    const { title: written, titleAt } = this.line;
    const [start, end] = [scanned.startAt(this.index), scanned.endAt(this.index)];
    const length = end - start;
    const title = written ?? scanned.text.slice(start + titleAt, end).trim();
    // The title is all that the line says, and no other line goes on with it.
    const whole = written === undefined || !mayHaveKey(scanned.text, start + titleAt, end);
    if (length < WRAPPED_FROM && whole) return cleanTitle(title);
    const { titleEnd, titleRest } = this.own;
    const own = titleEnd < length ? title.slice(0, Math.max(0, titleEnd - titleAt)) : title;
    return cleanTitle([own.trim(), ...titleRest].join(' '));
  }

  /** Cut out of its text, a title would keep that for as long as later versions of the document take it over. */
  #detached(title: string): string {
    return this.#detach ? JSON.parse(JSON.stringify(title)) : title;
  }

  get place(): Task['place'] {
    this.#place ??= placeAcross(this.#source.scanned, this.index, this.index);
    return this.#place;
  }

  get box(): Task['box'] {
    const start = this.start + this.line.box;
    return { line: this.index + 1, column: this.line.box + 1, start, end: start + this.line.mark.length };
  }

  get block(): Task['block'] {
    const { scanned } = this.#source;
    return blockPlace(scanned, this.index, blockEnd(scanned, this));
  }

  /** The task's own words. */
  get words(): string {
    const joined = [this.title, ...this.details.map((detail) => detail.text)].join('\n');
    return /\t| {2}/.test(joined) ? joined.replace(/[ \t]+/g, ' ') : joined;
  }

  /** The id and 12 hex of the words; where one document says the same twice, the later ones are counted. */
  get identity(): string {
    this.#identity ??= this.#readIdentity();
    return this.#identity;
  }

  #readIdentity(): string {
    const count = this.#source.earlier().get(this) ?? 0;
    const text = count === 0 ? this.words : `${this.words}\n#${count + 1}`;
    return `${this.id ?? 'task'}-${sha256(text).slice(0, 12)}`;
  }

  /** All of it as plain data. */
  toJSON(): Task {
    return plainTask(this);
  }
}

/** All of a task as plain data. */
export function plainTask(task: Task): Task {
  const { id, title, state, mark, optional, runnable, place, box, block, identity } = task;
  const { details, requirements, metadata, children } = task;
  return {
    id,
    title,
    state,
    mark,
    optional,
    runnable,
    place,
    box,
    block,
    details,
    requirements,
    metadata,
    children,
    identity,
  };
}

function cleanTitle(title: string): string {
  const last = title.charCodeAt(title.length - 1);
  return isLetterOrDigit(last) ? title.trimStart() : withoutEnd(title.trim(), ' \t—–-').trim();
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
}
