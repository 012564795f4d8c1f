/** Turns "this template with other values" into exact replacements on the document as its user has it. */
import { diffLines } from 'diff';

/** As `edit_document` takes it: `old` occurs once in the document. */
export interface ExactEdit {
  readonly old: string;
  readonly new: string;
}

interface Hunk {
  /** Unchanged text before it, up to the hunk before. */
  readonly before: string;
  readonly removed: string;
  readonly added: string;
}

interface Located {
  /** What `old` covers. */
  readonly from: number;
  readonly to: number;
  /** What changes within it. */
  readonly at: number;
  readonly removed: number;
  readonly added: string;
}

/** The edits that found their place. */
export interface Edits {
  readonly edits: readonly ExactEdit[];
  /** Changes whose place is not in the document as it is now. */
  readonly lost: number;
}

/** What leads from `before` to `after`, applied to `current`, which may differ from `before` elsewhere. */
export function editsBetween(before: string, after: string, current: string): Edits {
  const hunks = hunksOf(before, after);
  const located = hunks.flatMap((hunk) => locate(hunk, current) ?? []);
  return { edits: merged(located).map((group) => editOf(group, current)), lost: hunks.length - located.length };
}

function hunksOf(before: string, after: string): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let unchanged = '';
  let removed = '';
  let added = '';
  const finish = () => {
    if (removed !== '' || added !== '') hunks.push({ before: unchanged, removed, added });
    unchanged = '';
    removed = '';
    added = '';
  };
  for (const part of diffLines(before, after)) {
    if (part.removed) removed += part.value;
    else if (part.added) added += part.value;
    else {
      finish();
      unchanged = part.value;
    }
  }
  finish();
  return hunks;
}

/** Finds the hunk with as few lines before it as make it unique; undefined where none do. */
function locate(hunk: Hunk, current: string): Located | undefined {
  const lines = hunk.before.split(/(?<=\n)/u);
  for (let count = hunk.removed === '' ? 1 : 0; count <= lines.length; count += 1) {
    const context = count === 0 ? '' : lines.slice(-count).join('');
    const old = context + hunk.removed;
    const first = current.indexOf(old);
    if (first < 0 || old === '') return undefined;
    if (current.indexOf(old, first + 1) < 0) {
      return {
        from: first,
        to: first + old.length,
        at: first + context.length,
        removed: hunk.removed.length,
        added: hunk.added,
      };
    }
  }
  return undefined;
}

function merged(located: readonly Located[]): readonly (readonly Located[])[] {
  const groups: Located[][] = [];
  for (const each of [...located].sort((a, b) => a.at - b.at)) {
    const last = groups.at(-1);
    if (last?.some((other) => each.from < other.to)) last.push(each);
    else groups.push([each]);
  }
  return groups;
}

function editOf(group: readonly Located[], current: string): ExactEdit {
  const from = Math.min(...group.map((each) => each.from));
  const to = Math.max(...group.map((each) => each.to));
  let text = '';
  let at = from;
  for (const each of group) {
    text += current.slice(at, each.at) + each.added;
    at = each.at + each.removed;
  }
  return { old: current.slice(from, to), new: text + current.slice(at, to) };
}
