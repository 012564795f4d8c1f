import { referencesOf } from '../coverage';
import { listedIds, wordedIds } from '../mentions';
import type { Rule } from '../rule';

const requirements = (introduction: string): string =>
  `# Requirements Document\n## Introduction\n${introduction}\n### Requirement 1: A\n#### Acceptance Criteria\n1. THE System SHALL store\n2. THE System SHALL list\n`;

/** A number in brackets, a table cell or behind the word "Requirement" that looks like a criterion, and is none. */
export const unresolvedMention: Rule = {
  name: 'unresolved-mention',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'spec',
  why: 'An assumption, component or test names the criteria that it is about in brackets, as (1.2), or in a cell of a table, and prose says "Requirement 1.2". When a criterion is taken away, what named it speaks of nothing. One number in brackets may be a version, so a document is judged only where it names a criterion that exists in this way, too.',
  bad: [
    {
      files: { 'requirements.md': requirements('- A is stored once (1.1).\n- B is listed (1.3).') },
      finds: ['There is no criterion 1.3 in requirement 1. Name the one that is meant, or take the number out.'],
    },
    {
      files: {
        'design.md':
          '## Components and Interfaces\n### reader\nReads (1.1, 1.4).\n\n| test | proves |\n|---|---|\n| a | 1.7 |\n',
        'requirements.md': requirements(''),
      },
      finds: [
        'There is no criterion 1.4 in requirement 1. Name the one that is meant, or take the number out.',
        'There is no criterion 1.7 in requirement 1. Name the one that is meant, or take the number out.',
      ],
    },
    {
      files: {
        'design.md': '## Overview\nAs requirement 1.3 wants, and Requirements 1.1 and 9.4 too.\n',
        'requirements.md': requirements(''),
      },
      finds: [
        'There is no criterion 1.3 in requirement 1. Name the one that is meant, or take the number out.',
        'There is no requirement 9, and so no 9.4. Name the one that is meant, or take the number out.',
      ],
    },
  ],
  good: [
    {
      files: {
        'requirements.md': requirements(
          'See Requirement 1.2, PCI DSS Requirement 8.3, and requirement 3.2.1 of the law.\n\nThe login spec has it in Requirement 9.1.',
        ),
      },
    },
    { files: { 'requirements.md': requirements('- A is stored once (1.1), as in the protocol (7.4).') } },
    { files: { 'design.md': '## Overview\nThe schema (1.9) stays.\n', 'requirements.md': requirements('') } },
  ],
  check({ document, scanned, spec, report }) {
    const index = spec?.requirements;
    if (index === undefined) return;
    const isThere = (id: string): boolean => index.find(id).length > 0;
    const parentOf = (id: string): string => id.slice(0, id.indexOf('.'));
    const listed = listedIds(document.text, scanned);
    const dead = (listed.some(({ id }) => isThere(id)) ? listed : []).filter(
      ({ id }) => !isThere(id) && isThere(parentOf(id)),
    );
    const worded = wordedIds(scanned).filter(({ id }) => !isThere(id));
    // What a line refers to by a key is judged as a reference.
    const judged = worded.length === 0 ? [] : referencesOf(document).map(({ place }) => place.line);
    for (const { id, place } of [...dead, ...worded.filter(({ place: { line } }) => !judged.includes(line))]) {
      if (!index.canTell(id)) continue;
      const parent = parentOf(id);
      const lacks = isThere(parent)
        ? `There is no criterion ${id} in requirement ${parent}.`
        : `There is no requirement ${parent}, and so no ${id}.`;
      report(place, `${lacks} Name the one that is meant, or take the number out.`);
    }
  },
};
