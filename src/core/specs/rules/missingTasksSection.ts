import { sectionRule, wanted } from './shared/sectionRule';

/** tasks.md without "Tasks". */
export const missingTasksSection = sectionRule('missing-tasks-section', { 'tasks.md': wanted('Tasks', 'warning') });
