/** Adding, removing and renumbering references to requirements and criteria. */
import type { Place, TextEdit } from '../../diagnostic';
import { flattenTasks } from '../canonical';
import { mentionsIn } from '../mentions';
import type { DesignDocument, DocumentChange, Metadata, Reference, Task, TasksDocument } from '../model';
import { compareIds, normalId } from '../parse/ids';
import { scanLines } from '../scan';
import { isReferenceKey } from '../vocabulary';
import { lineEndAt, lineStartAt, nextLineAt } from './text';

/** Adds references to a task's `_Requirements:_`, which is made below the task's own lines where there is none. */
export function addReference(document: TasksDocument, task: Task, ids: readonly string[]): readonly TextEdit[] {
  const known = new Set(task.requirements.flatMap((reference) => reference.ids).map(normalId));
  const missing = ids.filter((id) => !known.has(normalId(id)));
  if (missing.length === 0) {
    return [];
  }
  const metadata = requirementsOf(task);
  if (metadata !== undefined) {
    const at = metadata.valuePlace.end;
    const comma = metadata.value.trim() === '' ? '' : ', ';
    return [{ start: at, end: at, text: `${comma}${missing.join(', ')}` }];
  }
  const at = ownEnd(document, task);
  const text = `${lineEndAt(document.text, at)}${detailIndent(document.text, task)}- _${keyOf(document)}: ${missing.join(', ')}_`;
  return [{ start: at, end: at, text }];
}

/** Removes one id from a task's references: its entry with the comma, its part of a range, or the line that it empties. */
export function removeReference(document: TasksDocument, task: Task, id: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (const metadata of task.metadata) {
    const inside = task.requirements.filter(({ place }) => isInside(place, metadata.valuePlace));
    const hit = inside.filter(
      (reference) => !reference.all && reference.ids.some((each) => normalId(each) === normalId(id)),
    );
    const gone = hit.filter((reference) => reference.ids.length === 1);
    if (hit.length > 0 && gone.length === inside.length) {
      edits.push(removeEntry(document, metadata));
      continue;
    }
    for (const reference of hit) {
      edits.push(gone.includes(reference) ? removeListed(reference, inside) : shrink(reference, id));
    }
  }
  return edits;
}

/**
 * The edits that let a document's references follow the requirements through `changes` (from `changesBetween`): in
 * `_Requirements:_`, `**Validates:**`, `@spec name#1.2` and "Requirement 1.2" in prose. References to what was removed stay
 * and are reported by the check. The document is that of a parsed spec, whose references are resolved against the
 * requirements as they were before. `specName` keeps `@spec` references to other specs as they are.
 */
export function renumberReferences(
  document: DesignDocument | TasksDocument,
  changes: readonly DocumentChange[],
  specName?: string,
): readonly TextEdit[] {
  const moved = new Map(
    changes.flatMap(({ id, previousId }) => (previousId === undefined ? [] : [[normalId(previousId), id] as const])),
  );
  if (moved.size === 0) {
    return [];
  }
  const structured = referencesIn(document).flatMap((reference) => renumberOne(reference, moved) ?? []);
  const taken = referencesIn(document).map(({ place }) => place);
  const mentions = mentionsIn(document.text, specName).flatMap(({ id, start }) => {
    const to = moved.get(normalId(id));
    const covered = taken.some((place) => place.start <= start && start < place.end);
    return to === undefined || covered ? [] : [{ start, end: start + id.length, text: to }];
  });
  return [...structured, ...mentions].sort((a, b) => a.start - b.start);
}

function renumberOne(reference: Reference, moved: ReadonlyMap<string, string>): TextEdit | undefined {
  if (reference.all || reference.ids.length === 0 || !reference.ids.some((id) => moved.has(normalId(id)))) {
    return undefined;
  }
  const ids = reference.ids.map((id) => moved.get(normalId(id)) ?? id);
  const [first] = reference.ids;
  if (reference.ids.length === 1 || reference.prose) {
    const text = reference.ids.reduce((words, id) => replaceId(words, id, moved), reference.text);
    return text === reference.text || first === undefined ? undefined : edit(reference.place, text);
  }
  return edit(reference.place, asRanges(ids) + annotationOf(reference));
}

/** One id inside an entry such as "Req 9.1 (schema)". */
function replaceId(words: string, id: string, moved: ReadonlyMap<string, string>): string {
  const to = moved.get(normalId(id));
  const escaped = id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return to === undefined
    ? words
    : words.replace(new RegExp(`(?<![\\p{N}.])${escaped}(?![\\p{N}]|\\.\\p{N})`, 'iu'), to);
}

function removeListed(reference: Reference, all: readonly Reference[]): TextEdit {
  const index = all.indexOf(reference);
  const [before, after] = [all[index - 1], all[index + 1]];
  return before === undefined
    ? { start: reference.place.start, end: after?.place.start ?? reference.place.end, text: '' }
    : { start: before.place.end, end: reference.place.end, text: '' };
}

function shrink(reference: Reference, id: string): TextEdit {
  return edit(
    reference.place,
    `${asRanges(reference.ids.filter((each) => normalId(each) !== normalId(id)))}${annotationOf(reference)}`,
  );
}

/** What stands in brackets behind an entry, the space included. */
function annotationOf(reference: Reference): string {
  const at = reference.text.search(/[(（]/);
  return at < 0 ? '' : reference.text.slice(reference.text.slice(0, at).trimEnd().length);
}

/** `2.1-2.3, 2.5` for ids that mostly follow each other. */
function asRanges(ids: readonly string[]): string {
  const sorted = [...new Set(ids)].sort(compareIds);
  const runs: { first: string; last: string; size: number }[] = [];
  for (const id of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && follows(run.last, id)) {
      run.last = id;
      run.size++;
    } else {
      runs.push({ first: id, last: id, size: 1 });
    }
  }
  return runs
    .map(({ first, last, size }) => (size === 1 ? first : size === 2 ? `${first}, ${last}` : `${first}-${last}`))
    .join(', ');
}

function follows(first: string, second: string): boolean {
  const [a, b] = [/^(.*?)(\d+)$/.exec(first), /^(.*?)(\d+)$/.exec(second)];
  return a !== null && b !== null && a[1] === b[1] && Number(b[2]) === Number(a[2]) + 1;
}

function edit(place: Place, text: string): TextEdit {
  return { start: place.start, end: place.end, text };
}

function referencesIn(document: DesignDocument | TasksDocument): readonly Reference[] {
  return document.name === 'design.md'
    ? document.properties.flatMap(({ validates }) => validates)
    : [...flattenTasks(document.tasks)].flatMap(({ requirements }) => requirements);
}

function requirementsOf(task: Task): Metadata | undefined {
  return task.metadata.findLast(({ key }) => isReferenceKey(key));
}

/** The key that this document uses, in its language. */
function keyOf(document: TasksDocument): string {
  for (const task of flattenTasks(document.tasks)) {
    const key = requirementsOf(task)?.key;
    if (key !== undefined) {
      return key;
    }
  }
  return 'Requirements';
}

function removeEntry(document: TasksDocument, metadata: Metadata): TextEdit {
  const { text } = document;
  const start = lineStartAt(text, metadata.place.start);
  const alone = /^[ \t]*(?:[-*+][ \t]+)?$/.test(text.slice(start, metadata.place.start));
  if (alone) {
    return { start, end: nextLineAt(text, metadata.place.end), text: '' };
  }
  const before = text.slice(start, metadata.place.start).trimEnd().length + start;
  return { start: before, end: metadata.place.end, text: '' };
}

function isInside(inner: Place, outer: Place): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Offset after the task's own lines, before its children; before a fence that never ends, where all would be hidden. */
function ownEnd(document: TasksDocument, task: Task): number {
  const scanned = scanLines(document.text);
  const open = scanned.fences.find(({ close }) => close === undefined);
  const limit = scanned.lines[open?.open ?? -1]?.start ?? Number.POSITIVE_INFINITY;
  const places = [task.place, ...task.details.map(({ place }) => place), ...task.metadata.map(({ place }) => place)];
  const end = Math.max(...places.filter(({ start }) => start < limit).map((place) => place.end));
  let last = scanned.lines.findIndex((line) => line.start <= end && end <= line.end);
  while (
    end < limit &&
    scanned.lines[last + 1]?.continues === true &&
    (scanned.lines[last + 1]?.start ?? limit) < limit
  ) {
    last++;
  }
  return Math.max(end, scanned.lines[last]?.end ?? end);
}

function detailIndent(text: string, task: Task): string {
  const detail = task.details[0] ?? task.metadata[0];
  if (detail !== undefined && detail.place.line > task.place.line) {
    const start = lineStartAt(text, detail.place.start);
    return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  }
  const own = /^[ \t]*/.exec(text.slice(task.place.start))?.[0] ?? '';
  return `${own}  `;
}
