import type { Diagnostic } from '../../diagnostic';
import { type Ears, perSentence, placeOfSpan } from '../ears/criteria';
import { THEN, THEN_ASCII } from '../ears/words';
import type { Rule } from '../rule';

/** IF without its THEN. */
export const ifWithoutThen: Rule = {
  name: 'if-without-then',
  documents: ['requirements.md', 'bugfix.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'EARS writes what goes wrong as "IF …, THEN THE System SHALL …". THEN says where the condition ends. It is asked for only where IF stands in capitals; what other grammars part by a comma is left alone.',
  bad: [
    {
      criterion: 'IF the title is empty, THE System SHALL refuse it',
      finds: ['IF has no THEN. Write "IF …, THEN THE System SHALL …".'],
      mended: 'IF the title is empty, THEN THE System SHALL refuse it',
    },
  ],
  good: [
    { criterion: 'IF the title is empty, THEN THE System SHALL refuse it' },
    { criterion: '如果标题为空，系统应当拒绝' },
    { criterion: 'If the title is empty, the system shall refuse it' },
  ],
  check({ document, criteria, report }) {
    for (const { criterion, ears } of criteria) {
      const { trigger, obligations, plain } = ears;
      if (trigger === undefined || obligations.length === 0) continue;
      if (trigger.kind !== 'if' || plain.slice(trigger.from, trigger.to) !== 'IF' || hasResponse(ears)) continue;
      const place = placeOfSpan(document, criterion, trigger);
      report(place, 'IF has no THEN. Write "IF …, THEN THE System SHALL …".', {
        fix: thenFix(document, criterion, ears),
      });
    }
  },
};

/** `THEN` before the first obligation. */
const hasResponse = perSentence(
  ({ plain, ascii, obligations: [first] }): boolean => {
    const then = plain.search(ascii ? THEN_ASCII : THEN);
    return then >= 0 && then <= (first?.from ?? plain.length);
  },
  { otherwise: true },
);

/** Before the last THE that a comma precedes, where there is exactly one such place. */
function thenFix(
  document: Parameters<typeof placeOfSpan>[0],
  criterion: Parameters<typeof placeOfSpan>[1],
  { plain, obligations }: Ears,
): Diagnostic['fix'] | undefined {
  const head = plain.slice(0, obligations[0]?.from ?? 0);
  const places = [...head.matchAll(/,[ \t]+(?=the\b)/gi)];
  const at = places.length === 1 ? (places[0]?.index ?? 0) + (places[0]?.[0].length ?? 0) : -1;
  const place = at < 0 ? undefined : placeOfSpan(document, criterion, { from: at, to: at });
  return place?.exact
    ? { title: 'Insert THEN', edits: [{ start: place.start, end: place.start, text: 'THEN ' }] }
    : undefined;
}
