import { sectionRule, wanted } from './shared/sectionRule';

/** design.md and bugfix.md without "Expected Behavior". */
export const missingExpectedBehavior = sectionRule('missing-expected-behavior', {
  'design.md': wanted('Expected Behavior', 'error', 'bugfix'),
  'bugfix.md': [{ heading: 'Expected Behavior (Correct)', level: 3, kiro: 'error' }],
});
