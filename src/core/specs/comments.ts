/** HTML comments over lines. A comment that begins a line hides that line; one that begins later hides what follows. */

/** Lines that start before `until` are inside a comment. `exhausted`: no comment end is left in the text. */
export interface CommentState {
  readonly until: number;
  readonly exhausted: boolean;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The line begins inside a comment that an earlier line opened. */
export function startsInComment(state: CommentState, line: Stretch): boolean {
  return line.start < state.until;
}

/** The state after a line that begins with a comment; undefined for any other line. Without an end it hides the rest. */
export function commentStart(state: CommentState, line: Stretch, text: string): CommentState | undefined {
  const at = line.text.search(/[^ \t]/);
  if (at < 0 || !line.text.startsWith('<!--', at)) {
    return undefined;
  }
  const end = state.exhausted ? -1 : commentEnd(text, line.start + at);
  return end < 0 ? { until: Number.POSITIVE_INFINITY, exhausted: true } : afterOpening(state, line, text, end);
}

function afterOpening(state: CommentState, line: Stretch, text: string, end: number): CommentState {
  if (end > line.end) {
    return { until: end, exhausted: false };
  }
  const rest = commentAfter(state, { start: end, end: line.end, text: text.slice(end, line.end) }, text);
  return { until: Math.max(line.start + 1, rest.until), exhausted: rest.exhausted };
}

/** The state after a line of prose, which may open a comment further in. One that never ends is just text. */
export function commentAfter(state: CommentState, line: Stretch, text: string): CommentState {
  let from = line.text.indexOf('<!--');
  if (from < 0 || state.exhausted) {
    return state;
  }
  const spans = codeSpans(line.text);
  while (from >= 0) {
    const at = from;
    const span = spans.find(([start, end]) => start <= at && at < end);
    if (span !== undefined) {
      from = line.text.indexOf('<!--', span[1]);
      continue;
    }
    const end = commentEnd(text, line.start + at);
    if (end < 0) {
      return { until: state.until, exhausted: true };
    }
    if (end > line.end) {
      return { until: end, exhausted: false };
    }
    from = line.text.indexOf('<!--', end - line.start);
  }
  return state;
}

/** Offset after the `-->` of the comment that begins at `at`; -1 where it never ends. */
function commentEnd(text: string, at: number): number {
  const body = at + 4;
  if (text.startsWith('>', body)) {
    return body + 1;
  }
  if (text.startsWith('->', body)) {
    return body + 2;
  }
  const end = text.indexOf('-->', body);
  return end < 0 ? -1 : end + 3;
}

/** Inline code on one line, as column pairs with the end excluded. */
export function codeSpans(text: string): readonly (readonly [number, number])[] {
  const runs = [...text.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  const byLength = new Map<number, number[]>();
  for (let index = runs.length - 1; index >= 0; index--) {
    const length = runs[index]?.length ?? 0;
    const list = byLength.get(length);
    list === undefined ? byLength.set(length, [index]) : list.push(index);
  }
  const spans: (readonly [number, number])[] = [];
  let open = 0;
  while (open < runs.length) {
    const run = runs[open];
    const waiting = byLength.get(run?.length ?? 0) ?? [];
    // The lists are last to first, so that passed runs are popped off their ends.
    while (waiting.length > 0 && (waiting.at(-1) ?? 0) <= open) {
      waiting.pop();
    }
    const close = waiting.at(-1);
    const closing = close === undefined ? undefined : runs[close];
    if (run !== undefined && close !== undefined && closing !== undefined) {
      spans.push([run.at, closing.at + closing.length]);
      open = close;
    }
    open++;
  }
  return spans;
}
