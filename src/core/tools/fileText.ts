/** A file as text and back, byte for byte: encoding, byte order mark and line ends are the file's own. */
import { encodingOf } from './decode';

type Encoding = NonNullable<ReturnType<typeof encodingOf>>;

/** The text of a file, and what is needed to make bytes of it again. */
export interface FileText {
  /** Without a byte order mark, line ends as they are. */
  readonly text: string;
  readonly encoding: Encoding;
  readonly marked: boolean;
}

/** Undefined for what is no text, and for bytes that would not come back as they were. */
export function fileTextOf(bytes: Uint8Array): FileText | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return undefined;
  const raw = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const marked = raw.startsWith('\ufeff');
  const file: FileText = { text: marked ? raw.slice(1) : raw, encoding, marked };
  const back = bytesOf(file, file.text);
  return back instanceof Uint8Array && sameBytes(back, bytes) ? file : undefined;
}

/** The bytes of a new text in the encoding of the file; the first character that the encoding lacks where it has one not. */
export function bytesOf({ encoding, marked }: Omit<FileText, 'text'>, text: string): Uint8Array | string {
  const whole = marked ? `\ufeff${text}` : text;
  switch (encoding) {
    case 'utf-8':
      return new TextEncoder().encode(whole);
    case 'utf-16le':
      return utf16(whole, true);
    case 'utf-16be':
      return utf16(whole, false);
    case 'windows-1252':
      return windows1252(whole);
  }
}

/** Same length, same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** The line end that a text has most; LF where it has none. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows * 2 > all ? '\r\n' : '\n';
}

function utf16(text: string, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), little);
  return new Uint8Array(view.buffer);
}

let western: ReadonlyMap<string, number> | undefined;

function windows1252(text: string): Uint8Array | string {
  western ??= new Map(
    Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
  );
  const bytes: number[] = [];
  for (const character of text) {
    const byte = western.get(character);
    if (byte === undefined) return character;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
