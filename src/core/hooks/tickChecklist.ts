/** Ticking items of a Markdown checklist: one character an item, nothing else of the file changes. */

/** What became of it. */
export interface Ticked {
  readonly text: string;
  /** Words of the items that were ticked now; those that were ticked before are not among them. */
  readonly items: readonly string[];
  /** Items that matched, ticked before or now. */
  readonly matched: number;
}

const item = /^(?<before>[ \t]*(?:>[ \t]*)*(?:[-*+]|\d+[.)])[ \t]+\[)(?<state>[ xX])(?<after>\][ \t]+)(?<words>.*)$/u;
const fence = /^[ \t]*(?<mark>`{3,}|~{3,})/u;

/**
 * Ticks each item whose words hold one of `wanted`, whatever its case; words that are longer names of something else
 * (`task 1.2` in `task 1.20`) don't count. Code blocks and comments hold no items.
 */
export function tickChecklist(text: string, wanted: readonly string[]): Ticked {
  const patterns = wanted.filter((each) => each.trim() !== '').map(wordPattern);
  const items: string[] = [];
  let matched = 0;
  let open: string | undefined;
  let comment = false;
  const lines = text.split(/(?<=\n)/u).map((whole) => {
    const line = whole.replace(/\r?\n$/u, '');
    const mark = fence.exec(line)?.groups?.mark;
    if (open !== undefined) {
      if (mark?.startsWith(open) === true && line.trim() === mark) open = undefined;
      return whole;
    }
    if (!comment && mark !== undefined) {
      open = mark;
      return whole;
    }
    const inside = comment;
    comment = line.lastIndexOf('<!--') > line.lastIndexOf('-->') || (comment && !line.includes('-->'));
    const found = inside ? undefined : item.exec(line)?.groups;
    const { before = '', state = '', words = '' } = found ?? {};
    if (found === undefined || !patterns.some((pattern) => pattern.test(words))) return whole;
    matched += 1;
    if (state !== ' ') return whole;
    items.push(words.trim());
    return `${before}x${whole.slice(before.length + 1)}`;
  });
  return { text: lines.join(''), items, matched };
}

function wordPattern(words: string): RegExp {
  const literal = words.trim().replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?<!\\d\\.)${literal}(?![\\p{L}\\p{N}_]|\\.\\d)`, 'iu');
}
