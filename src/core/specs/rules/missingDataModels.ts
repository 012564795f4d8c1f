import { sectionRule, wanted } from './shared/sectionRule';

/** design.md without "Data Models". */
export const missingDataModels = sectionRule('missing-data-models', {
  'design.md': wanted('Data Models', 'error', 'feature'),
});
