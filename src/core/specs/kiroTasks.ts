/** Task lines as Kiro reads them, for the rules that say where it would not. */
import type { Diagnostic } from '../diagnostic';
import type { SpecDocument, Task, TasksDocument } from './model';
import { allTasks } from './tasks';
import { isTasksTitle } from './vocabulary';

/**
 * Calls back for every task that may be unsound and stands below the tasks heading, the only place where Kiro judges lines;
 * sound boxes only.
 */
export function taskLinesForKiro(
  document: SpecDocument,
  mayBeUnsound: (task: Task, document: TasksDocument) => boolean,
  visit: (task: Task) => void,
): void {
  if (document.name !== 'tasks.md') return;
  const tasks = allTasks(document).filter((task) => mayBeUnsound(task, document));
  if (tasks.length === 0) return;
  const sections = document.sections.filter(({ level, title }) => level === 2 && isTasksTitle(title));
  if (sections.length === 0) return;
  for (const task of tasks) {
    const inside = sections.some(({ place }) => place.start <= task.place.start && task.place.start <= place.end);
    if (inside && task.state !== 'malformed') visit(task);
  }
}

/** What Kiro misses in a task line, with a mend where only a full stop or a blank is missing; nothing where it is sound. */
export function adviceFor(
  { text }: Pick<SpecDocument, 'text'>,
  task: Task,
  sound: RegExp,
): readonly [message: string | undefined, fix?: Diagnostic['fix'] | undefined] {
  const line = text.slice(task.place.start, task.place.end);
  if (sound.test(line)) return [undefined];
  const whole = /^(\s*- \[[^\]]\]\\?\*? )(\d+)(?=\s)/.exec(line);
  if (whole !== null) {
    const at = task.place.start + whole[0].length;
    const fix = { title: `Write ${whole[2]}.`, edits: [{ start: at, end: at, text: '.' }] };
    return [`Kiro does not read this as a task. Write a full stop after the number: "${whole[2]}."`, fix];
  }
  if (task.id === null) return ['Kiro does not run a task without a number. Write one: "1." or, below another, "1.1".'];
  return [`Kiro does not read "${task.id}" as a number. Write it directly after the box: "1." or "1.1".`];
}
