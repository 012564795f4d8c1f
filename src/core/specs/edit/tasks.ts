/** Inserting and removing tasks, in the document's own manner. */
import type { TextEdit } from '../../diagnostic';
import { flattenTasks } from '../canonical';
import type { Task, TasksDocument } from '../model';
import { normalId } from '../parse/ids';
import { isTasksTitle } from '../vocabulary';
import { lineEndAt, lineStartAt, nextLineAt } from './text';
import { parentsOf } from './tick';

/** A task to be inserted. */
export interface NewTask {
  readonly title: string;
  /** The next free number of its place when absent. */
  readonly id?: string;
  readonly optional?: boolean;
  /** One bullet each. */
  readonly details?: readonly string[];
  readonly requirements?: readonly string[];
}

/** Behind a task and its children, as the last child of one, or as the last of all. */
export type TaskPosition = { readonly after: Task } | { readonly childOf: Task } | 'end';

/** Inserts a task; no other task is renumbered, since numbers are how people refer to them. */
export function insertTask(document: TasksDocument, position: TaskPosition, task: NewTask): readonly TextEdit[] {
  const parent =
    position === 'end' ? undefined : 'childOf' in position ? position.childOf : parentsOf(document, position.after)[0];
  const siblings = parent === undefined ? document.tasks : parent.children;
  const before = position !== 'end' && 'after' in position ? position.after : siblings.at(-1);
  const indent = before === undefined ? childIndent(document.text, parent) : indentOf(document.text, before);
  const lines = linesOf(task, task.id ?? nextId(document, parent, siblings), indent);
  const at = (before ?? parent)?.block.end ?? emptyEnd(document);
  const eol = lineEndAt(document.text, at);
  if (before === undefined && parent === undefined) {
    const text = document.text;
    const gap = at === 0 ? '' : eol + (/(\r\n|\n|\r)[ \t]*$/.test(text.slice(0, at)) ? '' : eol);
    return [{ start: at, end: at, text: `${gap}${lines.join(eol)}${at === text.length ? eol : ''}` }];
  }
  const gap = isSpaced(document, siblings) ? eol + eol : eol;
  return [{ start: at, end: at, text: gap + lines.join(eol) }];
}

/** Removes a task with everything that belongs to it, and its numbers from the graph. */
export function removeTask(document: TasksDocument, task: Task): readonly TextEdit[] {
  const { text } = document;
  const start = lineStartAt(text, task.block.start);
  let end = nextLineAt(text, task.block.end);
  const blankBefore =
    start === 0 || /(?:^|\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)$/.test(text.slice(Math.max(0, start - 400), start));
  // Of the blank lines on both sides one stays.
  while (
    blankBefore &&
    end < text.length &&
    /^[ \t]*$/.test(text.slice(end, nextLineAt(text, end)).replace(/[\r\n]/g, ''))
  ) {
    const next = nextLineAt(text, end);
    if (next === end) {
      break;
    }
    end = next;
  }
  const ids = new Set([...flattenTasks([task])].flatMap(({ id }) => (id === null ? [] : [normalId(id)])));
  const kept = [...flattenTasks(document.tasks)].filter(({ box }) => box.start < start || box.start >= end);
  for (const { id } of kept) {
    ids.delete(id === null ? '' : normalId(id));
  }
  return [{ start, end, text: '' }, ...graphEdits(document, ids)].sort((a, b) => a.start - b.start);
}

/** Takes quoted ids out of the graph's lists, each with one comma. */
function graphEdits(document: TasksDocument, ids: ReadonlySet<string>): readonly TextEdit[] {
  const graph = document.graph;
  if (graph?.form !== 'json' || !graph.readable || ids.size === 0) {
    return [];
  }
  const edits: TextEdit[] = [];
  const text = document.text.slice(graph.place.start, graph.place.end);
  for (const list of text.matchAll(/\[([^[\]{}]*)\]/g)) {
    const inner = list[1] ?? '';
    const entries = inner.split(',');
    const kept = entries.filter((entry) => !ids.has(normalId(entry.trim().replace(/^"|"$/g, ''))));
    if (kept.length < entries.length) {
      const start = graph.place.start + list.index + 1;
      edits.push({ start, end: start + inner.length, text: kept.join(',').replace(/^[ \t]+(?=")/, '') });
    }
  }
  return edits;
}

function linesOf(task: NewTask, id: string, indent: string): readonly string[] {
  const number = /^\d+[a-z]?$/.test(id) ? `${id}.` : /^(\d|T-?\d)/i.test(id) ? id : `${id}:`;
  const details = [...(task.details ?? [])];
  if (task.requirements !== undefined && task.requirements.length > 0) {
    details.push(`_Requirements: ${task.requirements.join(', ')}_`);
  }
  const title = task.title.replace(/\s+/g, ' ').trim();
  return [
    `${indent}- [ ]${task.optional === true ? '*' : ''} ${number} ${title}`,
    ...details.map((detail) => `${indent}  - ${detail.replace(/\s+/g, ' ').trim()}`),
  ];
}

/** One more than the highest number among the siblings. */
function nextId(document: TasksDocument, parent: Task | undefined, siblings: readonly Task[]): string {
  const prefix = parent?.id === null || parent === undefined ? '' : `${parent.id}.`;
  const all = prefix === '' ? siblings : [...flattenTasks(document.tasks)];
  const numbers = all.flatMap(({ id }) => {
    const rest = id?.startsWith(prefix) === true ? id.slice(prefix.length) : '';
    return /^\d+[a-z]?$/.test(rest) ? [Number.parseInt(rest, 10)] : [];
  });
  return `${prefix}${Math.max(0, ...numbers) + 1}`;
}

/** Where the first task goes: below what the tasks section has so far, else at the end of the document. */
function emptyEnd(document: TasksDocument): number {
  const { text, sections } = document;
  const section = sections.find(({ title, level }) => level > 1 && isTasksTitle(title));
  if (section === undefined) {
    return text.length;
  }
  const filled = text.slice(section.body.start, section.body.end).trim() !== '';
  return filled
    ? section.body.end
    : section.place.start + (/[\r\n]|$/.exec(text.slice(section.place.start))?.index ?? 0);
}

function indentOf(text: string, task: Task): string {
  return /^[ \t]*/.exec(text.slice(task.place.start))?.[0] ?? '';
}

function childIndent(text: string, parent: Task | undefined): string {
  return parent === undefined ? '' : `${indentOf(text, parent)}  `;
}

/** The tasks beside it stand apart by blank lines. */
function isSpaced(document: TasksDocument, siblings: readonly Task[]): boolean {
  const [first, second] = siblings;
  if (first === undefined || second === undefined) {
    return false;
  }
  return /(\r\n|\n|\r)[ \t]*(\r\n|\n|\r)/.test(document.text.slice(first.block.end, second.block.start));
}
