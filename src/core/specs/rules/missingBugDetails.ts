import { sectionRule, wanted } from './shared/sectionRule';

/** design.md without "Bug Details". */
export const missingBugDetails = sectionRule('missing-bug-details', {
  'design.md': wanted('Bug Details', 'error', 'bugfix'),
});
