import type { Diagnostic, Place } from '../../diagnostic';
import { referencesOf } from '../coverage';
import { perSentence } from '../ears/criteria';
import type { Reference, SpecDocument } from '../model';
import { normalId } from '../parse/ids';
import type { Rule } from '../rule';

const list = (...lines: readonly string[]): string =>
  `### Requirement 1: A\n#### Acceptance Criteria\n${lines.map((line, index) => `${index + 1}. ${line}\n`).join('')}`;

/** One sentence as two criteria. */
export const duplicateCriterion: Rule = {
  name: 'duplicate-criterion',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'The same sentence twice is two criteria to everybody who counts them, and one day only one of them is changed.',
  bad: [
    {
      files: { 'requirements.md': list('THE System SHALL store lists', 'THE System SHALL store lists') },
      finds: ['This says the same as 1.1 in line 3. Keep one of them.'],
    },
  ],
  good: [{ files: { 'requirements.md': list('THE System SHALL store lists', 'THE System SHALL store items') } }],
  check({ criteria, report }) {
    const first = new Map<string, { readonly id: string; readonly line: number }>();
    for (const { criterion, ears } of criteria) {
      if (criterion.text.length < 12) continue;
      const key = lowerCase(ears);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, { id: criterion.id, line: criterion.place.line });
      else report(criterion.place, `This says the same as ${earlier.id} in line ${earlier.line}. Keep one of them.`);
    }
  },
};

const lowerCase = perSentence(({ text }) => text.toLowerCase());

/** One word of the glossary explained twice. */
export const duplicateTerm: Rule = {
  name: 'duplicate-term',
  documents: ['requirements.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'A term with two meanings means neither.',
  bad: [
    {
      files: { 'requirements.md': '## Glossary\n- **Store**: a shop\n- **Store**: the database\n' },
      finds: ['"Store" is already explained in line 2. Keep one meaning, or give the other a name of its own.'],
    },
  ],
  good: [{ files: { 'requirements.md': '## Glossary\n- **Shop**: a shop\n- **Store**: the database\n' } }],
  check({ document, report }) {
    if (document.name !== 'requirements.md') return;
    const first = new Map<string, number>();
    for (const { term, place } of document.glossary) {
      const key = term.toLowerCase();
      const line = first.get(key);
      if (line === undefined) first.set(key, place.line);
      else
        report(
          place,
          `"${term}" is already explained in line ${line}. Keep one meaning, or give the other a name of its own.`,
        );
    }
  },
};

/** One reference twice in the same list. */
export const duplicateReference: Rule = {
  name: 'duplicate-reference',
  documents: ['design.md', 'tasks.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'The second mention says nothing, and is often the place of another number.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1. Build\n  - _Requirements: 1.1, 1.2, 1.1_\n' },
      finds: ['1.1 is named twice. Take one out, or write the number that was meant.'],
      mended: '- [ ] 1. Build\n  - _Requirements: 1.1, 1.2_\n',
    },
  ],
  good: [
    { files: { 'tasks.md': '- [ ] 1. Build\n  - _Requirements: 1.1, 1.2_\n- [ ] 2. Test\n  - _Requirements: 1.1_\n' } },
  ],
  check({ document, report }) {
    let first: Reference | undefined;
    let seen: Set<string | undefined> | undefined;
    for (const reference of referencesOf(document)) {
      // The references of one line are one list; a task may have several, most of one entry.
      if (first?.place.line !== reference.place.line) {
        first = reference;
        seen = undefined;
        continue;
      }
      seen ??= new Set([keyOf(first)]);
      const key = keyOf(reference);
      if (key === undefined) continue;
      const [id = ''] = reference.ids;
      if (seen.has(key)) {
        report(reference.place, `${id} is named twice. Take one out, or write the number that was meant.`, {
          fix: removed(document, reference.place, id),
        });
      }
      seen.add(key);
    }
  },
};

/** The number that a reference means, where it is but one. */
function keyOf({ ids, prose, all }: Reference): string | undefined {
  const [id] = ids;
  return id === undefined || ids.length > 1 || prose || all ? undefined : normalId(id);
}

/** Takes the entry and the comma before it out. */
function removed({ text }: SpecDocument, place: Place, id: string): Diagnostic['fix'] | undefined {
  const before = /[,，、;][ \t]*$/.exec(text.slice(Math.max(0, place.start - 20), place.start));
  if (before === null || text.slice(place.start, place.end) !== id) return undefined;
  return {
    title: `Remove the second ${id}`,
    edits: [{ start: place.start - before[0].length, end: place.end, text: '' }],
  };
}
