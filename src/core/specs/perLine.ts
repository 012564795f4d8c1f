/** Questions about single lines, asked again only of the lines that an edit changed. */
import { changedLines } from './difference';
import type { ScannedText } from './lines';
import { remembered } from './versions';

/** A line for which a question has an answer. Offsets in the answer count from the line's beginning. */
export interface AnsweredLine<Answer> {
  readonly index: number;
  readonly answer: Answer;
}

/**
 * Asks each line of a text; few have an answer. It is plain data, and must depend on nothing but the line's characters and
 * what kind of line it is. `possible` says whether a text has one at all, and is asked where every line would be.
 */
export function perLine<Answer>(
  ask: (scanned: ScannedText, index: number) => Answer | undefined,
  possible: (text: string) => boolean,
): (scanned: ScannedText) => readonly AnsweredLine<Answer>[] {
  const memoryOf = remembered<ScannedText, { of: ScannedText | undefined; answered: readonly AnsweredLine<Answer>[] }>(
    () => ({ of: undefined, answered: [] }),
  );
  const between = (scanned: ScannedText, from: number, until: number): readonly AnsweredLine<Answer>[] => {
    const found: AnsweredLine<Answer>[] = [];
    for (let index = from; index < until; index++) {
      const answer = ask(scanned, index);
      if (answer !== undefined) found.push({ index, answer });
    }
    return found;
  };
  const anew = (scanned: ScannedText, before: ScannedText, answered: readonly AnsweredLine<Answer>[]) => {
    const { from, until, later } = changedLines(before, scanned);
    // Cut out of this text, an answer's words would keep all of it for as long as the line stays.
    const fresh: typeof answered = JSON.parse(JSON.stringify(between(scanned, from, until)));
    if (answered.length === 0) return fresh;
    const above = answered.filter(({ index }) => index < from);
    const below = answered.filter(({ index }) => index + later >= until);
    return [
      ...above,
      ...fresh,
      ...(later === 0 ? below : below.map((each) => ({ ...each, index: each.index + later }))),
    ];
  };
  return (scanned) => {
    const memory = memoryOf(scanned);
    if (memory.of !== scanned) {
      memory.answered =
        memory.of !== undefined
          ? anew(scanned, memory.of, memory.answered)
          : possible(scanned.text)
            ? between(scanned, 0, scanned.count)
            : [];
      memory.of = scanned;
    }
    return memory.answered;
  };
}
