/** Which tasks run, and in which order: a function of tasks.md alone. */
import { flattenTasks } from '../specs/canonical';
import type { Task, TasksDocument, WaveGraph } from '../specs/model';
import { normalId } from '../specs/parse/ids';

/** What was asked for; `skipped` are identities that the user took out. */
export type OrderRequest =
  | { readonly what: 'task'; readonly identity: string }
  | { readonly what: 'from'; readonly identity: string }
  | { readonly what: 'next' }
  | { readonly what: 'all' };

/** The tasks to run, in order; a sentence where the request names none, or several. */
export type Ordered =
  | { readonly kind: 'tasks'; readonly tasks: readonly Task[] }
  | { readonly kind: 'invalid'; readonly message: string };

/**
 * What is built by itself, in the order of the graph's waves, within a wave and without a graph as the document has it.
 * A task with required children is not among them: it is done when they are.
 */
export function units(document: TasksDocument): readonly Task[] {
  const found = leaves(document.tasks);
  const wave = waveOf(document.graph, document.tasks);
  let reached = 0;
  return found
    .map((task, at) => {
      // What the graph does not name stays behind what stands before it.
      const own = wave.get(task.box.start) ?? reached;
      reached = Math.max(reached, own);
      return { task, at, own };
    })
    .sort((a, b) => a.own - b.own || a.at - b.at)
    .map(({ task }) => task);
}

/** Resolves a request to tasks. `task` takes a task whatever its state; the others only required ones that are not done. */
export function ordered(document: TasksDocument, request: OrderRequest, skipped: ReadonlySet<string>): Ordered {
  const all = units(document);
  const wanted = (task: Task) => isRequired(document, task) && task.state !== 'done' && !skipped.has(task.identity);
  if (request.what === 'all') return some(all.filter(wanted), 'Every required task is done.');
  if (request.what === 'next') return some(all.filter(wanted).slice(0, 1), 'Every required task is done.');
  const named = [...flattenTasks(document.tasks)].filter((task) => task.identity === request.identity);
  const [task, another] = named;
  if (task === undefined || !task.runnable)
    return invalid('This task is not in tasks.md as it was shown. Look again, then start it.');
  if (another !== undefined)
    return invalid('tasks.md says this task twice, word for word. Change one of them, then start it.');
  const own = all.filter((each) => isInside(each, task));
  if (request.what === 'from') {
    const at = all.findIndex((each) => own.includes(each));
    return some(
      all.slice(Math.max(0, at)).filter((each) => each.identity === request.identity || wanted(each)),
      'Every required task from here on is done.',
    );
  }
  if (own.length === 0) return { kind: 'tasks', tasks: [task] };
  if (own.length === 1) return { kind: 'tasks', tasks: own };
  const open = own.filter((each) => !each.optional && each.state !== 'done' && !skipped.has(each.identity));
  return some(open, 'Every required part of this task is done.');
}

/** Its own box and those above it carry no mark of an optional task. */
export function isRequired(document: TasksDocument, task: Task): boolean {
  return [...flattenTasks(document.tasks)].every((each) => !each.optional || !isInside(task, each));
}

/** Runnable tasks without a required child; the optional children of a unit are units too. */
function leaves(tasks: readonly Task[]): readonly Task[] {
  return tasks.flatMap((task): readonly Task[] => {
    const below = leaves(task.children);
    const required = task.children.some((child) => child.runnable && !child.optional);
    return task.runnable && !required ? [task, ...below] : below;
  });
}

/** By the place of the box, since numbers may be there twice. A wave that names a parent means its children. */
function waveOf(graph: WaveGraph | undefined, tasks: readonly Task[]): ReadonlyMap<number, number> {
  const waves = new Map<string, number>();
  if (graph?.readable === true)
    for (const [at, wave] of graph.waves.entries()) for (const id of wave.tasks) waves.set(normalId(id), at);
  const result = new Map<number, number>();
  const walk = (level: readonly Task[], above: number | undefined) => {
    for (const task of level) {
      const own = (task.id === null ? undefined : waves.get(normalId(task.id))) ?? above;
      if (own !== undefined) result.set(task.box.start, own);
      walk(task.children, own);
    }
  };
  walk(tasks, undefined);
  return result;
}

function isInside(task: Task, outer: Task): boolean {
  return (
    outer.box.start === task.box.start ||
    [...flattenTasks(outer.children)].some((each) => each.box.start === task.box.start)
  );
}

function some(tasks: readonly Task[], otherwise: string): Ordered {
  return tasks.length === 0 ? invalid(otherwise) : { kind: 'tasks', tasks };
}

function invalid(message: string): Ordered {
  return { kind: 'invalid', message };
}
