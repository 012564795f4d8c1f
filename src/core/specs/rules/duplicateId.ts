import type { Place } from '../../diagnostic';
import type { Requirement } from '../model';
import { normalId } from '../parse/ids';
import type { Rule, RuleContext } from '../rule';
import { allTasks } from '../tasks';

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
        return judgeRequirements(document.requirements, ['Requirement', 'Criterion'], report);
      case 'bugfix.md':
        return judgeRequirements(document.requirements, ['Section', 'Clause'], report);
      case 'design.md': {
        const properties = finder('Property', report);
        for (const { number, place } of document.properties) properties(number, place);
        return;
      }
      case 'tasks.md': {
        const tasks = finder('Task', report);
        for (const { id, place } of allTasks(document)) if (id !== null) tasks(id, place);
      }
    }
  },
};

function judgeRequirements(
  requirements: readonly Requirement[],
  [outer, inner]: readonly [string, string],
  report: RuleContext['report'],
): void {
  const judge = finder(outer, report);
  const judgeInner = finder(inner, report);
  for (const { id, place, criteria } of requirements) {
    // What is numbered below one that is doubled is said with it.
    if (judge(id, place)) continue;
    for (const criterion of criteria) judgeInner(criterion.id, criterion.place);
  }
}

/** Tells of each number of one kind that was there before; gives whether it was. */
function finder(kind: string, report: RuleContext['report']): (id: string, place: Place) => boolean {
  const first = new Map<string, number>();
  return (id, place) => {
    const key = normalId(id);
    const line = first.get(key);
    if (line === undefined) {
      first.set(key, place.line);
      return false;
    }
    // Blocks are long; a finding points at where they begin.
    const at = kind === 'Task' ? place : { ...place, end: place.start };
    report(at, `${kind} ${id} is already in line ${line}. Give this one a number of its own.`);
    return true;
  };
}
