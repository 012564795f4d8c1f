import type { Rule } from '../rule';
import { suppressionsOf } from '../suppress';

/** A comment that takes findings back without saying why. */
export const suppression: Rule = {
  name: 'suppression',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  about: 'meaning',
  severity: 'warning',
  scope: 'document',
  why: 'A finding is taken back by a comment above its line or at the end of it: `<!-- tracewright-ignore no-shall: quoted from the contract -->`, or for a whole document with `tracewright-ignore-file`. Several rules are parted by commas. Without a reason after the colon the comment takes nothing back.',
  bad: [
    {
      files: { 'tasks.md': '<!-- tracewright-ignore duplicate-id -->\n- [ ] 1. A\n' },
      finds: ['This comment takes nothing back, because it gives no reason. Write the reason after a colon.'],
    },
  ],
  good: [{ files: { 'tasks.md': '<!-- tracewright-ignore duplicate-id: numbered by the customer -->\n- [ ] 1. A\n' } }],
  check(context) {
    const { document, report } = context;
    if (!document.text.includes('tracewright-ignore')) return;
    for (const { reason, place } of suppressionsOf(context.scanned)) {
      if (reason === '') {
        report(place, 'This comment takes nothing back, because it gives no reason. Write the reason after a colon.');
      }
    }
  },
};
