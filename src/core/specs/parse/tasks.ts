/** tasks.md: every checkbox line as a task, in a tree by number and indentation. */
import { sha256 } from '../canonical';
import { Notes, once } from '../lazy';
import { placeAcross, type ScannedText } from '../lines';
import type { Metadata, Reference, Task } from '../model';
import type { RequirementIndex } from '../resolve';
import { blockPlace, type Heading } from '../sections';
import { withoutEnd } from '../vocabulary';
import { normalId } from './ids';
import { mayHaveKey } from './metadata';
import { type ReadTask, type TaskReading, UnchangedTasks } from './reuseTasks';
import {
  movedDetails,
  movedMetadata,
  movedReferences,
  type OwnContent,
  ownContent,
  type Shift,
  WRAPPED_FROM,
} from './taskContent';
import type { TaskLine } from './taskLine';
import { blockEnd, type TaskNode, taskTree } from './taskTree';

/** The roots of the task tree; `before` are those of an earlier version of the document. */
export function tasksOf(scanned: ScannedText, headings: readonly Heading[], before?: readonly Task[]): readonly Task[] {
  const known = before && readings.get(before);
  const unchanged = known && new UnchangedTasks(known, scanned.text);
  const texts: TaskText[] = [];
  const earlier = once(() => earlierOf(texts));
  const taskOf = (node: TaskNode): ParsedTask => {
    const text = new TaskText(scanned, node, earlier, unchanged);
    texts.push(text);
    return new ParsedTask(text, node.children?.map(taskOf) ?? none);
  };
  const tasks = taskTree(scanned, headings, unchanged).map(taskOf);
  readings.set(tasks, { text: scanned.text, tasks: texts });
  return tasks;
}

/** What a document's tasks were read to, for the version after it. */
const readings = new Notes<readonly Task[], TaskReading<TaskText>>();

/** What nearly every task has of children. */
const none: readonly ParsedTask[] = [];

/** The same tasks, their references as the requirements write them. */
export function resolvedTasks(tasks: readonly Task[], index: RequirementIndex): readonly Task[] {
  return tasks.map((task) => (task instanceof ParsedTask ? task.resolved(index) : task));
}

/** What metadata says, wherever it stands. */
export type MetadataWords = Pick<Metadata, 'key' | 'value'>;

/** A task's metadata for who asks no place: where it stands is worked out for each task that an edit moved. */
export function metadataWords(task: Task): readonly MetadataWords[] {
  return task instanceof ParsedTask ? task.metadataWords : task.metadata;
}

/**
 * A task of a parsed document. What stands below its line is read when somebody asks for it: most ask thousands of
 * tasks only for their numbers, titles and states.
 */
class ParsedTask implements Task {
  readonly id: string | null;
  readonly state: Task['state'];
  readonly mark: string;
  readonly optional: boolean;
  readonly runnable: boolean;
  readonly children: readonly ParsedTask[];
  readonly #text: TaskText;
  readonly #index: RequirementIndex | undefined;
  #requirements: readonly Reference[] | undefined;

  constructor(text: TaskText, children: readonly ParsedTask[], index?: RequirementIndex) {
    const { parsed, inTasks } = text.node;
    this.id = parsed.id;
    this.state = parsed.state;
    this.mark = parsed.mark;
    this.optional = parsed.optional;
    this.runnable = parsed.id !== null || inTasks;
    this.children = children;
    this.#text = text;
    this.#index = index;
  }

  get title() {
    return this.#text.title;
  }

  get place() {
    return this.#text.place;
  }

  get box() {
    return this.#text.box;
  }

  get block() {
    return this.#text.block;
  }

  get details() {
    return this.#text.details;
  }

  get metadata() {
    return this.#text.metadata;
  }

  get metadataWords() {
    return this.#text.metadataWords;
  }

  get requirements() {
    this.#requirements ??= this.#text.references(this.#index);
    return this.#requirements;
  }

  get identity() {
    return this.#text.identity;
  }

  resolved(index: RequirementIndex): ParsedTask {
    return new ParsedTask(
      this.#text,
      this.children.length === 0 ? none : this.children.map((child) => child.resolved(index)),
      index,
    );
  }

  /** All of it as plain data. */
  toJSON(): Task {
    const { id, title, state, mark, optional, runnable, place, box, block, identity } = this;
    const { details, requirements, metadata, children } = this;
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
}

/** What a document says of one task, each thing read once. */
class TaskText implements ReadTask {
  #content: OwnContent | undefined;
  #title: string | undefined;
  #place: Task['place'] | undefined;
  #identity: string | undefined;
  readonly #earlier: () => ReadonlyMap<TaskText, number>;
  /** Others of its document were read before, so that what is read now is kept apart from its text. */
  readonly #detach: boolean;

  constructor(
    readonly scanned: ScannedText,
    readonly node: TaskNode,
    earlier: () => ReadonlyMap<TaskText, number>,
    unchanged: UnchangedTasks<TaskText> | undefined,
  ) {
    this.#earlier = earlier;
    const same = unchanged?.blockAt(this.start, this.end);
    if (same !== undefined) {
      this.#content = same.#content;
      this.#title = same.#title;
    }
    this.#detach = unchanged !== undefined && same === undefined && unchanged.detaches();
  }

  get start(): number {
    return this.scanned.startAt(this.node.index);
  }

  get end(): number {
    const { count, text } = this.scanned;
    return this.node.limit < count ? this.scanned.startAt(this.node.limit) : text.length;
  }

  get line(): TaskLine {
    return this.node.parsed;
  }

  get #own(): OwnContent {
    if (this.#content === undefined) {
      const read = ownContent(this.scanned, this.node);
      this.#content = this.#detach ? read.detached() : read;
    }
    return this.#content;
  }

  /** Undefined where it is where it was read. */
  get #shift(): Shift | undefined {
    const { index, start } = this.#own;
    const [lines, offset] = [this.node.index - index, this.start - start];
    return lines === 0 && offset === 0 ? undefined : { lines, offset };
  }

  get details(): Task['details'] {
    const [{ details }, shift] = [this.#own, this.#shift];
    return shift === undefined ? details : movedDetails(details, shift);
  }

  get metadata(): readonly Metadata[] {
    const [{ metadata }, shift] = [this.#own, this.#shift];
    return shift === undefined ? metadata : movedMetadata(metadata, shift);
  }

  /** The same without their places. */
  get metadataWords(): readonly MetadataWords[] {
    return this.#own.metadata;
  }

  /** As requirements write them, where those are known. */
  references(index: RequirementIndex | undefined): readonly Reference[] {
    const [own, shift] = [this.#own, this.#shift];
    const references = index === undefined ? own.references : own.resolved(index);
    return shift === undefined ? references : movedReferences(references, shift);
  }

  get title(): string {
    this.#title ??= this.#readTitle();
    return this.#title;
  }

  #readTitle(): string {
    const { index, parsed } = this.node;
    const length = this.scanned.endAt(index) - this.scanned.startAt(index);
    const short = length < WRAPPED_FROM;
    if (short && (parsed.plain || !mayHaveKey(this.scanned.textAt(index), parsed.titleAt))) {
      // The title is all that the line says, and no other line goes on with it.
      return cleanTitle(parsed.title);
    }
    const { titleEnd, titleRest } = this.#own;
    const title = titleEnd < length ? parsed.title.slice(0, Math.max(0, titleEnd - parsed.titleAt)) : parsed.title;
    return cleanTitle([title.trim(), ...titleRest].join(' '));
  }

  get place(): Task['place'] {
    this.#place ??= placeAcross(this.scanned, this.node.index, this.node.index);
    return this.#place;
  }

  get box(): Task['box'] {
    const { index, parsed } = this.node;
    const start = this.scanned.startAt(index) + parsed.box;
    return { line: index + 1, column: parsed.box + 1, start, end: start + parsed.mark.length };
  }

  get block(): Task['block'] {
    return blockPlace(this.scanned, this.node.index, blockEnd(this.scanned, this.node));
  }

  /** The task's own words. */
  get words(): string {
    const joined = [this.title, ...this.#own.details.map((detail) => detail.text)].join('\n');
    return /\t| {2}/.test(joined) ? joined.replace(/[ \t]+/g, ' ') : joined;
  }

  /** The id and 12 hex of the words; where one document says the same twice, the later ones are counted. */
  get identity(): string {
    this.#identity ??= this.#readIdentity();
    return this.#identity;
  }

  #readIdentity(): string {
    const count = this.#earlier().get(this) ?? 0;
    const text = count === 0 ? this.words : `${this.words}\n#${count + 1}`;
    return `${this.node.parsed.id ?? 'task'}-${sha256(text).slice(0, 12)}`;
  }
}

function cleanTitle(title: string): string {
  const last = title.charCodeAt(title.length - 1);
  return isLetterOrDigit(last) ? title.trimStart() : withoutEnd(title.trim(), ' \t—–-').trim();
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);
}

/** How many tasks before each say the same under the same number; those that are the first are left out. */
function earlierOf(texts: readonly TaskText[]): ReadonlyMap<TaskText, number> {
  const counts = new Map<string, number>();
  const earlier = new Map<TaskText, number>();
  for (const text of texts) {
    const { id } = text.node.parsed;
    const key = `${id === null ? 'task' : normalId(id)}\n${text.words}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    if (count > 0) earlier.set(text, count);
  }
  return earlier;
}
