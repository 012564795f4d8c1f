import type { Place } from '../../diagnostic';
import { normalId } from '../parse/ids';
import type { Rule } from '../rule';
import { allTasks } from '../tasks';
import { alternation, PROPERTY_WORDS } from '../vocabulary';

const NAMED = new RegExp(`^\\W*(?:${alternation(PROPERTY_WORDS)})[ \\t]*#?(\\d{1,4})[ \\t]*[:：.*]`, 'iu');

/** A task tests a property that is not in the design. */
export const unresolvedProperty: Rule = {
  name: 'unresolved-property',
  documents: ['tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'spec',
  why: 'A task names the property that its test proves. Where design.md has no property of that number, the test proves something else or nothing.',
  bad: [
    {
      files: {
        'tasks.md': '- [ ]* 1.1 Test the round trip\n  - **Property 3: Round trip**\n',
        'design.md': '### Property 1: Round trip\n',
      },
      finds: ['There is no property 3 in design.md. Correct the number, or write the property.'],
    },
  ],
  good: [
    {
      files: {
        'tasks.md':
          '- [ ]* 1.1 Test the round trip\n  - **Property 1: Round trip**\n  - the property 7 of the old system\n',
        'design.md': '### Property 1: Round trip\n',
      },
    },
    { files: { 'tasks.md': '- [ ] 1.1 Test\n  - **Property 3: x**\n', 'design.md': '# Design\n' } },
  ],
  check({ document, spec, report }) {
    const design = spec?.documents.find((each) => each.name === 'design.md');
    if (document.name !== 'tasks.md' || design?.name !== 'design.md' || design.properties.length === 0) return;
    const known = new Set(design.properties.map(({ number }) => normalId(number)));
    for (const task of allTasks(document)) {
      for (const { text, place } of task.details) {
        const match = NAMED.exec(text);
        const number = match?.[1];
        if (number === undefined || known.has(normalId(number))) continue;
        report(
          numberIn(document.text, place, number),
          `There is no property ${number} in design.md. Correct the number, or write the property.`,
        );
      }
    }
  },
};

function numberIn(text: string, place: Place, number: string): Place {
  const at = text.slice(place.start, place.end).search(new RegExp(`(?<!\\d)${number}(?!\\d)`));
  const start = place.start + Math.max(0, at);
  return { ...place, column: place.column + Math.max(0, at), start, end: start + number.length };
}
