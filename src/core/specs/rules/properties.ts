import type { Diagnostic, Place } from '../../diagnostic';
import { isTitled } from '../headings';
import type { Line } from '../lines';
import { placeOf } from '../lines';
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
  ],
  good: [{ files: { 'design.md': section('### Property 1: Round trip\n\n### プロパティ 2: 順序\n') } }],
  check({ document, scanned, report }) {
    if (document.name !== 'design.md') return;
    for (const { number, title, place } of document.properties) {
      const line = scanned.line(place.line - 1);
      if (line === undefined || line.underlined !== undefined) continue;
      const heading = headingAt(scanned, line.index);
      const words = heading?.title ?? line.text.replace(/^[\s\-+]*\**/, '');
      const sound =
        (heading === undefined ? /^\S/.test(line.text) && !/^[-+*]/.test(line.text) : heading.level === 3) &&
        /^[^:：]*\d[\w.-]*[ \t]*[:：]/.test(words);
      if (sound) continue;
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

/** A section of properties that holds none. */
export const emptyCorrectnessProperties: Rule = {
  name: 'empty-correctness-properties',
  documents: ['design.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'warning',
  scope: 'document',
  why: 'The section is there, but no property in it: nothing says what must hold for every input.',
  bad: [
    {
      files: { 'design.md': section('Everything is correct.\n') },
      finds: ['This section holds no property. Write "### Property 1: Title" with a statement for every input.'],
    },
  ],
  good: [{ files: { 'design.md': section('### Property 1: Round trip\n') } }],
  check({ document, report }) {
    if (document.name !== 'design.md' || document.properties.length > 0) return;
    for (const { level, title, place } of document.sections) {
      if (level === 2 && isTitled(title, 'Correctness Properties')) {
        const at: Place = { ...place, end: place.start };
        report(at, 'This section holds no property. Write "### Property 1: Title" with a statement for every input.');
      }
    }
  },
};

/** A property that validates nothing, or that Kiro cannot tell what. */
export const missingPropertyValidates: Rule = {
  name: 'missing-property-validates',
  documents: ['design.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'warning',
  scope: 'document',
  why: 'A property stands for the criteria that it validates; one that names none proves nothing that anybody asked for. Kiro reads `**Validates: Requirements 1.2, 3.4**`.',
  bad: [
    {
      files: { 'design.md': '### Property 1: Round trip\nFor any list, it SHALL come back.\n' },
      finds: [
        'Property 1 validates nothing. Write "**Validates: Requirements 1.2**" below it, with the criteria it proves.',
      ],
    },
  ],
  good: [
    {
      files: {
        'design.md':
          '### Property 1: Round trip\nFor any list, it SHALL come back.\n\n**Validates: Requirements 1.2**\n',
      },
    },
  ],
  check({ document, report }) {
    if (document.name !== 'design.md') return;
    for (const { number, place, validates } of document.properties) {
      if (validates.length > 0) continue;
      report(
        { ...place, end: place.start },
        `Property ${number} validates nothing. Write "**Validates: Requirements 1.2**" below it, with the criteria it proves.`,
      );
    }
  },
};
