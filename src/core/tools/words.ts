/** Small words that several tools use in their answers. */

/** "1 file", "3 files" */
export function count(number: number, word: string, plural = `${word}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? word : plural}`;
}

/** "812 bytes", "1.2 KB", "3.4 MB" */
export function size(bytes: number): string {
  if (bytes < 1024) return count(bytes, 'byte');
  const inKb = bytes / 1024;
  return inKb < 1024 ? `${inKb.toFixed(1)} KB` : `${(inKb / 1024).toFixed(1)} MB`;
}

/** The text cut to `limit` characters, around `at` where it is longer, with the number of characters left out. */
export function cut(text: string, limit: number, at = 0): string {
  if (text.length <= limit) return text;
  const start = Math.max(0, Math.min(at - Math.floor(limit / 3), text.length - limit));
  const before = start > 0 ? `(${count(start, 'character')} before) ` : '';
  const after = text.length - start - limit;
  return `${before}${text.slice(start, start + limit)}${after > 0 ? ` (${count(after, 'character')} more)` : ''}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const controls = /[\u0000-\u001f\u007f\u2028\u2029]/gu;

/** A name of a file in one line: what could begin another line is shown as "\ufffd". */
export function printable(name: string): string {
  return name.replace(controls, '\ufffd');
}
