/** tasks.md: every checkbox line as a task, in a tree by number and indentation. */
import { sha256 } from '../canonical';
import { type Line, placeAcross, placeIn, placeOf, type ScannedText } from '../lines';
import type { Metadata, Reference, Task } from '../model';
import { type Heading, lastFilled } from '../sections';
import { isTasksTitle, withoutEnd } from '../vocabulary';
import { normalId } from './ids';
import { metadataAt } from './metadata';
import { type TaskLine, taskLine } from './taskLine';

interface Node {
  readonly line: Line;
  readonly parsed: TaskLine;
  readonly children: Node[];
  readonly inTasks: boolean;
  /** Heading below which it stands; a task never reaches across one. */
  readonly region: number;
  /** First line after the task's own lines, and after everything that belongs to it. */
  ownUntil: number;
  until: number;
}

/** A checkbox line of this length whose next line is no bullet was wrapped by an editor or a formatter. */
const WRAPPED_FROM = 60;

/** The roots of the task tree. */
export function tasksOf(scanned: ScannedText, headings: readonly Heading[]): readonly Task[] {
  const nodes = nodesOf(scanned, headings);
  const roots = treeOf(nodes);
  measure(scanned, nodes, headings);
  const seen = new Map<string, number>();
  return roots.map((root) => taskOf(scanned, root, seen));
}

function nodesOf(scanned: ScannedText, headings: readonly Heading[]): readonly Node[] {
  const nodes: Node[] = [];
  let region = -1;
  let tasksUntil = -1;
  for (const line of scanned.lines) {
    const heading = headings[region + 1];
    if (heading?.line.index === line.index) {
      region++;
      tasksUntil = isTasksTitle(heading.title) && heading.level > 1 ? Math.max(tasksUntil, heading.until) : tasksUntil;
    }
    const parsed = line.kind === 'text' ? taskLine(line.text) : undefined;
    if (parsed !== undefined) {
      const inTasks = line.index < tasksUntil;
      nodes.push({ line, parsed, children: [], inTasks, region, ownUntil: line.index + 1, until: line.index + 1 });
    }
  }
  return nodes;
}

/** A task belongs to the open task whose number begins its own, else to the one it is indented below. */
function treeOf(nodes: readonly Node[]): readonly Node[] {
  const roots: Node[] = [];
  let open: Node[] = [];
  for (const node of nodes) {
    open = open.filter((other) => other.region === node.region);
    const byNumber = open.findLastIndex((other) => isNumberedBelow(other.parsed.id, node.parsed.id));
    let depth = byNumber + 1;
    if (byNumber < 0) {
      depth = open.findLastIndex((other) => other.line.indent < node.line.indent) + 1;
    }
    open.length = depth;
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

function isNumberedBelow(parent: string | null, child: string | null): boolean {
  return parent !== null && child?.startsWith(`${parent}.`) === true;
}

/** Finds where each task's own lines end: at the next task, a heading, or prose that is not indented below it. */
function measure(scanned: ScannedText, nodes: readonly Node[], headings: readonly Heading[]): void {
  for (const [index, node] of nodes.entries()) {
    const limit = Math.min(
      nodes[index + 1]?.line.index ?? scanned.lines.length,
      headings[node.region + 1]?.line.index ?? scanned.lines.length,
    );
    node.ownUntil = ownEnd(scanned, node, limit);
  }
  for (const node of [...nodes].reverse()) {
    node.until = Math.max(node.ownUntil, ...node.children.slice(-1).map((child) => child.until));
  }
}

function ownEnd(scanned: ScannedText, node: Node, limit: number): number {
  let last = node.line.index;
  let blank = false;
  for (let index = node.line.index + 1; index < limit; index++) {
    const line = scanned.lines[index];
    if (line === undefined) {
      break;
    }
    if (line.text.trim() === '' && !line.continues) {
      blank = true;
      continue;
    }
    const belongs =
      line.indent > node.line.indent ||
      line.continues ||
      isLooseMetadata(line) ||
      (!blank && line.kind === 'text' && !/^[ \t]*(---|\*\*\*|___|===|>|\|)/.test(line.text));
    if (!belongs) {
      break;
    }
    last = index;
    blank = false;
  }
  return last + 1;
}

/** `_Requirements: 1.1_` without indentation still belongs to the task above it. */
function isLooseMetadata(line: Line): boolean {
  return line.kind === 'text' && /^[ \t]*(?:[-*+][ \t]+)?_[^_\s:：][^:：]{0,40}[:：]/.test(line.text);
}

function taskOf(scanned: ScannedText, node: Node, seen: Map<string, number>): Task {
  const { line, parsed } = node;
  const own = ownContent(scanned, node);
  const title =
    own.titleEnd < line.text.length ? parsed.title.slice(0, Math.max(0, own.titleEnd - parsed.titleAt)) : parsed.title;
  const cleanTitle = withoutEnd([title.trim(), ...own.titleRest].join(' '), ' \t—–-').trim();
  const identity = identityOf(parsed.id, [cleanTitle, ...own.details.map((detail) => detail.text)], seen);
  const children = node.children.map((child) => taskOf(scanned, child, seen));
  const last = lastFilled(scanned, line.index, node.until) ?? line;
  return {
    id: parsed.id,
    title: cleanTitle,
    state: parsed.state,
    mark: parsed.mark,
    optional: parsed.optional,
    runnable: parsed.id !== null || node.inTasks,
    place: placeOf(line),
    box: placeIn(line, parsed.box, parsed.box + parsed.mark.length),
    block: placeAcross(line, last),
    details: own.details,
    requirements: own.references,
    metadata: own.metadata,
    children,
    identity,
  };
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

function ownContent(scanned: ScannedText, node: Node): OwnContent {
  const details: { text: string; place: Task['place'] }[] = [];
  const metadata: Metadata[] = [];
  const references: Reference[] = [];
  const titleRest: string[] = [];
  let titleEnd = node.line.text.length;
  let wrapped = titleEnd >= WRAPPED_FROM;
  for (let index = node.line.index; index < node.ownUntil; index++) {
    const line = scanned.lines[index];
    if (line === undefined || line.kind === 'comment' || line.text.trim() === '') {
      wrapped = wrapped && index === node.line.index;
      continue;
    }
    const first = index === node.line.index;
    const from = first ? node.parsed.titleAt : 0;
    const entry = metadataAt(scanned, line, from, node.ownUntil);
    const textEnd = entry?.column ?? line.text.length;
    if (entry !== undefined) {
      metadata.push(entry.metadata);
      references.push(...entry.references);
      index = entry.last;
      wrapped = wrapped && textEnd > 0;
    }
    const text = withoutBullet(line.text.slice(0, textEnd));
    if (first) {
      titleEnd = textEnd;
    } else if (wrapped && line.kind === 'text' && !/^[ \t]*[-*+][ \t]/.test(line.text)) {
      titleRest.push(text);
    } else if (text !== '') {
      wrapped = false;
      details.push({ text, place: placeOf(line) });
    }
  }
  return { details, metadata, references, titleEnd, titleRest };
}

function withoutBullet(text: string): string {
  return text.replace(/^[ \t]*(?:[-*+][ \t]+)?/, '').trim();
}

/** The id and 12 hex of the task's own words; where one document says the same twice, the later ones are counted. */
function identityOf(id: string | null, words: readonly string[], seen: Map<string, number>): string {
  const joined = words.join('\n');
  const text = /\t| {2}/.test(joined) ? joined.replace(/[ \t]+/g, ' ') : joined;
  const name = id === null ? 'task' : normalId(id);
  const key = `${name}\n${text}`;
  const count = seen.get(key) ?? 0;
  seen.set(key, count + 1);
  return `${id ?? 'task'}-${sha256(count === 0 ? text : `${text}\n#${count + 1}`).slice(0, 12)}`;
}
