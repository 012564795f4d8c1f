/** Bold labels that stand for headings: `**Acceptance Criteria:**`, `**ユーザーストーリー：** …`, `User Story: …`. */
import { isVisible, type Line } from '../lines';

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
export function labelOf(line: Line): Label | undefined {
  if (line.kind !== 'text') {
    return undefined;
  }
  const bold = line.text.includes('**') || line.text.includes('__') ? BOLD.exec(line.text) : null;
  const match = bold ?? (line.text.includes(':') || line.text.includes('：') ? PLAIN.exec(line.text) : null);
  if (match === null) {
    return undefined;
  }
  return {
    label: match[1] ?? '',
    rest: line.text.slice(match[0].length).trimEnd(),
    restAt: match[0].length,
    bold: bold !== null,
  };
}

/** The label that is all of a line. Asked of every line, so the line's end answers first: it's a colon or emphasis. */
export function wholeLabel(line: Line): Label | undefined {
  if (line.blank || !endsWithOneOf(line.text, ':：*_')) {
    return undefined;
  }
  const label = labelOf(line);
  return label?.rest === '' ? label : undefined;
}

/** Whether the last character that is no white space is one of these. */
export function endsWithOneOf(text: string, characters: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return characters.includes(isVisible(last) ? (text.at(-1) ?? '') : text.trimEnd().slice(-1));
}
