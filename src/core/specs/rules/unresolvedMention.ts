import { listedIds } from '../mentions';
import type { Rule } from '../rule';

const requirements = (introduction: string): string =>
  `# Requirements Document\n## Introduction\n${introduction}\n### Requirement 1: A\n#### Acceptance Criteria\n1. THE System SHALL store\n2. THE System SHALL list\n`;

/** A number in brackets or a table cell that looks like a criterion of a requirement that is there, and is none. */
export const unresolvedMention: Rule = {
  name: 'unresolved-mention',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'spec',
  why: 'An assumption, component or test names the criteria that it is about in brackets, as (1.2), or in a cell of a table. When a criterion is taken away, what named it speaks of nothing. One number in brackets may be a version, so a document is judged only where it names a criterion that exists in this way, too.',
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
  ],
  good: [
    { files: { 'requirements.md': requirements('- A is stored once (1.1), as in the protocol (7.4).') } },
    { files: { 'design.md': '## Overview\nThe schema (1.9) stays.\n', 'requirements.md': requirements('') } },
  ],
  check({ document, scanned, spec, report }) {
    const index = spec?.requirements;
    if (index === undefined) return;
    const listed = listedIds(document.text, scanned);
    if (!listed.some(({ id }) => index.find(id).length > 0)) return;
    for (const { id, place } of listed) {
      const parent = id.slice(0, id.indexOf('.'));
      if (index.find(id).length > 0 || index.find(parent).length === 0 || !index.canTell(id)) continue;
      report(
        place,
        `There is no criterion ${id} in requirement ${parent}. Name the one that is meant, or take the number out.`,
      );
    }
  },
};
