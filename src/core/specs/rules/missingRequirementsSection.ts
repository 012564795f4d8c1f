import { sectionRule, wanted } from './shared/sectionRule';

/** requirements.md without "Requirements". */
export const missingRequirementsSection = sectionRule('missing-requirements-section', {
  'requirements.md': wanted('Requirements'),
});
