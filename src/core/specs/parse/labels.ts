/** Bold labels that stand for headings: `**Acceptance Criteria:**`, `**ユーザーストーリー：** …`, `User Story: …`. */
import { isVisible, type ScannedText } from '../lines';

/** A leading `**Label:**` or `Label:` of a line, in any of the languages of the vocabulary. */
export interface Label {
  readonly label: string;
  /** What follows on the same line. */
  readonly rest: string;
  /** Column where `rest` begins. */
  readonly restAt: number;
  /** Bold, as opposed to a plain word before a colon. */
  readonly bold: boolean;
}

const BOLD =
  /^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)([^*_\n]{1,80}?)[ \t]*(?:[:：][ \t]*(?:\*\*|__)|(?:\*\*|__)[ \t]*[:：]?)[ \t]*/;
const PLAIN = /^[ \t]*(?:[-*+][ \t]+)?([^\s:：*_|#][^:：|]{0,40}?)[ \t]*[:：][ \t]*/;

/** The label that a line of prose begins with; undefined where it begins otherwise. */
export function labelAt(scanned: ScannedText, index: number): Label | undefined {
  if (!scanned.isTextAt(index)) {
    return undefined;
  }
  const text = scanned.textAt(index);
  const bold = text.includes('**') || text.includes('__') ? BOLD.exec(text) : null;
  const match = bold ?? (text.includes(':') || text.includes('：') ? PLAIN.exec(text) : null);
  if (match === null) {
    return undefined;
  }
  return {
    label: match[1] ?? '',
    rest: text.slice(match[0].length).trimEnd(),
    restAt: match[0].length,
    bold: bold !== null,
  };
}

/** The label that is all of a line. Asked of every line, so the line's end answers first: it's a colon or emphasis. */
export function wholeLabelAt(scanned: ScannedText, index: number): Label | undefined {
  if (scanned.firstAt(index) < 0 || !mayEndLabel(scanned, index)) {
    return undefined;
  }
  const label = labelAt(scanned, index);
  return label?.rest === '' ? label : undefined;
}

/** Whether the last character of a line that is no white space is a colon or one of emphasis. */
export function mayEndLabel(scanned: ScannedText, index: number): boolean {
  const last = scanned.text.charCodeAt(scanned.endAt(index) - 1);
  return isVisible(last)
    ? last === 0x3a || last === 0x2a || last === 0x5f
    : ':：*_'.includes(scanned.textAt(index).trimEnd().slice(-1));
}
