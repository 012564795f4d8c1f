/** Which headings are requirements, in every language and numbering of real files. */
import { alternation, REQUIREMENT_WORDS } from '../vocabulary';
import { narrowDigits } from './ids';

/** What a heading such as `### Requirement 1: Title` says. */
export interface RequirementHeading {
  readonly id: string;
  readonly title: string;
}

const DIGITS = '[0-9０-９]';
const NUMBER = `${DIGITS}{1,6}(?:\\.${DIGITS}{1,6}){0,4}[a-z]?(?![\\p{L}\\p{N}])`;
const SEPARATOR = '[ \\t]*(?:[:：.．)）、|]|[-–—](?=[ \\t]))?[ \\t]*';

/** "Requirement 1: Title", "Derived Requirement 2 - Title", "要件１：題", "### ✅ Requirement 3". */
const WORDED = new RegExp(
  `^((?:[A-Z][\\p{L}-]{1,20}[ \\t]+){0,2})(?:${alternation(REQUIREMENT_WORDS)})[ \\t]*(?:#|№|no\\.?|n[º°])?[ \\t]*([A-Z]{0,5}-?${NUMBER})[ \\t]*(?:[(（][A-Z]{1,5}-?${NUMBER}[)）])?${SEPARATOR}(.*)$`,
  'iu',
);

/** "FR-1: Title", "REQ-001", "ABC-2": letters, a hyphen, a number; before a mere space only letters that number requirements. */
const HYPHENATED = new RegExp(
  `^([A-Z]{1,6}(?:-[A-Z]{1,6})?-${NUMBER})(?:[ \\t]*[:：.．)）、|][ \\t]*|[ \\t]+[-–—][ \\t]+|[ \\t]*$)(.*)$`,
  'u',
);
const HYPHENATED_KNOWN = new RegExp(`^((?:[A-Z]{0,2}R|RNF|RF|REQ|US|UC|AC|CA)-${NUMBER})${SEPARATOR}(.*)$`, 'u');

/** "R1", "DR1: Title", "NFR2": only letters that are known to number requirements, since "S3" and "P0" are words. */
const JOINED = new RegExp(`^((?:[A-Z]{0,2}R|RNF|RF|REQ|US|UC|AC|CA)${NUMBER})${SEPARATOR}(.*)$`, 'u');

/** "1. Title", "2.3 Title": a requirement only below a heading that says so. */
const NUMBERED = new RegExp(`^(${NUMBER})(?:[.:：)）、][ \\t]*|[ \\t]+[-–—][ \\t]+|[ \\t]+)(.+)$`, 'u');

/** What nearly every heading of a requirement is; says the same as `WORDED`, at a tenth of the time. */
const USUAL = /^requirement[ \t]*(\d{1,6})[ \t]*:[ \t]*([^*_]*)$/i;

/** Letters that a number or a hyphen follows, as all forms but the worded one begin. */
const LETTERS_FIRST = /^[A-Z]{1,6}[-0-9０-９]/;

/** A heading as a requirement, wherever it stands. */
export function requirementHeading(title: string): RequirementHeading | undefined {
  const usual = USUAL.exec(title);
  if (usual !== null) {
    return { id: usual[1] ?? '', title: (usual[2] ?? '').trim() };
  }
  const plain = withoutDecoration(title);
  const own = LETTERS_FIRST.test(plain)
    ? (HYPHENATED.exec(plain) ?? HYPHENATED_KNOWN.exec(plain) ?? JOINED.exec(plain))
    : null;
  if (own !== null) {
    return { id: narrowDigits(own[1] ?? ''), title: (own[2] ?? '').trim() };
  }
  const worded = WORDED.exec(plain);
  if (worded === null) {
    return undefined;
  }
  const prefix = initials(worded[1] ?? '');
  const number = narrowDigits(worded[2] ?? '');
  return { id: prefix === '' ? number : `${prefix}R${number}`, title: (worded[3] ?? '').trim() };
}

/** A heading that begins with a number. */
export function numberedHeading(title: string): RequirementHeading | undefined {
  const match = NUMBERED.exec(withoutDecoration(title));
  return match === null ? undefined : { id: narrowDigits(match[1] ?? ''), title: (match[2] ?? '').trim() };
}

/** Without the emphasis and the symbols (✅, 🔒) that people put around headings. */
export function withoutDecoration(title: string): string {
  return title
    .replace(/\*\*|__/g, '')
    .replace(/^[^\p{L}\p{N}[(（「『]+/u, '')
    .trim();
}

/** "Derived " makes the D of DR1; "Non-Functional " the NF of NFR2. */
function initials(words: string): string {
  return words
    .split(/[\s-]+/)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('');
}
