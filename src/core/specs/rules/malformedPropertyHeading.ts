import type { Diagnostic } from '../../diagnostic';
import { type Line, placeOf } from '../lines';
import type { Rule } from '../rule';
import { headingAt } from '../sections';

const section = (body: string): string => `## Correctness Properties\n\n${body}`;

/** A property whose heading Kiro passes over. */
export const malformedPropertyHeading: Rule = {
  name: 'malformed-property-heading',
  documents: ['design.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'error',
  scope: 'document',
  why: 'Kiro knows a property by `### Property 1: Title` or `Property 1: Title` at the beginning of a line. Other levels and bold words are read by Tracewright, not by Kiro.',
  bad: [
    {
      files: { 'design.md': section('#### Property 1: Round trip\n') },
      finds: ['Kiro does not read this as a property. Write "### Property 1: Round trip".'],
      mended: section('### Property 1: Round trip\n'),
    },
    {
      files: { 'design.md': section('**Property 2: Order**\n') },
      finds: ['Kiro does not read this as a property. Write "### Property 2: Order".'],
      mended: section('### Property 2: Order\n'),
    },
    {
      files: { 'design.md': section('### Property 3 Refill\n\n**Validates: Requirements 1.2**\n') },
      finds: ['Kiro does not read this as a property. Write "### Property 3: Refill".'],
      mended: section('### Property 3: Refill\n\n**Validates: Requirements 1.2**\n'),
    },
    {
      files: { 'design.md': section('**Property A2-P (Bug condition)**\n') },
      finds: ['Kiro does not read "Property A2-P" as a property; it knows "### Property 1: Title".'],
    },
  ],
  good: [
    { files: { 'design.md': section('### Property 1: Round trip\n\n### プロパティ 2: 順序\n') } },
    {
      files: {
        'design.md': section('### Property 1: Round trip\n\n### Property 1 and its limits\n\nIt holds up to 9.\n'),
      },
    },
  ],
  check({ document, scanned, report }) {
    if (document.name !== 'design.md') return;
    for (const { number, title, place } of document.properties) {
      const line = scanned.line(place.line - 1);
      if (line === undefined || line.underlined !== undefined) continue;
      const heading = headingAt(scanned, line.index);
      const words = heading?.title ?? line.text.replace(/^[\s\-+]*\**/, '');
      const sound =
        (heading === undefined ? /^\S/.test(line.text) && !/^[-+*]/.test(line.text) : heading.level === 3) &&
        /^[^:：]*[\d０-９][\w０-９.-]*[ \t]*[:：]/.test(words);
      if (sound) continue;
      if (!/^\d+$/.test(number)) {
        // Kiro counts properties by whole numbers; which one A2-P should have is for the author to decide.
        const message = `Kiro does not read "Property ${number}" as a property; it knows "### Property 1: Title".`;
        report(placeOf(line), message, { severity: 'hint' });
        continue;
      }
      const wanted = `### Property ${number}: ${title === '' ? 'Title' : title}`;
      report(placeOf(line), `Kiro does not read this as a property. Write "${wanted}".`, {
        fix: fixFor(line, wanted, title),
      });
    }
  },
};

/** Only a line that holds nothing but the heading is written anew. */
function fixFor(line: Line, text: string, title: string): Diagnostic['fix'] | undefined {
  const alone = /^(?:#{1,6}[ \t]+.*|[ \t]*\*\*[^*]+\*\*[ \t]*)$/.test(line.text) && /property/i.test(line.text);
  return alone && title !== ''
    ? { title: `Write "${text}"`, edits: [{ start: line.start, end: line.end, text }] }
    : undefined;
}
