/** What rules about the wave graph share: which task an id means, where the graph writes it, and how it is taken out. */
import type { Diagnostic, Place, TextEdit } from '../../../diagnostic';
import type { Task, TasksDocument } from '../../model';
import { normalId } from '../../parse/ids';
import { allTasks } from '../../tasks';

/** The tasks of a document by `taskKey`. */
export function tasksByKey(document: TasksDocument): ReadonlyMap<string, readonly Task[]> {
  const byId = new Map<string, Task[]>();
  for (const task of allTasks(document)) {
    const key = task.id === null ? undefined : taskKey(task.id);
    const list = key === undefined ? undefined : byId.get(key);
    if (key !== undefined) {
      list === undefined ? byId.set(key, [task]) : list.push(task);
    }
  }
  return byId;
}

/** "Task 1.2", "1.2." and "1.2" are one. */
export function taskKey(id: string): string {
  return normalId(id.replace(/^task\s*#?/i, '').replace(/[.:]+$/, ''));
}

/** Where the graph writes the id for the nth time, counted from 0; a point where it cannot be found. */
export function placeInGraph(document: TasksDocument, id: string, nth: number): Place {
  const place = document.graph?.place ?? { line: 1, column: 1, start: 0, end: 0 };
  const text = document.text.slice(place.start, place.end);
  const quoted = text.includes(`"${id}"`) ? `"${id}"` : id;
  let at = text.indexOf(quoted);
  for (let count = 0; count < nth && at >= 0; count++) {
    const next = text.indexOf(quoted, at + quoted.length);
    at = next < 0 ? at : next;
  }
  if (at < 0) {
    return { ...place, end: place.start };
  }
  const before = text.slice(0, at).split(/\r\n|\n|\r/);
  const start = place.start + at;
  return {
    line: place.line + before.length - 1,
    column: (before.at(-1)?.length ?? 0) + (before.length === 1 ? place.column : 1),
    start,
    end: start + quoted.length,
  };
}

/** Takes one quoted id out of a list of the graph, with the comma that parted it; undefined where it stands otherwise. */
export function removal(document: TasksDocument, place: Place, title: string): Diagnostic['fix'] | undefined {
  const edit = removalEdit(document, place);
  return edit === undefined ? undefined : { title, edits: [edit] };
}

/** The edit of `removal` alone. */
export function removalEdit({ text, graph }: TasksDocument, place: Place): TextEdit | undefined {
  if (graph?.form !== 'json' || place.end <= place.start || text[place.start] !== '"') return undefined;
  const before = /,[ \t\r\n]*$/.exec(text.slice(graph.place.start, place.start));
  if (before !== null) return { start: place.start - before[0].length, end: place.end, text: '' };
  const after = /^[ \t\r\n]*,[ \t]*/.exec(text.slice(place.end, graph.place.end));
  const alone = /^[ \t\r\n]*\]/.test(text.slice(place.end, graph.place.end));
  if (after === null && !alone) return undefined;
  return { start: place.start, end: place.end + (after?.[0].length ?? 0), text: '' };
}
