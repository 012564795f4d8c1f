import { isTitled } from '../headings';
import type { Rule } from '../rule';

const DESIGN = [
  'Bug Details',
  'Hypothesized Root Cause',
  'Fix Implementation',
  'Architecture',
  'Components and Interfaces',
  'Data Models',
  'Correctness Properties',
  'Error Handling',
  'Testing Strategy',
];

/** A part of the design in bugfix.md. */
export const unexpectedSection: Rule = {
  name: 'unexpected-section',
  documents: ['bugfix.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'warning',
  scope: 'document',
  why: 'bugfix.md says what is wrong and what must be right. Why it is wrong and how it is mended belongs in design.md, where it is approved by itself.',
  bad: [
    {
      files: { 'bugfix.md': '## Fix Implementation\n' },
      finds: ['"Fix Implementation" belongs in design.md. Move it there.'],
    },
  ],
  good: [{ files: { 'bugfix.md': '## Introduction\n## Bug Analysis\n' } }],
  check({ document, report }) {
    for (const { level, title, place } of document.sections) {
      const found = level === 2 ? DESIGN.find((heading) => isTitled(title, heading)) : undefined;
      if (found !== undefined)
        report({ ...place, end: place.start }, `"${found}" belongs in design.md. Move it there.`);
    }
  },
};
