import type { TextEdit } from '../../diagnostic';
import type { SpecDocument, Task } from '../../specs/model';
import { applyEdits, flattenTasks } from '../documents';

/**
 * The text of `after` with every box as the runner left it in `before`: a model writes tasks, it does not tick them.
 * Boxes of new tasks are open.
 */
export function keepBoxes(before: SpecDocument | undefined, after: SpecDocument): string {
  if (after.name !== 'tasks.md') return after.text;
  const known = before?.name === 'tasks.md' ? [...flattenTasks(before.tasks)] : [];
  const edits = [...flattenTasks(after.tasks)].flatMap((task): TextEdit[] => {
    const mark = markOf(task, known);
    return task.mark === mark || task.box.end - task.box.start !== 1
      ? []
      : [{ start: task.box.start, end: task.box.end, text: mark }];
  });
  return applyEdits(after.text, edits);
}

function markOf(task: Task, known: readonly Task[]): string {
  const same =
    known.find((each) => each.identity === task.identity) ??
    known.find((each) => each.id !== null && each.id === task.id);
  return same?.mark ?? known.find((each) => each.id === null && each.title === task.title)?.mark ?? ' ';
}
