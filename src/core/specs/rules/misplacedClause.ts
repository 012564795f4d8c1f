import type { SpecDocument } from '../model';
import type { Rule } from '../rule';
import { bugfix, kept, right, wrong } from './shared/bugfixExample';

/** A clause below the heading of another kind. */
export const misplacedClause: Rule = {
  name: 'misplaced-clause',
  documents: ['bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'Current behaviour says what happens (no SHALL), expected behaviour what has to happen instead, unchanged behaviour what stays. The tests of a bugfix are made from that: a clause in the wrong place is tested the wrong way round.',
  bad: [
    {
      files: { 'bugfix.md': bugfix(right, right, kept) },
      finds: ['Current behaviour says what happens today, without SHALL. Move this to the expected behaviour.'],
    },
    {
      files: { 'bugfix.md': bugfix(wrong, kept, kept) },
      finds: ['What continues belongs below the unchanged behaviour. Move it there.'],
    },
    {
      files: { 'bugfix.md': bugfix(wrong, right, kept).replace('2.1 ', '3.4 ') },
      finds: ['Clause 3.4 stands below section 2. Move it, or number it 2.1.'],
    },
  ],
  good: [{ files: { 'bugfix.md': bugfix(wrong, right, kept) } }],
  check({ document, criteria, report }) {
    const counted = isCountedBySection(document);
    for (const each of criteria) {
      const { criterion, requirement, ears } = each;
      const message = misplaced(requirement.id, criterion.id, ears.plain, ears.obligations.length, counted);
      if (message !== undefined) report({ ...criterion.place, end: criterion.place.start }, message);
    }
  },
};

/** Whether the numbers of clauses are those of the three sections; some count on from one section to the next. */
function isCountedBySection(document: SpecDocument): boolean {
  if (document.name !== 'bugfix.md') return false;
  const clauses = document.requirements.flatMap(({ id, criteria }) => criteria.map((each) => [id, each.id] as const));
  return (
    clauses.every(([, id]) => /^[123]\./.test(id)) && new Set(document.requirements.map(({ id }) => id)).size === 3
  );
}

function misplaced(
  section: string,
  id: string,
  text: string,
  obligations: number,
  counted: boolean,
): string | undefined {
  const own = /^(\d+)\.(\d+)/.exec(id);
  if (own !== null && own[1] !== section && counted) {
    return `Clause ${id} stands below section ${section}. Move it, or number it ${section}.1.`;
  }
  if (section === '1' && obligations > 0 && /\bSHALL\b/.test(text)) {
    return 'Current behaviour says what happens today, without SHALL. Move this to the expected behaviour.';
  }
  if (section === '2' && /\bSHALL[ \t]+CONTINUE[ \t]+TO\b/.test(text)) {
    return 'What continues belongs below the unchanged behaviour. Move it there.';
  }
  return undefined;
}
