/** Exact replacements as a model asks for them, on text whose line ends and BOM are not the model's business. */

export interface ExactEdit {
  readonly old: string;
  readonly new: string;
}

/** The text after all edits, or why none was made. */
export type EditResult =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text as a model sees it: LF line ends, no BOM. */
export function asShown(text: string): string {
  return text.replace(/^\ufeff/u, '').replaceAll('\r\n', '\n');
}

/**
 * Applies all edits to `text`, or none: each `old` must occur exactly once in the text as shown, and no two may touch.
 * Line ends that an edit brings in become those of the text.
 */
export function applyExactEdits(text: string, edits: readonly ExactEdit[]): EditResult {
  const shown = asShown(text);
  const problems: string[] = [];
  const spans: Span[] = [];
  edits.forEach((edit, index) => {
    const found = locate(shown, edit.old);
    if (typeof found === 'string') problems.push(`Edit ${index + 1}: ${found}`);
    else spans.push({ start: found, end: found + asShown(edit.old).length, text: edit.new });
  });
  spans.sort((a, b) => a.start - b.start);
  if (spans.some((span, index) => span.start < (spans[index - 1]?.end ?? 0)))
    problems.push('Two edits touch the same text; make them one.');
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'edited', text: splice(text, shown, spans) };
}

/** Where `old` stands, or why it can't be said. */
function locate(shown: string, old: string): number | string {
  const wanted = asShown(old);
  if (wanted === '') return '`old` is empty. Repeat the line before the place in `old` and in `new`.';
  const first = shown.indexOf(wanted);
  if (first === -1) return `\`old\` was not found. Copy it character for character from the document: ${quote(old)}`;
  const second = shown.indexOf(wanted, first + 1);
  return second === -1 ? first : `\`old\` occurs more than once. Lengthen it by its neighbourhood: ${quote(old)}`;
}

function splice(text: string, shown: string, spans: readonly Span[]): string {
  const offsets = shown === text ? undefined : rawOffsets(text);
  const lineEnd = /\r\n/u.test(text) ? '\r\n' : '\n';
  let result = '';
  let from = 0;
  for (const span of spans) {
    const start = offsets?.[span.start] ?? span.start;
    result += text.slice(from, start) + asShown(span.text).replaceAll('\n', lineEnd);
    from = offsets?.[span.end] ?? span.end;
  }
  return result + text.slice(from);
}

/** For each offset of the shown text, where it stands in the raw one. */
function rawOffsets(text: string): readonly number[] {
  const offsets: number[] = [];
  for (let index = text.startsWith('\ufeff') ? 1 : 0; index < text.length; index += 1) {
    offsets.push(index);
    if (text[index] === '\r' && text[index + 1] === '\n') index += 1;
  }
  return [...offsets, text.length];
}

function quote(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}
