/** Rules about the title by which Kiro knows a document. */
import type { DocumentName, SpecDocument } from '../../model';
import type { Rule } from '../../rule';

/** A rule that asks for a title: `examples` are some that are right, `sound` says whether a document has one. */
export function titleRule(
  name: string,
  document: DocumentName,
  message: string,
  examples: readonly string[],
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
    good: [...examples, ''].map((example) => ({ files: { [document]: example } })),
    check: (context) => {
      if (context.document.text.trim() === '' || sound(context.document)) return;
      const { title } = context.document;
      context.report(title?.place ?? { line: 1, column: 1, start: 0, end: 0 }, message);
    },
  };
}
