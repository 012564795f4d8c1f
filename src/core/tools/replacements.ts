/** Exact replacements in a text, all or none. Models write LF; the text keeps the line ends that it has. */
import { hintFor } from './nearest';

/** `old` is replaced by `new`; it occurs exactly once. */
export interface Replacement {
  readonly old: string;
  readonly new: string;
}

/** What became of them; lines are those of the new text, 1-based. */
export type Replaced =
  | { readonly kind: 'replaced'; readonly text: string; readonly lines: readonly (readonly [number, number])[] }
  /** A sentence for each that does not fit. */
  | { readonly kind: 'refused'; readonly why: readonly string[] };

/** Where one goes in the text as models see it, with LF only. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly with: string;
  /** From 1, as the call has them. */
  readonly number: number;
}

/** Makes all replacements at once, each against the text as it was. */
export function replaceAllOf(text: string, replacements: readonly Replacement[]): Replaced {
  const plain = text.replaceAll('\r\n', '\n');
  const why: string[] = [];
  const places: Place[] = [];
  for (const [at, each] of replacements.entries()) {
    const found = placeOf(plain, each, at + 1);
    if (typeof found === 'string') why.push(replacements.length === 1 ? found : `Edit ${at + 1}: ${found}`);
    else places.push(found);
  }
  places.sort((a, b) => a.start - b.start || a.end - b.end);
  for (const [at, place] of places.entries()) {
    const before = places[at - 1];
    if (before !== undefined && place.start < before.end)
      why.push(`Edits ${before.number} and ${place.number} change the same lines. Make one edit of them.`);
  }
  return why.length > 0 ? { kind: 'refused', why } : replaced(text, plain, places);
}

function placeOf(plain: string, replacement: Replacement, number: number): Place | string {
  const [old, next] = [replacement.old.replaceAll('\r\n', '\n'), replacement.new.replaceAll('\r\n', '\n')];
  if (old === next) return 'old and new are the same, so nothing would change.';
  const at = plain.indexOf(old);
  if (at === -1) return hintFor(plain, old);
  const all = occurrences(plain, old);
  if (all.length === 1) return { start: at, end: at + old.length, with: next, number };
  const lines = all.slice(0, 10).map((position) => lineAt(plain, position));
  const more = all.length > 10 ? ', …' : '';
  return `old occurs ${all.length} times, at lines ${lines.join(', ')}${more}. Add lines around it until it is the only one.`;
}

function occurrences(text: string, part: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at !== -1 && found.length < 1000; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

function replaced(text: string, plain: string, places: readonly Place[]): Replaced {
  const inText = offsets(text);
  const pieces: string[] = [];
  const lines: (readonly [number, number])[] = [];
  let done = 0;
  let line = 1;
  for (const place of places) {
    const { start, end, insert } = trimmed(plain, place);
    const before = text.slice(done, inText(start));
    pieces.push(before, insert.replaceAll('\n', lineEndAt(text, inText(start))));
    line += breaks(before);
    const shared = breaks(plain.slice(place.start, start));
    lines.push([line - shared, line - shared + breaks(place.with)]);
    line += breaks(insert);
    done = inText(end);
  }
  return { kind: 'replaced', text: pieces.join('') + text.slice(done), lines };
}

/** What really differs, so that lines which stay keep their own line ends. */
function trimmed(
  plain: string,
  place: Place,
): { readonly start: number; readonly end: number; readonly insert: string } {
  const old = plain.slice(place.start, place.end);
  const next = place.with;
  const most = Math.min(old.length, next.length);
  let head = 0;
  while (head < most && old[head] === next[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
  return { start: place.start + head, end: place.end - tail, insert: next.slice(head, next.length - tail) };
}

/** From a position in the text with LF only to that in the text as it is. */
function offsets(text: string): (position: number) => number {
  // Positions, in the text with LF only, of line ends that are two characters in truth.
  const doubled: number[] = [];
  for (let at = text.indexOf('\r\n'); at !== -1; at = text.indexOf('\r\n', at + 2)) doubled.push(at - doubled.length);
  return (position) => {
    let [low, high] = [0, doubled.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((doubled[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return position + low;
  };
}

/** The line end nearest to a position: the next one, else the one before. */
function lineEndAt(text: string, position: number): string {
  const next = text.indexOf('\n', position);
  const at = next === -1 ? text.lastIndexOf('\n', position) : next;
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

function lineAt(text: string, position: number): number {
  return breaks(text.slice(0, position)) + 1;
}

function breaks(text: string): number {
  return text.split('\n').length - 1;
}
