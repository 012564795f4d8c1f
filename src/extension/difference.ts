/** What would change in a text, as lines with three lines around each change. In the engine's bundle, for the library's sake. */
import { structuredPatch } from 'diff';
import type { DiffLine } from '../core/runs/snapshot';

/** Lines around a change. */
const around = 3;

/** Larger texts take too long to compare, and nobody reads their difference on a card. */
const most = 1_000_000;

/** Empty where nothing changes or the texts are too large. */
export function differenceOf(before: string, after: string): readonly DiffLine[] {
  if (before.length + after.length > most) return [];
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: around });
  return hunks.flatMap(({ lines, newStart }, at): readonly DiffLine[] => [
    ...(at === 0 ? [] : [{ kind: 'same', text: `… line ${newStart}` } as const]),
    ...lines.flatMap(lineOf),
  ]);
}

function lineOf(line: string): readonly DiffLine[] {
  const text = line.slice(1);
  switch (line[0]) {
    case '+':
      return [{ kind: 'added', text }];
    case '-':
      return [{ kind: 'removed', text }];
    case ' ':
      return [{ kind: 'same', text }];
    default:
      return [];
  }
}
