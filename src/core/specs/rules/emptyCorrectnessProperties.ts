import type { Place } from '../../diagnostic';
import { isTitled } from '../headings';
import type { Rule } from '../rule';

const section = (body: string): string => `## Correctness Properties\n\n${body}`;

/** A section of properties that holds none. */
export const emptyCorrectnessProperties: Rule = {
  name: 'empty-correctness-properties',
  documents: ['design.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'warning',
  scope: 'document',
  why: 'The section is there, but no property in it: nothing says what must hold for every input.',
  bad: [
    {
      files: { 'design.md': section('Everything is correct.\n') },
      finds: ['This section holds no property. Write "### Property 1: Title" with a statement for every input.'],
    },
  ],
  good: [{ files: { 'design.md': section('### Property 1: Round trip\n') } }],
  check({ document, report }) {
    if (document.name !== 'design.md' || document.properties.length > 0) return;
    for (const { level, title, place } of document.sections) {
      if (level === 2 && isTitled(title, 'Correctness Properties')) {
        const at: Place = { ...place, end: place.start };
        report(at, 'This section holds no property. Write "### Property 1: Title" with a statement for every input.');
      }
    }
  },
};
