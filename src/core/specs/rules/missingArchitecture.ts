import { sectionRule, wanted } from './shared/sectionRule';

/** design.md without "Architecture". */
export const missingArchitecture = sectionRule('missing-architecture', {
  'design.md': wanted('Architecture', 'error', 'feature'),
});
