/** Edits on text and on bytes. What no edit touches stays as it is, whatever it is. */
import type { TextEdit } from '../../diagnostic';

/** Applies edits that refer to one text and do not overlap, in any order; where two overlap the later one is dropped. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start >= at) {
      result += text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
  }
  return result + text.slice(at);
}

/**
 * Applies edits to the bytes that `decodeText` made the text from. Bytes outside the edits are copied, those that are no
 * UTF-8 included.
 */
export function applyEditsToBytes(bytes: Uint8Array, edits: readonly TextEdit[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const encoder = new TextEncoder();
  const walker = new Utf8Walker(bytes);
  let at = 0;
  let textAt = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start >= textAt) {
      parts.push(bytes.subarray(at, walker.byteAt(edit.start)), encoder.encode(edit.text));
      at = walker.byteAt(edit.end);
      textAt = edit.end;
    }
  }
  parts.push(bytes.subarray(at));
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}

function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Finds byte offsets of text offsets, forwards only, cutting broken sequences where TextDecoder cuts them. */
class Utf8Walker {
  private byte = 0;
  private unit = 0;

  constructor(private readonly bytes: Uint8Array) {}

  byteAt(unit: number): number {
    while (this.unit < unit && this.byte < this.bytes.length) {
      const length = sequenceLength(this.bytes, this.byte);
      this.unit += length === 4 ? 2 : 1;
      this.byte += Math.abs(length);
    }
    return this.byte;
  }
}

/** Bytes of the character at an offset; negative for a broken sequence, which is one replacement character. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) {
    return 1;
  }
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0) {
    return -1;
  }
  // The second byte has a narrower range where the first would allow surrogates or characters beyond Unicode.
  let lower = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  let upper = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  for (let index = 1; index < length; index++) {
    const next = bytes[at + index];
    if (next === undefined || next < lower || next > upper) {
      return -index;
    }
    lower = 0x80;
    upper = 0xbf;
  }
  return length;
}
