import type { Diagnostic } from '../diagnostic';
import { nearWord } from '../nearWord';
import type { Section, SpecDocument } from '../specs/model';

/** Headings of a flow's template that a document lacks: each at the heading that may stand for it, else at the beginning. */
export function missingHeadings(skeleton: string, document: SpecDocument): readonly Diagnostic[] {
  const present = new Set(document.sections.map((section) => `${section.level} ${section.title.trim().toLowerCase()}`));
  const titled = document.title !== undefined;
  const headings = [...skeleton.matchAll(/^(#{1,6}) (.+)$/gmu)];
  const wanted = new Set(headings.map(([, marks = '', title = '']) => `${marks.length} ${title.trim().toLowerCase()}`));
  const others = document.sections.filter(({ level, title }) => !wanted.has(`${level} ${title.trim().toLowerCase()}`));
  return headings.flatMap(([heading, marks = '', title = '']) => {
    const there = marks.length === 1 ? titled : present.has(`${marks.length} ${title.trim().toLowerCase()}`);
    const near = nearWord(
      title,
      others.map((each) => each.title),
    );
    return there
      ? []
      : [missing(document, heading, marks.length === 1 ? undefined : others.find((each) => each.title === near))];
  });
}

/** The words of the heading that a document of this template begins with. */
export function titleOf(skeleton: string): string | undefined {
  return /^# (.+)$/mu.exec(skeleton)?.[1]?.trim();
}

function missing(document: SpecDocument, heading: string, near: Section | undefined): Diagnostic {
  const stem = document.name.replace(/\.md$/u, '');
  const name = heading.replace(/^#+ /u, '').toLowerCase().replace(/\W+/gu, '-');
  return {
    code: `${stem}/missing-${name}`,
    severity: 'warning',
    message: `The heading "${heading}" is missing.${near === undefined ? '' : ` "${'#'.repeat(near.level)} ${near.title}" stands here, which may be meant for it.`}`,
    place: near?.place ?? { line: 1, column: 1, start: 0, end: 0 },
  };
}
