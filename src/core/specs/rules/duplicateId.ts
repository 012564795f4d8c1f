import type { Place } from '../../diagnostic';
import type { TasksDocument } from '../model';
import { type NumberAt, type NumberedDocument, numbersOf, repeatedIn } from '../numbers';
import { normalId } from '../parse/ids';
import type { Rule, RuleContext } from '../rule';
import { allTasks } from '../tasks';
import { remembered } from '../versions';

/**
 * Two things with one number cannot be told apart by whoever refers to them.
 *
 * not ok: `### Requirement 2: A` … `### Requirement 2: B` → "Requirement 2 is already in line 5. Give this one a number of its own."
 */
export const duplicateId: Rule = {
  name: 'duplicate-id',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'document',
  why: 'Two things with one number cannot be told apart by whoever refers to them: a task would count for both, and an approval could not say which of them changed.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1.1 Build\n- [ ] 1.1 Test\n' },
      finds: ['Task 1.1 is already in line 1. Give this one a number of its own.'],
    },
    {
      files: { 'requirements.md': '### Requirement 1: A\n### Requirement 1: B\n' },
      finds: ['Requirement 1 is already in line 1. Give this one a number of its own.'],
    },
  ],
  good: [{ files: { 'tasks.md': '- [ ] 1.1 Build\n- [ ] 1.2 Test\n- [ ] Unnumbered\n- [ ] Unnumbered\n' } }],
  check({ document, report }) {
    switch (document.name) {
      case 'requirements.md':
        return judgeRequirements(document, ['Requirement', 'Criterion'], report);
      case 'bugfix.md':
        return judgeRequirements(document, ['Section', 'Clause'], report);
      case 'design.md': {
        const first = new Map<string, number>();
        for (const { number, place } of document.properties) {
          const key = normalId(number);
          const line = first.get(key);
          if (line === undefined) first.set(key, place.line);
          else tell('Property', number, place, line, report);
        }
        return;
      }
      case 'tasks.md': {
        const tasks = allTasks(document);
        for (const [at, before] of repeatedTasks(document)) {
          const [task, first] = [tasks[at], tasks[before]];
          if (task?.id != null && first !== undefined) tell('Task', task.id, task.place, first.place.line, report);
        }
      }
    }
  },
};

/** Tasks whose number one before them has, each with the first of that number. */
function repeatedTasks(document: TasksDocument): readonly (readonly [again: number, first: number])[] {
  const memory = repeatedInVersions(document);
  const tasks = allTasks(document);
  if (memory.ids.length === tasks.length && tasks.every(({ id }, at) => id === memory.ids[at])) return memory.repeated;
  memory.ids = tasks.map(({ id }) => id);
  const first = new Map<string, number>();
  const repeated: (readonly [number, number])[] = [];
  for (const [at, id] of memory.ids.entries()) {
    if (id === null) continue;
    const key = normalId(id);
    const before = first.get(key);
    if (before === undefined) first.set(key, at);
    else repeated.push([at, before]);
  }
  memory.repeated = repeated;
  return repeated;
}

/** What the numbers of a list of tasks said last: few edits touch them. */
const repeatedInVersions = remembered<
  TasksDocument,
  { ids: readonly (string | null)[]; repeated: readonly (readonly [again: number, first: number])[] }
>(() => ({ ids: [], repeated: [] }));

function judgeRequirements(
  document: NumberedDocument,
  [outer, inner]: readonly [string, string],
  report: RuleContext['report'],
): void {
  const at = ({ requirement, criterion }: NumberAt) => {
    const whole = document.requirements[requirement];
    return criterion === undefined ? whole : whole?.criteria[criterion];
  };
  for (const [again, before] of repeatedIn(numbersOf(document))) {
    const [one, first] = [at(again), at(before)];
    if (one === undefined || first === undefined) continue;
    tell(again.criterion === undefined ? outer : inner, one.id, one.place, first.place.line, report);
  }
}

function tell(kind: string, id: string, place: Place, line: number, report: RuleContext['report']): void {
  // Blocks are long; a finding points at where they begin.
  const at = kind === 'Task' ? place : { ...place, end: place.start };
  report(at, `${kind} ${id} is already in line ${line}. Give this one a number of its own.`);
}
