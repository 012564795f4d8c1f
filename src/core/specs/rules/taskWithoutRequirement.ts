import { isCheckpoint } from '../coverage';
import type { Task, TasksDocument } from '../model';
import { namesRequirements, perTask } from '../parse/tasks';
import type { Rule } from '../rule';
import { allTasks } from '../tasks';

/** A task that nobody asked for. */
export const taskWithoutRequirement: Rule = {
  name: 'task-without-requirement',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'document',
  why: 'A task that names no requirement builds something that nobody asked for, or hides what it is for. Parents, checkpoints, tasks that name a property, and documents whose tasks name nothing at all are not judged.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1. Build\n  - [ ] 1.1 Store\n    - _Requirements: 1.1_\n  - [ ] 1.2 List\n' },
      finds: ['Task 1.2 names no requirement. Add "_Requirements: 1.1_" with what it builds.'],
    },
  ],
  good: [
    {
      files: {
        'tasks.md':
          '- [ ] 1. Build\n  - _Requirements: 1_\n  - [ ] 1.1 Store\n- [ ] 2. Checkpoint - Ensure all tests pass\n',
      },
    },
    { files: { 'tasks.md': '- [ ] 1. Build\n  - [ ] 1.1 Store\n' } },
  ],
  check({ document, report }) {
    if (document.name !== 'tasks.md') return;
    if (!document.tasks.some(namesRequirement)) return;
    const open: Task[] = [];
    for (const task of document.tasks) collect(task, open, document);
    const [first] = open;
    // Where most tasks name none, that is a way of working, and said once.
    const most = first !== undefined && open.length > 3 && open.length * 2 > allTasks(document).length;
    if (most)
      report(first.place, `${open.length} tasks name no requirement. Add "_Requirements: 1.1_" with what each builds.`);
    else
      for (const { id, place } of open)
        report(place, `Task ${id} names no requirement. Add "_Requirements: 1.1_" with what it builds.`);
  },
};

function namesRequirement(task: Task): boolean {
  return namesRequirements(task) || task.children.some(namesRequirement);
}

function collect(task: Task, open: Task[], document: TasksDocument): void {
  // What a parent names, its children build.
  if (namesRequirements(task)) return;
  const { id, runnable, state, children } = task;
  if (children.length > 0) {
    for (const child of children) collect(child, open, document);
    return;
  }
  if (id !== null && runnable && state !== 'done' && !isExempt(task, document)) open.push(task);
}

/** Only looks whether all is well, or proves a property. */
const isExempt = perTask((task) => isCheckpoint(task) || task.details.some(({ text }) => /propert/i.test(text)));
