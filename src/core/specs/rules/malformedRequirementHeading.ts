import { placeAt, type ScannedText } from '../lines';
import { requirementHeading } from '../parse/requirementHeading';
import { perLine } from '../perLine';
import type { Rule } from '../rule';
import { headingAt } from '../sections';

/** A heading that begins a requirement, but not for Kiro. */
export const malformedRequirementHeading: Rule = {
  name: 'malformed-requirement-heading',
  documents: ['requirements.md'],
  about: 'form',
  severity: 'warning',
  kiro: 'error',
  scope: 'document',
  why: 'Kiro knows a requirement by `### Requirement 1: Title`, with three marks and a colon. Tracewright reads other forms, and other languages, too; requirements with letters of their own (FR-1) are only hinted at.',
  bad: [
    {
      files: { 'requirements.md': '### Requirement 1 - Import\n' },
      finds: ['Kiro does not read this as a requirement. Write "### Requirement 1: Import".'],
      mended: '### Requirement 1: Import\n',
    },
    {
      files: { 'requirements.md': '## Requirement 2: Export\n' },
      finds: ['Kiro does not read this as a requirement. Write "### Requirement 2: Export".'],
      mended: '### Requirement 2: Export\n',
    },
    {
      files: { 'requirements.md': '### Requirement 1a: Import by hand\n' },
      finds: [
        'Kiro does not read "Requirement 1a: Import by hand" as a requirement; it knows "### Requirement 1: Title".',
      ],
    },
  ],
  good: [
    { files: { 'requirements.md': '### Requirement 1: Import\n### 要件2：出力\n### 要件３：保存\n' } },
    { files: { 'requirements.md': '```\n### Requirement 1 - in code\n```\n' } },
  ],
  check({ document, scanned, report }) {
    if (document.name !== 'requirements.md') return;
    const headings = oddHeadingsOf(scanned);
    if (headings.length === 0) return;
    const starts = new Set(document.requirements.map(({ place }) => place.start));
    for (const { index, answer } of headings) {
      const line = placeAt(scanned, index, 0, scanned.endAt(index) - scanned.startAt(index));
      if (!starts.has(line.start)) continue;
      const { level, title, found } = answer;
      // Kiro counts by whole numbers: which one 1a should have is for the author to decide.
      if (!/^requirement[ \t]+\d/i.test(title) || !/^\d+$/.test(found.id)) {
        const own = /^[A-Z]{1,6}-?\d/.test(title);
        const message = `Kiro does not read "${title.slice(0, 60)}" as a requirement; it knows "### Requirement 1: Title".`;
        report(line, message, { severity: own || level === 3 ? 'hint' : 'warning' });
        continue;
      }
      const name = found.title === '' ? 'Title' : found.title;
      const text = `### Requirement ${found.id}: ${name}`;
      const fix =
        found.title === ''
          ? undefined
          : { title: `Write "${text}"`, edits: [{ start: line.start, end: line.end, text }] };
      report(line, `Kiro does not read this as a requirement. Write "${text}".`, { fix });
    }
  },
};

/** Headings that number a requirement, but not as Kiro does. */
const oddHeadingsOf = perLine(
  (scanned, index) => {
    if (scanned.firstAt(index) !== HASH || isUsual(scanned, index)) return undefined;
    const heading = headingAt(scanned, index);
    if (heading === undefined) return undefined;
    const { level, title } = heading;
    const sound =
      level === 3 && /^[^:：]*[\d０-９][\d０-９.．]*[ \t]*[:：]/u.test(title) && !/^[A-Z]{1,6}-?\d/.test(title);
    const found = sound ? undefined : requirementHeading(title);
    return found === undefined ? undefined : { level, title, found };
  },
  (text) => text.includes('#'),
);

const HASH = 0x23;

const [USUAL, BELOW] = ['### Requirement ', '#### Acceptance Criteria'];

/** What nearly every heading is: sound, or the one of a requirement's criteria. */
function isUsual(scanned: ScannedText, index: number): boolean {
  const { text } = scanned;
  const [start, end] = [scanned.startAt(index), scanned.endAt(index)];
  if (end - start === BELOW.length && text.startsWith(BELOW, start)) return true;
  if (!text.startsWith(USUAL, start)) return false;
  const from = start + USUAL.length;
  let at = from;
  while (text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  return at > from && text.charCodeAt(at) === COLON;
}

const COLON = 0x3a;
