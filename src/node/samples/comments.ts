/** Takes accepted findings into requirements.md: their wording is ready to be put in. */
import type { ExactEdit } from './edits';

/** Edits for comments of the form `id | criterion | action | wording`, one a line; what can't be placed is left out. */
export function takeComments(
  comments: string,
  document: string,
): { readonly edits: readonly ExactEdit[]; readonly says: string } {
  const lines = document.split('\n');
  const added = new Map<number, number>();
  const taken: string[] = [];
  const edits: ExactEdit[] = [];
  for (const comment of comments.split('\n')) {
    const [id = '', criterion = '', action = '', ...wording] = comment.split(' | ');
    const text = wording.join(' | ').trim();
    const last = lastCriterionOf(lines, criterion.split('.')[0] ?? '');
    const at = action === 'add_after' ? last : lineOf(lines, criterion);
    const line = at === undefined ? undefined : lines[at];
    if (at === undefined || line === undefined || text === '' || occurrences(document, line) !== 1) continue;
    const number = Number(/^(\d+)\. /u.exec(line)?.[1] ?? 0);
    if (action === 'add_after') {
      const offset = (added.get(at) ?? 0) + 1;
      added.set(at, offset);
      append(edits, line, `${number + offset}. ${text}`);
    } else if (action === 'replace') edits.push({ old: line, new: `${number}. ${text}` });
    else continue;
    taken.push(`${id.trim()}: taken in at ${criterion}.`);
  }
  return { edits, says: taken.join('\n') };
}

/** Two criteria after one line are one edit. */
function append(edits: ExactEdit[], line: string, text: string): void {
  const index = edits.findIndex((edit) => edit.old === line);
  const before = edits[index];
  if (before === undefined) edits.push({ old: line, new: `${line}\n${text}` });
  else edits[index] = { old: line, new: `${before.new}\n${text}` };
}

function lineOf(lines: readonly string[], id: string): number | undefined {
  const [requirement = '', criterion = ''] = id.trim().split('.');
  const start = lines.findIndex((line) => line.startsWith(`### Requirement ${requirement}:`));
  const end = endOf(lines, start);
  const found = lines.findIndex((line, index) => index > start && index < end && line.startsWith(`${criterion}. `));
  return start < 0 || found < 0 ? undefined : found;
}

function lastCriterionOf(lines: readonly string[], requirement: string): number | undefined {
  const start = lines.findIndex((line) => line.startsWith(`### Requirement ${requirement.trim()}:`));
  const end = endOf(lines, start);
  const found = lines.findLastIndex((line, index) => index > start && index < end && /^\d+\. /u.test(line));
  return start < 0 || found < 0 ? undefined : found;
}

function endOf(lines: readonly string[], start: number): number {
  const next = lines.findIndex((line, index) => index > start && /^#{1,3} /u.test(line));
  return next < 0 ? lines.length : next;
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}
