import { sectionRule, wanted } from './shared/sectionRule';

/** requirements.md and bugfix.md without "Introduction". */
export const missingIntroduction = sectionRule('missing-introduction', {
  'requirements.md': wanted('Introduction'),
  'bugfix.md': wanted('Introduction'),
});
