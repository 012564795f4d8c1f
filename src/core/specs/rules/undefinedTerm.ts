import { type Ears, perSentence, placeOfSpan } from '../ears/criteria';
import { isForeign } from '../ears/foreign';
import { names, SYSTEM } from '../ears/system';
import type { Rule } from '../rule';

/** The system that a sentence obliges, and where it stands. */
const namedSystem = perSentence(
  (ears) => {
    const match = SYSTEM.exec(ears.plain) ?? (isForeign(ears) ? foreignSystem(ears) : null);
    const term = match?.[1];
    return match === null || term === undefined ? undefined : { term, from: match.index + match[0].indexOf(term) };
  },
  { otherwise: undefined },
);

/** "EL Modal_Error DEBE", "Import_Serviceは": in other languages only what is written as a name of the glossary. */
const FOREIGN_SYSTEM =
  /(?<![\p{L}\p{N}_])(\p{Lu}[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]*(?:_[\p{Script=Latin}\p{Script=Cyrillic}\p{N}]+)+)(?:[\s*_]*$|[はが은는이가])/u;

function foreignSystem({ plain, obligations: [first] }: Ears): RegExpExecArray | null {
  return first === undefined ? null : FOREIGN_SYSTEM.exec(plain.slice(0, first.from));
}

const withGlossary = (criterion: string): string =>
  `## Glossary\n- **Import_Service**: what reads files\n## Requirements\n### Requirement 1: A\n#### Acceptance Criteria\n1. ${criterion}\n`;

/** A system that the glossary does not know. */
export const undefinedTerm: Rule = {
  name: 'undefined-term',
  documents: ['requirements.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'The glossary says which parts a criterion may speak of. A name that is not there may be a slip, or a part that nobody has thought about. It is asked only where there is a glossary, once for each name.',
  bad: [
    {
      files: { 'requirements.md': withGlossary('THE Importer_Service SHALL read files') },
      finds: ['"Importer_Service" is not in the glossary. Explain it there, or use one of its terms.'],
    },
    {
      files: { 'requirements.md': withGlossary('CUANDO se lee un archivo, EL Import_Reader DEBE guardarlo') },
      finds: ['"Import_Reader" is not in the glossary. Explain it there, or use one of its terms.'],
    },
  ],
  good: [
    { files: { 'requirements.md': withGlossary('EL Import_Service DEBE leer archivos') } },
    { files: { 'requirements.md': withGlossary('Import_Serviceはファイルを読み込まなければならない') } },
    { files: { 'requirements.md': withGlossary('THE Import_Service SHALL read files') } },
    { files: { 'requirements.md': withGlossary('THE import service SHALL read files') } },
    { files: { 'requirements.md': withGlossary('THE System SHALL read files') } },
    { files: { 'requirements.md': withGlossary('THE README SHALL name the file') } },
    { criterion: 'THE System SHALL read files' },
  ],
  check({ document, criteria, report }) {
    if (document.name !== 'requirements.md' || document.glossary.length === 0) return;
    const known = new Set(document.glossary.flatMap(({ term }) => formsOf(term)));
    const meanings = document.glossary.map(({ term, meaning }) => plain(`${term} ${meaning}`)).join('\n');
    const judged = new Set<string>();
    let last = '';
    for (const { criterion, ears } of criteria) {
      if (last !== '' && names(last, ears)) continue;
      const { term, from } = namedSystem(ears) ?? { term: '', from: 0 };
      if (term === '') continue;
      last = term;
      if (judged.has(term)) continue;
      judged.add(term);
      if (OF_EVERY_PRODUCT.test(term)) continue;
      const key = plain(term);
      if (known.has(key) || known.has(key.replace(/s$/, '')) || meanings.includes(key)) continue;
      known.add(key);
      const place = placeOfSpan(document, criterion, { from, to: from + term.length });
      report(place, `"${term}" is not in the glossary. Explain it there, or use one of its terms.`);
    }
  },
};

/** What every product has, explained or not. */
const OF_EVERY_PRODUCT =
  /^(?:system|application|app|users?|developers?|admin(?:istrator)?s?|operators?|team|maintainers?|readme|changelog|documentation|help)$/i;

/** "Import Service (IS)" is known by both names. */
function formsOf(term: string): readonly string[] {
  const parts = term.split(/[()（）/]/).map(plain);
  return [plain(term), ...parts].filter((part) => part !== '');
}

function plain(term: string): string {
  return term
    .toLowerCase()
    .replace(/[_\s-]+/g, ' ')
    .trim();
}
