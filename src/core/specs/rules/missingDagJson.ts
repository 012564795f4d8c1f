import type { Rule } from '../rule';
import { isGraphTitle } from '../vocabulary';

/** A section for the graph without the graph. */
export const missingDagJson: Rule = {
  name: 'missing-dag-json',
  documents: ['tasks.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'error',
  scope: 'document',
  why: 'The section says which tasks may run side by side, in a fence of JSON. Without it they run one after the other.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1. A\n## Task Dependency Graph\n\nFirst 1, then 2.\n' },
      finds: ['This section holds no graph. Write {"waves":[{"id":0,"tasks":["1.1"]}]} in a fence of json.'],
    },
  ],
  good: [
    {
      files: {
        'tasks.md': '- [ ] 1.1 A\n## Task Dependency Graph\n```json\n{"waves":[{"id":0,"tasks":["1.1"]}]}\n```\n',
      },
    },
  ],
  check({ document, report }) {
    if (document.name !== 'tasks.md' || document.graph?.form === 'json') return;
    for (const { level, title, place } of document.sections) {
      if (level === 2 && isGraphTitle(title)) {
        const found = document.graph === undefined ? 'no graph' : 'a graph that Kiro does not read';
        report(
          { ...place, end: place.start },
          `This section holds ${found}. Write {"waves":[{"id":0,"tasks":["1.1"]}]} in a fence of json.`,
        );
      }
    }
  },
};
