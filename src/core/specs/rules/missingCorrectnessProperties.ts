import { sectionRule, wanted } from './shared/sectionRule';

/** design.md without "Correctness Properties". */
export const missingCorrectnessProperties = sectionRule('missing-correctness-properties', {
  'design.md': wanted('Correctness Properties', 'warning'),
});
