import { sectionRule } from './shared/sectionRule';

/** bugfix.md without "Unchanged Behavior (Regression Prevention)". */
export const missingUnchangedBehavior = sectionRule('missing-unchanged-behavior', {
  'bugfix.md': [{ heading: 'Unchanged Behavior (Regression Prevention)', level: 3, kiro: 'error' }],
});
