import { sectionRule, wanted } from './shared/sectionRule';

/** design.md without "Testing Strategy". */
export const missingTestingStrategy = sectionRule('missing-testing-strategy', {
  'design.md': wanted('Testing Strategy', 'warning'),
});
