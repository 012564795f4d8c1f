/** tasks.md as blocks: a top-level task with its children, runs of top-level tasks without, and what lies between. */
import type { Task, TasksDocument } from '../../core/specs/model';
import type { TaskView } from '../../webview/protocol';
import { type Draft, refsOf } from './drafts';
import { type LineIndex, proseBetween } from './lines';

interface TaskBlock {
  readonly line: number;
  readonly endLine: number;
  readonly drafts: readonly Draft[];
}

/** Blocks by the lines they take. A readable graph takes its lines and shows nothing: it is drawn beside the list. */
export function taskBlocks(document: TasksDocument, index: LineIndex): readonly TaskBlock[] {
  const blocks: TaskBlock[] = [];
  let run: TaskView[] = [];
  const flush = (): void => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last) blocks.push(block(run, first.line, last.endLine));
    run = [];
  };
  for (const task of document.tasks) {
    const view = taskView(task, index);
    const last = run.at(-1);
    const alone = view.children.length > 0 || (last !== undefined && last.children.length > 0);
    if (last && (alone || !index.blankBetween(last.endLine, view.line))) flush();
    run.push(view);
  }
  flush();
  return [...blocks, ...graphBlocks(document, index)];
}

function block(tasks: readonly TaskView[], line: number, endLine: number): TaskBlock {
  return { line, endLine, drafts: [{ kind: 'tasks', tasks, line, endLine }] };
}

function graphBlocks(document: TasksDocument, index: LineIndex): readonly TaskBlock[] {
  const { graph } = document;
  if (!graph?.readable) return [];
  const text = index.linesOf(graph.place);
  const fence = (line: number): boolean => /^\s*(`{3,}|~{3,})/.test(index.text(line));
  // The place is the text between the fences, which go with it.
  const lines = {
    line: fence(text.line - 1) ? text.line - 1 : text.line,
    endLine: fence(text.endLine + 1) ? text.endLine + 1 : text.endLine,
  };
  const heading = document.sections.findLast((section) => section.place.line <= lines.line);
  const alone = heading !== undefined && index.blankBetween(heading.place.line, lines.line);
  return [{ line: alone ? heading.place.line : lines.line, endLine: lines.endLine, drafts: [] }];
}

function taskView(task: Task, index: LineIndex): TaskView {
  const { line, endLine } = index.linesOf(task.block);
  const children = task.children.map((child) => taskView(child, index));
  const skipped = new Set(task.requirements.map((reference) => reference.place.line));
  for (const child of children) {
    for (let at = child.line; at <= child.endLine; at++) skipped.add(at);
  }
  return {
    id: task.id,
    identity: task.identity,
    title: task.title,
    state: task.state,
    optional: task.optional,
    runnable: task.runnable,
    refs: refsOf(task.requirements),
    details: proseBetween(index, task.place.line + 1, endLine, skipped)?.markdown ?? '',
    children,
    line: task.place.line,
    endLine: Math.max(line, endLine),
  };
}
