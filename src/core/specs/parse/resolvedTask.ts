/** The tasks of a spec, whose requirements are known. */
import type { Task } from '../model';
import type { RequirementIndex } from '../resolve';
import { type ParsedTask, plainTask } from './parsedTask';

/** A task whose references are as the requirements write them; all else is what its document says. */
export class ResolvedTask implements Task {
  readonly #task: ParsedTask;
  readonly #index: RequirementIndex;
  #children: readonly ResolvedTask[] | undefined;

  constructor(task: ParsedTask, index: RequirementIndex) {
    this.#task = task;
    this.#index = index;
  }

  get id() {
    return this.#task.id;
  }

  get title() {
    return this.#task.title;
  }

  get state() {
    return this.#task.state;
  }

  get mark() {
    return this.#task.mark;
  }

  get optional() {
    return this.#task.optional;
  }

  get runnable() {
    return this.#task.runnable;
  }

  get place() {
    return this.#task.place;
  }

  get box() {
    return this.#task.box;
  }

  get block() {
    return this.#task.block;
  }

  get details() {
    return this.#task.details;
  }

  get metadata() {
    return this.#task.metadata;
  }

  get own() {
    return this.#task.own;
  }

  get metadataWords() {
    return this.#task.metadataWords;
  }

  get identity() {
    return this.#task.identity;
  }

  get requirements() {
    return this.#task.references(this.#index);
  }

  get children(): readonly ResolvedTask[] {
    const { below } = this.#task;
    if (below === undefined) return [];
    this.#children ??= below.map((child) => new ResolvedTask(child, this.#index));
    return this.#children;
  }

  /** All of it as plain data. */
  toJSON(): Task {
    return plainTask(this);
  }
}
