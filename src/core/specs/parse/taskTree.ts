/** The checkbox lines of tasks.md as a tree by number and indentation, and which lines belong to each. */
import type { ScannedText } from '../lines';
import { added } from '../lists';
import type { Heading } from '../sections';
import { isTasksTitle } from '../vocabulary';
import type { ReadTask, UnchangedTasks } from './reuseTasks';
import { mayBeTask, type TaskLine, taskLineAt } from './taskLine';

/** One checkbox line and its place in the tree. */
export interface TaskNode {
  /** Index of its line. */
  readonly index: number;
  readonly line: TaskLine;
  readonly below: readonly TaskNode[] | undefined;
  /** The heading below which it stands, by index; a task never reaches across one. */
  readonly region: number;
  readonly indent: number;
  /** Its own lines end here at the latest: at the next task or heading. */
  limit: number;
  /** What `blockEnd` found. */
  until: number | undefined;
}

/** A node while the tree is made. */
interface Growing<Node extends TaskNode> extends TaskNode {
  below: Node[] | undefined;
}

/** What is known of a checkbox line when it is met. */
export interface MetTask {
  readonly index: number;
  readonly line: TaskLine;
  /** Stands below the tasks heading. */
  readonly inTasks: boolean;
  readonly region: number;
  readonly limit: number;
}

/** Every checkbox line in order, made to a node by `make`; `taskTree` says which is below which. */
export function taskNodes<Node extends TaskNode>(
  scanned: ScannedText,
  headings: readonly Heading[],
  make: (met: MetTask) => Node,
  unchanged?: Pick<UnchangedTasks<ReadTask>, 'nextFrom' | 'lineAt' | 'detaches'>,
): readonly Node[] {
  const nodes: Node[] = [];
  let region = -1;
  let tasksUntil = -1;
  let nextHeading = headings[0]?.index ?? scanned.count;
  let last: Node | undefined;
  const nextFrom = (index: number): number => unchanged?.nextFrom(index) ?? index;
  for (let index = nextFrom(0); index < scanned.count; index = nextFrom(index + 1)) {
    const line = mayBeTask(scanned, index) ? lineAt(scanned, index, unchanged) : undefined;
    if (line === undefined) continue;
    while (nextHeading <= index) {
      const heading = headings[++region];
      nextHeading = headings[region + 1]?.index ?? scanned.count;
      const isTasks = heading !== undefined && heading.level > 1 && isTasksTitle(heading.title);
      if (isTasks) tasksUntil = Math.max(tasksUntil, heading.until);
    }
    if (last !== undefined && last.limit > index) last.limit = index;
    last = make({ index, line, inTasks: index < tasksUntil, region, limit: nextHeading });
    nodes.push(last);
  }
  return nodes;
}

function lineAt(
  scanned: ScannedText,
  index: number,
  unchanged: Pick<UnchangedTasks<ReadTask>, 'lineAt' | 'detaches'> | undefined,
): TaskLine | undefined {
  const known = unchanged?.lineAt(index);
  if (known !== undefined) return known;
  const read = taskLineAt(scanned, index);
  // A title cut out of this text would keep it for as long as later versions have the line.
  return read?.title !== undefined && unchanged?.detaches() === true ? JSON.parse(JSON.stringify(read)) : read;
}

/**
 * The nodes that stand below no other; `below` of the others' parents is filled. A task belongs to the open task whose
 * number begins its own, else to the one it is indented below.
 */
export function taskTree<Node extends Growing<Node>>(nodes: readonly Node[]): readonly Node[] {
  const roots: Node[] = [];
  // Each is a child of the one before it.
  const open: Node[] = [];
  for (const node of nodes) {
    if (open[0]?.region !== node.region) open.length = 0;
    open.length = depthOf(node, open);
    const parent = open.at(-1);
    if (parent === undefined) roots.push(node);
    else parent.below = added(parent.below, node);
    open.push(node);
  }
  return roots;
}

function depthOf(node: TaskNode, open: readonly TaskNode[]): number {
  for (let at = open.length - 1; at >= 0; at--) {
    if (isNumberedBelow(open[at]?.line.id ?? null, node.line.id)) return at + 1;
  }
  for (let at = open.length - 1; at >= 0; at--) {
    if ((open[at]?.indent ?? 0) < node.indent) return at + 1;
  }
  return 0;
}

function isNumberedBelow(parent: string | null, child: string | null): boolean {
  return parent !== null && child !== null && child[parent.length] === '.' && child.startsWith(parent);
}

/** First line after a task's own: at the next task, a heading, or prose that is not indented below it. */
export function ownEnd(scanned: ScannedText, { index: at, indent, limit }: TaskNode): number {
  let last = at;
  let afterBlank = false;
  for (let index = at + 1; index < limit; index++) {
    if (scanned.isBlankAt(index) && !scanned.continuesAt(index)) {
      afterBlank = true;
      continue;
    }
    const belongs =
      scanned.indentAt(index) > indent ||
      scanned.continuesAt(index) ||
      (scanned.isTextAt(index) && isLoose(scanned.textAt(index), afterBlank));
    if (!belongs) break;
    last = index;
    afterBlank = false;
  }
  return last + 1;
}

/** Without indentation prose still goes on in the next line, and `_Requirements: 1.1_` belongs to the task above it. */
function isLoose(text: string, afterBlank: boolean): boolean {
  return (
    (!afterBlank && !/^[ \t]*(---|\*\*\*|___|===|>|\|)/.test(text)) ||
    /^[ \t]*(?:[-*+][ \t]+)?_[^_\s:：][^:：]{0,40}[:：]/.test(text)
  );
}

/** First line after everything that belongs to a task, its children included. No recursion: lists can be very deep. */
export function blockEnd(scanned: ScannedText, task: TaskNode): number {
  const chain: TaskNode[] = [];
  let below: TaskNode | undefined = task;
  for (; below !== undefined && below.until === undefined; below = below.below?.at(-1)) chain.push(below);
  let until = below?.until ?? 0;
  for (const node of chain.reverse()) {
    until = Math.max(until, ownEnd(scanned, node));
    node.until = until;
  }
  return until;
}
