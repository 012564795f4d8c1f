import { sectionRule } from './shared/sectionRule';

/** bugfix.md without "Current Behavior (Defect)". */
export const missingCurrentBehavior = sectionRule('missing-current-behavior', {
  'bugfix.md': [{ heading: 'Current Behavior (Defect)', level: 3, kiro: 'error' }],
});
