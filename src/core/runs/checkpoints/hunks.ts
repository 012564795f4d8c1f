/** Hunks of a file: what changed, in pieces that can be taken out, and put in again, each by itself and byte for byte. */
import { createHash } from 'node:crypto';
import { diffArrays } from 'diff';
import type { DiffLine, HunkReview } from '../snapshot';

/** A stretch of lines that changed. Lines have their line ends; places are 0-based, ends exclusive. */
export interface Hunk {
  readonly id: string;
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Two texts as lines, and what is different. */
export interface Comparison {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly hunks: readonly Hunk[];
}

/** Changes with no more unchanged lines than this between them are one hunk. */
const gap = 1;
/** Unchanged lines shown around a hunk. */
const context = 3;
/** A comparison that takes longer has nothing to show that anybody could read. */
const timeoutMs = 2000;

/** Undefined where the texts differ too much to be compared. */
export function compareTexts(before: string, after: string): Comparison | undefined {
  const [a, b] = [linesOf(before), linesOf(after)];
  const parts = diffArrays([...a], [...b], { timeout: timeoutMs });
  if (parts === undefined) return undefined;
  const spans: Omit<Hunk, 'id'>[] = [];
  let [at, to] = [0, 0];
  for (const { added, removed, count } of parts) {
    const last = spans.at(-1);
    if (added || removed) {
      const next = { oldFrom: at, oldTo: at + (removed ? count : 0), newFrom: to, newTo: to + (added ? count : 0) };
      // Removed and added lines of one place come as two parts.
      if (last !== undefined && at - last.oldTo <= gap && to - last.newTo <= gap)
        spans[spans.length - 1] = { ...last, oldTo: next.oldTo, newTo: next.newTo };
      else spans.push(next);
    }
    if (!added) at += count;
    if (!removed) to += count;
  }
  return { before: a, after: b, hunks: spans.map((span) => ({ ...span, id: idOf(span, a, b) })) };
}

/** Each with its line end; joined they are the text. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}

/** The same for as long as the hunk is: other hunks of the file do not count, since what was before stays. */
function idOf(
  { oldFrom, oldTo, newFrom, newTo }: Omit<Hunk, 'id'>,
  a: readonly string[],
  b: readonly string[],
): string {
  return createHash('sha256')
    .update(JSON.stringify([oldFrom, a.slice(oldFrom, oldTo), b.slice(newFrom, newTo)]))
    .digest('hex')
    .slice(0, 12);
}

/** The text with one hunk as it was before; undefined where there is no such hunk any more. */
export function takeOut({ before, after, hunks }: Comparison, id: string): string | undefined {
  const hunk = hunks.find((each) => each.id === id);
  if (hunk === undefined) return undefined;
  const lines = [
    ...after.slice(0, hunk.newFrom),
    ...before.slice(hunk.oldFrom, hunk.oldTo),
    ...after.slice(hunk.newTo),
  ];
  return joined(lines, after, before);
}

/** A hunk that was taken out, for putting it in again. */
export interface TakenOut {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly lines: readonly string[];
}

/** What `takeOut` takes. */
export function taken({ after, hunks }: Comparison, id: string): TakenOut | undefined {
  const hunk = hunks.find((each) => each.id === id);
  return hunk && { oldFrom: hunk.oldFrom, oldTo: hunk.oldTo, lines: after.slice(hunk.newFrom, hunk.newTo) };
}

/** The text with a hunk in it again; undefined where its place has changed since. */
export function putIn({ before, after, hunks }: Comparison, { oldFrom, oldTo, lines }: TakenOut): string | undefined {
  // A change that begins where it ended, or ended where it begins, would make its place uncertain.
  if (hunks.some((hunk) => hunk.oldFrom <= oldTo && hunk.oldTo >= oldFrom)) return undefined;
  const before_ = hunks.filter((hunk) => hunk.oldTo < oldFrom);
  const shift = before_.reduce((sum, hunk) => sum + (hunk.newTo - hunk.newFrom) - (hunk.oldTo - hunk.oldFrom), 0);
  const [from, to] = [oldFrom + shift, oldTo + shift];
  return joined([...after.slice(0, from), ...lines, ...after.slice(to)], after, before);
}

/** Only the last line may lack its end: one that comes before another gets what its file ends lines with. */
function joined(lines: readonly string[], after: readonly string[], before: readonly string[]): string {
  const example = [...after, ...before].find((line) => line.endsWith('\n'));
  const end = example?.endsWith('\r\n') === true ? '\r\n' : '\n';
  return lines.map((line, at) => (at < lines.length - 1 && !line.endsWith('\n') ? line + end : line)).join('');
}

/** A hunk as the panel shows it. */
export function reviewOf({ before, after }: Comparison, hunk: Hunk): HunkReview {
  const start = Math.max(0, hunk.oldFrom - context);
  const lead = hunk.oldFrom - start;
  const kind = (which: DiffLine['kind']) => (text: string) => ({ kind: which, text: text.replace(/\r?\n$/u, '') });
  return {
    id: hunk.id,
    oldStart: start + 1,
    newStart: hunk.newFrom - lead + 1,
    state: 'open',
    lines: [
      ...before.slice(start, hunk.oldFrom).map(kind('same')),
      ...inside(before.slice(hunk.oldFrom, hunk.oldTo), after.slice(hunk.newFrom, hunk.newTo)).flatMap((part) =>
        part.lines.map(kind(part.kind)),
      ),
      ...before.slice(hunk.oldTo, hunk.oldTo + context).map(kind('same')),
    ],
  };
}

interface Part {
  readonly kind: DiffLine['kind'];
  readonly lines: readonly string[];
}

/** A hunk may hold lines that did not change, between changes that are close. */
function inside(before: readonly string[], after: readonly string[]): readonly Part[] {
  const parts = diffArrays([...before], [...after], { timeout: timeoutMs });
  if (parts === undefined)
    return [
      { kind: 'removed', lines: before },
      { kind: 'added', lines: after },
    ];
  return parts.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    lines: value,
  }));
}
