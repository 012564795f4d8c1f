import { sectionRule, wanted } from './shared/sectionRule';

/** bugfix.md without "Bug Analysis". */
export const missingBugAnalysis = sectionRule('missing-bug-analysis', { 'bugfix.md': wanted('Bug Analysis') });
