/** requirements.md: requirements wherever a heading, a bold line, a list or a table numbers them. */
import { isVisible, placeAcross, type ScannedText } from '../lines';
import type { Requirement } from '../model';
import { blockPlace, type Heading } from '../sections';
import { isCriteriaLabel, isGlossaryTitle, isRequirementsTitle, isStoryLabel } from '../vocabulary';
import { criteriaOf, type Segment } from './criteria';
import { type Item, itemsBetween } from './items';
import { labelAt, mayEndLabel, wholeLabelAt } from './labels';
import { numberedHeading, requirementHeading } from './requirementHeading';
import { readOrReuse } from './reuse';

interface Head {
  readonly id: string;
  readonly title: string;
  /** Index of its line. */
  readonly index: number;
  /** First line after the requirement. */
  until: number;
}

/** A heading, or a bold line that stands for one, which is below every heading. */
type Mark = Pick<Heading, 'level' | 'title' | 'index'>;

const BOLD_LEVEL = 7;
const BOLD_LINE = /^[ \t]*(?:\*\*|__)([^*]{1,200})(?:\*\*|__)[ \t]*[:：]?[ \t]*$/;
const STORY = /^[ \t]*(?:[-*+>][ \t]+)?(?:\*\*)?as an?(?:\*\*)? .{1,200}?\bI (?:want|need|can)\b/i;

/** The requirements of a document with their stories and criteria, in their order. */
export function requirementsOf(
  scanned: ScannedText,
  headings: readonly Heading[],
  earlier?: readonly Requirement[],
): readonly Requirement[] {
  const heads = headsOf(scanned, marksOf(scanned, headings));
  const { requirements, note } = readOrReuse(scanned, heads, earlier, (head) => requirementOf(scanned, head, headings));
  const listed = listedRequirements(scanned, headings, heads);
  const all =
    listed.length === 0 ? requirements : [...requirements, ...listed].sort((a, b) => a.place.start - b.place.start);
  note(all);
  return all;
}

function marksOf(scanned: ScannedText, headings: readonly Heading[]): readonly Mark[] {
  const bold: Mark[] = [];
  for (let index = 0; index < scanned.count; index++) {
    const title = mayBeBold(scanned, index) ? BOLD_LINE.exec(scanned.textAt(index))?.[1] : undefined;
    if (title !== undefined && requirementHeading(title) !== undefined) {
      bold.push({ level: BOLD_LEVEL, title, index });
    }
  }
  return bold.length === 0 ? headings : [...headings, ...bold].sort((a, b) => a.index - b.index);
}

/** Says no to nearly every line that is no bold one. */
function mayBeBold(scanned: ScannedText, index: number): boolean {
  const first = scanned.firstAt(index);
  const begins = first === 0x2a || first === 0x5f;
  return begins && scanned.isTextAt(index) && mayEndLabel(scanned, index) && scanned.textAt(index).includes('**');
}

/** Walks the headings: which begin a requirement, which belong to the open one, which end it. */
function headsOf(scanned: ScannedText, marks: readonly Mark[]): readonly Head[] {
  const heads: Head[] = [];
  let open: { readonly head: Head; readonly level: number } | undefined;
  let sectionLevel = 0;
  const end = (at: number): void => {
    if (open !== undefined) {
      open.head.until = at;
    }
    open = undefined;
  };
  for (const mark of marks) {
    const bold = mark.level === BOLD_LEVEL;
    if (!bold && isLabelHeading(mark.title)) {
      continue;
    }
    if (!bold && sectionLevel > 0 && mark.level <= sectionLevel) {
      sectionLevel = 0;
    }
    const inner = open !== undefined && mark.level > open.level;
    const found = requirementHeading(mark.title) ?? (inner ? undefined : numberedMark(scanned, mark, sectionLevel > 0));
    if (found !== undefined && !(inner && isGroupOf(open?.head.id, found.id))) {
      end(mark.index);
      const head: Head = { id: found.id, title: found.title, index: mark.index, until: scanned.count };
      heads.push(head);
      open = { head, level: mark.level };
    } else if (!inner) {
      end(mark.index);
    }
    if (!bold && mark.level > 1 && isRequirementsTitle(mark.title)) {
      sectionLevel = mark.level;
    }
  }
  return heads;
}

/** "## 2. Title" is a requirement in the requirements' section, or where `2.1`, `2.2` are listed right below it. */
function numberedMark(scanned: ScannedText, mark: Mark, inSection: boolean): ReturnType<typeof numberedHeading> {
  const found = mark.level === BOLD_LEVEL ? undefined : numberedHeading(mark.title);
  if (found === undefined || inSection) {
    return found;
  }
  for (let index = mark.index + 1; index < scanned.count; index++) {
    const text = scanned.textAt(index);
    if (/^[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?\d/.test(text)) {
      return text.replace(/^[-*+ \t]+/, '').startsWith(`${found.id}.`) ? found : undefined;
    }
    if (/^ {0,3}#/.test(text) || scanned.underlinedAt(index) !== undefined) {
      return undefined;
    }
  }
  return undefined;
}

/** "AC-1" or "R1.2" below requirement 1 groups its criteria; it is no requirement of its own. */
function isGroupOf(open: string | undefined, id: string): boolean {
  return open !== undefined && (id.startsWith(`${open}.`) || /^(AC|CA)/.test(id));
}

function isLabelHeading(title: string): boolean {
  return isCriteriaLabel(title) || isStoryLabel(title);
}

function requirementOf(scanned: ScannedText, head: Head, headings: readonly Heading[]): Requirement {
  const { id, title, index, until } = head;
  const userStory = storyOf(scanned, head);
  const criteria = criteriaOf(scanned, id, segmentsOf(scanned, head, headings));
  const place = blockPlace(scanned, index, until);
  return userStory === undefined ? { id, title, place, criteria } : { id, title, place, userStory, criteria };
}

/** The requirement's lines, cut where headings and bold labels change what they are. */
function segmentsOf(scanned: ScannedText, head: Head, headings: readonly Heading[]): readonly Segment[] {
  const segments: Segment[] = [];
  let kind: Segment['kind'] = 'body';
  let from = head.index + 1;
  const cut = (at: number, next: Segment['kind']): void => {
    segments.push({ kind, from, to: at });
    kind = next;
    from = at + 1;
  };
  let next = headingsUpTo(headings, head.index);
  for (let index = from; index < head.until; index++) {
    const heading = headings[next]?.index === index ? headings[next++] : undefined;
    const label = heading === undefined ? wholeLabelAt(scanned, index) : undefined;
    if (heading !== undefined) {
      cut(index, isCriteriaLabel(heading.title) ? 'criteria' : 'other');
    } else if (label !== undefined && isCriteriaLabel(label.label)) {
      cut(index, 'criteria');
    } else if (label?.bold === true && !/^[ \t]*[-*+][ \t]/.test(scanned.textAt(index))) {
      cut(index, kind === 'body' ? 'body' : kind === 'criteria' ? 'aside' : kind);
    }
  }
  segments.push({ kind, from, to: head.until });
  return segments;
}

function storyOf(scanned: ScannedText, head: Head): Requirement['userStory'] {
  let headed = false;
  for (let index = head.index + 1; index < head.until; index++) {
    if (!scanned.isTextAt(index) || scanned.isBlankAt(index)) {
      continue;
    }
    const usual = usualStory(scanned, index);
    if (usual !== undefined) return usual;
    const label = labelAt(scanned, index);
    const labelled = label !== undefined && isStoryLabel(label.label);
    if (labelled && label.rest === '') {
      headed = true;
    } else if (labelled || headed || STORY.test(scanned.textAt(index))) {
      return storyFrom(scanned, index, labelled ? label.restAt : 0);
    } else {
      const text = scanned.textAt(index);
      headed = /^ {0,3}#/.test(text) && isStoryLabel(text);
    }
  }
  return undefined;
}

const USUAL_STORY = '**User Story:** ';

/** What nearly every story begins with; its label says the same. */
function usualStory(scanned: ScannedText, index: number): Requirement['userStory'] {
  const from = scanned.startAt(index);
  if (!scanned.text.startsWith(USUAL_STORY, from)) return undefined;
  const says = isVisible(scanned.text.charCodeAt(from + USUAL_STORY.length));
  return says ? storyFrom(scanned, index, USUAL_STORY.length) : undefined;
}

function storyFrom(scanned: ScannedText, first: number, column: number): Requirement['userStory'] {
  let text = scanned.textAt(first).slice(column).trim();
  let last = first;
  for (let index = first + 1; index < scanned.count; index++) {
    if (scanned.firstAt(index) < 0 || !scanned.isTextAt(index)) break;
    const line = scanned.textAt(index);
    if (/^[ \t]*($|#|\*\*|__|[-*+][ \t]|\d+[.)][ \t])/.test(line)) {
      break;
    }
    text += ` ${line.trim()}`;
    last = index;
  }
  return { text, place: placeAcross(scanned, first, last) };
}

/** Requirements that are list items or table rows: own ids anywhere, plain numbers below the requirements' heading. */
function listedRequirements(
  scanned: ScannedText,
  headings: readonly Heading[],
  heads: readonly Head[],
): readonly Requirement[] {
  const found: Requirement[] = [];
  let taken: Set<string> | undefined;
  const read = (item: Item): void => {
    const section = headings[headingsUpTo(headings, item.first) - 1];
    if (section !== undefined && isGlossaryTitle(section.title)) return;
    const counted =
      item.kind === 'ordered' && heads.length === 0 && section !== undefined && isRequirementsTitle(section.title);
    if (!counted && !(item.kind === 'numbered' && /^[A-Z]/.test(item.id))) return;
    taken ??= new Set(heads.map((head) => head.id));
    if (taken.has(item.id)) return;
    taken.add(item.id);
    found.push({ id: item.id, title: item.text, place: item.place, criteria: [] });
  };
  let at = 0;
  for (const { index, until } of heads) {
    if (at < index) itemsBetween(scanned, at, index).forEach(read);
    at = until;
  }
  itemsBetween(scanned, at, scanned.count).forEach(read);
  return found;
}

/** How many headings stand at a line or above it. */
function headingsUpTo(headings: readonly Heading[], index: number): number {
  let low = 0;
  let high = headings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((headings[middle]?.index ?? 0) <= index) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
