import { idsOfProperties, isReferenced } from '../coverage';
import { perSentence } from '../ears/criteria';
import type { Rule } from '../rule';

/** "For all" and its like hold only where they open a clause; "search for any file" speaks of one search. */
const UNIVERSAL =
  /(?:^|[,;:(][ \t]*|\b(?:that|where|hold|holds|then|and)[ \t]+)\*?for (?:all|any(?! other\b)|every)\b|\b(?:always|never)\b|\bround[- ]trip|\bidempoten|\bregardless of\b|常に|決して|すべての.*について|任意の|任何|始终|始終|总是|對於所有|对于所有|항상|절대|모든/i;

/** What a text has to say, and what a test has to assert, is no behaviour that a property could prove. */
const ABOUT_TEXT =
  /\bshall[ \t]+(?:not[ \t]+)?(?:state|say|declare|specify|document|explain|instruct)s?\b|\bproperty(?:-based)?[ \t]+tests?\b/i;

const isUniversal = perSentence(({ plain }): boolean => UNIVERSAL.test(plain) && !ABOUT_TEXT.test(plain), {
  otherwise: false,
});

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
    ...['state that a file is never lost', 'ask for any file once', 'add a property test that order always holds'].map(
      (response) => ({
        files: {
          'requirements.md': requirements.replace('always keep the order', response),
          'design.md': design('1.1'),
        },
      }),
    ),
  ],
  check({ document, criteria, spec, report }) {
    if (document.name !== 'requirements.md' || spec === undefined) return;
    const ids = idsOfProperties(spec.documents);
    if (ids.size === 0) return;
    for (const { criterion, requirement, ears } of criteria) {
      if (isReferenced(ids, requirement.id, criterion.id) || !isUniversal(ears)) continue;
      report(
        criterion.place,
        `Criterion ${criterion.id} speaks of every case, and no property validates it. Add one to design.md.`,
      );
    }
  },
};
