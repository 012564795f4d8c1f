/** The checkbox lines of tasks.md as a tree by number and indentation, and which lines belong to each. */
import type { Line, ScannedText } from '../lines';
import type { Heading } from '../sections';
import { isTasksTitle } from '../vocabulary';
import { type TaskLine, taskLine } from './taskLine';

/** One checkbox line and its place in the tree. */
export interface TaskNode {
  readonly line: Line;
  readonly parsed: TaskLine;
  readonly children: TaskNode[];
  /** Stands below the tasks heading. */
  readonly inTasks: boolean;
  /** The heading below which it stands, by index; a task never reaches across one. */
  readonly region: number;
  /** Its own lines end here at the latest: at the next task or heading. */
  limit: number;
  /** What `blockEnd` found. */
  until: number | undefined;
}

/** The tasks that stand below no other. */
export function taskTree(scanned: ScannedText, headings: readonly Heading[]): readonly TaskNode[] {
  return rootsOf(nodesOf(scanned, headings));
}

function nodesOf(scanned: ScannedText, headings: readonly Heading[]): readonly TaskNode[] {
  const nodes: TaskNode[] = [];
  let region = -1;
  let tasksUntil = -1;
  let last: TaskNode | undefined;
  for (const line of scanned.lines) {
    const heading = headings[region + 1];
    if (heading?.line.index === line.index) {
      region++;
      tasksUntil = isTasksTitle(heading.title) && heading.level > 1 ? Math.max(tasksUntil, heading.until) : tasksUntil;
    }
    const parsed = line.kind === 'text' ? taskLine(line.text, line.first) : undefined;
    if (parsed === undefined) continue;
    if (last !== undefined) last.limit = Math.min(last.limit, line.index);
    const limit = headings[region + 1]?.line.index ?? scanned.lines.length;
    last = { line, parsed, children: [], inTasks: line.index < tasksUntil, region, limit, until: undefined };
    nodes.push(last);
  }
  return nodes;
}

/** A task belongs to the open task whose number begins its own, else to the one it is indented below. */
function rootsOf(nodes: readonly TaskNode[]): readonly TaskNode[] {
  const roots: TaskNode[] = [];
  // Each is a child of the one before it.
  const open: TaskNode[] = [];
  for (const node of nodes) {
    if (open[0]?.region !== node.region) open.length = 0;
    open.length = depthOf(node, open);
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

function depthOf(node: TaskNode, open: readonly TaskNode[]): number {
  for (let at = open.length - 1; at >= 0; at--) {
    if (isNumberedBelow(open[at]?.parsed.id ?? null, node.parsed.id)) return at + 1;
  }
  for (let at = open.length - 1; at >= 0; at--) {
    if ((open[at]?.line.indent ?? 0) < node.line.indent) return at + 1;
  }
  return 0;
}

function isNumberedBelow(parent: string | null, child: string | null): boolean {
  return parent !== null && child !== null && child[parent.length] === '.' && child.startsWith(parent);
}

/** First line after a task's own: at the next task, a heading, or prose that is not indented below it. */
export function ownEnd(scanned: ScannedText, { line: { index: at, indent }, limit }: TaskNode): number {
  let last = at;
  let afterBlank = false;
  for (let index = at + 1; index < limit; index++) {
    const line = scanned.lines[index];
    if (line === undefined) break;
    if (line.blank && !line.continues) {
      afterBlank = true;
      continue;
    }
    const belongs =
      line.indent > indent ||
      line.continues ||
      isLooseMetadata(line) ||
      (!afterBlank && line.kind === 'text' && !/^[ \t]*(---|\*\*\*|___|===|>|\|)/.test(line.text));
    if (!belongs) break;
    last = index;
    afterBlank = false;
  }
  return last + 1;
}

/** First line after everything that belongs to a task, its children included. No recursion: lists can be very deep. */
export function blockEnd(scanned: ScannedText, task: TaskNode): number {
  const chain: TaskNode[] = [];
  let below: TaskNode | undefined = task;
  for (; below !== undefined && below.until === undefined; below = below.children.at(-1)) chain.push(below);
  let until = below?.until ?? 0;
  for (const node of chain.reverse()) {
    until = Math.max(until, ownEnd(scanned, node));
    node.until = until;
  }
  return until;
}

/** `_Requirements: 1.1_` without indentation still belongs to the task above it. */
function isLooseMetadata(line: Line): boolean {
  return line.kind === 'text' && /^[ \t]*(?:[-*+][ \t]+)?_[^_\s:：][^:：]{0,40}[:：]/.test(line.text);
}
