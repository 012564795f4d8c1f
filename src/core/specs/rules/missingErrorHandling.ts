import { sectionRule, wanted } from './shared/sectionRule';

/** design.md without "Error Handling". */
export const missingErrorHandling = sectionRule('missing-error-handling', {
  'design.md': wanted('Error Handling', 'warning', 'feature'),
});
