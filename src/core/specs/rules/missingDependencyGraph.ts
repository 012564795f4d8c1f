import { sectionRule, wanted } from './shared/sectionRule';

/** tasks.md without "Task Dependency Graph". */
export const missingDependencyGraph = sectionRule('missing-dependency-graph', {
  'tasks.md': wanted('Task Dependency Graph', 'error', 'feature'),
});
