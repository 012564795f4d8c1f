/**
 * Tasks that an earlier version of the document has word for word. Nearly every edit leaves all but one as they were: they
 * stand in the lines above those that it changed, or below.
 */
import { type ChangedLines, changedLines } from '../difference';
import type { ScannedText } from '../lines';
import type { TaskLine } from './taskLine';

/** A task as a version of the document had it. */
export interface ReadTask {
  /** Index of its line, and of the line where its own end: the next task, a heading, or the end of the document. */
  readonly index: number;
  readonly limit: number;
  readonly line: TaskLine;
}

/** A version of a document, its tasks in their order. */
export interface TaskReading<Read extends ReadTask> {
  readonly scanned: ScannedText;
  readonly tasks: readonly Read[];
}

/** More than an edit touches. */
const mostDetached = 100;

/** Finds the tasks of an earlier version in a text. It is asked from the top down, first for lines, then for blocks. */
export class UnchangedTasks<Read extends ReadTask> {
  readonly #tasks: readonly Read[];
  readonly #lines: ChangedLines;
  readonly #lineWalk = new Walk();
  readonly #blockWalk = new Walk();
  #fresh = 0;

  constructor({ scanned, tasks }: TaskReading<Read>, now: ScannedText) {
    this.#tasks = tasks;
    this.#lines = changedLines(scanned, now);
  }

  /** The next line, from one on, that may be a task: where an edit left all as it was, only those are that were. */
  nextFrom(index: number): number {
    const { from, until, later } = this.#lines;
    if (index >= from && index < until) return index;
    const shift = index < from ? 0 : later;
    const next = this.#lineWalk.to(this.#tasks, index - shift);
    const at = next === undefined ? Number.POSITIVE_INFINITY : next.index + shift;
    return index < from ? Math.min(at, from) : at;
  }

  /** What a line was, where it was a task. Prose it is here as it was there: what stands above may have made code of it. */
  lineAt(index: number): TaskLine | undefined {
    return this.#find(this.#lineWalk, index)?.line;
  }

  /**
   * A task with all of its own lines, which end before `limit`. They decide what they are, since the next task or heading
   * is seen: what is open where they end would hide it.
   */
  blockAt(index: number, limit: number): Read | undefined {
    const found = this.#find(this.#blockWalk, index);
    if (found === undefined || found.limit - found.index !== limit - index) return undefined;
    return index >= this.#lines.until || limit <= this.#lines.from ? found : undefined;
  }

  /** Whether what is read anew is kept apart from its text: else that would be kept as long as the task is found again. */
  detaches(): boolean {
    this.#fresh++;
    return this.#fresh <= mostDetached;
  }

  #find(walk: Walk, index: number): Read | undefined {
    const { from, until, later } = this.#lines;
    if (index >= from && index < until) return undefined;
    const before = index < from ? index : index - later;
    const found = walk.to(this.#tasks, before);
    return found?.index === before ? found : undefined;
  }
}

/** How far a list was walked through. */
class Walk {
  #at = 0;

  /** The first task in a line or below it; the line is no less than the one before. */
  to<Read extends ReadTask>(tasks: readonly Read[], index: number): Read | undefined {
    let found = tasks[this.#at];
    while (found !== undefined && found.index < index) found = tasks[++this.#at];
    return found;
  }
}
