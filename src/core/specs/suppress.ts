/**
 * Findings that a comment takes back: `<!-- tracewright-ignore no-shall: why -->` above a line or at its end,
 * `<!-- tracewright-ignore-file no-shall, several-shalls: why -->` anywhere for the whole document. Without a reason it
 * takes nothing back, and says so.
 */
import type { Diagnostic, Place } from '../diagnostic';
import { type Line, placeIn, type ScannedText } from './lines';
import type { SpecDocument } from './model';

/** One comment that takes findings back. */
export interface Suppression {
  readonly place: Place;
  /** Names of rules, with or without the document in front; empty for all. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** Lines, 1-based, both included; the whole document for `-file`. */
  readonly from: number;
  readonly to: number;
}

const MARK = 'tracewright-ignore';
const COMMENT =
  /<!--[ \t]*tracewright-ignore(-file)?(?![\w-])[ \t]*([^:：\n]*?)[ \t]*(?:[:：][ \t]*([^\n]*?))?[ \t]*-->/g;

/** The suppressions of a document, in its order. */
export function suppressionsOf(scanned: ScannedText): readonly Suppression[] {
  if (!scanned.text.includes(MARK)) return [];
  return scanned.lines.flatMap((line) => {
    if (line.kind === 'code' || line.kind === 'fence' || !line.text.includes(MARK)) return [];
    const alone = line.text.replace(COMMENT, '').trim() === '';
    return [...line.text.matchAll(COMMENT)].map((match) => {
      const range =
        match[1] === undefined ? (alone ? below(scanned, line) : only(line)) : { from: 1, to: Number.MAX_SAFE_INTEGER };
      return {
        place: placeIn(line, match.index, match.index + match[0].length),
        rules: (match[2] ?? '').split(/[\s,，、]+/).filter((name) => name !== ''),
        reason: match[3] ?? '',
        ...range,
      };
    });
  });
}

/** The next filled line, and what is indented below it. */
function below(scanned: ScannedText, comment: Line): { readonly from: number; readonly to: number } {
  let index = comment.index + 1;
  while (index < scanned.lines.length && /^\s*(<!--.*-->)?\s*$/.test(scanned.lines[index]?.text ?? '')) index++;
  const first = scanned.lines[index];
  let last = index;
  for (let next = index + 1; first !== undefined && next < scanned.lines.length; next++) {
    const line = scanned.lines[next];
    if (line === undefined || line.text.trim() === '' || line.indent <= first.indent) break;
    last = next;
  }
  return { from: index + 1, to: last + 1 };
}

function only(line: Line): { readonly from: number; readonly to: number } {
  return { from: line.index + 1, to: line.index + 1 };
}

/** Whether a suppression is about a finding. One without a reason is about none. */
export function suppresses({ rules, reason, from, to }: Suppression, { code, place }: Diagnostic): boolean {
  const name = code.slice(code.indexOf('/') + 1);
  return (
    reason !== '' &&
    place.line >= from &&
    place.line <= to &&
    // What is wrong with suppressions is not for them to hide.
    name !== 'suppression' &&
    (rules.length === 0 || rules.some((each) => each === name || each === code))
  );
}

/** The findings that no comment takes back. */
export function withoutSuppressed(
  document: SpecDocument,
  found: readonly Diagnostic[],
  scan: () => ScannedText,
): readonly Diagnostic[] {
  // A comment is looked for first, since what few texts have is told sooner.
  if (found.length === 0 || !document.text.includes('<!--') || !document.text.includes(MARK)) return found;
  const suppressions = suppressionsOf(scan());
  return found.filter((each) => !suppressions.some((one) => suppresses(one, each)));
}
