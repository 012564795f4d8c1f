/** Changes in words: what was written before, what is there now. */
import { diffWordsWithSpace } from 'diff';
import type { DocumentChange } from '../../core/specs/model';

/** A stretch of a change's words. */
export interface Part {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Longer texts are shown one after the other: a diff by words of whole sections helps nobody. */
const longest = 4000;

/** The words of a change; where nearly everything is new, the old text whole and then the new one. */
export function partsOf({ before, after }: DocumentChange): readonly Part[] {
  if (before === undefined || after === undefined) {
    return [...part('removed', before), ...part('added', after)];
  }
  if (before.length + after.length > longest) return [...part('removed', before), ...part('added', after)];
  const parts = diffWordsWithSpace(before, after).map(({ value, added, removed }): Part => {
    return { kind: added ? 'added' : removed ? 'removed' : 'same', text: value };
  });
  const same = parts.filter(({ kind }) => kind === 'same').reduce((sum, { text }) => sum + text.trim().length, 0);
  return same * 4 < Math.min(before.length, after.length)
    ? [...part('removed', before), ...part('added', after)]
    : parts.map((each, at) => shortened(each, at > 0, at < parts.length - 1));
}

/** Characters of unchanged text that are shown beside a change. */
const beside = 80;

/** Unchanged text as far as it lies beside a change: a whole section around one word would hide the word. */
function shortened({ kind, text }: Part, follows: boolean, precedes: boolean): Part {
  const kept = (follows ? beside : 0) + (precedes ? beside : 0);
  if (kind !== 'same' || text.length <= kept + beside) return { kind, text };
  const start = follows ? text.slice(0, beside).replace(/\S*$/u, '') : '';
  const end = precedes ? text.slice(-beside).replace(/^\S*/u, '') : '';
  return { kind, text: `${start}…${end}` };
}

function part(kind: Part['kind'], text: string | undefined): readonly Part[] {
  return text === undefined || text === '' ? [] : [{ kind, text }];
}

/** "changed", "added", "removed", "was 1.3" */
export function changeWord({ kind, previousId }: DocumentChange): string {
  switch (kind) {
    case 'added':
      return 'added';
    case 'removed':
      return 'removed';
    case 'renumbered':
      return previousId === undefined ? 'renumbered' : `was ${previousId}`;
    default:
      return 'changed';
  }
}
