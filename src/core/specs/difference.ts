/** How much of a text an edit left as it was. */
import type { ScannedText } from './lines';
import { remembered } from './versions';

/** How many characters two texts share at their beginning and at their end; none is counted twice. */
export interface SharedEnds {
  readonly head: number;
  readonly tail: number;
}

/** In steps that are compared at once, so that it may be less than is shared. */
export function sharedRoughly(one: string, other: string): SharedEnds {
  const length = Math.min(one.length, other.length);
  let head = 0;
  let step = LARGEST;
  while (step >= SMALLEST) {
    if (head + step <= length && one.slice(head, head + step) === other.slice(head, head + step)) head += step;
    else step >>= 2;
  }
  let tail = 0;
  step = LARGEST;
  const end = (text: string): string => text.slice(text.length - tail - step, text.length - tail);
  while (step >= SMALLEST) {
    if (head + tail + step <= length && end(one) === end(other)) tail += step;
    else step >>= 2;
  }
  return { head, tail };
}

/** Characters that are compared at once; each smaller step is a fourth. */
const [LARGEST, SMALLEST] = [16_384, 64];

/** To the last character. */
function sharedExactly(one: string, other: string): SharedEnds {
  let { head, tail } = sharedRoughly(one, other);
  const length = Math.min(one.length, other.length);
  while (head + tail < length && one.charCodeAt(head) === other.charCodeAt(head)) head++;
  const at = (text: string): number => text.charCodeAt(text.length - 1 - tail);
  while (head + tail < length && at(one) === at(other)) tail++;
  return { head, tail };
}

/** What of the text that was compared last is new, since several parts of a check ask. */
const lastOf = remembered(
  (): { before: ScannedText | undefined; now: ScannedText | undefined; lines: ChangedLines } => ({
    before: undefined,
    now: undefined,
    lines: { from: 0, until: 0, later: 0 },
  }),
);

/** Lines `from` to `until`, that one excluded, are new; those below stood `later` lines higher. */
export interface ChangedLines {
  readonly from: number;
  readonly until: number;
  readonly later: number;
}

/** Which lines of a text are not what they were in the version before: of other words, or of another kind. */
export function changedLines(before: ScannedText, now: ScannedText): ChangedLines {
  const last = lastOf(now);
  if (last.before !== before || last.now !== now) {
    last.lines = linesOf(before, now, sharedExactly(before.text, now.text));
    [last.before, last.now] = [before, now];
  }
  return last.lines;
}

function linesOf(before: ScannedText, now: ScannedText, { head, tail }: SharedEnds): ChangedLines {
  const later = now.count - before.count;
  const most = Math.min(before.count, now.count);
  let from = 0;
  while (from < most && now.endAt(from) <= head && now.isSameLine(from, before, from, 0)) from++;
  const longer = now.text.length - before.text.length;
  const tailAt = now.text.length - tail;
  let until = now.count;
  while (until > from && until - later > from && now.startAt(until - 1) >= tailAt) {
    if (!now.isSameLine(until - 1, before, until - 1 - later, longer)) break;
    until--;
  }
  return { from, until, later };
}
