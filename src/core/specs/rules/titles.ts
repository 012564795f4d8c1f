import type { DocumentName, SpecDocument } from '../model';
import type { Rule } from '../rule';
import { plainWords } from '../vocabulary';

const PLAN =
  /^(?:implementation plan|実装計画|实施计划|实现计划|實作計畫|구현 계획|план реализации|план імплементації|plan d[’']implémentation|plan de implementación|plano de implementação|implementierungsplan|umsetzungsplan|kế hoạch triển khai)/;

/** requirements.md without a title. */
export const missingTitle: Rule = titleRule(
  'missing-title',
  'requirements.md',
  'The title "# Requirements Document" is missing. Write it in the first line.',
  '# Requirements Document',
  ({ title }) => title !== undefined,
);

/** tasks.md without the title that Kiro looks for; a title in letters other than ours is taken for one. */
export const missingImplementationPlan: Rule = titleRule(
  'missing-implementation-plan',
  'tasks.md',
  'The title "# Implementation Plan" is missing. Write it in the first line.',
  '# Implementation Plan: import',
  ({ title }) =>
    title !== undefined &&
    (PLAN.test(plainWords(title.text)) || /[^\p{Script=Latin}\p{P}\p{Zs}\p{N}\p{S}]/u.test(title.text)),
);

function titleRule(
  name: string,
  document: DocumentName,
  message: string,
  example: string,
  sound: (document: SpecDocument) => boolean,
): Rule {
  return {
    name,
    documents: [document],
    about: 'form',
    severity: 'warning',
    kiro: 'error',
    scope: 'document',
    why: 'Kiro knows the document by its title.',
    bad: [{ files: { [document]: '## Overview\n' }, finds: [message] }],
    good: [{ files: { [document]: `${example}\n` } }, { files: { [document]: '' } }],
    check: (context) => {
      if (context.document.text.trim() === '' || sound(context.document)) return;
      const { title } = context.document;
      context.report(title?.place ?? { line: 1, column: 1, start: 0, end: 0 }, message);
    },
  };
}
