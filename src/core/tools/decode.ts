/** What the bytes of a file are: an image, text in some encoding, or neither. */

export type Decoded =
  | { readonly kind: 'text'; readonly text: string; readonly encoding: string }
  | { readonly kind: 'image'; readonly mediaType: string }
  | { readonly kind: 'binary' };

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const images: readonly (readonly [string, (bytes: Uint8Array) => boolean])[] = [
  ['image/png', (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])],
  ['image/jpeg', (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff])],
  ['image/gif', (bytes) => startsWith(bytes, [0x47, 0x49, 0x46, 0x38])],
  [
    'image/webp',
    (bytes) => startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  ],
];

/** Bytes looked at to tell text from binary. */
const sample = 65_536;

/**
 * Decodes a file. A byte order mark decides; UTF-16 without one is known by its zeros; bytes that are not UTF-8 are
 * read as windows-1252, which never fails. `whole` is false where the bytes are the beginning of a longer file.
 */
export function decode(bytes: Uint8Array, whole = true): Decoded {
  const image = images.find(([, matches]) => matches(bytes));
  if (image !== undefined) return { kind: 'image', mediaType: image[0] };
  const encoding = encodingOf(bytes, whole);
  if (encoding === undefined) return { kind: 'binary' };
  return { kind: 'text', encoding, text: new TextDecoder(encoding).decode(bytes, { stream: !whole }) };
}

/** The encoding of a text; undefined for what is no text. */
export function encodingOf(bytes: Uint8Array, whole = true): Encoding | undefined {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  // UTF-32 begins like UTF-16 where it is little end first; what is written into it as such would destroy it.
  if (startsWith(bytes, [0xff, 0xfe, 0, 0]) || startsWith(bytes, [0, 0, 0xfe, 0xff])) return undefined;
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const head = bytes.subarray(0, sample);
  if (head.includes(0)) return utf16Without(head);
  return isUtf8(bytes, whole) ? 'utf-8' : 'windows-1252';
}

/** Text in UTF-16 has a zero in most of its pairs, always on the same side, and none elsewhere. */
function utf16Without(head: Uint8Array): Encoding | undefined {
  const zeros = [0, 0];
  const pairs = Math.floor(head.length / 2);
  for (let at = 0; at < pairs * 2; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > pairs * 0.6 && even === 0) return 'utf-16le';
  if (even > pairs * 0.6 && odd === 0) return 'utf-16be';
  return undefined;
}

function isUtf8(bytes: Uint8Array, whole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    return true;
  } catch {
    return false;
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}
