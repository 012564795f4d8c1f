/** Which tasks build which criterion. */
import type { DocumentName } from '../../core/specs/model';
import type { BlockView, DocumentView, TaskView } from '../protocol';

/** How criteria and tasks hang together. */
export interface Coverage {
  /** Tasks that name the criterion, or its whole requirement, in document order. */
  tasksOf(criterion: string): readonly TaskView[];
  readonly total: number;
  readonly covered: number;
  /** Criteria that no task names. */
  readonly open: readonly { readonly id: string; readonly text: string }[];
}

/** Undefined while one of the two documents is missing or the tasks name no criterion at all. */
export function coverageOf(documents: ReadonlyMap<DocumentName, DocumentView>): Coverage | undefined {
  const source = documents.get('requirements.md') ?? documents.get('bugfix.md');
  const tasks = documents.get('tasks.md');
  if (!source || !tasks) return undefined;
  const byId = new Map<string, TaskView[]>();
  for (const task of allTasks(tasks.blocks)) {
    // "All" promises nothing for a single criterion: checkpoints say it.
    for (const id of new Set(task.refs.flatMap(({ ids, all }) => (all ? [] : ids))))
      byId.set(id, [...(byId.get(id) ?? []), task]);
  }
  if (byId.size === 0) return undefined;
  const tasksOf = (criterion: string): readonly TaskView[] => {
    const requirement = criterion.replace(/\.[^.]*$/, '');
    const found = [...(byId.get(criterion) ?? []), ...(requirement === criterion ? [] : (byId.get(requirement) ?? []))];
    return found.length < 2 ? found : [...new Set(found)].sort((a, b) => a.line - b.line);
  };
  const criteria = criteriaOf(source.blocks);
  const open = criteria.filter(({ id }) => tasksOf(id).length === 0);
  return { tasksOf, total: criteria.length, covered: criteria.length - open.length, open };
}

/** Every criterion in the order of the document. */
export function criteriaOf(blocks: readonly BlockView[]): readonly { readonly id: string; readonly text: string }[] {
  return blocks.flatMap((block) =>
    block.kind === 'requirement' ? block.rows.flatMap((row) => (row.kind === 'criterion' ? [row] : [])) : [],
  );
}

/** Every task, parents before their children. */
export function allTasks(blocks: readonly BlockView[]): readonly TaskView[] {
  const withChildren = (task: TaskView): readonly TaskView[] => [task, ...task.children.flatMap(withChildren)];
  return blocks.flatMap((block) => (block.kind === 'tasks' ? block.tasks.flatMap(withChildren) : []));
}

/** What can be ticked off by itself: tasks without children. */
export function leafTasks(blocks: readonly BlockView[]): readonly TaskView[] {
  return allTasks(blocks).filter((task) => task.children.length === 0);
}

/** "4 of 11" of the runnable leaves that are not optional. */
export function progressOf(blocks: readonly BlockView[]): {
  readonly done: number;
  readonly of: number;
  readonly optional: number;
} {
  const leaves = leafTasks(blocks).filter(({ runnable }) => runnable);
  const required = leaves.filter(({ optional }) => !optional);
  return {
    done: required.filter(({ state }) => state === 'done').length,
    of: required.length,
    optional: leaves.length - required.length,
  };
}
