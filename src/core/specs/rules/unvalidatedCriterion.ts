import { idsOfProperties, isReferenced } from '../coverage';
import type { Rule } from '../rule';

const UNIVERSAL =
  /\bfor (?:all|any(?! other\b)|every)\b|\b(?:always|never)\b|\bround[- ]trip|\bidempoten|\bregardless of\b|常に|決して|すべての.*について|任意の|任何|始终|始終|总是|對於所有|对于所有|항상|절대|모든/i;

const design = (validates: string): string =>
  `### Property 1: A\n*For any* x\n**Validates: Requirements ${validates}**\n`;
const requirements =
  '### Requirement 1: A\n#### Acceptance Criteria\n1. THE System SHALL store\n2. THE System SHALL always keep the order\n';

/** A criterion that speaks of every case, and no property of the design does. */
export const unvalidatedCriterion: Rule = {
  name: 'unvalidated-criterion',
  documents: ['requirements.md'],
  about: 'meaning',
  severity: 'hint',
  scope: 'spec',
  why: 'A criterion that says "always", "never" or "for any" is proved by a property, not by examples. It is asked only where the design has properties.',
  bad: [
    {
      files: { 'requirements.md': requirements, 'design.md': design('1.1') },
      finds: ['Criterion 1.2 speaks of every case, and no property validates it. Add one to design.md.'],
    },
  ],
  good: [
    { files: { 'requirements.md': requirements, 'design.md': design('1.2') } },
    { files: { 'requirements.md': requirements, 'design.md': '## Overview\n' } },
    {
      files: {
        'requirements.md': requirements.replace('always keep the order', 'answer 1 for any other failure'),
        'design.md': design('1.1'),
      },
    },
  ],
  check({ document, criteria, spec, report }) {
    if (document.name !== 'requirements.md' || spec === undefined) return;
    const ids = idsOfProperties(spec.documents);
    if (ids.size === 0) return;
    for (const { criterion, requirement, ears } of criteria) {
      if (isReferenced(ids, requirement.id, criterion.id) || !UNIVERSAL.test(ears.plain)) continue;
      report(
        criterion.place,
        `Criterion ${criterion.id} speaks of every case, and no property validates it. Add one to design.md.`,
      );
    }
  },
};
