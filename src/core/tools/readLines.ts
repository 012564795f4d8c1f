import type { Files } from '../host';
import { encodingOf } from './decode';

/** Which lines of a file are wanted, and how much of them. */
export interface LineRange {
  /** 1-based, both included; `to` may be infinite. */
  readonly from: number;
  readonly to: number;
  /** The most lines and characters to return; the first line is returned whole. */
  readonly lineLimit: number;
  readonly textLimit: number;
  readonly signal: AbortSignal;
}

/** Lines without their line ends. */
export interface LinesRead {
  readonly lines: readonly string[];
  readonly encoding: string;
  /** Lines of the whole file; undefined where the file was not read to its end. */
  readonly total: number | undefined;
  /** The range or the file goes on after the last line returned, because a limit was met. */
  readonly more: boolean;
}

const chunk = 1 << 20;
/** A line that is longer than this is dropped behind it, so that memory stays bounded. */
const longest = 1 << 20;

/**
 * Reads lines without holding the file: a file of any size costs one piece of it at a time. Reading ends soon after the
 * last line wanted, except in the first pieces, where the number of lines is worth knowing.
 */
export async function readLines(files: Pick<Files, 'read'>, path: string, range: LineRange): Promise<LinesRead> {
  const found = createCollector(range);
  const first = (await files.read(path, { start: 0, end: chunk })) ?? new Uint8Array();
  const encoding = encodingOf(first, first.length < chunk) ?? 'utf-8';
  const decoder = new TextDecoder(encoding);
  for (let start = 0, bytes = first; ; ) {
    range.signal.throwIfAborted();
    const last = bytes.length < chunk;
    found.add(decoder.decode(bytes, { stream: !last }), last);
    start += bytes.length;
    if (last || (found.full() && start >= 8 * chunk)) return { ...found.result(last), encoding };
    bytes = (await files.read(path, { start, end: start + chunk })) ?? new Uint8Array();
  }
}

interface Collector {
  add(text: string, last: boolean): void;
  full(): boolean;
  result(whole: boolean): Pick<LinesRead, 'lines' | 'total' | 'more'>;
}

function createCollector(range: LineRange): Collector {
  const lines: string[] = [];
  let number = 0;
  let characters = 0;
  let rest = '';
  let cutShort = false;
  const take = (line: string) => {
    number++;
    if (number < range.from || number > range.to) return;
    const fits = lines.length === 0 || (lines.length < range.lineLimit && characters + line.length <= range.textLimit);
    if (cutShort || !fits) {
      cutShort = true;
      return;
    }
    lines.push(line);
    characters += Math.min(line.length, range.textLimit);
  };
  return {
    add(text, last) {
      const parts = (rest + text).split('\n');
      rest = (parts.pop() ?? '').slice(0, longest);
      for (const part of parts) take(part.endsWith('\r') ? part.slice(0, -1) : part);
      if (last && rest !== '') take(rest);
    },
    full: () => cutShort || number >= range.to,
    result: (whole) => ({ lines, total: whole ? number : undefined, more: cutShort || (!whole && number < range.to) }),
  };
}
