/** bugfix.md: the three sections of clauses, `1.1 WHEN … THEN …`, as plain lines or lists. */
import type { ScannedText } from '../lines';
import type { Criterion, Requirement } from '../model';
import { blockPlace, type Heading } from '../sections';
import { CLAUSE_SECTIONS, plainWords } from '../vocabulary';
import { type Item, itemsBetween } from './items';
import { requirementsOf } from './requirements';

interface ClauseSection {
  readonly id: string;
  readonly heading: Heading;
  readonly clauses: readonly Item[];
}

/** The clauses of bugfix.md under their three headings; where it has none of these, whatever requirements it holds. */
export function clausesOf(scanned: ScannedText, headings: readonly Heading[]): readonly Requirement[] {
  const sections = headings.flatMap((heading) => sectionOf(scanned, heading) ?? []);
  if (sections.length === 0) {
    return requirementsOf(scanned, headings);
  }
  const byId = new Map<string, ClauseSection[]>();
  for (const section of sections) {
    byId.set(section.id, [...(byId.get(section.id) ?? []), section]);
  }
  return [...byId.values()].flatMap((same) => {
    const main = same.find((section) => section.clauses.length > 0) ?? same[0];
    return main === undefined ? [] : [requirementOf(scanned, main)];
  });
}

/** A section with numbered clauses directly below its heading, or one whose title is one of the three. */
function sectionOf(scanned: ScannedText, heading: Heading): ClauseSection | undefined {
  if (heading.level < 2) {
    return undefined;
  }
  const known = kindOf(heading.title);
  const until = known !== undefined && heading.level >= 3 ? heading.until : heading.nextHeading;
  const items = itemsBetween(scanned, heading.index + 1, until);
  const numbered = items.filter((item) => item.kind === 'numbered' && /^\d/.test(item.id));
  const first = numbered[0];
  if (first !== undefined) {
    const id = first.id.split('.', 1)[0] ?? '';
    return known === undefined && !/^[123]$/.test(id) ? undefined : { id: known ?? id, heading, clauses: numbered };
  }
  if (known === undefined || heading.level < 3) {
    return undefined;
  }
  const ordered = items.filter((item) => item.kind === 'ordered');
  return { id: known, heading, clauses: ordered.length > 0 ? ordered : items };
}

function kindOf(title: string): string | undefined {
  const plain = plainWords(title);
  return CLAUSE_SECTIONS.find((section) => section.words.some((word) => plain.includes(word)))?.id;
}

function requirementOf(scanned: ScannedText, section: ClauseSection): Requirement {
  const criteria: Criterion[] = section.clauses.map((item, index) => ({
    id: item.kind === 'numbered' ? item.id : `${section.id}.${item.kind === 'ordered' ? Number(item.id) : index + 1}`,
    text: item.text,
    place: item.place,
  }));
  return {
    id: section.id,
    title: section.heading.title,
    place: blockPlace(scanned, section.heading.index, section.heading.until),
    criteria,
  };
}
