import type { Place } from '../../diagnostic';
import { dependencyEdges } from '../dependencies';
import type { Task, TasksDocument } from '../model';
import type { Rule } from '../rule';
import { allTasks } from '../tasks';
import { findCycle } from './graphCycle';
import { placeInGraph, taskKey, tasksByKey } from './graphTasks';

const withGraph = (tasks: string, waves: string): string =>
  `${tasks}## Task Dependency Graph\n\`\`\`json\n{"waves":[${waves}]}\n\`\`\`\n`;
const two = '- [ ] 1.1 A\n- [ ] 1.2 B\n';
const both = '{"id":0,"tasks":["1.1"]},{"id":1,"tasks":["1.2"]}';

/** A task that the graph forgot. */
export const graphMissingTask: Rule = {
  name: 'graph-missing-task',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'document',
  why: 'A task that is in no wave has no place in the order: Kiro’s "Run all Tasks" passes over it. Optional and finished tasks, checkpoints and parents whose children are listed need none.',
  bad: [
    {
      files: { 'tasks.md': withGraph(two, '{"id":0,"tasks":["1.1"]}') },
      finds: ['Task 1.2 is in no wave of the graph. Add it after what it needs.'],
    },
  ],
  good: [
    { files: { 'tasks.md': withGraph(two, both) } },
    { files: { 'tasks.md': withGraph(`- [ ] 1. Parent\n${two}- [ ]* 1.3 C\n- [x] 1.4 D\n`, both) } },
    { files: { 'tasks.md': withGraph(`- [ ] 1. Parent\n${two}`, '{"id":0,"tasks":["1"]}') } },
  ],
  check({ document, report }) {
    if (document.name !== 'tasks.md' || document.graph?.readable !== true) return;
    const listed = new Set(document.graph.waves.flatMap(({ tasks }) => tasks.map(taskKey)));
    for (const task of document.tasks) judge(task);
    function judge(task: Task): void {
      // A parent that is listed stands for its children.
      if (task.id !== null && listed.has(taskKey(task.id))) return;
      if (task.children.length > 0) task.children.forEach(judge);
      else if (needsWave(task))
        report(task.place, `Task ${task.id} is in no wave of the graph. Add it after what it needs.`);
    }
  },
};

function needsWave({ id, optional, runnable, state, title }: Task): boolean {
  return id !== null && runnable && !optional && state !== 'done' && !/checkpoint|チェックポイント|检查点/i.test(title);
}

/** A parent and its children in one graph. */
export const graphParentTask: Rule = {
  name: 'graph-parent-task',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'document',
  why: 'A parent is done when its children are. A graph that lists both runs the work twice.',
  bad: [
    {
      files: { 'tasks.md': withGraph(`- [ ] 1. P\n${two}`, '{"id":0,"tasks":["1"]},{"id":1,"tasks":["1.1","1.2"]}') },
      finds: ['The graph names task 1 and its subtask 1.1. Keep the subtasks and take 1 out.'],
    },
  ],
  good: [{ files: { 'tasks.md': withGraph(`- [ ] 1. P\n${two}`, both) } }],
  check({ document, report }) {
    if (document.name !== 'tasks.md' || document.graph === undefined) return;
    const listed = new Set(document.graph.waves.flatMap(({ tasks }) => tasks.map(taskKey)));
    for (const { id, children } of allTasks(document)) {
      const child =
        id !== null && listed.has(taskKey(id))
          ? children.find((each) => each.id !== null && listed.has(taskKey(each.id)))
          : undefined;
      if (id !== null && child !== undefined) {
        report(
          placeInGraph(document, id, 0),
          `The graph names task ${id} and its subtask ${child.id}. Keep the subtasks and take ${id} out.`,
        );
      }
    }
  },
};

/** A wave that comes before what it needs. */
export const graphOrder: Rule = {
  name: 'graph-order',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'document',
  why: 'The waves say in which order tasks run; what a task depends on has to be in an earlier one.',
  bad: [
    {
      files: { 'tasks.md': withGraph('- [ ] 1.1 A\n  - _Depends: 1.2_\n- [ ] 1.2 B\n', both) },
      finds: ['Task 1.1 depends on 1.2, which the graph runs in a later wave. Put 1.2 into an earlier one.'],
    },
  ],
  good: [{ files: { 'tasks.md': withGraph('- [ ] 1.1 A\n- [ ] 1.2 B\n  - _Depends: 1.1_\n', both) } }],
  check({ document, report }) {
    if (document.name !== 'tasks.md' || document.graph?.readable !== true) return;
    const edges = dependencyEdges(document);
    const all = [...edges, ...document.graph.edges.map(([a, b]) => [taskKey(a), taskKey(b)] as const)];
    // In a circle every order is wrong, and that is said already.
    if (all.length === 0 || findCycle(all) !== undefined) return;
    const waveOf = new Map(
      document.graph.waves.flatMap(({ tasks }, index) => tasks.map((id) => [taskKey(id), index] as const)),
    );
    const byKey = tasksByKey(document);
    const told = new Set<string>();
    for (const [before, after] of all) {
      const [first, second] = [waveOf.get(before), waveOf.get(after)];
      if (first === undefined || second === undefined || first < second || told.has(`${before} ${after}`)) continue;
      told.add(`${before} ${after}`);
      const when = first === second ? 'in the same wave' : 'in a later wave';
      report(
        placeOfTask(document, byKey.get(after)?.[0], after),
        `Task ${after} depends on ${before}, which the graph runs ${when}. Put ${before} into an earlier one.`,
      );
    }
  },
};

function placeOfTask(document: TasksDocument, task: Task | undefined, id: string): Place {
  return task?.place ?? placeInGraph(document, id, 0);
}
