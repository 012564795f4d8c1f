import type { Rule } from '../rule';
import { plainWords } from '../vocabulary';
import { titleRule } from './shared/titleRule';

/** Anywhere in the title, as teams put the name of the feature before it. */
const PLAN =
  /(?:\bimplementation plan|実装計画|实施计划|实现计划|實作計畫|구현 계획|план реализации|план імплементації|plan d[’']implémentation|plan de implementación|plano de implementação|implementierungsplan|umsetzungsplan|kế hoạch triển khai)/u;

/** tasks.md without the title that Kiro looks for; a title in letters other than ours is taken for one. */
export const missingImplementationPlan: Rule = titleRule(
  'missing-implementation-plan',
  'tasks.md',
  'The title "# Implementation Plan" is missing. Write it in the first line.',
  ['# Implementation Plan: import', '# Shop - Implementation Plan', '# 実装計画', '# План реализации'],
  ({ title }) =>
    title !== undefined &&
    (PLAN.test(plainWords(title.text)) || /[^\p{Script=Latin}\p{P}\p{Zs}\p{N}\p{S}]/u.test(title.text)),
);
