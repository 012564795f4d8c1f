/** What a command prints, as text, in bounded memory: its beginning and its end are kept. */
import { createPlainer } from './ansi';

/** Characters kept of the beginning and of the end. */
export const outputKept = { head: 256 * 1024, tail: 2 * 1024 * 1024 };

/** A stretch of output; positions count the characters of the whole. */
export interface OutputPage {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Output that still grows. */
export interface Output {
  /** Takes a piece as the program wrote it, and gives what is readable of it. */
  add(piece: string): string;
  /** Characters there have been. */
  total(): number;
  /** Characters that are gone lie from here to there; none where both are equal. */
  gap(): { readonly from: number; readonly to: number };
  /** At most `limit` characters from `from` on; begins behind the gap where that lies in it, and ends before it. */
  page(from: number, limit: number): OutputPage;
  /** Calls back after each piece, until what it gives is called. */
  listen(heard: () => void): () => void;
}

/** Empty. */
export function createOutput(kept: typeof outputKept = outputKept): Output {
  const plain = createPlainer();
  let head = '';
  let tail = '';
  let total = 0;
  const listeners = new Set<() => void>();
  const tailStart = () => total - tail.length;
  return {
    add: (piece) => {
      const text = plain(piece);
      const first = text.slice(0, Math.max(0, kept.head - head.length));
      head += first;
      tail += text.slice(first.length);
      total += text.length;
      // Cut rarely, so that a flood costs little.
      if (tail.length > kept.tail * 2) tail = tail.slice(-kept.tail);
      for (const heard of listeners) heard();
      return text;
    },
    total: () => total,
    gap: () => ({ from: head.length, to: tailStart() }),
    page: (from, limit) => {
      if (from < head.length) {
        const joined = tailStart() === head.length ? head + tail : head;
        const text = joined.slice(from, from + limit);
        return { text, from, to: from + text.length };
      }
      const start = Math.min(Math.max(from, tailStart()), total);
      const text = tail.slice(start - tailStart(), start - tailStart() + limit);
      return { text, from: start, to: start + text.length };
    },
    listen: (heard) => {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
  };
}
