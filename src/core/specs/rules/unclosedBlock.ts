import { placeOf } from '../lines';
import type { Rule } from '../rule';

/**
 * A fence or comment that never ends hides the rest of the document.
 *
 * not ok: "```ts" without an end before `- [ ] 2. Test` → "This fence never ends and hides 1 task or heading below it. Close it with ```."
 */
export const unclosedBlock: Rule = {
  name: 'unclosed-block',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'document',
  why: 'A fence or a comment that never ends hides the rest of the document: headings and tasks below it are not there for anybody who reads the file by program.',
  bad: [
    {
      files: { 'tasks.md': '- [ ] 1. Build\n```ts\ncode\n- [ ] 2. Test\n' },
      finds: ['This fence never ends and hides 1 task or heading below it. Close it with ```.'],
    },
  ],
  good: [{ files: { 'tasks.md': '- [ ] 1. Build\n```ts\ncode\n```\n- [ ] 2. Test\n' } }],
  check({ scanned, report }) {
    const fence = scanned.fences.find(({ close }) => close === undefined);
    const opening = fence === undefined ? scanned.openComment : scanned.line(fence.open);
    if (opening === undefined) {
      return;
    }
    const hidden = scanned.lines.filter(
      ({ index, text }) => index > opening.index && /^\s*(- \[.\]|#{2,6}[ \t])/.test(text),
    );
    const [what, end] =
      fence === undefined ? ['comment', '-->'] : ['fence', opening.text.includes('~~~') ? '~~~' : '```'];
    if (hidden.length > 0) {
      const things = hidden.length === 1 ? '1 task or heading' : `${hidden.length} tasks and headings`;
      report(placeOf(opening), `This ${what} never ends and hides ${things} below it. Close it with ${end}.`);
    }
  },
};
