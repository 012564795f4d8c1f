/**
 * Tasks that an earlier version of the document has word for word. Nearly every edit leaves all but one as they were: they
 * stand in what both texts begin with, or in what both end with.
 */
import { sharedEnds } from '../difference';
import type { ScannedText } from '../lines';
import type { TaskLine } from './taskLine';

/** A task as a version of the document had it. */
export interface ReadTask {
  /** Where its line begins, and where its own lines end: at the next task, a heading, or the end of the document. */
  readonly start: number;
  readonly end: number;
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
  /** So many characters are the same at the beginning and at the end. */
  readonly #head: number;
  readonly #tail: number;
  readonly #length: number;
  /** How much longer the text is now. */
  readonly #longer: number;
  readonly #lines = new Walk();
  readonly #blocks = new Walk();
  #fresh = 0;

  constructor({ scanned, tasks }: TaskReading<Read>, now: ScannedText) {
    const { head, tail } = sharedEnds(scanned, now);
    this.#tasks = tasks;
    this.#length = now.text.length;
    this.#longer = now.text.length - scanned.text.length;
    this.#head = head;
    this.#tail = tail;
  }

  /**
   * A line of prose that was a task, by where it begins and ends. Prose it must be here as it was there: what stands above
   * may have made code of it.
   */
  lineAt(start: number, end: number): TaskLine | undefined {
    return this.#find(this.#lines, start, end)?.line;
  }

  /**
   * A task with all of its own lines. Its text decides what its lines are, since the next task or heading is seen: what is
   * open where they end would hide it.
   */
  blockAt(start: number, end: number): Read | undefined {
    const found = this.#find(this.#blocks, start, end);
    return found !== undefined && found.end - found.start === end - start ? found : undefined;
  }

  /** Whether what is read anew is kept apart from its text: else that would be kept as long as the task is found again. */
  detaches(): boolean {
    this.#fresh++;
    return this.#fresh <= mostDetached;
  }

  #find(walk: Walk, start: number, end: number): Read | undefined {
    const inTail = start >= this.#length - this.#tail;
    // What ends where the likeness does may have gone on there.
    if (!inTail && end >= this.#head) return undefined;
    return walk.to(this.#tasks, inTail ? start - this.#longer : start);
  }
}

/** How far a list was walked through. */
class Walk {
  #at = 0;

  /** The task that begins at an offset, which is no less than the one before. */
  to<Read extends ReadTask>(tasks: readonly Read[], start: number): Read | undefined {
    let found = tasks[this.#at];
    while (found !== undefined && found.start < start) found = tasks[++this.#at];
    return found?.start === start ? found : undefined;
  }
}
