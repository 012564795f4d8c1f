import { sectionRule, wanted } from './shared/sectionRule';

/** design.md without "Hypothesized Root Cause". */
export const missingHypothesizedRootCause = sectionRule('missing-hypothesized-root-cause', {
  'design.md': wanted('Hypothesized Root Cause', 'error', 'bugfix'),
});
