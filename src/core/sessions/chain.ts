/**
 * Lines that vouch for each other. A line is one JSON object: `{"hash":"<64 hex>","prev":"<hash of the line before>",…}`,
 * where `hash` is SHA-256 over the rest of the object as it is written. No byte can change without a hash going wrong,
 * and no line can be taken out or put in without the next `prev` going wrong.
 */
import { createHash } from 'node:crypto';

/** One line that can be vouched for. */
export interface Line {
  readonly hash: string;
  /** The object without hash and prev. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Offset of its first byte in the file. */
  readonly start: number;
}

/** What a file holds: lines up to the first one that can't be vouched for, and what that is. */
export interface ChainRead {
  readonly lines: readonly Line[];
  /** Bytes that the lines take, their line ends included. */
  readonly length: number;
  /** A whole last line lacks only its line end. */
  readonly unended: boolean;
  readonly rest:
    | { readonly kind: 'none' }
    /** The beginning of a line whose writing was cut off. */
    | { readonly kind: 'torn'; readonly bytes: number }
    /** Something that no interrupted writing leaves behind; `line` is 1-based. */
    | { readonly kind: 'broken'; readonly line: number; readonly why: string };
}

/** `prev` of the first line. */
export const chainStart = '0'.repeat(64);

const head = /^\{"hash":"([0-9a-f]{64})",/u;
const headLength = '{"hash":"'.length + 64 + '",'.length;
const newline = 10;

/** One line of a chain, with its line end, and its hash. */
export function chainLine(prev: string, value: object): { readonly bytes: Uint8Array; readonly hash: string } {
  const body = JSON.stringify({ prev, ...value });
  const hash = sha256(new TextEncoder().encode(body));
  return { hash, bytes: new TextEncoder().encode(`{"hash":"${hash}",${body.slice(1)}\n`) };
}

/** Reads the lines of a file. Never throws. */
export function readChain(bytes: Uint8Array): ChainRead {
  const lines: Line[] = [];
  let prev = chainStart;
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(newline, start);
    const line = bytes.subarray(start, end === -1 ? bytes.length : end);
    const read = readLine(line, prev, start);
    if (typeof read !== 'string') {
      lines.push(read);
      prev = read.hash;
      if (end === -1) return { lines, length: bytes.length, unended: true, rest: { kind: 'none' } };
      start = end + 1;
      continue;
    }
    return {
      lines,
      length: start,
      unended: false,
      rest: end === -1 ? tail(line, prev, lines.length + 1) : { kind: 'broken', line: lines.length + 1, why: read },
    };
  }
  return { lines, length: bytes.length, unended: false, rest: { kind: 'none' } };
}

/** An interrupted writing leaves a beginning; a whole line with another byte in place of its end is something else. */
function tail(line: Uint8Array, prev: string, number: number): ChainRead['rest'] {
  const whole = typeof readLine(line.subarray(0, -1), prev, 0) !== 'string';
  return whole
    ? { kind: 'broken', line: number, why: 'its end is not a line end' }
    : { kind: 'torn', bytes: line.length };
}

/** The line, or why it can't be vouched for. */
function readLine(line: Uint8Array, prev: string, start: number): Line | string {
  const hash = head.exec(new TextDecoder('latin1').decode(line.subarray(0, headLength)))?.[1];
  if (hash === undefined) return 'it does not begin with its hash';
  const body = Buffer.concat([Buffer.from('{'), line.subarray(headLength)]);
  if (sha256(body) !== hash) return 'its hash is not that of its text';
  const value: unknown = parse(body);
  if (!isRecord(value)) return 'it is not a JSON object';
  const { prev: before, ...rest } = value;
  if (before !== prev) return 'it does not follow the line before it';
  return { hash, value: rest, start };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
