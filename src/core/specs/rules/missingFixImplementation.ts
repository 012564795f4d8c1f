import { sectionRule, wanted } from './shared/sectionRule';

/** design.md without "Fix Implementation". */
export const missingFixImplementation = sectionRule('missing-fix-implementation', {
  'design.md': wanted('Fix Implementation', 'error', 'bugfix'),
});
