import { sectionRule, wanted } from './shared/sectionRule';

/** design.md without "Components and Interfaces". */
export const missingComponents = sectionRule('missing-components', {
  'design.md': wanted('Components and Interfaces', 'error', 'feature'),
});
