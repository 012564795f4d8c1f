import { sectionRule, wanted } from './shared/sectionRule';

/** design.md and tasks.md without "Overview". */
export const missingOverview = sectionRule('missing-overview', {
  'design.md': wanted('Overview'),
  'tasks.md': wanted('Overview', 'warning'),
});
