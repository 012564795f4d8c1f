import type { Diagnostic } from '../diagnostic';
import type { SpecDocument } from '../specs/model';

/** Headings of a flow's template that a document lacks, as problems at its beginning. */
export function missingHeadings(skeleton: string, document: SpecDocument): readonly Diagnostic[] {
  const present = new Set(document.sections.map((section) => `${section.level} ${section.title.trim().toLowerCase()}`));
  const titled = document.title !== undefined;
  return [...skeleton.matchAll(/^(#{1,6}) (.+)$/gmu)].flatMap(([heading, marks = '', title = '']) => {
    const there = marks.length === 1 ? titled : present.has(`${marks.length} ${title.trim().toLowerCase()}`);
    return there ? [] : [missing(document, heading)];
  });
}

/** The words of the heading that a document of this template begins with. */
export function titleOf(skeleton: string): string | undefined {
  return /^# (.+)$/mu.exec(skeleton)?.[1]?.trim();
}

function missing(document: SpecDocument, heading: string): Diagnostic {
  const stem = document.name.replace(/\.md$/u, '');
  const name = heading.replace(/^#+ /u, '').toLowerCase().replace(/\W+/gu, '-');
  return {
    code: `${stem}/missing-${name}`,
    severity: 'warning',
    message: `The heading "${heading}" is missing.`,
    place: { line: 1, column: 1, start: 0, end: 0 },
  };
}
