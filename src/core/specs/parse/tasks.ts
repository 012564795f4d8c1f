/** tasks.md: every checkbox line as a task, in a tree by number and indentation. */
import { sha256 } from '../canonical';
import { once } from '../lazy';
import { placeAcross, type ScannedText } from '../lines';
import { added } from '../lists';
import type { Metadata, Reference, Task } from '../model';
import { type RequirementIndex, resolveReference } from '../resolve';
import { blockPlace, type Heading } from '../sections';
import { withoutEnd } from '../vocabulary';
import { normalId } from './ids';
import { mayHaveKey, metadataAt } from './metadata';
import { blockEnd, ownEnd, type TaskNode, taskTree } from './taskTree';

/** A checkbox line of this length whose next line is no bullet was wrapped by an editor or a formatter. */
const WRAPPED_FROM = 60;

/** The roots of the task tree. */
export function tasksOf(scanned: ScannedText, headings: readonly Heading[]): readonly Task[] {
  const texts: TaskText[] = [];
  const earlier = once(() => earlierOf(texts));
  const taskOf = (node: TaskNode): ParsedTask => {
    const text = new TaskText(scanned, node, earlier);
    texts.push(text);
    return new ParsedTask(text, node.children?.map(taskOf) ?? none);
  };
  return taskTree(scanned, headings).map(taskOf);
}

/** What nearly every task has of children. */
const none: readonly ParsedTask[] = [];

/** The same tasks, their references as the requirements write them. */
export function resolvedTasks(tasks: readonly Task[], index: RequirementIndex): readonly Task[] {
  return tasks.map((task) => (task instanceof ParsedTask ? task.resolved(index) : task));
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
    return this.#text.content.details;
  }

  get metadata() {
    return this.#text.content.metadata;
  }

  get requirements() {
    this.#requirements ??= this.#resolve(this.#text.content.references);
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

  #resolve(references: readonly Reference[]): readonly Reference[] {
    const index = this.#index;
    return index === undefined ? references : references.map((each) => resolveReference(each, index));
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
class TaskText {
  #content: OwnContent | undefined;
  #title: string | undefined;
  #place: Task['place'] | undefined;
  #identity: string | undefined;
  readonly #earlier: () => ReadonlyMap<TaskText, number>;

  constructor(
    readonly scanned: ScannedText,
    readonly node: TaskNode,
    earlier: () => ReadonlyMap<TaskText, number>,
  ) {
    this.#earlier = earlier;
  }

  get content(): OwnContent {
    this.#content ??= ownContent(this.scanned, this.node);
    return this.#content;
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
    const { titleEnd, titleRest } = this.content;
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
    const joined = [this.title, ...this.content.details.map((detail) => detail.text)].join('\n');
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

interface OwnContent {
  readonly details: Task['details'];
  readonly metadata: readonly Metadata[];
  readonly references: readonly Reference[];
  /** Column where the title ends and metadata on the same line begins. */
  readonly titleEnd: number;
  /** The rest of a title that was wrapped, line by line. */
  readonly titleRest: readonly string[];
}

function ownContent(scanned: ScannedText, node: TaskNode): OwnContent {
  const until = ownEnd(scanned, node);
  let details: Task['details'][number][] | undefined;
  let metadata: Metadata[] | undefined;
  let references: readonly Reference[] = [];
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
  return { details: details ?? [], metadata: metadata ?? [], references, titleEnd, titleRest: titleRest ?? [] };
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
