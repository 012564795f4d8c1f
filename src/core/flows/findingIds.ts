/** Which finding is which: its name, and whether one that was decided is raised again in other words. */
import { likeness } from '../specs/match';
import { sha256 } from './statePaths';

/** What a finding is told by. */
export interface NamedFinding {
  readonly criterion: string;
  readonly kind: string;
  readonly action: string;
  readonly wording: string;
  readonly evidence: readonly { readonly where: string; readonly quote: string }[];
}

const aboutDigits = 8;
const ownDigits = 4;
/** Criteria for one missing case in other words are alike by 0.6 and more, for two cases by 0.4 and less. */
const alike = 0.5;

/**
 * The first digits say what it is about: kind, criterion and that criterion's text, so that they change with the text.
 * The last ones are its own, since a criterion may lack two cases.
 */
export function findingId(document: string, criterionText: string, finding: NamedFinding): string {
  const { criterion, kind, action, wording, evidence } = finding;
  const about = sha256(JSON.stringify([document, criterion, kind, action, criterionText])).slice(0, aboutDigits);
  const own = sha256(JSON.stringify([wording, evidence.map(({ quote }) => quote)])).slice(0, ownDigits);
  return `f-${about}${own}`;
}

/** The same matter as one that was decided, while the criterion's text is what it was then. */
export function isSameFinding<Found extends NamedFinding & { readonly id: string }>(a: Found, b: Found): boolean {
  if (aboutOf(a.id) !== aboutOf(b.id)) return false;
  if (a.id === b.id || a.action === 'remove') return true;
  if (a.action === 'add_after') return likeness(a.wording, b.wording) >= alike;
  // Both wordings are that of the whole criterion; what is wrong in it is what they quote.
  return a.evidence.some((one) => b.evidence.some((other) => overlaps(one.quote, other.quote)));
}

function aboutOf(id: string): string {
  return id.slice(0, 'f-'.length + aboutDigits);
}

function overlaps(a: string, b: string): boolean {
  const [one, other] = [fold(a), fold(b)];
  return one !== '' && other !== '' && (one.includes(other) || other.includes(one));
}

function fold(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().toLowerCase();
}
