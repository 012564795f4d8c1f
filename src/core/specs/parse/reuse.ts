/**
 * Requirements that an earlier version of the document has word for word: whoever types changes one of many, and the
 * others only move.
 */
import type { Place } from '../../diagnostic';
import { Notes } from '../lazy';
import type { ScannedText } from '../lines';
import type { Requirement } from '../model';

/** A requirement with the text from its heading to the next thing that ends it. */
interface Block {
  readonly text: string;
  readonly requirement: Requirement;
}

const blocks = new Notes<readonly Requirement[], readonly Block[]>();

/** Where a requirement stands: lines by index, `until` excluded. */
interface Stretch {
  readonly index: number;
  readonly until: number;
}

/**
 * Reads requirements, each by `read` unless the earlier ones have its text at its place, counted from the top or from the
 * end. Its text decides what its lines are, since its heading is seen: what is open where it ends would hide what ends it.
 * `note` is told of the list that the requirements went into, by which they are found when it is the earlier one.
 */
export function readOrReuse<Head extends Stretch>(
  scanned: ScannedText,
  heads: readonly Head[],
  earlier: readonly Requirement[] | undefined,
  read: (head: Head) => Requirement,
): { readonly requirements: readonly Requirement[]; note(all: readonly Requirement[]): void } {
  const before = (earlier && blocks.get(earlier)) ?? [];
  const shift = before.length - heads.length;
  let fresh = 0;
  const now = heads.map((head, at): Block => {
    const start = scanned.startAt(head.index);
    const text = scanned.text.slice(start, head.until < scanned.count ? scanned.startAt(head.until) : undefined);
    const [fromTop, fromEnd] = [before[at], before[at + shift]];
    const same = fromTop?.text === text ? fromTop : fromEnd?.text === text ? fromEnd : undefined;
    if (same !== undefined) return { text, requirement: moved(same.requirement, head.index + 1, start) };
    fresh++;
    const requirement = read(head);
    return { text, requirement: before.length > 0 && fresh <= mostDetached ? detached(requirement) : requirement };
  });
  return { requirements: now.map(({ requirement }) => requirement), note: (all) => blocks.set(all, now) };
}

/** More than an edit touches. */
const mostDetached = 100;

/**
 * Cut out of a text, its words would keep all of the text for as long as they are moved along, version after version.
 * Written and read again they are texts of their own.
 */
function detached(requirement: Requirement): Requirement {
  return JSON.parse(JSON.stringify(requirement));
}

function moved(requirement: Requirement, toLine: number, toStart: number): Requirement {
  const [lines, offset] = [toLine - requirement.place.line, toStart - requirement.place.start];
  if (lines === 0 && offset === 0) return requirement;
  const move = ({ line, column, start, end }: Place): Place => ({
    line: line + lines,
    column,
    start: start + offset,
    end: end + offset,
  });
  const { id, title, userStory, criteria } = requirement;
  return {
    id,
    title,
    place: move(requirement.place),
    ...(userStory === undefined ? {} : { userStory: { text: userStory.text, place: move(userStory.place) } }),
    criteria: criteria.map((each) => ({ id: each.id, text: each.text, place: move(each.place) })),
  };
}
