/** Edits that touch no more than they change. */
import type { TextEdit } from '../../diagnostic';

/** Without what begins and ends the same on both sides; a line end of two characters and a pair of surrogates stay whole. */
export function tightEdit(text: string, { start, end, text: now }: TextEdit): TextEdit {
  const most = Math.min(end - start, now.length);
  let head = 0;
  while (head < most && text[start + head] === now[head]) head += 1;
  if (head > 0 && (joined(text, start + head) || joined(now, head))) head -= 1;
  let tail = 0;
  while (tail < most - head && text[end - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  if (tail > 0 && (joined(text, end - tail) || joined(now, now.length - tail))) tail -= 1;
  return { start: start + head, end: end - tail, text: now.slice(head, now.length - tail) };
}

/** Whether two code units around an offset belong together. */
function joined(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return (
    (before === 0x0d && after === 0x0a) || (before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000)
  );
}
