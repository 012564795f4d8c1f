/** Metadata entries: `_Key: value_`, `**Validates: value**`, bulleted or not, at the end of a line or over several. */
import { type Line, placeIn, type ScannedText } from '../lines';
import type { Metadata, Reference } from '../model';
import { alternation, isReferenceKey, isValidatesKey, REFERENCE_KEYS, VALIDATES_KEYS } from '../vocabulary';
import { plainReferences, referencesIn } from './references';

/** A metadata entry, where its line's other text ends, and the lines it takes. */
export interface MetadataEntry {
  readonly metadata: Metadata;
  /** Links, where the key is about requirements. */
  readonly references: readonly Reference[];
  /** Column on the first line where the entry begins, a bullet before it included. */
  readonly column: number;
  /** Index of the last line of the entry. */
  readonly last: number;
}

interface Found {
  readonly column: number;
  readonly markColumn: number;
  readonly key: string;
  readonly valueColumn: number;
  /** What must close the value; empty for plain keys. */
  readonly mark: string;
  /** The mark was closed right after the key. */
  readonly closed: boolean;
}

const KNOWN = alternation([...VALIDATES_KEYS, ...REFERENCE_KEYS]);
const ITALIC = /^([ \t]*(?:[-*+][ \t]+)?)(_|\*(?![*\s]))([^\s:：_*`][^:：`\n]{0,60}?)[ \t]*[:：](\2(?!\2))?[ \t]*/;
const ITALIC_INSIDE = /(^|[\s(—–-])_([^\s:：_`][^:：`\n]{0,40}?)[ \t]*[:：](_)?[ \t]*(?=[^_]{0,4000}_)/;
const BOLD = new RegExp(
  `(\\*\\*|__)[ \\t]*(${KNOWN})[ \\t]*(?:(\\1)[ \\t]*[:：]|[:：][ \\t]*(\\1)?|(?=[ \\t]+(?:${KNOWN})[ \\t]))[ \\t]*`,
  'iu',
);
const PLAIN = new RegExp(
  `^([ \\t]*(?:[-*+][ \\t]+)?)(${KNOWN})[ \\t]*[:：][ \\t]*(?=[A-Z]{0,6}-?\\d|all\\b|(?:${KNOWN})[ \\t]*\\d)`,
  'iu',
);
const CONTINUATION_LIMIT = 8;

/** The entry on a line, looking no further than `until` for its end; undefined for a line without one. */
export function metadataAt(scanned: ScannedText, line: Line, from: number, until: number): MetadataEntry | undefined {
  if (line.kind !== 'text') return undefined;
  const usual = from === 0 ? usualEntry(line) : undefined;
  if (usual !== undefined) return usual;
  const found = findKey(line.text, from);
  if (found === undefined) {
    return undefined;
  }
  const about = isReferenceKey(found.key) || isValidatesKey(found.key);
  const lines = valueLines(scanned, line, found, until);
  if (lines.length === 1) return oneLine(line, found, about);
  const values = lines.map((each, index) => {
    const start = index === 0 ? found.valueColumn : each.text.length - each.text.trimStart().length;
    return { line: each, start, end: valueEnd(each.text, start, found.mark) };
  });
  const last = values.at(-1) ?? { line, start: found.valueColumn, end: found.valueColumn };
  const value = values.map((part) => part.line.text.slice(part.start, part.end).trim()).join(' ');
  const firstPlace = placeIn(line, found.markColumn, line.text.trimEnd().length);
  const valuePlace = placeIn(line, found.valueColumn, found.valueColumn);
  return {
    metadata: {
      key: found.key,
      value,
      place: { ...firstPlace, end: last.line.start + last.line.text.trimEnd().length },
      valuePlace: { ...valuePlace, end: last.line.start + last.end },
    },
    references: about ? values.flatMap((part) => referencesIn(part.line, part.start, part.end)) : [],
    column: found.column,
    last: last.line.index,
  };
}

const USUAL_KEY = '_Requirements: ';

/** What nearly every entry is, `- _Requirements: 1.1, 2.3_` alone on its line; says the same as the expressions, much faster. */
function usualEntry(line: Line): MetadataEntry | undefined {
  const { text } = line;
  const markColumn = text.indexOf('_');
  if (markColumn < 0 || !text.startsWith(USUAL_KEY, markColumn) || !text.endsWith('_')) return undefined;
  if (!isBulletBefore(text, markColumn)) return undefined;
  const from = markColumn + USUAL_KEY.length;
  const end = text.length - 1;
  const references = plainReferences(line, from, end);
  if (references === undefined) return undefined;
  return {
    metadata: {
      key: 'Requirements',
      value: text.slice(from, end),
      place: placeIn(line, markColumn, text.length),
      valuePlace: placeIn(line, from, end),
    },
    references,
    column: 0,
    last: line.index,
  };
}

/** Nothing, or white space, or that and a bullet with more of it. */
function isBulletBefore(text: string, until: number): boolean {
  let at = 0;
  while (at < until && isSpace(text, at)) at++;
  if (at === until) return true;
  if (!'-*+'.includes(text.charAt(at)) || !isSpace(text, at + 1)) return false;
  for (at++; at < until; at++) if (!isSpace(text, at)) return false;
  return true;
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}

/** What `metadataAt` gives where the value ends on the line of its key, as nearly every one does. */
function oneLine(line: Line, found: Found, about: boolean): MetadataEntry {
  const end = valueEnd(line.text, found.valueColumn, found.mark);
  return {
    metadata: {
      key: found.key,
      value: line.text.slice(found.valueColumn, end).trim(),
      place: placeIn(line, found.markColumn, line.text.trimEnd().length),
      valuePlace: placeIn(line, found.valueColumn, end),
    },
    references: about ? referencesIn(line, found.valueColumn, end) : [],
    column: found.column,
    last: line.index,
  };
}

/** Whether there may be a key between two offsets: without one of these signs there is none. */
export function mayHaveKey(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x3a || code === 0xff1a) return true;
    if ((code === 0x2a || code === 0x5f) && at + 1 < to && text.charCodeAt(at + 1) === code) return true;
  }
  return false;
}

function findKey(text: string, from: number): Found | undefined {
  if (!mayHaveKey(text, from, text.length)) {
    return undefined;
  }
  const tail = from === 0 ? text : ' '.repeat(from) + text.slice(from);
  const italic = ITALIC.exec(tail);
  if (italic !== null && endsWithMark(tail, italic[0].length, italic[2] ?? '_', italic[4] !== undefined)) {
    const markColumn = (italic[1] ?? '').length;
    return {
      column: from,
      markColumn,
      key: italic[3] ?? '',
      valueColumn: italic[0].length,
      mark: italic[2] ?? '_',
      closed: italic[4] !== undefined,
    };
  }
  const bold = BOLD.exec(tail);
  if (bold !== null) {
    const before = tail.slice(0, bold.index);
    const column = /^[ \t]*(?:[-*+][ \t]+)?$/.test(before) ? Math.min(from, bold.index) : bold.index;
    const closed = bold[3] !== undefined || bold[4] !== undefined;
    return {
      column,
      markColumn: bold.index,
      key: bold[2] ?? '',
      valueColumn: bold.index + bold[0].length,
      mark: bold[1] ?? '**',
      closed,
    };
  }
  const inside = tail.trimEnd().endsWith('_') || /_[.)。]?[ \t]*$/.test(tail) ? ITALIC_INSIDE.exec(tail) : null;
  if (inside !== null) {
    const markColumn = inside.index + (inside[1] ?? '').length;
    const valueColumn = inside.index + inside[0].length;
    return {
      column: markColumn,
      markColumn,
      key: inside[2] ?? '',
      valueColumn,
      mark: '_',
      closed: inside[3] !== undefined,
    };
  }
  const plain = from === 0 ? PLAIN.exec(tail) : null;
  return plain === null
    ? undefined
    : {
        column: 0,
        markColumn: (plain[1] ?? '').length,
        key: plain[2] ?? '',
        valueColumn: plain[0].length,
        mark: '',
        closed: true,
      };
}

/** `_Key: value_` ends with its mark on this line, or goes on in the next; `*emphasis: more* and text` is prose. */
function endsWithMark(text: string, valueColumn: number, mark: string, closed: boolean): boolean {
  if (closed || mark === '_') {
    return true;
  }
  return text.trimEnd().endsWith(mark) && text.indexOf(mark, valueColumn) === text.trimEnd().length - 1;
}

/** The lines that hold the value: the first, and those below it until the mark closes. */
function valueLines(scanned: ScannedText, first: Line, found: Found, until: number): readonly Line[] {
  const lines = [first];
  if (found.closed || found.mark === '' || first.text.slice(found.valueColumn).includes(found.mark)) {
    return lines;
  }
  for (let index = first.index + 1; index < Math.min(until, first.index + CONTINUATION_LIMIT); index++) {
    const line = scanned.line(index);
    if (line === undefined || line.kind !== 'text' || /^[ \t]*($|[-*+][ \t]|#|\d+[.)][ \t])/.test(line.text)) {
      return [first];
    }
    lines.push(line);
    if (line.text.trimEnd().endsWith(found.mark)) {
      return lines;
    }
  }
  return [first];
}

/** Column after the value: before the closing mark and what follows it. */
function valueEnd(text: string, start: number, mark: string): number {
  let end = text.trimEnd().length;
  if (mark === '**' || mark === '__') {
    const closing = text.indexOf(mark, start);
    end = closing < 0 ? end : closing;
  } else if (mark !== '') {
    const closing = text.lastIndexOf(mark);
    end = closing > start ? closing : end;
  }
  return Math.max(start, end);
}
