/** The nodes of the specs tree. Plain data; commands read `spec`, `document`, `task` and `line` off them. */
import type { DocumentName, Task } from '../../core/specs/model';
import type { Folder } from './grouping';

/** A folder that holds specs. */
export interface FolderNode {
  readonly kind: 'folder';
  readonly folder: Folder;
  /** A workspace folder of several. */
  readonly root: boolean;
}

/** A spec. */
export interface SpecNode {
  readonly kind: 'spec';
  readonly spec: string;
}

/** A document of a spec, there or not. */
export interface DocumentNode {
  readonly kind: 'document';
  readonly spec: string;
  readonly document: DocumentName;
}

/** A task of tasks.md. */
export interface TaskNode {
  readonly kind: 'task';
  readonly spec: string;
  readonly document: 'tasks.md';
  readonly task: string;
  readonly line: number;
  readonly data: Task;
  /** Keeps selection and expansion: stays with the task while others come and go. */
  readonly id: string;
  readonly parent: DocumentNode | TaskNode;
  /** The tree starts folded where it would be too long to read. */
  readonly folded: boolean;
}

/** Any node of the specs tree. */
export type TreeNode = FolderNode | SpecNode | DocumentNode | TaskNode;

/** From this many tasks on, parents start folded. */
const manyTasks = 150;

/** The nodes below tasks.md, with ids that are unique even where two tasks are the same to the letter. */
export function taskNodes(parent: DocumentNode, tasks: readonly Task[]): readonly TaskNode[] {
  const folded = count(tasks) > manyTasks;
  return nodesOf(parent, `${parent.spec}/${parent.document}`, tasks, folded);
}

/** The nodes below a task. */
export function childNodes(parent: TaskNode): readonly TaskNode[] {
  return nodesOf(parent, parent.id, parent.data.children, parent.folded);
}

function nodesOf(
  parent: DocumentNode | TaskNode,
  prefix: string,
  tasks: readonly Task[],
  folded: boolean,
): readonly TaskNode[] {
  const seen = new Map<string, number>();
  return tasks.map((data) => {
    const times = seen.get(data.identity) ?? 0;
    seen.set(data.identity, times + 1);
    return {
      kind: 'task',
      spec: parent.spec,
      document: 'tasks.md',
      task: data.identity,
      line: data.place.line,
      data,
      id: `${prefix}#${data.identity}${times === 0 ? '' : `~${times}`}`,
      parent,
      folded,
    };
  });
}

function count(tasks: readonly Task[]): number {
  return tasks.reduce((sum, task) => sum + 1 + count(task.children), 0);
}
