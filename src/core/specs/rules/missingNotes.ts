import { sectionRule, wanted } from './shared/sectionRule';

/** tasks.md without "Notes". */
export const missingNotes = sectionRule('missing-notes', { 'tasks.md': wanted('Notes', 'warning') });
