import type { Rule } from '../rule';

/** A property that validates nothing, or that Kiro cannot tell what. */
export const missingPropertyValidates: Rule = {
  name: 'missing-property-validates',
  documents: ['design.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'warning',
  scope: 'document',
  why: 'A property stands for the criteria that it validates; one that names none proves nothing that anybody asked for. Kiro reads `**Validates: Requirements 1.2, 3.4**`.',
  bad: [
    {
      files: { 'design.md': '### Property 1: Round trip\nFor any list, it SHALL come back.\n' },
      finds: [
        'Property 1 validates nothing. Write "**Validates: Requirements 1.2**" below it, with the criteria it proves.',
      ],
    },
  ],
  good: [
    {
      files: {
        'design.md':
          '### Property 1: Round trip\nFor any list, it SHALL come back.\n\n**Validates: Requirements 1.2**\n',
      },
    },
  ],
  check({ document, report }) {
    if (document.name !== 'design.md') return;
    for (const { number, place, validates } of document.properties) {
      if (validates.length > 0) continue;
      report(
        { ...place, end: place.start },
        `Property ${number} validates nothing. Write "**Validates: Requirements 1.2**" below it, with the criteria it proves.`,
      );
    }
  },
};
