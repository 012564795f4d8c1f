/**
 * Takes secrets out of a request before any byte leaves. The same text always gives the same result, whatever comes
 * after it, so that a prompt's prefix stays the same and the vendor's cache holds.
 */
import { createHash } from 'node:crypto';
import type { Host } from '../host';
import type { Block, Message, TextBlock, ToolCall } from '../messages';
import type { Redact } from './client';
import type { ModelRequest } from './provider';
import { findShapes, marker, mergeRanges, replaceRanges, type SecretRange } from './secretPatterns';

type Scan = (text: string) => Promise<readonly SecretRange[]>;

/** Rejects where the rules can't be loaded. */
export function redactor(loadPart: Host['loadPart']): Redact {
  return async (request) => redactRequest(request, remembering((await loadPart('redact')).scan));
}

/** One text by itself, for logs and reports. */
export async function redactText(loadPart: Host['loadPart'], text: string): Promise<string> {
  return replaceRanges(text, await remembering((await loadPart('redact')).scan)(text));
}

async function redactRequest(request: ModelRequest, scan: Scan): Promise<ModelRequest> {
  const system = await redactPieces(request.system, '', scan);
  const messages: Message[] = [];
  let before = '';
  for (const message of request.messages) {
    if (message.role === 'assistant') {
      messages.push(ownWords(message));
      continue;
    }
    const { clean, end } = await toldWords(message, before, scan);
    messages.push(clean);
    before = end;
  }
  return { ...request, system, messages };
}

/** A turn of the user's or of tools, as it was checked after what stood before it. */
interface Told {
  readonly before: string;
  readonly clean: Message;
  /** What a secret may begin in that ends in the next one. */
  readonly end: string;
}

/** Turns that were checked: messages never change, and all of them are sent with every turn. */
const told = new WeakMap<Message, Told>();

async function toldWords(message: Message, before: string, scan: Scan): Promise<Told> {
  const known = told.get(message);
  if (known?.before === before) return known;
  const texts = message.content.flatMap(textsOf);
  const clean = withTexts(message, await redactPieces(texts, before, scan));
  const checked = { before, clean, end: texts.join('').slice(-reach) };
  told.set(message, checked);
  return checked;
}

/** How far a secret may reach over a border between two pieces: as far as a private key is long. */
const reach = 4_096;

/**
 * Redacts pieces that a reader could put together again. `before` is what stood before the first one, in a message
 * that has left already: of a secret that begins there, the rest is taken out here.
 */
async function redactPieces(pieces: readonly string[], before: string, scan: Scan): Promise<readonly string[]> {
  const whole = pieces.join('');
  const starts: number[] = [];
  const ranges: SecretRange[] = [];
  let start = 0;
  for (const piece of pieces) {
    starts.push(start);
    for (const range of await scan(piece)) ranges.push(moved(range, start));
    const left = (before + whole.slice(0, start)).slice(-reach);
    if (left !== '' && piece !== '')
      ranges.push(...(await overBorder(left, whole.slice(start, start + reach), start, scan)));
    start += piece.length;
  }
  const merged = mergeRanges(ranges);
  return pieces.map((piece, at) => cut(piece, starts[at] ?? 0, merged));
}

/** What only shows when both sides of a border are read together. */
async function overBorder(left: string, right: string, at: number, scan: Scan): Promise<readonly SecretRange[]> {
  const found = await scan(left + right);
  return found
    .filter((range) => range.start < left.length && range.end > left.length)
    .map((range) => moved(range, at - left.length));
}

function moved(range: SecretRange, by: number): SecretRange {
  return { ...range, start: Math.max(0, range.start + by), end: range.end + by };
}

/** One piece without its share of the ranges; the marker stands where a range begins. */
function cut(piece: string, start: number, ranges: readonly SecretRange[]): string {
  const end = start + piece.length;
  let result = '';
  let at = start;
  for (const range of ranges) {
    if (range.end <= start || range.start >= end) continue;
    result += piece.slice(at - start, Math.max(at, range.start) - start);
    if (range.start >= start) result += marker(range);
    at = Math.min(end, range.end);
  }
  return result + piece.slice(at - start);
}

function textsOf(block: Block): readonly string[] {
  if (block.type === 'text') return [block.text];
  return block.type === 'tool_result' ? block.content.flatMap((each) => (each.type === 'text' ? [each.text] : [])) : [];
}

/** The message with its texts replaced, in the order of `textsOf`. */
function withTexts(message: Message, texts: readonly string[]): Message {
  let at = 0;
  const replaced = <Other>(block: TextBlock | Other): TextBlock | Other => {
    if (!isText(block)) return block;
    const text = texts[at] ?? '';
    at += 1;
    return { ...block, text };
  };
  const content = message.content.map((block): Block => {
    if (block.type === 'tool_result') return { ...block, content: block.content.map((each) => replaced(each)) };
    return replaced(block);
  });
  return { ...message, content };
}

function isText(block: unknown): block is TextBlock {
  return typeof block === 'object' && block !== null && 'type' in block && block.type === 'text';
}

/**
 * The model's own turns. It never saw a secret, and vendors bind its reasoning to the exact words of the conversation,
 * so only unmistakable shapes are taken out here (of a session from elsewhere), and signed reasoning stays as it is.
 */
function ownWords(message: Message): Message {
  const known = checked.get(message);
  if (known !== undefined) return known;
  const content = message.content.map((block): Block => {
    if (block.type === 'text') return { ...block, text: withoutShapes(block.text) };
    return block.type === 'tool_call' ? withoutShapesInCall(block) : block;
  });
  const clean = { ...message, content };
  checked.set(message, clean);
  return clean;
}

/** Turns of the model that were checked, likewise. */
const checked = new WeakMap<Message, Message>();

function withoutShapes(text: string): string {
  return replaceRanges(text, findShapes(text));
}

function withoutShapesInCall(call: ToolCall): ToolCall {
  const { inputText } = call;
  return {
    ...call,
    input: deeply(call.input),
    ...(inputText === undefined ? {} : { inputText: withoutShapes(inputText) }),
  };
}

function deeply(value: unknown): unknown {
  if (typeof value === 'string') return withoutShapes(value);
  if (Array.isArray(value)) return value.map(deeply);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deeply(each)]));
}

/** What was found before, by the text's hash: a conversation is sent again with every turn. */
const remembered = new Map<string, readonly SecretRange[]>();
const mostRemembered = 4_000;

function remembering(scan: Scan): Scan {
  return async (text) => {
    if (text.trim() === '') return [];
    const key = createHash('sha256').update(text).digest('base64');
    const known = remembered.get(key);
    if (known) return known;
    const ranges = await scan(text);
    const oldest = remembered.size >= mostRemembered ? remembered.keys().next().value : undefined;
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(key, ranges);
    return ranges;
  };
}
