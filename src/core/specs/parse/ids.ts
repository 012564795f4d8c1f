/** Ids of requirements and criteria as people write them: `1`, `1.2`, `FR-1`, `R1.2`, `DR1`. */

/** An id that is its own normal form, as nearly all are. */
const PLAIN = /^[1-9]\d*(?:\.[1-9]\d*)*$/;

/** The same id for every spelling of it: upper case, no zeros in front, no hyphen between letters and number. */
export function normalId(id: string): string {
  if (PLAIN.test(id)) {
    return id;
  }
  const match = /^([\p{L}_-]*?)-?(\d.*)$/u.exec(narrowDigits(id).trim());
  if (match === null) {
    return id.trim().toUpperCase();
  }
  const numbers = (match[2] ?? '').replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '')).toLowerCase();
  return `${(match[1] ?? '').toUpperCase()}${numbers.replace(/\.+$/, '')}`;
}

/** The id's numbers without its letters: `1.2` of `FR-1.2`; the id itself where it has no number. */
export function numericPart(id: string): string {
  return PLAIN.test(id) ? id : (/\d.*$/.exec(normalId(id))?.[0] ?? id);
}

/** Full-width digits, and full stops between digits, as ASCII ones; nothing else changes, so columns stay. */
export function narrowDigits(text: string): string {
  if (!/[０-９]/.test(text)) {
    return text;
  }
  return text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/(?<=\d)．(?=\d)/g, '.');
}

/**
 * Orders ids as people count: `1.2` before `1.10`. Ids of different spelling are ordered by their letters first.
 */
export function compareIds(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
