import { placeOf } from '../lines';
import type { Rule } from '../rule';
import { isTasksTitle } from '../vocabulary';

/** A heading where a checkbox should be. */
export const invalidTaskHeading: Rule = {
  name: 'invalid-task-heading',
  documents: ['tasks.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'error',
  scope: 'document',
  why: 'A task is a line with a checkbox. A heading "### Task 1" can be neither ticked nor run.',
  bad: [
    {
      files: { 'tasks.md': '## Tasks\n\n### Task 1: Build\n' },
      finds: ['A heading is no task: it can be neither run nor ticked. Write "- [ ] 1. Build".'],
    },
  ],
  good: [{ files: { 'tasks.md': '## Tasks\n\n- [ ] 1. Build\n\n## Task 1 of the notes\n' } }],
  check({ document, scanned, report }) {
    const section = document.sections.find(({ level, title }) => level === 2 && isTasksTitle(title));
    for (const { level, title, place } of section === undefined ? [] : document.sections) {
      const match = level === 3 || level === 2 ? /^Task[ \t]+(\d+)[ \t]*[:.–—-]?[ \t]*(.*)$/i.exec(title) : null;
      const inside = section !== undefined && place.start > section.place.start && place.start <= section.place.end;
      const line = scanned.line(place.line - 1);
      if (match === null || !inside || line === undefined) continue;
      report(
        placeOf(line),
        `A heading is no task: it can be neither run nor ticked. Write "- [ ] ${match[1]}. ${match[2] || 'Title'}".`,
      );
    }
  },
};
